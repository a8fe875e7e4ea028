//! A room: a pure [`Game`] (seats, viewers, world) in a thin [`GameRoom`] actor, ticked by a metronome.
//!
//! ```text
//! Session ─▶ Inbox ─▶ Plan ─▶ entries ─▶ sim::step ─▶ Frame ─▶ Sight ─▶ Outbox ─▶ Fanout ─▶ Session
//!                                ▲                                └────▶ View ─▶ Brain ─┐
//!                                └───────────────────────────────────────────────────────┘
//! ```
//!
//! Read in this order: [`game`], [`game::script`], [`seats`], [`idle`], [`words`], [`tongue`], [`hold`], [`viewer`], [`steps`], [`keyframes`], [`history`], [`sight`],
//! [`interest`], [`plan`], [`programme`], [`inbox`], [`outbox`], [`sandbox`], [`pacer`], [`metronome`], [`fanout`], [`recorder`], [`messages`], [`watch`], [`work`],
//! [`metrics`], [`actor`].

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod actor;
pub mod fanout;
pub mod faults;
pub mod game;
pub mod history;
pub mod hold;
pub mod idle;
pub mod inbox;
pub mod interest;
pub mod keyframes;
pub mod messages;
pub mod metrics;
pub mod metronome;
pub mod outbox;
pub mod pacer;
pub mod plan;
pub mod programme;
pub mod recorder;
pub mod sandbox;
pub mod seats;
pub mod shown;
pub mod sight;
pub mod steps;
pub mod tongue;
pub mod view;
pub mod viewer;
pub mod watch;
pub mod words;
pub mod work;

pub use actor::GameRoom;
pub use faults::Faults;
pub use game::script::Showing;
pub use game::{Game, GameSettings, Ticked};
pub use programme::Preset;
pub use recorder::{Notes, Recorder};
pub use view::{Brain, Recruit, Recruiter, View};
