//! Ends connections that cannot end themselves. It stands outside of the sessions, since a blocked one runs no code.
//!
//! ```text
//! room: acknowledgements overdue ─▶ Outbox closes ─┐
//! session: last word said ─▶ ended(id) ────────────┴─▶ sweep: 0.7 s later the socket is shut ─▶ entry goes with it
//! ```
//! Knows no clock: whoever sweeps says what time it is, in microseconds.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix::{Addr, Recipient};
use parking_lot::Mutex;

use super::messages::End;
use super::socket::Handle;
use crate::protocol::CloseReason;
use crate::room::GameRoom;
use crate::room::fanout::SessionId;
use crate::room::outbox::Outbox;

/// From the moment that a connection should end until its socket is shut: time for a Close frame to be answered.
pub const GRACE_US: u64 = 700_000;
/// How often to sweep.
pub const SWEEP_US: u64 = 100_000;

/// What is known of one connection.
struct Watched {
    socket: Handle,
    outbox: Arc<Outbox>,
    session: Recipient<End>,
    /// The room it is in: a room that died without a word is noticed here.
    room: Option<Addr<GameRoom>>,
    /// Since when it should be gone.
    ending_since_us: Option<u64>,
}

/// All connections with a session, until their sockets are gone.
#[derive(Default)]
pub struct Watchdog {
    watched: Mutex<BTreeMap<SessionId, Watched>>,
}

impl Watchdog {
    /// Begins to watch a connection.
    pub fn watch(&self, id: SessionId, socket: Handle, outbox: Arc<Outbox>, session: Recipient<End>) {
        let watched = Watched { socket, outbox, session, room: None, ending_since_us: None };
        self.watched.lock().insert(id, watched);
    }

    /// The session is in this room from now on.
    pub fn entered(&self, id: SessionId, room: Addr<GameRoom>) {
        if let Some(watched) = self.watched.lock().get_mut(&id) {
            watched.room = Some(room);
        }
    }

    /// The session has said its last word; its socket should follow.
    pub fn ended(&self, id: SessionId, now_us: u64) {
        if let Some(watched) = self.watched.lock().get_mut(&id) {
            watched.room = None;
            watched.ending_since_us.get_or_insert(now_us);
        }
    }

    /// Shuts what is overdue and forgets what is gone; how many it shut.
    pub fn sweep(&self, now_us: u64) -> usize {
        let mut watched = self.watched.lock();
        watched.retain(|_, one| !one.socket.is_gone());
        watched.values_mut().map(|one| usize::from(one.sweep(now_us))).sum()
    }

    /// Tells every session to end.
    pub fn end_all(&self, reason: &CloseReason) {
        self.watched.lock().values().for_each(|one| one.session.do_send(End(reason.clone())));
    }

    /// How many connections are watched.
    pub fn count(&self) -> usize {
        self.watched.lock().len()
    }
}

impl Watched {
    fn sweep(&mut self, now_us: u64) -> bool {
        if self.ending_since_us.is_none() && self.outbox.is_closing() {
            self.ending_since_us = Some(now_us);
        }
        if self.room.take_if(|room| !room.connected()).is_some() && self.ending_since_us.is_none() {
            self.session.do_send(End(CloseReason::RoomEnded));
        }
        let overdue = self.ending_since_us.is_some_and(|since_us| now_us.saturating_sub(since_us) >= GRACE_US);
        if overdue {
            self.socket.shut();
        }
        overdue
    }
}
