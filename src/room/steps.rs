//! How many of the snapshots a viewer gets that falls behind: fewer by steps, and by steps all of them again.
//!
//! ```text
//!            overdue, and each half second more of it
//!  full ─▶ half ─▶ third ─▶ latest (one in flight)  ── silent for 5 s ──▶ closed, too slow
//!       ◀─      ◀─       ◀─
//!            four seconds on end in which nothing was overdue
//! ```
//!
//! Fewer snapshots let a narrow line catch up; a difference is not larger for leaning on an older snapshot. Pure: the time
//! is an argument.

/// How long nothing is overdue before a viewer gets more again.
pub const CALM_US: u64 = 4_000_000;
/// How long acknowledgements stay overdue before it gets fewer still.
pub const WORSE_US: u64 = 500_000;

/// How many of the room's snapshots a viewer gets, as the flags of a snapshot count it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rate {
    /// All.
    #[default]
    Full,
    /// Every second one.
    Half,
    /// Every third one.
    Third,
    /// One at a time: the next one when the last was acknowledged.
    Latest,
}

/// Rates, each with the word by which it is counted.
const RATES: [(&str, Rate); 4] =
    [("full", Rate::Full), ("half", Rate::Half), ("third", Rate::Third), ("latest", Rate::Latest)];

impl Rate {
    /// One in so many.
    fn divisor(self) -> u32 {
        (self as u32).min(2) + 1
    }

    fn less(self) -> Rate {
        RATES[(self as usize + 1).min(3)].1
    }

    fn more(self) -> Rate {
        RATES[(self as usize).saturating_sub(1)].1
    }
}

/// Steps that were taken, by the rate that they led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken([u64; RATES.len()]);

impl Taken {
    /// One more.
    pub fn count(&mut self, to: Rate) {
        self.0[to as usize] += 1;
    }

    /// Each with the word by which it is counted.
    pub fn by_rate(&self) -> impl Iterator<Item = (&'static str, u64)> {
        RATES.map(|(word, rate)| (word, self.0[rate as usize])).into_iter()
    }
}

/// The rate of one viewer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steps {
    rate: Rate,
    /// Since when nothing is overdue, or since when it has got worse.
    since_us: Option<u64>,
    overdue: bool,
    /// Snapshots of the room since the viewer was sent one.
    passed: u32,
}

impl Steps {
    /// The rate now.
    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// A snapshot of the room is due, and acknowledgements of this viewer are overdue or not. Answers with the rate of a
    /// step that this leads to.
    pub fn observe(&mut self, overdue: bool, now_us: u64) -> Option<Rate> {
        self.passed += 1;
        let turned = overdue != self.overdue;
        if turned || self.since_us.is_none() {
            self.since_us = Some(now_us);
        }
        self.overdue = overdue;
        let lasted_us = now_us.saturating_sub(self.since_us.unwrap_or(now_us));
        let to = match overdue {
            true if turned || lasted_us >= WORSE_US => self.rate.less(),
            false if lasted_us >= CALM_US => self.rate.more(),
            _ => self.rate,
        };
        if to == self.rate {
            return None;
        }
        (self.rate, self.since_us) = (to, Some(now_us));
        Some(to)
    }

    /// Whether this snapshot is one of those that the viewer gets, with so many in flight.
    pub fn is_turn(&self, in_flight: usize) -> bool {
        self.passed >= self.rate.divisor() && (self.rate < Rate::Latest || in_flight == 0)
    }

    /// The viewer was sent this one.
    pub fn sent(&mut self) {
        self.passed = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Microseconds between two snapshots at 30 Hz.
    const APART_US: u64 = 33_333;

    /// Snapshots for so many seconds, all acknowledged in time or all overdue: the steps, and how many were sent.
    fn pass(steps: &mut Steps, now_us: &mut u64, seconds: f64, overdue: bool) -> (Vec<Rate>, u32) {
        let (mut taken, mut sent) = (Vec::new(), 0);
        for _ in 0..(seconds * 30.0) as u32 {
            *now_us += APART_US;
            taken.extend(steps.observe(overdue, *now_us));
            if !overdue && steps.is_turn(0) {
                steps.sent();
                sent += 1;
            }
        }
        (taken, sent)
    }

    #[test]
    fn one_that_falls_behind_gets_fewer_by_steps_and_all_again_when_calm() {
        let (mut steps, mut now_us) = (Steps::default(), 0);
        assert_eq!(pass(&mut steps, &mut now_us, 2.0, false), (vec![], 60));
        assert_eq!(pass(&mut steps, &mut now_us, 0.4, true).0, [Rate::Half], "at once");
        assert_eq!(pass(&mut steps, &mut now_us, 2.0, false), (vec![], 30));
        assert_eq!(pass(&mut steps, &mut now_us, 0.4, true).0, [Rate::Third]);
        assert_eq!(pass(&mut steps, &mut now_us, 2.0, false), (vec![], 20));
        assert_eq!(pass(&mut steps, &mut now_us, 4.5, true).0, [Rate::Latest], "there is none below");
        let (taken, _) = pass(&mut steps, &mut now_us, 12.5, false);
        assert_eq!(taken, [Rate::Third, Rate::Half, Rate::Full]);
        assert_eq!(pass(&mut steps, &mut now_us, 20.0, false).0, []);
    }

    #[test]
    fn one_long_stall_goes_down_step_by_step() {
        let (mut steps, mut now_us) = (Steps::default(), 0);
        let (taken, sent) = pass(&mut steps, &mut now_us, 1.2, true);
        assert_eq!((taken, sent), (vec![Rate::Half, Rate::Third, Rate::Latest], 0));
        assert!(!steps.is_turn(1) && steps.is_turn(0), "only when nothing is in flight");
    }

    #[test]
    fn a_line_that_is_never_calm_for_long_stays_low() {
        let (mut steps, mut now_us) = (Steps::default(), 0);
        for _ in 0..10 {
            pass(&mut steps, &mut now_us, 3.0, false);
            pass(&mut steps, &mut now_us, 0.1, true);
        }
        assert_eq!(steps.rate(), Rate::Latest);
    }
}
