//! The simulation, by what players would notice, and the golden vectors that its port is held to.

mod bodies;
mod duel;
mod fights;
mod golden_arms;
mod golden_grid;
mod golden_movement;
mod matches;
mod pickups;
mod rays;
mod rewinds;
mod shields;
mod teams;
mod threads;
mod worlds;
