//! One connection: a gate before the socket, a pure [`core`] that says what may come when, and a thin actor around both.
//!
//! ```text
//!            upgrade                     ┌── Wake ◀── Fanout ◀── room
//! request ─▶ Reception ─▶ Session actor ─┤
//!                            ▲           └── Inbox ──▶ room
//!              Gate: Frames, Bucket                          Watchdog: shuts the socket of one that cannot end itself
//!                            ▲
//!                         socket
//! ```
//!
//! Read in this order: [`reception`], [`origin`], [`refusal`], [`frames`], [`bucket`], [`gate`], [`core`],
//! [`actor`], [`messages`], [`socket`], [`watchdog`], [`warnings`].

pub mod actor;
pub mod bucket;
pub mod core;
pub mod frames;
pub mod gate;
pub mod messages;
pub mod origin;
pub mod reception;
pub mod refusal;
pub mod socket;
pub mod warnings;
pub mod watchdog;

pub use reception::{Reception, SessionSettings};
