//! Every message that the [`super::Lobby`] understands, who sends it, when, and what it answers. It also understands
//! [`crate::room::messages::RoomEnded`], which rooms send.

use std::sync::Arc;

use actix::{Addr, Message};

use crate::protocol::CloseReason;
use crate::room::hold::{Ticket, Token};
use crate::room::messages::Pass;
use crate::room::{GameRoom, Preset};
use crate::sim::{Map, Tuning};

/// Which room somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Any, to play.
    Quick,
    /// One that opens now, for oneself and those who come by its code.
    Private,
    /// The one with this code, to play.
    Code(String),
    /// The one with this code, to take the seat again that is held there for whoever shows this token.
    Resume(String, Token),
    /// The one with this code, or any, to watch.
    Watch(Option<String>),
}

/// Sent by a session after a good hello. Answers with a room, which is opened if need be, or why there is none.
#[derive(Message)]
#[rtype(result = "Result<Found, CloseReason>")]
pub struct Find {
    /// Which room.
    pub wanted: Wanted,
    /// Who asks.
    pub name: String,
}

/// The answer to [`Find`].
pub struct Found {
    /// The room.
    pub room: Addr<GameRoom>,
    /// As what to go there.
    pub pass: Pass,
    /// The way back to the seat.
    pub ticket: Option<Ticket>,
    /// Nobody of that name has played here yet.
    pub newcomer: bool,
}

/// Sent by the server when the tuning file was saved: for all rooms, and for those that open later.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Retune(pub Arc<Tuning>);

/// Sent by the server when a preset was saved: for all rooms, and for those that open later.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Represet(pub Preset);

/// Sent by the server when a map that is played was saved: for all rooms, and for those that open later.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Remap(pub Arc<Map>);

/// Sent by the server when it stops: all rooms end, none opens any more.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Drain;

/// Sent by whoever must know how many rooms there are.
#[derive(Message)]
#[rtype(result = "usize")]
pub struct CountRooms;
