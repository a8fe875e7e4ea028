//! What lies about and is worth the way: a bot knows where the bits of each drop lie, and goes for those that promise
//! most in the time that it takes.

use super::{BotBrain, Scene};
use crate::protocol::LooseDrop;
use crate::sim::grid::units;
use crate::sim::thread::{BITS, scatter};
use crate::sim::{Point, Tuning, Vec2};

/// A way counts as so much longer, in units: what lies near is not worth a detour each.
const WAY: f64 = 120.0;
/// How much further hunger makes a bot go at most: one without health goes so many times as far.
const HUNGER: f64 = 2.0;
/// An enemy in the open shortens what thread is worth the way.
const UNDER_FIRE: f64 = 0.5;
/// All dive into a great unravel: it is worth so many times the way, and at least this far, in units.
const GREAT: f64 = 2.9;
const GREAT_REACH: f64 = 970.0;
/// What one is on the way to counts so much more than what else lies about.
const STAY: f64 = 1.4;
/// Who does not get a bit within so long lets it lie, in seconds.
const GIVE_UP: f64 = 5.0;
/// Grid steps of 1/256 unit in one of 1/8 unit.
const EIGHTH: i32 = 32;

/// A drop as a bot knows it.
#[derive(Clone, Copy, Debug)]
struct Known {
    id: u16,
    seed: u32,
    bits: [Vec2; BITS],
}

/// Where loose thread lies, and which bit of it a bot is after.
#[derive(Clone, Debug, Default)]
pub(super) struct Loose {
    known: Vec<Known>,
    after: Option<After>,
    /// The bit that could not be had.
    shunned: Option<(u16, usize)>,
}

#[derive(Clone, Copy, Debug)]
struct After {
    bit: (u16, usize),
    since: u32,
}

impl Loose {
    /// The places of the bits of a drop, computed once.
    fn bits(&mut self, drop: &LooseDrop, scene: &Scene<'_>) -> [Vec2; BITS] {
        let known = self.known.iter().find(|known| known.id == drop.id && known.seed == drop.seed);
        if let Some(known) = known {
            return known.bits;
        }
        let place = Point { x: i32::from(drop.x8) * EIGHTH, y: i32::from(drop.y8) * EIGHTH };
        let bits = scatter(place, drop.seed, drop.great != 0, &scene.view.map, &scene.view.tuning).map(Point::units);
        let loose = &scene.view.loose;
        self.known.retain(|known| loose.iter().any(|drop| drop.id == known.id && drop.seed == known.seed));
        self.known.push(Known { id: drop.id, seed: drop.seed, bits });
        bits
    }
}

impl BotBrain {
    /// The bit of loose thread that is worth going for, if any is; `open` when an enemy stands in the open.
    pub(super) fn errand(&mut self, scene: &Scene<'_>, open: bool) -> Option<Vec2> {
        let mut loose = std::mem::take(&mut self.loose);
        let before = loose.after;
        let mut best: Option<(f64, (u16, usize), Vec2)> = None;
        for drop in &scene.view.loose {
            let bits = loose.bits(drop, scene);
            let reach = reach(drop, scene, open);
            let Some((bit, away)) = nearest(drop, &bits, loose.shunned, scene) else { continue };
            if away > reach {
                continue;
            }
            let stays = before.is_some_and(|after| after.bit.0 == drop.id);
            let rated = worth(drop) / (away + WAY) * if stays { STAY } else { 1.0 };
            if best.is_none_or(|(most, ..)| rated > most) {
                best = Some((rated, (drop.id, bit), bits[bit]));
            }
        }
        loose.after = best.map(|(_, bit, _)| match before {
            Some(after) if after.bit == bit => after,
            _ => After { bit, since: self.now },
        });
        if let Some(after) = loose.after
            && self.now - after.since > scene.ticks(GIVE_UP)
        {
            loose.shunned = Some(after.bit);
        }
        self.loose = loose;
        best.map(|(.., place)| place)
    }
}

/// How far this bot goes for this drop.
fn reach(drop: &LooseDrop, scene: &Scene<'_>, open: bool) -> f64 {
    let greed = units(scene.temper.greed) * (1.0 + HUNGER * scene.need());
    let great = drop.great != 0;
    let reach = if great { (greed * GREAT).max(GREAT_REACH) } else { greed };
    if open && !great { reach * UNDER_FIRE } else { reach }
}

/// What is left of a drop, in cm.
fn worth(drop: &LooseDrop) -> f64 {
    f64::from(drop.amount) * f64::from(drop.left.count_ones()) / BITS as f64
}

/// The nearest bit that still lies and can be had by the time of arrival, and how far it is.
fn nearest(
    drop: &LooseDrop,
    bits: &[Vec2; BITS],
    shunned: Option<(u16, usize)>,
    scene: &Scene<'_>,
) -> Option<(usize, f64)> {
    let speed = units(scene.view.tuning.body.top_speed).max(1.0);
    let mut best: Option<(usize, f64)> = None;
    for (bit, place) in bits.iter().enumerate() {
        if drop.left & 1 << bit == 0 || shunned == Some((drop.id, bit)) {
            continue;
        }
        let away = (*place - scene.place).length();
        let arrival = away / speed * f64::from(crate::sim::time::TIME_PER_SECOND);
        let in_time = arrival < f64::from(drop.lies) && arrival >= runs_out(drop, bit, &scene.view.tuning);
        if in_time && best.is_none_or(|(_, least)| away < least) {
            best = Some((bit, away));
        }
    }
    best
}

/// How long it still takes until a bit has run out, in 1/600 s.
fn runs_out(drop: &LooseDrop, bit: usize, tuning: &Tuning) -> f64 {
    let whole = if drop.great != 0 { f64::from(tuning.thread.great_time) } else { 0.0 };
    whole * (bit + 1) as f64 / BITS as f64 - f64::from(drop.age)
}
