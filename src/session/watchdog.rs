//! Ends connections that cannot end themselves. It stands outside of the sessions, since a blocked one runs no code.
//!
//! ```text
//! room: acknowledgements overdue ─▶ Outbox closes ─┐
//! session: last word said ─▶ ended(id) ────────────┼─▶ sweep: 0.4 s later the socket is shut ─▶ entry goes with it
//! session: not let in 3 s after its start ─────────┘
//! ```
//! Knows no clock: whoever sweeps says what time it is, in microseconds.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix::{Addr, Recipient};
use parking_lot::Mutex;

use super::core::HELLO_MAX_US;
use super::messages::End;
use super::socket::Handle;
use crate::protocol::CloseReason;
use crate::room::GameRoom;
use crate::room::fanout::SessionId;
use crate::room::outbox::Outbox;

/// From the moment that a connection should end until its socket is shut: time for a Close frame to be answered.
pub const GRACE_US: u64 = 400_000;
/// A session should be in a room by then; it says so itself, unless it is blocked.
const ARRIVAL_MAX_US: u64 = HELLO_MAX_US;
/// How often to sweep.
pub const SWEEP_US: u64 = 100_000;

/// How far a connection has come.
enum Stage {
    /// Nobody has let it in yet.
    Arriving { since_us: u64 },
    /// It is in this room. A room that died without a word is noticed here.
    Inside(Addr<GameRoom>),
    /// It should be gone.
    Ending { since_us: u64 },
    /// Its socket was shut; the rest is up to the connection's own task.
    Shut,
}

/// What is known of one connection.
struct Watched {
    socket: Handle,
    outbox: Arc<Outbox>,
    session: Recipient<End>,
    stage: Stage,
}

/// All connections with a session, until their sockets are gone.
#[derive(Default)]
pub struct Watchdog {
    watched: Mutex<BTreeMap<SessionId, Watched>>,
}

impl Watchdog {
    /// Begins to watch a connection.
    pub fn watch(&self, id: SessionId, socket: Handle, outbox: Arc<Outbox>, session: Recipient<End>, now_us: u64) {
        let watched = Watched { socket, outbox, session, stage: Stage::Arriving { since_us: now_us } };
        self.watched.lock().insert(id, watched);
    }

    /// The session is in this room from now on.
    pub fn entered(&self, id: SessionId, room: Addr<GameRoom>) {
        self.set(id, Stage::Inside(room));
    }

    /// The session has said its last word; its socket should follow.
    pub fn ended(&self, id: SessionId, now_us: u64) {
        self.set(id, Stage::Ending { since_us: now_us });
    }

    /// What should be gone is never anything else again.
    fn set(&self, id: SessionId, stage: Stage) {
        match self.watched.lock().get_mut(&id) {
            Some(watched) if !matches!(watched.stage, Stage::Ending { .. } | Stage::Shut) => watched.stage = stage,
            _ => {}
        }
    }

    /// Shuts what is overdue and forgets what is gone; how many it shut.
    pub fn sweep(&self, now_us: u64) -> u64 {
        let mut watched = self.watched.lock();
        watched.retain(|_, one| !one.socket.is_gone());
        watched.values_mut().map(|one| u64::from(one.sweep(now_us))).sum()
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
    /// True if its socket was shut just now.
    fn sweep(&mut self, now_us: u64) -> bool {
        let passed = |since_us: u64, span_us: u64| now_us.saturating_sub(since_us) >= span_us;
        match &self.stage {
            Stage::Arriving { since_us } if passed(*since_us, ARRIVAL_MAX_US + GRACE_US) => self.shut(),
            Stage::Ending { since_us } if passed(*since_us, GRACE_US) => self.shut(),
            Stage::Arriving { .. } | Stage::Inside(_) if self.outbox.is_closing() => {
                self.stage = Stage::Ending { since_us: now_us };
                false
            }
            Stage::Inside(room) if !room.connected() => {
                self.session.do_send(End(CloseReason::RoomEnded));
                self.stage = Stage::Ending { since_us: now_us };
                false
            }
            _ => false,
        }
    }

    fn shut(&mut self) -> bool {
        self.socket.shut();
        self.stage = Stage::Shut;
        true
    }
}
