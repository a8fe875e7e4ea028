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
const EASE: f64 = 18.0;
/// Fastest drift of a target across the sight that a hand follows, in 1/65536 turn per second.
const DRIFT_MAX: f64 = 32_768.0;
/// How much of the last estimate of that drift stays in the next one.
const INERTIA: f64 = 0.5;
/// An error lasts so long, in seconds: at least, and up to so much longer.
const ERROR_SECONDS: (f64, f64) = (0.12, 0.28);

/// The pointing hand of a bot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aim {
    /// Where it points.
    pub angle: Angle,
    /// Where it turns to.
    look: Angle,
    /// The target's right angle at the last view, and how fast that drifts, in 1/65536 turn per second. A hand that only
    /// chased the angle would lag behind every walker by several degrees.
    followed: Option<Angle>,
    drift: f64,
    /// How far off it is meant to be, in 1/65536 turn.
    error: i32,
    /// When the next error is drawn.
    redraw: u32,
}

impl Aim {
    /// Turns to an angle that matters little from now on: ahead on the way, toward a noise.
    pub fn glance(&mut self, angle: Angle) {
        (self.look, self.followed, self.drift) = (angle, None, 0.0);
    }

    /// Follows a target whose right angle was `right` at a view that came `seconds` after the last one. `deviation` is the
    /// standard error, in 1/65536 turn.
    pub fn follow(&mut self, right: Angle, seconds: f64, deviation: i32, moment: Moment, chance: &mut Pcg32) {
        if moment.now >= self.redraw {
            self.error = normal(chance, deviation);
            let share = f64::from(below(chance, 1000)) / 1000.0;
            self.redraw = moment.now + ((ERROR_SECONDS.0 + share * ERROR_SECONDS.1) / moment.step) as u32 + 1;
        }
        self.drift = match self.followed {
            Some(before) if seconds > 0.0 => {
                let drift = f64::from(right.since(before)) / seconds;
                self.drift * INERTIA + drift.clamp(-DRIFT_MAX, DRIFT_MAX) * (1.0 - INERTIA)
            }
            _ => 0.0,
        };
        self.followed = Some(right);
        self.look = right.turned(self.error);
    }

    /// Turns for one step of `step` seconds.
    pub fn turn(&mut self, step: f64) {
        let drift = self.drift * step;
        let left = f64::from(self.look.since(self.angle));
        let share = (EASE * step).min(1.0);
        let most = TURN_MAX * step;
        self.angle = self.angle.turned((left * share + drift).clamp(-most, most) as i32);
        self.look = self.look.turned(drift as i32);
    }

    /// How far the hand is from where it turns to, in 1/65536 turn.
    pub fn off(&self) -> i32 {
        i32::from(self.look.since(self.angle)).abs()
    }
}

/// The bot's tick, and the length of a tick in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The bot's tick.
    pub now: u32,
    /// Length of a tick, in seconds.
    pub step: f64,
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
        aim.glance(Angle(32_000));
        aim.turn(STEP);
        assert!(aim.angle.0 <= (TURN_MAX * STEP) as u16);
        (0..60).for_each(|_| aim.turn(STEP));
        assert!(aim.off() < 40, "{}", aim.off());
    }

    #[test]
    fn a_walker_is_followed_without_lag() {
        let (mut aim, mut chance) = (Aim::default(), Pcg32::new(1, 1));
        // A sixth of a turn per second, seen every second tick.
        let right = |now: u32| Angle((f64::from(now) * STEP * 65536.0 / 6.0) as u16);
        for now in 0..60 {
            if now % 2 == 0 {
                aim.follow(right(now), 2.0 * STEP, 0, Moment { now, step: STEP }, &mut chance);
            }
            aim.turn(STEP);
        }
        assert!(right(60).since(aim.angle).abs() < 120, "{}", right(60).since(aim.angle));
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
