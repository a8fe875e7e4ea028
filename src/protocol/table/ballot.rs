//! The part of the table that decides what is played next: by vote, or by the host of a private room.

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

record! {
    /// What the host of a private room sets. From anybody else, and in other rooms, it is ignored.
    Host {
        /// How many seats bots keep filled; nil leaves it as it is.
        fill: Option<u8> [0 64] "";
        /// What every next match is: the place of a preset in the last hosting. nil: what is voted for.
        next: Option<u8> [0 63] "";
        /// 1: what is on now is over: the warm-up, the match or its result. 0: it goes on.
        skip: u8 [0 1] "";
    }
}

record! {
    /// How a private room is set up, and who may change it: after the welcome, and when it changes. Other rooms never send it.
    Hosting {
        /// The seat of the host: of the people who are there the one who came first. nil: nobody is.
        host: Option<u8> [0 63] "";
        /// How many seats bots keep filled.
        fill: u8 [0 64] "";
        /// What every next match is; nil: what is voted for.
        next: Option<u8> [0 63] "";
        /// What can be played, each without votes.
        presets: Vec<Choice> [0 64] "";
    }
}
