//! Rooms, by what players and operators would notice.

mod actors;
mod plans;
mod rooms;
mod seats;
pub mod support;
mod work;
