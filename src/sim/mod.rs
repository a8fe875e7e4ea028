//! The game itself, pure: no clock, no I/O, no thread, no actor, no hash map, no float in the state.
//!
//! ```text
//! entries ──▶ step(world, entries, map, tuning) ──▶ events
//!               enter · walk · shield · fire · fly · die · wind · pick · return · part · referee · remember
//! ```
//!
//! Read in this order: [`time`], [`grid`], [`input`], [`tuning`], [`map`], [`movement`], [`world`], [`side`], [`event`], [`mod@step`],
//! [`arms`], [`shield`], [`combat`], [`flight`], [`ray`], [`thread`], [`pickup`], [`life`], [`fields`].

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod arms;
pub mod chance;
pub mod combat;
pub mod event;
pub mod fields;
pub mod flight;
pub mod grid;
pub mod input;
pub mod life;
pub mod map;
pub mod movement;
pub mod pickup;
pub mod ray;
pub mod rewind;
pub mod shield;
pub mod side;
pub mod step;
pub mod thread;
pub mod time;
pub mod tuning;
pub mod world;

pub use arms::Arms;
pub use event::{Event, ShotEnd};
pub use grid::{Angle, Point, Vec2};
pub use input::{Input, Seen, Walk};
pub use map::Map;
pub use side::{Mode, Side};
pub use step::{Entry, step};
pub use time::{Tick, Time};
pub use tuning::Tuning;
pub use world::{EndedBy, EntityId, Life, Phase, Player, SeatId, Shot, World};
