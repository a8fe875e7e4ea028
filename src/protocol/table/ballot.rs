//! The part of the table that decides what is played next.

use serde::de::SeqAccess;
use serde::ser::{Serialize, SerializeTuple, Serializer};

use crate::protocol::info::{FieldInfo, Kind, Layout, RecordInfo};
use crate::protocol::macros::{fields, record};
use crate::protocol::wire::{self, Listed, NO_FIELD, Place, Record, Slip, Typed, Wire};

record! {
    /// What the player wants to play next; a later vote counts in place of an earlier one. One without a seat has none.
    Vote {
        /// The place of the choice on the ballot.
        choice: u8 [0 2] "";
    }
}

record! {
    /// What is voted on while a result is shown: with it, when the votes change, at most four times a second, and when the
    /// vote is over. A room that always plays the same never sends it.
    Ballot {
        /// The choices. The first is played if nobody votes.
        choices: Vec<Choice> [1 3] "";
        /// The place of what was chosen; nil while votes are counted.
        chosen: Option<u8> [0 2] "";
    }
}

record! {
    /// A match that one may vote for.
    Choice {
        /// What it is played for, as in the match.
        mode: u8 [0 1] "";
        /// The name of its map: its picture is at `/maps/<name>.svg`.
        map: String [1 24] "";
        /// How many may play.
        players: u8 [1 64] "";
        /// How many votes it has.
        votes: u8 [0 64] "";
    }
}
