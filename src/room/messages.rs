//! Every message that a [`super::GameRoom`] understands, who sends it, when, and what it answers; and the facts that it
//! tells the layers above, as `Recipient`s.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use actix::{Addr, Message};

use super::fanout::{Fanout, SessionId};
use super::hold::{Ticket, Token};
use super::inbox::Inbox;
use super::outbox::Outbox;
use super::programme::Preset;
use super::sandbox::Order;
use super::tongue::Person;
use super::viewer::ViewerId;
use crate::protocol::CloseReason;
use crate::sim::{Map, SeatId, Tuning};

/// Sent by a session after a good hello. Answers with the place in the room, or why there is none.
#[derive(Message)]
#[rtype(result = "Result<Joined, CloseReason>")]
pub struct Join {
    /// Name of the player, already cleaned.
    pub name: String,
    /// By what they are known again.
    pub person: Person,
    /// This is the first match that somebody of that name plays here.
    pub newcomer: bool,
    /// Width to height of the screen, in thousandths.
    pub aspect: u16,
    /// The modelled link that lies between, if one does.
    pub link: Option<String>,
    /// As what.
    pub pass: Pass,
    /// The way back to the seat that it gets.
    pub ticket: Option<Ticket>,
    /// Who asks.
    pub session: SessionId,
    /// The fanout of the thread on which the session lives.
    pub fanout: Addr<Fanout>,
    /// Where what it sends is put.
    pub inbox: Arc<Inbox>,
    /// Where what it is sent is taken from. The welcome is in it when the answer arrives.
    pub outbox: Arc<Outbox>,
}

/// As what somebody is let into a room.
#[derive(Debug)]
pub enum Pass {
    /// To watch, without a seat.
    Watch,
    /// To take the seat that the lobby has kept.
    Sit(Reservation),
    /// To take a held seat again.
    Resume(Token),
}

/// The answer to [`Join`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The number of the viewer, to leave with.
    pub viewer: ViewerId,
    /// The seat; none for one who watches.
    pub seat: Option<SeatId>,
}

/// Sent by a session when it stops, even if its [`Join`] was not answered yet.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Leave {
    /// Who.
    pub session: SessionId,
    /// How.
    pub parting: Parting,
}

/// How a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    /// By the player's own will, or for a breach of the protocol: the seat is free.
    Left,
    /// The connection is lost: the seat is held.
    Lost,
}

/// Sent by a session whose client commands. A room that takes no orders counts it, and that is all.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Obey {
    /// Who orders.
    pub session: SessionId,
    /// What.
    pub order: Order,
}

/// Sent by the lobby when the tuning file was saved: takes effect in 250 ms.
#[derive(Clone, Message)]
#[rtype(result = "()")]
pub struct SetTuning(pub Arc<Tuning>);

/// Sent by the lobby when a preset was saved.
#[derive(Clone, Message)]
#[rtype(result = "()")]
pub struct SetPreset(pub Preset);

/// Sent by the lobby when a map was saved: where it is played the next tick begins another match on it.
#[derive(Clone, Message)]
#[rtype(result = "()")]
pub struct SetMap(pub Arc<Map>);

/// Sent by the lobby when the server stops: everybody is told, and the room ends.
#[derive(Clone, Copy, Message)]
#[rtype(result = "()")]
pub struct Stop;

/// Sent by a room to the lobby when it has ended.
#[derive(Clone, Copy, Debug, Message, PartialEq, Eq)]
#[rtype(result = "()")]
pub struct RoomEnded(pub u32);

/// A seat that is kept for somebody on the way. It is given back when this is dropped, wherever that happens.
#[derive(Debug)]
pub struct Reservation(Arc<AtomicU32>);

impl Reservation {
    /// Keeps one of `seats`, of which `taken` are taken; none if all are.
    pub fn take(taken: &Arc<AtomicU32>, seats: u32) -> Option<Reservation> {
        let one_more = |now| (now < seats).then_some(now + 1);
        taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more).ok()?;
        Some(Reservation(taken.clone()))
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_reservation_gives_its_seat_back() {
        let taken = Arc::new(AtomicU32::new(0));
        let first = Reservation::take(&taken, 1);
        assert!(first.is_some());
        assert!(Reservation::take(&taken, 1).is_none());
        drop(first);
        assert!(Reservation::take(&taken, 1).is_some());
    }
}
