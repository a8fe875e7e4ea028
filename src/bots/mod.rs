//! Bots: players that are programs. They know what a client of their seat is sent, and answer with inputs.
//!
//! ```text
//! View ─▶ senses (who is where) ─▶ brain (fight, hunt, wind, retreat, roam) ─▶ legs · dodge ─▶ walk, dash
//!                                                                           └▶ arms · aim ──▶ weapon, aim, fire
//! ```
//!
//! The same brain plays in live rooms ([`filler`]), in headless matches ([`headless`], counted by [`statistics`]) and
//! over a real socket ([`wire`], whose end of the protocol is [`remote`]). All its chance comes from one seeded generator, so a seed makes a match.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod aim;
pub mod brain;
pub mod dodge;
pub mod filler;
mod flights;
pub mod headless;
pub mod ladder;
pub mod legs;
pub mod litter;
pub mod navigation;
pub mod remote;
pub mod senses;
pub mod skill;
pub mod statistics;
pub mod wire;

pub use brain::BotBrain;
pub use navigation::{Atlas, Navigation};
pub use remote::Remote;
pub use skill::Part;
pub use wire::WireBot;
