//! What a match begins with: the first chunk of a journal.

use serde::{Deserialize, Serialize};

use crate::sim::{SeatId, Tick, Time, Tuning};

/// What a match begins with. It is stored by the names of its fields, so it can gain some, each with a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The build that played it.
    pub build: String,
    /// Where it can be had again, if a command plays it.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// Which match of its room it is, from 1.
    pub number: u32,
    /// Decides all chance in its world.
    pub seed: u64,
    /// The first tick.
    pub tick: Tick,
    /// The instant at which it begins.
    pub now: Time,
    /// Where it is played.
    pub map: MapRecord,
    /// By which values, until a `tune` chunk says otherwise.
    pub tuning: Tuning,
    /// How many seats the room has.
    pub seats: u8,
    /// Who sits where, until a `seat` chunk says otherwise.
    pub roster: Vec<Sitter>,
    /// Each so many ticks a hash of the world stands in the journal.
    pub hash_ticks: u32,
}

/// A series of matches of bots, and which of them this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The seed of the series.
    pub seed: u64,
    /// The number of the match in it, from 1.
    pub number: u32,
}

/// A map, whole, so that a match can still be played after the map has been redrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapRecord {
    /// Its name.
    pub name: String,
    /// Its hash, as in [`crate::sim::Map::hash`].
    pub hash: u64,
    /// The compiled file.
    pub text: String,
}

/// Who sits in a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitter {
    /// The seat.
    pub seat: SeatId,
    /// Name of the player.
    pub name: String,
    /// The player is a program of the room.
    pub bot: bool,
}
