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
    /// When the first tick was due.
    start_us: u64,
    /// Lengths of the ticks since then, run or skipped.
    elapsed: u64,
    /// Ticks that never happened.
    pub skipped: u64,
    /// By how much the schedule moved since it was last asked about.
    moved_us: u64,
}

impl Pacer {
    /// The first tick is due at `start_us`.
    pub fn new(start_us: u64) -> Pacer {
        Pacer { start_us, elapsed: 0, skipped: 0, moved_us: 0 }
    }

    /// When the next tick is due.
    pub fn deadline_us(&self) -> u64 {
        // 1/600 s is 5000/3 µs.
        self.start_us + self.elapsed * 5000 / 3
    }

    /// How many ticks of length `step` are to be run now. Each one counts as run.
    pub fn due(&mut self, now_us: u64, step: Time) -> u32 {
        let mut due = 0;
        while due < CATCH_UP_MAX && self.deadline_us() <= now_us {
            self.elapsed += u64::from(step.0.max(1));
            due += 1;
        }
        if self.deadline_us() <= now_us {
            self.skip(now_us, step);
        }
        due
    }

    /// Skips whole ticks, so that rooms which share a thread and were held up together stay staggered.
    fn skip(&mut self, now_us: u64, step: Time) {
        let length = u64::from(step.0.max(1));
        let ticks = (now_us - self.deadline_us()) / (length * 5000 / 3) + 1;
        self.skipped += ticks;
        self.elapsed += ticks * length;
        self.moved_us += ticks * length * 5000 / 3;
    }

    /// A room that stood still goes on: a tick that was due meanwhile is due now.
    pub fn go_on(&mut self, now_us: u64) {
        let stood_us = now_us.saturating_sub(self.deadline_us());
        self.start_us += stood_us;
        self.moved_us += stood_us;
    }

    /// By how many microseconds the schedule moved, once after it did.
    pub fn take_moved(&mut self) -> Option<u64> {
        let moved_us = std::mem::take(&mut self.moved_us);
        (moved_us > 0).then_some(moved_us)
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
        assert_eq!(pacer.take_moved(), None);
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
        assert_eq!(pacer.take_moved(), None);
    }

    #[test]
    fn a_long_stall_moves_the_schedule_and_says_so_once() {
        let mut pacer = Pacer::new(0);
        assert_eq!(pacer.due(1_000_000, STEP), CATCH_UP_MAX);
        assert_eq!(pacer.skipped, 56);
        assert_eq!(pacer.take_moved(), Some(933_333));
        assert_eq!(pacer.take_moved(), None);
        assert_eq!(pacer.due(1_000_001, STEP), 0);
        assert_eq!(pacer.deadline_us(), 1_016_666);
    }

    #[test]
    fn a_room_that_stood_still_goes_on_at_once_and_owes_no_ticks() {
        let mut pacer = Pacer::new(0);
        assert_eq!(pacer.due(0, STEP), 1);
        pacer.go_on(9_000_000);
        assert_eq!((pacer.deadline_us(), pacer.skipped), (9_000_000, 0));
        assert_eq!(pacer.due(9_000_000, STEP), 1);
        assert_eq!(pacer.take_moved(), Some(9_000_000 - 16_666));
        pacer.go_on(9_000_001);
        assert_eq!((pacer.deadline_us(), pacer.take_moved()), (9_016_667, None));
    }

    #[test]
    fn rooms_that_were_held_up_together_stay_staggered() {
        let mut pacers = [0, 4_000, 9_000].map(Pacer::new);
        pacers.iter_mut().for_each(|pacer| assert_eq!(pacer.due(1_003_000, STEP), CATCH_UP_MAX));
        let deadlines = pacers.each_ref().map(Pacer::deadline_us);
        assert_eq!(deadlines, [1_016_666, 1_004_000, 1_009_000]);
    }

    #[test]
    fn a_change_of_rate_keeps_the_schedule() {
        let mut pacer = Pacer::new(0);
        assert_eq!(pacer.due(0, STEP), 1);
        assert_eq!(pacer.due(16_666, Time(30)), 1);
        assert_eq!(pacer.deadline_us(), 66_666);
    }
}
