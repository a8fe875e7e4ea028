//! The simulation, by what players would notice, and the golden vectors that its port is held to.

mod bodies;
mod fights;
mod golden_grid;
mod golden_movement;
mod matches;
mod worlds;
