//! Fray: an actor-based, authoritative multiplayer game server, with the arena shooter that it serves.
//!
//! The order of the modules below is the law of the house: a module may use only modules above it, and a test enforces
//! it. Reading order is import order.

pub mod sim;

pub mod protocol;

pub mod journal;

pub mod room;

pub mod bots;

pub mod link;

pub mod lobby;

pub mod session;

pub mod config;

pub mod server;

pub mod cli;

/// Names the build that this program comes from: in `--version`, in the welcome and in every report.
pub const BUILD: &str = env!("FRAY_BUILD");
