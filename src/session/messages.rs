//! Every message that a session understands, beside [`crate::room::fanout::Wake`].

use actix::Message;

use crate::protocol::CloseReason;

/// Sent by the watchdog, once at most: when the server stops, or the room died without a word.
#[derive(Message)]
#[rtype(result = "()")]
pub struct End(pub CloseReason);
