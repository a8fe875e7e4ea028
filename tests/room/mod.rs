//! Rooms, by what players and operators would notice.

mod actors;
mod idle;
mod keyframes;
mod pings;
mod plans;
mod rooms;
mod sandbox;
mod seats;
pub mod support;
mod work;
