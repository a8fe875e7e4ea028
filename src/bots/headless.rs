//! Matches of bots against bots without a server: the same room, the same views, as fast as the processor goes.
//!
//! Each match has its own seed, made of the run's seed and its number, and is played on one thread; the results come in
//! match order. So a run is the same on any number of threads. Time that passes in the world outside is measured by a
//! function that the caller hands in.

use std::convert::Infallible;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::filler::{self, casting};
use super::navigation::Atlas;
use super::skill::Part;
use super::statistics::{Tally, Watch};
use crate::journal::Origin;
use crate::room::{Faults, Game, GameSettings, Notes, Recorder, Ticked};
use crate::sim::chance::mix;
use crate::sim::side::TEAMS;
use crate::sim::tuning::Rounds;
use crate::sim::{Event, Map, Tuning, fields};

/// Microseconds in one unit of world time, rounded down.
const TIME_US: u64 = 1_000_000 / crate::sim::time::TIME_PER_SECOND as u64;
/// Ticks that a match may last beyond its length before its end counts as lost.
const TICKS_OVER: u32 = 8;
/// Each so many ticks a hash of the world stands in the journal of a match.
const HASH_TICKS: u32 = 1;

/// What is played.
#[derive(Clone)]
pub struct Series {
    /// How many matches.
    pub matches: u32,
    /// How many bots in each.
    pub players: u8,
    /// Decides all chance.
    pub seed: u64,
    /// Where.
    pub map: Arc<Map>,
    /// By which values.
    pub tuning: Arc<Tuning>,
    /// The parts of the first seats; the others, or all if it is empty, play what the tuning gives them.
    pub parts: Vec<Part>,
    /// Deliberate defects.
    pub faults: Faults,
}

/// What a series came to.
#[derive(Clone, Debug)]
pub struct Played {
    /// The matches in their order.
    pub tallies: Vec<Tally>,
    /// Processor time of all matches, by the clock that was handed in, in nanoseconds.
    pub cpu_ns: u64,
}

impl Series {
    /// Plays all matches on the threads of the present rayon pool. `cpu_clock` tells the processor time of the calling
    /// thread, in nanoseconds; `done` is called after each match.
    pub fn play(&self, cpu_clock: fn() -> u64, done: impl Fn() + Sync) -> Played {
        let one = |number: u32, atlas: &Arc<Atlas>| Ok(self.play_one(number, atlas, |_, _| ()));
        sure(self.play_each(0..self.matches, cpu_clock, one, done))
    }

    /// The same for some of the matches, numbered from 0, and with another way to play one.
    pub fn play_each<E: Send>(
        &self,
        numbers: Range<u32>,
        cpu_clock: fn() -> u64,
        one: impl Fn(u32, &Arc<Atlas>) -> Result<Tally, E> + Sync,
        done: impl Fn() + Sync,
    ) -> Result<Played, E> {
        let atlas = Arc::new(Atlas::default());
        let timed = |number: u32| {
            let before = cpu_clock();
            let tally = one(number, &atlas)?;
            done();
            Ok((tally, cpu_clock().saturating_sub(before)))
        };
        let played: Vec<(Tally, u64)> = numbers.into_par_iter().map(timed).collect::<Result<_, E>>()?;
        let cpu_ns = played.iter().map(|(_, ns)| ns).sum();
        Ok(Played { tallies: played.into_iter().map(|(tally, _)| tally).collect(), cpu_ns })
    }

    /// Plays the match with this number, and shows each tick to `watch`.
    pub fn play_one(&self, number: u32, atlas: &Arc<Atlas>, mut watch: impl FnMut(&Game, &Ticked)) -> Tally {
        let mut game = Game::new(self.settings(number, atlas), self.tuning.clone());
        sure(self.run(number, &mut game, |game, ticked| {
            watch(game, ticked);
            Ok(())
        }))
    }

    /// Plays the match with this number, and writes its journal.
    pub fn record_one<W: Write>(&self, number: u32, atlas: &Arc<Atlas>, map: &str, to: W) -> io::Result<Tally> {
        let mut game = Game::new(self.settings(number, atlas), self.tuning.clone());
        let origin = Some(Origin { seed: self.seed, number: number + 1 });
        let mut recorder = Recorder::begin(&game, &Notes { map, origin, hash_ticks: HASH_TICKS }, to)?;
        let tally = self.run(number, &mut game, |game, ticked| recorder.tick(game, ticked))?;
        recorder.finish(&game)?;
        Ok(tally)
    }

    fn run<E>(
        &self,
        number: u32,
        game: &mut Game,
        mut watch: impl FnMut(&Game, &Ticked) -> Result<(), E>,
    ) -> Result<Tally, E> {
        let mut statistics = Watch::new(self.players, game.world().now).of_personas(|seat| self.persona(number, seat));
        let Rounds { warmup, length, sudden_death, .. } = self.tuning.round;
        let ticks = (warmup + length + sudden_death) as u32 / self.tuning.step().0 + TICKS_OVER;
        for _ in 0..ticks {
            let now_us = u64::from(game.world().now.0) * TIME_US;
            let ticked = game.tick(now_us);
            statistics.tick(&ticked.events, game.world(), game.map(), game.tuning());
            watch(game, &ticked)?;
            let end = ticked.events.iter().find_map(|event| match event {
                Event::MatchEnded { winner, .. } => Some(winner.map(|side| side.0)),
                _ => None,
            });
            if let Some(winner) = end {
                return Ok(statistics.finish(game.world(), game.tuning(), winner, fields::hash(game.world())));
            }
        }
        Ok(statistics.finish(game.world(), game.tuning(), None, fields::hash(game.world())))
    }

    /// The name of the persona in a seat: bots take the seats in order, and none leaves.
    fn persona(&self, number: u32, seat: u8) -> String {
        let bot = u32::from(seat) ^ self.swap(number);
        let part = filler::part(self.seed_of(number), bot, &self.parts);
        part.persona(bot, &self.tuning).map(|persona| persona.name.clone()).unwrap_or_default()
    }

    /// 1 where the teams of this match have changed seats: each second match of teams is the one before it with the bots of
    /// the other side, so that neither seats nor tempers favour one.
    fn swap(&self, number: u32) -> u32 {
        if self.is_tug() { number % 2 } else { 0 }
    }

    /// How many sides play.
    pub fn sides(&self) -> u8 {
        if self.is_tug() { TEAMS } else { self.players }
    }

    fn is_tug(&self) -> bool {
        self.tuning.round.tug != 0
    }

    /// Decides the chance of a match. Two that belong together have the same.
    fn seed_of(&self, number: u32) -> u64 {
        let (high, low) = ((self.seed >> 32) as u32, self.seed as u32);
        let number = number - self.swap(number);
        u64::from(mix(high, low, number)) << 32 | u64::from(mix(low, high, !number))
    }

    fn settings(&self, number: u32, atlas: &Arc<Atlas>) -> GameSettings {
        let swap = self.swap(number);
        GameSettings {
            room: number - swap,
            code: String::from("BOTS1"),
            seats: self.players,
            fill: self.players,
            seed: self.seed_of(number),
            presets: Arc::default(),
            private: false,
            map: self.map.clone(),
            recruiter: casting(atlas.clone(), self.parts.clone(), swap),
            sandbox: false,
            faults: self.faults.clone(),
        }
    }
}

/// What cannot fail.
fn sure<T>(done: Result<T, Infallible>) -> T {
    match done {
        Ok(done) => done,
        Err(never) => match never {},
    }
}
