//! What a viewer was shown and when, and which of its claims about its screen are believed.
//!
//! A screen shows the others on their way between two snapshots. An input names the two and how far on the way, and a hit
//! is judged by that. Nobody gains much by a lie: both must have been sent, the claim must agree with the acknowledgement
//! that came with it, and nothing is rewound further than [`REWIND_MAX`].

use std::collections::VecDeque;

use crate::protocol::InputMessage;
use crate::sim::world::REWIND_MAX;
use crate::sim::{Seen, Tick, Time};

/// Snapshots that are remembered: two seconds at 30 Hz.
const KEPT: usize = 64;
/// How far a claim may be off what is measured: 100 ms.
const OFF_MAX: u64 = 60 * SHARES;
/// Parts of 1/600 s in which moments are told.
const SHARES: u64 = 16;
/// Parts of the way between two snapshots in which a share of it is told.
const FRACTIONS: u64 = 16;

/// An instant between two snapshots, in 1/16 of 1/600 s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

impl Moment {
    /// An instant of world time.
    pub fn of(time: Time) -> Moment {
        Moment(u64::from(time.0) * SHARES)
    }

    /// So much earlier.
    pub fn before(self, span: Time) -> Moment {
        Moment(self.0.saturating_sub(u64::from(span.0) * SHARES))
    }

    /// So much later.
    pub fn after(self, span: Time) -> Moment {
        Moment(self.0.saturating_add(u64::from(span.0) * SHARES))
    }
}

/// The snapshots that were sent to one viewer, oldest first, each with the instant that it shows.
#[derive(Clone, Debug, Default)]
pub struct Shown(VecDeque<(Tick, Time)>);

impl Shown {
    /// A snapshot was sent.
    pub fn push(&mut self, tick: Tick, shows: Time) {
        self.0.push_back((tick, shows));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    /// What the screen showed at the head of a message. Who draws others `delay` late at most is believed as long as the
    /// claim is near the middle of that; else the middle holds. `None` where the acknowledgement names no snapshot.
    pub fn claimed(&self, message: &InputMessage, delay: Time) -> Option<Moment> {
        let acknowledged = self.at(Tick(message.ack))?;
        let measured = Moment::of(self.0[acknowledged].1).before(Time(delay.0 / 2));
        let claim = self.between(message).unwrap_or(measured);
        Some(if claim.0.abs_diff(measured.0) > OFF_MAX { measured } else { claim })
    }

    fn at(&self, tick: Tick) -> Option<usize> {
        self.0.binary_search_by_key(&tick, |(tick, _)| *tick).ok()
    }

    fn between(&self, message: &InputMessage) -> Option<Moment> {
        let tick = message.ack.checked_sub(message.seen_back.into())?;
        let at = self.at(Tick(tick))?;
        let older = self.0[at].1;
        let newer = self.0.get(at + 1).map_or(older, |(_, time)| *time);
        let way = u64::from(newer.left(older).0) * SHARES;
        Some(Moment(Moment::of(older).0 + way * u64::from(message.seen_fraction) / FRACTIONS))
    }

    /// The two poses and the share of the way between them that were seen at a moment, from the end of a step on.
    pub fn seen(&self, moment: Moment, end: Time) -> Seen {
        let deepest = Moment::of(end).before(REWIND_MAX);
        let moment = moment.max(deepest).min(Moment::of(end));
        let after = self.0.partition_point(|(_, time)| Moment::of(*time) <= moment);
        let Some((_, older)) = after.checked_sub(1).and_then(|before| self.0.get(before)) else {
            return Seen::PRESENT;
        };
        let newer = self.0.get(after).map_or(*older, |(_, time)| *time);
        let way = u64::from(newer.left(*older).0) * SHARES;
        let share = ((moment.0 - Moment::of(*older).0) * 256).checked_div(way).unwrap_or(0).min(255) as u8;
        Seen { older: end.left(*older), newer: end.left(newer), share }
    }
}
