//! Which room next: quick play fills the room with most people that has a seat; a code leads to one room.

pub mod actor;
pub mod directory;
pub mod messages;
pub mod newcomers;

pub use actor::{Lobby, LobbySettings};
