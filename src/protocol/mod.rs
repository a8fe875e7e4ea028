//! What bytes mean: one table of messages, the frames that snapshots are joined from, and why a connection is closed.
//!
//! ```text
//! bytes ──decode_client──▶ ClientMessage ──▶ session, room
//! World ──Frame::of──▶ pieces, each encoded once ──join──▶ snapshot bytes per viewer ──Baseline::take──▶ Snapshot
//! table ──generate──▶ TypeScript types and codec, tables of PROTOCOL.md
//! ```
//!
//! The written standard is `PROTOCOL.md`, beside this file. Read in this order: [`table`], [`close`], [`frame`], [`told`],
//! [`delta`], [`own`], [`event`]; below them [`wire`], [`scalar`] and [`bits`] read and write fields, [`generate`] prints what the client needs. Pure:
//! knows no socket, no clock and no viewer's rights.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod bits;
pub mod close;
mod delta;
pub mod event;
pub mod frame;
pub mod generate;
pub mod info;
mod macros;
pub mod malformed;
mod message;
mod own;
pub mod scalar;
pub mod table;
mod told;
pub mod wire;

pub use close::CloseReason;
pub use event::wire_event;
pub use frame::{Frame, Head, Look, Past, Piece, Visible};
pub use malformed::Malformed;
pub use message::tuning_message;
pub use scalar::Param;
pub use table::*;
pub use told::{Baseline, Rebuilt, Told, Unusable};

/// The version of the protocol: whoever speaks another one is told so, and closed.
pub const VERSION: u16 = 7;
/// The WebSocket sub-protocol of this version.
pub const SUBPROTOCOL: &str = "fray.7";
/// The sub-protocol that every version answers to: it promises a goodbye, and nothing else.
pub const SUBPROTOCOL_ANY: &str = "fray";
/// The number of the hello, the same in every version.
const HELLO: u64 = 1;
/// Largest ws frame that a client may send, in bytes. The largest message of the table, an input of 16 runs, is below.
pub const MESSAGE_BYTES_MAX: usize = 512;

/// Reads what a client sent.
pub fn decode_client(bytes: &[u8]) -> Result<ClientMessage, Malformed> {
    wire::decode(bytes)
}

/// The version that a hello speaks, of whatever shape the rest of it is; `None` for anything that is no hello.
pub fn hello_version(mut bytes: &[u8]) -> Option<u16> {
    rmp::decode::read_array_len(&mut bytes).ok()?;
    let number: u64 = rmp::decode::read_int(&mut bytes).ok()?;
    if number == HELLO { rmp::decode::read_int(&mut bytes).ok() } else { None }
}

/// Reads what a server sent.
pub fn decode_server(bytes: &[u8]) -> Result<ServerMessage, Malformed> {
    wire::decode(bytes)
}

impl ClientMessage {
    /// The bytes of this message.
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }
}

impl ServerMessage {
    /// The bytes of this message.
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }
}
