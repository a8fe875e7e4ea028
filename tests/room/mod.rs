//! Rooms, by what players and operators would notice.

mod actors;
mod plans;
mod rooms;
mod seats;
mod support;
mod work;
