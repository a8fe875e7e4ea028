//! World time: an integer count of 1/600 s, and the tick, a count of steps.
//!
//! 600 is divisible by every tick rate worth having (20, 30, 60, 120 …), so a timer set at one rate ends at the same
//! instant at another, and a live change of the rate changes the length of a step and nothing else.
//! Knows nothing of a wall clock.

use serde::{Deserialize, Serialize};

/// Units of [`Time`] in one second.
pub const TIME_PER_SECOND: u32 = 600;

/// An instant of world time or a span of it, in 1/600 s. Instants count from the beginning of the room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time(pub u32);

/// A count of simulation steps since the room began. It never goes back and never jumps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tick(pub u32);

impl Time {
    /// The smallest span on the grid that is at least `seconds` long.
    ///
    /// Without the epsilon a span such as 0.07 s, which has no exact double, would become 43 units instead of 42.
    pub fn from_seconds(seconds: f64) -> Time {
        Time((seconds * f64::from(TIME_PER_SECOND) - 1e-6).ceil().max(0.0) as u32)
    }

    /// This span in seconds.
    pub fn seconds(self) -> f64 {
        f64::from(self.0) / f64::from(TIME_PER_SECOND)
    }

    /// The instant `span` after this one.
    pub fn after(self, span: Time) -> Time {
        Time(self.0.saturating_add(span.0))
    }

    /// What is left from `now` until this instant; zero once it has passed.
    pub fn left(self, now: Time) -> Time {
        Time(self.0.saturating_sub(now.0))
    }

    /// How many steps of length `step` it takes to cover this span.
    pub fn ticks(self, step: Time) -> u32 {
        self.0.div_ceil(step.0.max(1))
    }
}

impl Tick {
    /// The tick `count` steps later.
    pub fn plus(self, count: u32) -> Tick {
        Tick(self.0.saturating_add(count))
    }

    /// Signed distance from `other` to this tick, in ticks.
    pub fn since(self, other: Tick) -> i64 {
        i64::from(self.0) - i64::from(other.0)
    }
}
