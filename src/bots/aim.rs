//! Where a bot points: ahead of a moving target, a little wrong, and never faster than a hand could turn.
//!
//! The error is an angle that is drawn anew every few tenths of a second, so that a bot misses as people do, by drifting
//! off and correcting, and not by trembling.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

use crate::sim::chance::{below, centred};
use crate::sim::{Angle, Vec2};

/// Fastest turn, in 1/65536 turn per second: one and a half turns.
const TURN_MAX: f64 = 98_304.0;
/// How much of the angle that is left is turned per second: the hand slows down as it arrives.
const EASE: f64 = 16.0;
/// An error lasts so long, in seconds: at least, and up to so much longer.
const ERROR_SECONDS: (f64, f64) = (0.12, 0.28);

/// The pointing hand of a bot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aim {
    /// Where it points.
    pub angle: Angle,
    /// How far off it is meant to be, in 1/65536 turn.
    error: i32,
    /// When the next error is drawn.
    redraw: u32,
}

impl Aim {
    /// The angle that this hand takes for the right one. `deviation` is the standard error, in 1/65536 turn.
    pub fn with_error(&mut self, right: Angle, deviation: i32, now: u32, step: f64, chance: &mut Pcg32) -> Angle {
        if now >= self.redraw {
            self.error = normal(chance, deviation);
            let share = f64::from(below(chance, 1000)) / 1000.0;
            self.redraw = now + ((ERROR_SECONDS.0 + share * ERROR_SECONDS.1) / step) as u32 + 1;
        }
        right.turned(self.error)
    }

    /// Turns toward an angle for one step of `step` seconds.
    pub fn turn(&mut self, wished: Angle, step: f64) {
        let left = f64::from(wished.since(self.angle));
        let share = (EASE * step).min(1.0);
        let most = TURN_MAX * step;
        self.angle = self.angle.turned((left * share).clamp(-most, most) as i32);
    }

    /// How far the hand is from an angle, in 1/65536 turn.
    pub fn off(&self, wished: Angle) -> i32 {
        i32::from(wished.since(self.angle)).abs()
    }
}

/// Where a shot of this speed meets a target that keeps its velocity. Two rounds suffice for aim as good as a hand's.
pub fn lead(from: Vec2, target: Vec2, velocity: Vec2, shot_speed: f64) -> Vec2 {
    let mut meeting = target;
    for _ in 0..2 {
        let seconds = (meeting - from).length() / shot_speed.max(1.0);
        meeting = target + velocity * seconds;
    }
    meeting
}

/// About normal with this standard deviation, and never beyond three of it: the sum of three even draws.
fn normal(chance: &mut Pcg32, deviation: i32) -> i32 {
    (0..3).map(|_| centred(chance.next_u32(), 2 * deviation)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: f64 = 1.0 / 60.0;

    #[test]
    fn a_turn_takes_its_time_and_arrives() {
        let mut aim = Aim::default();
        let wished = Angle(32_000);
        aim.turn(wished, STEP);
        assert!(aim.angle.0 <= (TURN_MAX * STEP) as u16);
        (0..60).for_each(|_| aim.turn(wished, STEP));
        assert!(aim.off(wished) < 40, "{}", aim.off(wished));
    }

    #[test]
    fn the_error_has_the_deviation_that_is_asked_for() {
        let mut chance = Pcg32::new(5, 5);
        let draws: Vec<f64> = (0..20_000).map(|_| f64::from(normal(&mut chance, 800))).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 20.0 && (variance.sqrt() - 800.0).abs() < 20.0, "{mean} {}", variance.sqrt());
        assert!(draws.iter().all(|d| d.abs() <= 2400.0));
    }

    #[test]
    fn a_shot_led_like_this_meets_a_walker() {
        let (from, target, velocity) = (Vec2::new(0.0, 0.0), Vec2::new(400.0, 0.0), Vec2::new(0.0, 320.0));
        let meeting = lead(from, target, velocity, 900.0);
        let seconds = meeting.length() / 900.0;
        assert!((target + velocity * seconds - meeting).length() < 20.0);
    }
}
