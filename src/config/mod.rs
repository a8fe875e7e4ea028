//! What an operator sets and what a designer turns: read from files, checked in one go, watched for changes.
//!
//! ```text
//! assets/tuning/*.toml ─▶ tuning ─▶ sim::Tuning        assets/maps/*.tmx ─▶ maps ─▶ assets/maps/*.json ─▶ sim::Map
//! assets/presets/*.toml ─▶ preset_file ─▶ room::Preset
//! assets/links/*.toml ─▶ link_file ─▶ link::Preset      watch: a saved file is read again
//! fray.toml, FRAY_…, flags ─▶ settings
//! ```
//!
//! Every reader gathers all that is wrong, with its place, into [`Diagnostics`]; only `cli` prints them.

pub mod assets;
pub mod diagnostics;
pub mod document;
pub mod link_file;
pub mod listing;
pub mod map_check;
pub mod map_file;
pub mod maps;
pub mod picture;
pub mod preset_file;
pub mod setting;
pub mod settings;
pub mod tuning;
pub mod watch;

pub use diagnostics::{Diagnostics, Problem};
pub use settings::{RoomSettings, Settings};
