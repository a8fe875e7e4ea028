//! Rooms, by what players and operators would notice.

mod actors;
mod cheats;
mod holding;
mod hosting;
mod idle;
mod keyframes;
mod pings;
mod plans;
mod rooms;
mod sandbox;
mod seats;
mod shown;
pub mod support;
mod talk;
mod voting;
mod work;
