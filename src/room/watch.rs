//! Who looks on while a tick runs, for figures: told which part has just ended, and what was sent. Knows no clock; one
//! who wants times brings one along.

use std::time::Duration;

use super::viewer::Queued;

/// Looks on.
pub trait Watch {
    /// A part of the tick has ended: a system of the simulation, or what the room does around them.
    fn part(&mut self, name: &str);
    /// A snapshot was queued for a viewer whose newest acknowledgement took so long; none before the first.
    fn snapshot(&mut self, queued: Queued, round_trip: Option<Duration>);
}

/// Nobody looks on.
impl Watch for () {
    fn part(&mut self, _: &str) {}
    fn snapshot(&mut self, _: Queued, _: Option<Duration>) {}
}
