//! The part of the table in which people speak to each other, and about each other.

use serde::de::SeqAccess;
use serde::ser::{Serialize, SerializeTuple, Serializer};

use crate::protocol::info::{FieldInfo, Kind, Layout, RecordInfo};
use crate::protocol::macros::{fields, record};
use crate::protocol::wire::{self, Listed, NO_FIELD, Place, Record, Slip, Typed, Wire};

record! {
    /// What the player says. One without a seat says nothing; one who says much waits.
    Say {
        /// 0: to the room. 1: to the own team, where there are teams.
        to: u8 [0 1] "";
        /// The number of a quick word in place of a text, which each client says in its own language; else nil.
        word: Option<u8> [0 7] "";
        /// The text. The server cleans it, cuts it to 120 characters, and passes on none that is empty then.
        text: String [0 400] "";
    }
}

record! {
    /// What a player wants done about another one.
    Moderate {
        /// 0: report to the operator. 1: the host of a private room sends them away, for as long as the room lasts.
        what: u8 [0 1] "";
        /// Whom: the seat.
        seat: u8 [0 63] "";
        /// Why one reports: 0 insults, 1 cheats, 2 a bad name, 3 something else.
        why: u8 [0 3] "";
    }
}

record! {
    /// What somebody has said.
    Said {
        /// Who: the seat.
        seat: u8 [0 63] "";
        /// 0: to the room. 1: to the own team.
        to: u8 [0 1] "";
        /// The number of a quick word in place of a text, else nil.
        word: Option<u8> [0 7] "";
        /// The text, cleaned.
        text: String [0 480] "";
    }
}

record! {
    /// What this client wanted to say was not passed on, because it says too much.
    Hushed {
        /// How long to wait before the next line.
        wait: u16 [0 65535] "1/600 s";
    }
}
