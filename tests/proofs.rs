//! Every proof in one binary: `sim`, `config` … hold one layer each, `golden` what both languages must agree on,
//! `support` what several share.

#![allow(clippy::unwrap_used)]

mod bots;
mod config;
mod fuzz;
mod golden;
mod house;
mod journal;
mod lobby;
mod protocol;
mod room;
mod server;
mod session;
mod sim;
mod support;
