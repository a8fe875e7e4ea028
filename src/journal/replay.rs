//! Plays a match again from its journal, and says whether it comes out the same.

use std::fmt;
use std::sync::Arc;

use super::reader::{Journal, Step};
use crate::sim::{Event, Map, Tick, Tuning, World, fields, step};

/// A match that is played again.
pub struct Replay<'j> {
    journal: &'j Journal,
    map: &'j Map,
    world: World,
    tuning: Arc<Tuning>,
    /// How many changes of the tuning are behind us.
    turned: usize,
    /// How many ticks are.
    done: usize,
}

/// A match that came out the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Same {
    /// Its ticks.
    pub ticks: usize,
    /// Hashes that were held against it, that of the end included.
    pub hashes: usize,
}

/// The first recorded hash that differs from the world that is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differs {
    /// The tick after whose step it was taken.
    pub tick: Tick,
    /// Up to this tick, itself not included, hashes are equal: the first tick that differs is it or a later one.
    pub since: Tick,
    /// What the journal says.
    pub expected: u64,
    /// What was played.
    pub found: u64,
}

impl<'j> Replay<'j> {
    /// A match that is about to begin. `map` is the one that the journal holds.
    pub fn new(journal: &'j Journal, map: &'j Map) -> Replay<'j> {
        let header = &journal.header;
        let world = World::new(header.seed, header.tick, header.now, map, &header.tuning);
        Replay { journal, map, world, tuning: Arc::new(header.tuning.clone()), turned: 0, done: 0 }
    }

    /// The world as it stands.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The map.
    pub fn map(&self) -> &Map {
        self.map
    }

    /// The tuning of the next step, and what that is told; `None` at the end.
    pub fn due(&mut self) -> Option<(Arc<Tuning>, &'j Step)> {
        let next = self.journal.steps.get(self.done)?;
        while let Some((_, tuning)) = self.journal.tunings.get(self.turned).filter(|(at, _)| *at <= self.world.tick) {
            self.tuning = tuning.clone();
            self.turned += 1;
        }
        Some((self.tuning.clone(), next))
    }

    /// Plays the next tick; `None` at the end.
    pub fn step(&mut self) -> Option<(&'j Step, Vec<Event>)> {
        let (tuning, next) = self.due()?;
        let events = step(&mut self.world, &next.entries, self.map, &tuning);
        self.done += 1;
        Some((next, events))
    }
}

/// Plays a match again and holds it against the hashes of its journal.
pub fn verify(journal: &Journal, map: &Map) -> Result<Same, Differs> {
    let mut replay = Replay::new(journal, map);
    let mut since = journal.header.tick;
    let mut hashes = 0;
    let mut hold = |world: &World, expected: u64| {
        let tick = Tick(world.tick.0.saturating_sub(1));
        let found = fields::hash(world);
        if found != expected {
            return Err(Differs { tick, since, expected, found });
        }
        since = world.tick;
        hashes += 1;
        Ok(())
    };
    while let Some((told, _)) = replay.step() {
        told.hash.map_or(Ok(()), |expected| hold(replay.world(), expected))?;
    }
    journal.end.map_or(Ok(()), |end| hold(replay.world(), end.hash))?;
    Ok(Same { ticks: journal.steps.len(), hashes })
}

impl fmt::Display for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Differs { tick: Tick(tick), since: Tick(since), expected, found } = self;
        write!(f, "tick {tick} differs: recorded {expected:016x}, played {found:016x}")?;
        if since < tick {
            write!(f, "; it is the first hash since tick {since}, up to which all is the same")?;
        }
        Ok(())
    }
}
