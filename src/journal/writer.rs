//! Writes a journal, tick by tick.

use std::io::{self, Write};

use serde::Serialize;

use super::chunk::{self, Kind, Packer};
use super::header::{Header, Sitter};
use super::reader::{End, Step};
use crate::sim::{Entry, Tick, Tuning};

/// Ticks in a chunk: what is lost when a recording breaks off.
pub const CHUNK_TICKS: usize = 60;

/// A journal in the making.
pub struct Writer<W: Write> {
    to: W,
    packer: Packer,
    /// The number of the next chunk.
    number: u32,
    /// The next tick.
    tick: Tick,
    /// The ticks before it that are not written yet.
    steps: Vec<Step>,
}

impl<W: Write> Writer<W> {
    /// Begins a journal.
    pub fn begin(to: W, header: &Header) -> io::Result<Writer<W>> {
        let mut writer = Writer { to, packer: Packer::default(), number: 0, tick: header.tick, steps: Vec::new() };
        chunk::write_start(&mut writer.to)?;
        writer.chunk(Kind::HEAD, &named(header)?)?;
        Ok(writer)
    }

    /// From the next tick on these values hold.
    pub fn tuning(&mut self, tuning: &Tuning) -> io::Result<()> {
        self.flush()?;
        self.chunk(Kind::TUNE, &named(tuning)?)
    }

    /// From the next tick on these sit in the seats.
    pub fn roster(&mut self, roster: &[Sitter]) -> io::Result<()> {
        self.flush()?;
        self.chunk(Kind::SEAT, &named(&roster)?)
    }

    /// The next tick: what its step was told and, if that is wanted, the hash of the world after it.
    pub fn tick(&mut self, entries: &[Entry], hash: Option<u64>) -> io::Result<()> {
        self.steps.push(Step { entries: entries.to_vec(), hash });
        self.tick = self.tick.plus(1);
        if self.steps.len() < CHUNK_TICKS { Ok(()) } else { self.flush() }
    }

    /// The match is over; `hash` is that of the world at its end. Hands back where it was written to.
    pub fn finish(mut self, hash: u64) -> io::Result<W> {
        self.flush()?;
        self.chunk(Kind::DONE, &named(&End { hash })?)?;
        self.to.flush()?;
        Ok(self.to)
    }

    /// Writes the ticks that wait.
    fn flush(&mut self) -> io::Result<()> {
        if self.steps.is_empty() {
            return Ok(());
        }
        let body = plain(&self.steps)?;
        let first = Tick(self.tick.0 - self.steps.len() as u32);
        self.steps.clear();
        self.chunk_at(Kind::TICK, first, &body)
    }

    fn chunk(&mut self, kind: Kind, body: &[u8]) -> io::Result<()> {
        self.chunk_at(kind, self.tick, body)
    }

    fn chunk_at(&mut self, kind: Kind, tick: Tick, body: &[u8]) -> io::Result<()> {
        self.packer.write(&mut self.to, kind, self.number, tick, body)?;
        self.number += 1;
        Ok(())
    }
}

/// By names of fields: for what is written seldom and gains fields anywhere.
fn named<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    rmp_serde::to_vec_named(value).map_err(io::Error::other)
}

/// In order of fields: for what is written each tick and gains fields at its end.
fn plain<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    rmp_serde::to_vec(value).map_err(io::Error::other)
}
