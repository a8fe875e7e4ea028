//! The record of a match: what it began with, and everything that changed it from outside, tick by tick.
//!
//! ```text
//! file    = magic format chunk*
//! chunk   = kind number tick length plain crc body crc      integers of 32 bits, little-endian; bodies deflated
//!
//! `head`    what it begins with: build, seed, map, tuning, seats              the first chunk
//! `seat`    who sits where from this tick on
//! `tune`    the tuning from this tick on
//! `tick`    entries and hashes of the ticks from this one on, about a second of them
//! `done`    the hash of the last world                                        the last chunk
//! ```
//!
//! The world is a function of these ([`crate::sim::step()`]), so nothing else is needed to play the match again. A file
//! that was cut, at any byte, is still read up to there; a byte that was changed is named. Chunks of a kind that this
//! build does not know are passed over, so a journal can gain tracks (frames, checkpoints, an index) without becoming
//! another format. What is stored as a struct by name may gain fields, what is stored in order may gain some at its end.
//!
//! Pure: it writes to an `io::Write` and reads bytes that it is handed; it knows no file, no clock and no room. Read in
//! this order: [`header`], [`chunk`], [`flaw`], [`writer`], [`reader`], [`replay`], [`compare`]; below them [`checksum`] and `sound`.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod checksum;
pub mod chunk;
pub mod compare;
pub mod flaw;
pub mod header;
pub mod reader;
pub mod replay;
mod sound;
pub mod writer;

pub use flaw::{Flaw, What};
pub use header::{Header, MapRecord, Origin, Sitter};
pub use reader::{End, Journal, Reading, Step, read};
pub use replay::{Differs, Replay, Same, verify};
pub use writer::Writer;
