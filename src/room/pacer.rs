//! When the next tick is due, against absolute deadlines, so that lateness never adds up.
//!
//! Pure: it is told the time, in microseconds of any monotonic clock. A room that was held up catches up by at most
//! [`CATCH_UP_MAX`] ticks; ticks beyond that never happen. They are counted, the tick number does not jump, and the
//! schedule moves, which the next snapshot says.

use crate::sim::Time;

/// Most ticks that are run in a row to catch up.
pub const CATCH_UP_MAX: u32 = 5;

/// The schedule of one room.
#[derive(Clone, Debug)]
pub struct Pacer {
    /// When world time `anchor` is due.
    anchor_us: u64,
    /// Ticks' lengths handed out since the anchor.
    elapsed: u64,
    /// Ticks that never happened.
    pub skipped: u64,
    /// The schedule moved since it was last asked about.
    moved: bool,
}

impl Pacer {
    /// The first tick is due at `start_us`.
    pub fn new(start_us: u64) -> Pacer {
        Pacer { anchor_us: start_us, elapsed: 0, skipped: 0, moved: false }
    }

    /// When the next tick is due.
    pub fn deadline_us(&self) -> u64 {
        // 1/600 s is 5000/3 µs.
        self.anchor_us + self.elapsed * 5000 / 3
    }

    /// How many ticks of length `step` are to be run now. Each one counts as run.
    pub fn due(&mut self, now_us: u64, step: Time) -> u32 {
        let mut due = 0;
        while due < CATCH_UP_MAX && self.deadline_us() <= now_us {
            self.elapsed += u64::from(step.0.max(1));
            due += 1;
        }
        let period_us = u64::from(step.0.max(1)) * 5000 / 3;
        let behind = now_us.saturating_sub(self.deadline_us());
        if behind > 0 {
            self.skipped += behind.div_ceil(period_us);
            self.anchor_us = now_us + period_us;
            self.elapsed = 0;
            self.moved = true;
        }
        due
    }

    /// True once after the schedule moved.
    pub fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Time = Time(10);

    #[test]
    fn a_minute_of_beats_is_a_minute_of_ticks_without_drift() {
        let mut pacer = Pacer::new(1_000);
        let ticks: u32 = (0..3600)
            .map(|_| {
                let late = pacer.deadline_us() + 137;
                pacer.due(late, STEP)
            })
            .sum();
        assert_eq!(ticks, 3600);
        assert_eq!(pacer.deadline_us(), 1_000 + 60_000_000);
        assert!(!pacer.take_moved());
    }

    #[test]
    fn nothing_is_due_before_its_deadline() {
        let mut pacer = Pacer::new(1_000);
        assert_eq!(pacer.due(999, STEP), 0);
        assert_eq!(pacer.due(1_000, STEP), 1);
        assert_eq!(pacer.due(1_001, STEP), 0);
    }

    #[test]
    fn a_short_stall_is_caught_up() {
        let mut pacer = Pacer::new(0);
        assert_eq!(pacer.due(60_000, STEP), 4);
        assert!(!pacer.take_moved());
    }

    #[test]
    fn a_long_stall_moves_the_schedule_and_says_so_once() {
        let mut pacer = Pacer::new(0);
        assert_eq!(pacer.due(1_000_000, STEP), CATCH_UP_MAX);
        assert_eq!(pacer.skipped, 56);
        assert!(pacer.take_moved());
        assert!(!pacer.take_moved());
        assert_eq!(pacer.due(1_000_001, STEP), 0);
        assert_eq!(pacer.deadline_us(), 1_016_666);
    }

    #[test]
    fn a_change_of_rate_keeps_the_schedule() {
        let mut pacer = Pacer::new(0);
        assert_eq!(pacer.due(0, STEP), 1);
        assert_eq!(pacer.due(16_666, Time(30)), 1);
        assert_eq!(pacer.deadline_us(), 66_666);
    }
}
