//! A match out of a journal: the room plays it again, tick by tick, for viewers without a seat.
//!
//! Entries come out of the journal in place of inboxes and brains, and everything else is as in any room: frames, sights,
//! outboxes. When the journal ends the bodies stand still, the result is shown for as long as it was meant to be, and
//! the room ends.

use std::sync::Arc;

use super::{Faults, Game, GameSettings, TUNING_NOTICE, match_seed};
use crate::journal::{Journal, Sitter};
use crate::protocol;
use crate::room::seats::{Holder, Seat, Seats};
use crate::room::view::{Brain, Recruit, View};
use crate::sim::{Entry, Input, Map, Phase, SeatId, Tick, Tuning, World};

/// A match that is shown again.
#[derive(Clone)]
pub struct Showing {
    /// What happened in it.
    pub journal: Arc<Journal>,
    /// The map that the journal holds.
    pub map: Arc<Map>,
    /// The tick that viewers see first.
    pub from: Tick,
}

/// What a room is told in place of inboxes and brains.
pub(super) struct Script {
    journal: Arc<Journal>,
    /// Changes of the tuning that have been told.
    tunings: usize,
    /// Changes of the roster that have been.
    rosters: usize,
    /// The tick after the last one.
    ends: Tick,
}

impl Script {
    fn of(journal: Arc<Journal>) -> Script {
        Script { tunings: 0, rosters: 0, ends: journal.after_last(), journal }
    }

    /// What the next step is told. After the last one everybody lets go of everything.
    fn entries(&self, world: &World) -> Vec<Entry> {
        let at = world.tick.since(self.journal.header.tick) as usize;
        match self.journal.steps.get(at) {
            Some(step) => step.entries.clone(),
            None if world.tick == self.ends => {
                let lets_go = |player: &crate::sim::Player| Entry::Input(player.seat, player.input.neutral());
                world.players.iter().map(lets_go).collect()
            }
            None => Vec::new(),
        }
    }

    /// The next change of the tuning, if it holds from `until` on or sooner.
    fn tuning(&mut self, until: Tick) -> Option<(Tick, Arc<Tuning>)> {
        let (tick, tuning) = self.journal.tunings.get(self.tunings).filter(|(tick, _)| *tick <= until)?;
        self.tunings += 1;
        Some((*tick, tuning.clone()))
    }

    fn roster(&mut self, tick: Tick) -> Option<Vec<Sitter>> {
        let (_, roster) = self.journal.rosters.get(self.rosters).filter(|(from, _)| *from <= tick)?;
        self.rosters += 1;
        Some(roster.clone())
    }

    /// True once everything has been shown, the result included.
    pub(super) fn is_over(&self, world: &World) -> bool {
        world.tick >= self.ends && !matches!(world.phase, Phase::Results { .. })
    }
}

impl Game {
    /// A room of this number and code that shows a match again. Whoever joins it watches.
    pub fn showing(showing: &Showing, room: u32, code: String) -> Game {
        let Showing { journal, map, from } = showing;
        let header = &journal.header;
        let settings = GameSettings {
            room,
            code,
            seats: header.seats,
            fill: 0,
            seed: header.seed,
            presets: Arc::default(),
            private: false,
            map: map.clone(),
            recruiter: Arc::new(|_, _| Recruit { name: String::new(), brain: Box::new(Nobody) }),
            sandbox: false,
            faults: Faults::default(),
        };
        let mut game = Game::new(settings, Arc::new(header.tuning.clone()));
        game.world = World::new(header.seed, header.tick, header.now, map, &header.tuning);
        game.number = header.number;
        game.empty_since = header.now;
        game.seat_all(&header.roster);
        game.script = Some(Script::of(journal.clone()));
        let skipped = from.0.min(journal.after_last().0).saturating_sub(header.tick.0);
        (0..skipped).for_each(|_| drop(game.tick(0)));
        game.empty_since = game.world.now;
        game
    }

    /// What decides all chance in the world of the match that is on.
    pub fn seed(&self) -> u64 {
        match_seed(self.settings.seed, self.number)
    }

    /// Counts the matches of this room from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Tells viewers what the script says of this tick and of changes to come, and answers what the step is told.
    pub(super) fn follow_script(&mut self, tick: Tick) -> Vec<Entry> {
        let notice = Tick(tick.0.saturating_add(TUNING_NOTICE.ticks(self.tuning.step())));
        while let Some((from, tuning)) = self.script.as_mut().and_then(|script| script.tuning(notice)) {
            self.tell(&protocol::tuning_message(from, &tuning));
            self.coming.push_back((from, tuning));
        }
        while let Some(roster) = self.script.as_mut().and_then(|script| script.roster(tick)) {
            self.seat_all(&roster);
        }
        self.script.as_ref().map(|script| script.entries(&self.world)).unwrap_or_default()
    }

    fn seat_all(&mut self, roster: &[Sitter]) {
        let count = self.seats.count();
        self.seats = Seats::new(count);
        for Sitter { seat, name, bot } in roster.iter().filter(|sitter| sitter.seat.0 < count) {
            self.seats.fill(*seat, Seat { name: name.clone(), holder: Holder::Recorded { bot: *bot } });
        }
        self.roster_stale = true;
    }

    /// Who sits where, as a journal has it.
    pub fn sitters(&self) -> Vec<Sitter> {
        let sitter = |(seat, held): (SeatId, &Seat)| Sitter { seat, name: held.name.clone(), bot: held.is_bot() };
        self.seats.filled().map(sitter).collect()
    }
}

/// The brain of a bot that never takes a seat.
struct Nobody;

impl Brain for Nobody {
    fn act(&mut self, _: &View) -> Input {
        Input::default()
    }
}
