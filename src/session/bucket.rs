//! How many ws frames a connection may send: a token bucket. Pure: `now` is an argument.
//!
//! It holds four seconds' worth, because a stall of the network arrives as one burst. A sender that keeps it empty is
//! first slowed to the refill, since the gate stops reading, and after a while turned away.

use std::time::{Duration, Instant};

/// The least that it refills at, in ws frames a second.
pub const PER_SECOND_MIN: u32 = 60;
/// How far above the tick rate it refills: a client sends at most one message a tick, and pongs.
const ABOVE_TICK_RATE: u32 = 10;
/// How many seconds of refill it holds.
const HOLDS: u64 = 4;
/// Empty for this long on end means that the sender will not slow down.
pub const EMPTY_MAX: Duration = Duration::from_secs(5);
/// It counts as empty until a quarter of a second's refill has gathered: at each refill an eager sender waits already.
const RELIEVED_PER_SECOND: u64 = 4;
const MICROS: u64 = 1_000_000;

/// What a bucket says to one more ws frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let it through.
    Pass,
    /// Not before this much time has passed.
    Wait(Duration),
    /// Empty for too long: turn the sender away.
    TooMany,
}

/// The bucket of one connection.
#[derive(Debug)]
pub struct Bucket {
    per_second: u32,
    /// Millionths of a ws frame.
    level: u64,
    filled: Instant,
    empty_since: Option<Instant>,
}

impl Bucket {
    /// A full one for a game that ticks `tick_rate` times a second.
    pub fn full(tick_rate: u32, now: Instant) -> Bucket {
        let per_second = per_second(tick_rate);
        Bucket { per_second, level: u64::from(per_second) * HOLDS * MICROS, filled: now, empty_since: None }
    }

    /// The game ticks at another rate from now on.
    pub fn set_tick_rate(&mut self, tick_rate: u32) {
        self.per_second = per_second(tick_rate);
    }

    /// What it refills at, in ws frames a second.
    pub fn per_second(&self) -> u32 {
        self.per_second
    }

    /// Asks to let one ws frame through.
    pub fn take(&mut self, now: Instant) -> Verdict {
        self.refill(now);
        if self.level >= u64::from(self.per_second) * MICROS / RELIEVED_PER_SECOND {
            self.empty_since = None;
        }
        if self.level >= MICROS {
            self.level -= MICROS;
            return Verdict::Pass;
        }
        let since = *self.empty_since.get_or_insert(now);
        if now.duration_since(since) >= EMPTY_MAX {
            return Verdict::TooMany;
        }
        Verdict::Wait(Duration::from_micros((MICROS - self.level).div_ceil(u64::from(self.per_second))))
    }

    fn refill(&mut self, now: Instant) {
        let full = u64::from(self.per_second) * HOLDS * MICROS;
        let micros = now.saturating_duration_since(self.filled).as_micros().min(u128::from(HOLDS * MICROS)) as u64;
        self.level = full.min(self.level + micros * u64::from(self.per_second));
        self.filled = self.filled.max(now);
    }
}

fn per_second(tick_rate: u32) -> u32 {
    PER_SECOND_MIN.max(tick_rate + ABOVE_TICK_RATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Offers a ws frame every `gap` for `length`; how many passed, and when it said that they were too many.
    fn run(bucket: &mut Bucket, from: Instant, length: Duration, gap: Duration) -> (u32, Option<Duration>) {
        let (mut passed, mut now) = (0, from);
        while now < from + length {
            match bucket.take(now) {
                Verdict::Pass => passed += 1,
                Verdict::Wait(wait) => now += wait.saturating_sub(gap),
                Verdict::TooMany => return (passed, Some(now - from)),
            }
            now += gap;
        }
        (passed, None)
    }

    #[test]
    fn a_client_at_the_tick_rate_always_passes() {
        for tick_rate in [20, 30, 60, 120] {
            let now = Instant::now();
            let mut bucket = Bucket::full(tick_rate, now);
            let gap = Duration::from_micros(u64::from(1_000_000 / tick_rate));
            let (passed, refused) = run(&mut bucket, now, Duration::from_secs(60), gap);
            assert!(passed >= 60 * tick_rate - 1 && refused.is_none());
        }
    }

    #[test]
    fn a_stall_of_four_seconds_arrives_as_a_burst_and_passes() {
        let now = Instant::now();
        let mut bucket = Bucket::full(60, now);
        for _ in 0..4 * 60 {
            assert_eq!(bucket.take(now), Verdict::Pass);
        }
    }

    #[test]
    fn a_flood_is_slowed_to_the_refill_and_turned_away_after_five_seconds_of_emptiness() {
        let now = Instant::now();
        let mut bucket = Bucket::full(60, now);
        let (passed, refused) = run(&mut bucket, now, Duration::from_secs(20), Duration::from_micros(100));
        let after = refused.map(|after| after.as_millis());
        assert!((630..=640).contains(&passed), "{passed} passed: 280 held and 70 a second for 5 s");
        assert!((5_000..5_100).contains(&after.unwrap_or(0)), "{after:?}");
    }

    #[test]
    fn a_sender_that_lets_it_recover_is_not_turned_away() {
        let now = Instant::now();
        let mut bucket = Bucket::full(60, now);
        for round in 0..5 {
            let at = now + Duration::from_secs(8 * round);
            let (_, refused) = run(&mut bucket, at, Duration::from_secs(4), Duration::from_micros(100));
            assert_eq!(refused, None, "round {round}");
        }
    }
}
