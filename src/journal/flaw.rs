//! Why a journal is read no further, and up to where it is well.

use std::fmt;

use super::chunk::Kind;
use crate::sim::Tick;

/// Where and why a journal is read no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The place in the file: the byte that was changed where that can be told, else the first that cannot be read.
    pub byte: usize,
    /// The number of the chunk, from 0.
    pub chunk: u32,
    /// Its kind; `None` where that cannot be told.
    pub kind: Option<Kind>,
    /// Ticks before this one are well.
    pub tick: Tick,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It does not begin as a journal does.
    NoJournal,
    /// It has another format than [`super::chunk::FORMAT`].
    Format(u16),
    /// One byte was changed.
    Changed {
        /// What stands there.
        found: u8,
        /// What belongs there.
        belongs: u8,
    },
    /// More than one byte of the chunk was changed.
    Damaged,
    /// The file ends within a chunk.
    Cut {
        /// How many bytes of the chunk are missing, as far as it is known.
        missing: usize,
    },
    /// The file ends with a whole chunk that is not the last one: whoever recorded it broke off.
    Unfinished,
    /// Bytes follow the last chunk.
    Trailing,
    /// A chunk is missing, or was put elsewhere.
    Order {
        /// The number of the chunk that stands here.
        found: u32,
    },
    /// Ticks are missing, or told twice.
    Gap {
        /// The tick that the chunk begins with.
        found: Tick,
    },
    /// The chunk is whole, but this build cannot read what is in it.
    Unreadable(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} in chunk {}", self.byte, self.chunk)?;
        if let Some(kind) = self.kind {
            write!(f, " (`{kind}`)")?;
        }
        write!(f, ": {}; ", self.what)?;
        match (self.chunk, self.tick) {
            (0, _) => f.write_str("nothing of it can be read"),
            (_, Tick(tick)) => write!(f, "what comes before tick {tick} is well"),
        }
    }
}

impl std::error::Error for Flaw {}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::NoJournal => f.write_str("the file does not begin as a journal does"),
            What::Format(format) => {
                write!(f, "it has format {format}, this build reads format {}", super::chunk::FORMAT)
            }
            What::Changed { found, belongs } => {
                write!(f, "the byte was changed, {found:#04x} stands where {belongs:#04x} belongs")
            }
            What::Damaged => f.write_str("several bytes were changed"),
            What::Cut { missing } => write!(f, "the file ends here, {missing} bytes of the chunk are missing"),
            What::Unfinished => f.write_str("the file ends here, before its last chunk: the recording broke off"),
            What::Trailing => f.write_str("bytes follow the last chunk"),
            What::Order { found } => write!(f, "chunk {found} stands here"),
            What::Gap { found: Tick(found) } => write!(f, "tick {found} follows here"),
            What::Unreadable(why) => write!(f, "this build cannot read it: {why}"),
        }
    }
}
