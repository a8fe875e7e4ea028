//! Reads a journal, as far as it is well.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::chunk::{Chunk, Chunks, Kind};
use super::flaw::{Flaw, What};
use super::header::{Header, Sitter};
use super::sound::Sound;
use crate::sim::{Entry, Tick, Tuning};

/// What the step of one tick was told, and what it came to. Stored in order: a further field stands at the end and has a
/// default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What the step was told.
    pub entries: Vec<Entry>,
    /// The hash of the world after it, where one was taken.
    pub hash: Option<u64>,
}

/// How a journal ends. Stored by the names of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The hash of the world.
    pub hash: u64,
}

/// The record of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// What it began with.
    pub header: Header,
    /// Every tick from the header's on.
    pub steps: Vec<Step>,
    /// Changes of the tuning, each with the tick from which on it holds.
    pub tunings: Vec<(Tick, Arc<Tuning>)>,
    /// Changes of who sits where, each with the tick from which on it is so.
    pub rosters: Vec<(Tick, Vec<Sitter>)>,
    /// How it ended; `None` where the end is missing.
    pub end: Option<End>,
}

/// A journal, and why it is read no further, if it is flawed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What could be read.
    pub journal: Journal,
    /// Why no more could.
    pub flaw: Option<Flaw>,
}

/// Reads a journal. A flaw in its first chunk leaves nothing to read; any later one ends the reading there.
pub fn read(bytes: &[u8]) -> Result<Reading, Flaw> {
    let mut chunks = Chunks::of(bytes)?;
    let mut journal = Journal::begin(&mut chunks)?;
    let flaw = journal.read_on(&mut chunks).err();
    Ok(Reading { journal, flaw })
}

impl Journal {
    /// The tick after the last one.
    pub fn after_last(&self) -> Tick {
        self.header.tick.plus(self.steps.len() as u32)
    }

    fn begin(chunks: &mut Chunks<'_>) -> Result<Journal, Flaw> {
        if chunks.is_at_end() {
            return Err(chunks.flaw(chunks.at(), None, What::Unfinished));
        }
        let chunk = chunks.read()?;
        if chunk.kind != Kind::HEAD {
            return Err(chunks.flaw(chunk.at, Some(chunk.kind), What::NoJournal));
        }
        let header: Header = sound(chunks, &chunk)?;
        chunks.advance(header.tick);
        Ok(Journal { header, steps: Vec::new(), tunings: Vec::new(), rosters: Vec::new(), end: None })
    }

    fn read_on(&mut self, chunks: &mut Chunks<'_>) -> Result<(), Flaw> {
        while self.end.is_none() {
            if chunks.is_at_end() {
                return Err(chunks.flaw(chunks.at(), None, What::Unfinished));
            }
            let chunk = chunks.read()?;
            self.take(&chunk, chunks)?;
            chunks.advance(self.after_last());
        }
        if chunks.is_at_end() { Ok(()) } else { Err(chunks.flaw(chunks.at(), None, What::Trailing)) }
    }

    fn take(&mut self, chunk: &Chunk, chunks: &Chunks<'_>) -> Result<(), Flaw> {
        let known = [Kind::TICK, Kind::TUNE, Kind::SEAT, Kind::DONE].contains(&chunk.kind);
        if known && chunk.tick != self.after_last() {
            return Err(chunks.flaw(chunk.at, Some(chunk.kind), What::Gap { found: chunk.tick }));
        }
        match chunk.kind {
            Kind::TICK => self.steps.extend(sound::<Vec<Step>>(chunks, chunk)?),
            Kind::TUNE => self.tunings.push((chunk.tick, Arc::new(sound(chunks, chunk)?))),
            Kind::SEAT => self.rosters.push((chunk.tick, sound(chunks, chunk)?)),
            Kind::DONE => self.end = Some(decode(chunks, chunk)?),
            // A kind of a later build: the checksums held, so it is passed over.
            _ => (),
        }
        Ok(())
    }
}

/// What a chunk holds, if a room could have written it.
fn sound<T: DeserializeOwned + Sound>(chunks: &Chunks<'_>, chunk: &Chunk) -> Result<T, Flaw> {
    let found: T = decode(chunks, chunk)?;
    let unsound = |why| chunks.flaw(chunk.at, Some(chunk.kind), What::Unreadable(why));
    found.check().map_err(unsound)?;
    Ok(found)
}

fn decode<T: DeserializeOwned>(chunks: &Chunks<'_>, chunk: &Chunk) -> Result<T, Flaw> {
    rmp_serde::from_slice(&chunk.body)
        .map_err(|error| chunks.flaw(chunk.at, Some(chunk.kind), What::Unreadable(error.to_string())))
}
