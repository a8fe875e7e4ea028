//! Writes the journal of a room's match while it is played.
//!
//! Pure: it is shown the game after each tick and writes to whatever it was handed.

use std::io::{self, Write};
use std::sync::Arc;

use super::game::{Game, Ticked};
use super::seats::Seat;
use crate::journal::{Header, MapRecord, Origin, Sitter, Writer};
use crate::sim::map::fnv;
use crate::sim::{Entry, SeatId, Tick, Tuning, fields};

/// What a journal holds beside what the game knows.
#[derive(Clone, Copy, Debug)]
pub struct Notes<'n> {
    /// The compiled file of the map.
    pub map: &'n str,
    /// Where the match can be had again.
    pub origin: Option<Origin>,
    /// Each so many ticks a hash of the world is written.
    pub hash_ticks: u32,
}

/// The journal of a match that is on.
pub struct Recorder<W: Write> {
    writer: Writer<W>,
    number: u32,
    first: Tick,
    hash_ticks: u32,
    tuning: Arc<Tuning>,
    roster: Vec<Sitter>,
}

impl<W: Write> Recorder<W> {
    /// Begins the journal of a game that has not made its first tick.
    pub fn begin(game: &Game, notes: &Notes<'_>, to: W) -> io::Result<Recorder<W>> {
        let (world, map) = (game.world(), game.map());
        if fnv(notes.map.as_bytes()) != map.hash {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "these are not the bytes of the map"));
        }
        let header = Header {
            build: crate::BUILD.to_owned(),
            origin: notes.origin,
            number: game.number(),
            seed: game.seed(),
            tick: world.tick,
            now: world.now,
            map: MapRecord { name: map.file.name.clone(), hash: map.hash, text: notes.map.to_owned() },
            tuning: Tuning::clone(game.tuning()),
            seats: game.seats().count(),
            roster: game.sitters(),
            hash_ticks: notes.hash_ticks.max(1),
        };
        Ok(Recorder {
            writer: Writer::begin(to, &header)?,
            number: header.number,
            first: header.tick,
            hash_ticks: header.hash_ticks,
            tuning: game.tuning().clone(),
            roster: header.roster,
        })
    }

    /// Takes in a tick that the game has just made. Each match has a journal of its own.
    pub fn tick(&mut self, game: &Game, ticked: &Ticked) -> io::Result<()> {
        if game.number() != self.number {
            let message = format!("match {} is over, match {} needs another journal", self.number, game.number());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        if !Arc::ptr_eq(&self.tuning, game.tuning()) {
            self.tuning = game.tuning().clone();
            self.writer.tuning(&self.tuning)?;
        }
        if !sit(game, &self.roster) {
            self.roster = game.sitters();
            self.writer.roster(&self.roster)?;
        }
        let kept = ticked.entries.iter().filter(|entry| !game.faults().forgets(entry));
        let entries: Vec<Entry> = kept.copied().collect();
        let ticks = game.world().tick.since(self.first);
        let hashed = ticks % i64::from(self.hash_ticks) == 0;
        self.writer.tick(&entries, hashed.then(|| fields::hash(game.world())))
    }

    /// The match is over. Hands back what was written to.
    pub fn finish(self, game: &Game) -> io::Result<W> {
        self.writer.finish(fields::hash(game.world()))
    }
}

/// Whether these, and nobody else, sit in the seats of a game. Asked each tick, so it copies no name.
fn sit(game: &Game, roster: &[Sitter]) -> bool {
    let holds = |((seat, held), sitter): ((SeatId, &Seat), &Sitter)| {
        (seat, held.name.as_str(), held.is_bot()) == (sitter.seat, sitter.name.as_str(), sitter.bot)
    };
    game.seats().filled().count() == roster.len() && game.seats().filled().zip(roster).all(holds)
}
