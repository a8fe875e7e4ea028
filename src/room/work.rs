//! What a room has done since it began, counted: for budgets that do not depend on a clock, and for the figures of operators.

use super::viewer::Lag;

/// Work done, for budgets that are counted and not timed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Pieces of frames that were encoded.
    pub encodings: u64,
    /// Pieces of frames that there were.
    pub pieces: u64,
    /// Snapshots that were queued.
    pub snapshots: u64,
    /// Snapshots that were due but skipped, by why.
    pub skipped: Skipped,
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
}

impl Skipped {
    /// One more.
    pub fn count(&mut self, lag: Lag) {
        match lag {
            Lag::Overdue => self.overdue += 1,
            Lag::InFlight => self.in_flight += 1,
            Lag::Unwritten => self.unwritten += 1,
        }
    }

    /// Each with the word by which it is counted.
    pub fn by_reason(&self) -> [(&'static str, u64); 3] {
        [("overdue", self.overdue), ("in_flight", self.in_flight), ("unwritten", self.unwritten)]
    }
}
