//! The simulation, held against the client's port of it and against itself.

mod golden_grid;
mod golden_movement;
mod yard;
