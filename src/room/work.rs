//! What a room has done since it began, counted: for budgets that do not depend on a clock, and for the figures of operators.

use super::keyframes::Keyframes;
use super::steps::Taken;
use super::viewer::Lag;
use crate::sim::Event;
use crate::sim::tuning::WEAPONS_MAX;

/// Work done, for budgets that are counted and not timed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Pieces of frames that were encoded.
    pub encodings: u64,
    /// Players that stood in frames: each is encoded once for all who see it and were last sent the same snapshot.
    pub pieces: u64,
    /// Snapshots that were queued.
    pub snapshots: u64,
    /// Those of them that were keyframes, by why.
    pub keyframes: Keyframes,
    /// Snapshots that were due but skipped, by why.
    pub skipped: Skipped,
    /// Lines and quick words that were passed on.
    pub said: u64,
    /// People whom a host has sent away.
    pub kicks: u64,
    /// Seats that were held for their full time and given up.
    pub expired: u64,
    /// Steps to fewer snapshots and to more, of all viewers.
    pub steps: Taken,
    /// What players will tell of.
    pub moments: Moments,
}

/// Moments of play, so that operators see whether the game comes to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// SLIPs: rays that went slack at a dash.
    pub slips: u64,
    /// SNAPBACKs: projectiles that a shield sent back.
    pub snapbacks: u64,
    /// GREAT UNRAVELs: falls of a leader with a long tail.
    pub great_unravels: u64,
    /// Kills that somebody got, by the slot of the weapon.
    pub kills: [u64; WEAPONS_MAX],
}

impl Moments {
    /// Takes in what happened.
    pub fn count(&mut self, event: &Event) {
        match *event {
            Event::Slipped { .. } => self.slips += 1,
            Event::Snapback { .. } => self.snapbacks += 1,
            Event::Dropped { great: true, .. } => self.great_unravels += 1,
            Event::Killed { by: Some(_), weapon, .. } => {
                self.kills.get_mut(usize::from(weapon)).into_iter().for_each(|kills| *kills += 1);
            }
            _ => (),
        }
    }

    /// The signature moments, each with the word by which it is counted.
    pub fn by_name(&self) -> [(&'static str, u64); 3] {
        [("slip", self.slips), ("snapback", self.snapbacks), ("great_unravel", self.great_unravels)]
    }
}

/// Snapshots that were due for a viewer that was behind, by [`Lag`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// For an acknowledgement that was overdue.
    pub overdue: u64,
    /// For too many in flight.
    pub in_flight: u64,
    /// For one that still waited to be written.
    pub unwritten: u64,
    /// For a viewer that gets fewer since it fell behind.
    pub rate: u64,
}

impl Skipped {
    /// One more.
    pub fn count(&mut self, lag: Lag) {
        match lag {
            Lag::Overdue => self.overdue += 1,
            Lag::InFlight => self.in_flight += 1,
            Lag::Unwritten => self.unwritten += 1,
            Lag::Rate => self.rate += 1,
        }
    }

    /// Each with the word by which it is counted.
    pub fn by_reason(&self) -> [(&'static str, u64); 4] {
        let Skipped { overdue, in_flight, unwritten, rate } = *self;
        [("overdue", overdue), ("in_flight", in_flight), ("unwritten", unwritten), ("rate", rate)]
    }
}
