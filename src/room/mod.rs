//! A room: a pure [`Game`] (seats, viewers, world) in a thin [`GameRoom`] actor, ticked by a metronome.
//!
//! ```text
//! Session ─▶ Inbox ─▶ Plan ─▶ entries ─▶ sim::step ─▶ Frame ─▶ Sight ─▶ Outbox ─▶ Fanout ─▶ Session
//!                                ▲                                └────▶ View ─▶ Brain ─┐
//!                                └───────────────────────────────────────────────────────┘
//! ```
//!
//! Read in this order: [`game`], [`seats`], [`idle`], [`viewer`], [`sight`], [`interest`], [`plan`], [`inbox`], [`outbox`],
//! [`sandbox`],
//! [`pacer`], [`metronome`], [`fanout`], [`messages`], [`actor`].

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod actor;
pub mod fanout;
pub mod faults;
pub mod game;
pub mod idle;
pub mod inbox;
pub mod interest;
pub mod messages;
pub mod metrics;
pub mod metronome;
pub mod outbox;
pub mod pacer;
pub mod plan;
pub mod sandbox;
pub mod seats;
pub mod sight;
pub mod view;
pub mod viewer;

pub use actor::GameRoom;
pub use faults::Faults;
pub use game::{Game, GameSettings, Ticked};
pub use view::{Brain, Recruit, Recruiter, View};
