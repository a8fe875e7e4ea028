//! What lies about and is worth the way: a bot knows where the bits of each drop lie and when each thing to pick up does, and
//! goes for what promises most in the time that it takes.

use super::{BotBrain, Scene};
use crate::protocol::LooseDrop;
use crate::sim::grid::units;
use crate::sim::map::Pickup;
use crate::sim::pickup::Offer;
use crate::sim::shield::PARTS;
use crate::sim::thread::{BITS, scatter};
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::{Point, Tuning, Vec2};

/// A way counts as so much longer, in units: what lies near is not worth a detour each.
const WAY: f64 = 120.0;
/// How much further hunger makes a bot go at most: one without health goes so many times as far.
const HUNGER: f64 = 2.0;
/// An enemy in the open shortens what is worth the way.
const UNDER_FIRE: f64 = 0.5;
/// All dive into a great unravel: it is worth so many times the way, and at least this far, in units.
const GREAT: f64 = 2.9;
const GREAT_REACH: f64 = 970.0;
/// For things to pick up even those go so far who care little for thread, in units, and half of the rest further.
const PICKUP_REACH: f64 = 260.0;
/// What a thing to pick up is worth in cm of thread, for one who needs it badly.
const SPOOL: f64 = 700.0;
const BATTERY: f64 = 300.0;
const THIMBLE: f64 = 500.0;
const WEAPON: f64 = 420.0;
/// What one is on the way to counts so much more than what else lies about.
const STAY: f64 = 1.4;
/// Who does not get it within so long lets it lie, in seconds.
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

/// Something that can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prize {
    /// A bit of a drop.
    Bit(u16, usize),
    /// One of the things that the map has.
    Pickup(usize),
}

impl Prize {
    /// True for bits of one drop, and for the same thing.
    fn is_beside(self, other: Prize) -> bool {
        match (self, other) {
            (Prize::Bit(drop, _), Prize::Bit(other, _)) => drop == other,
            _ => self == other,
        }
    }
}

/// Where loose thread lies, and what a bot is after.
#[derive(Clone, Debug, Default)]
pub(super) struct Errands {
    known: Vec<Known>,
    /// What, and since when.
    after: Option<(Prize, u32)>,
    /// What could not be had.
    shunned: Option<Prize>,
}

impl Errands {
    /// The places of the bits of a drop, computed once.
    fn bits(&mut self, drop: &LooseDrop, scene: &Scene<'_>) -> [Vec2; BITS] {
        let known = self.known.iter().find(|known| known.id == drop.id && known.seed == drop.seed);
        if let Some(known) = known {
            return known.bits;
        }
        let place = Point { x: i32::from(drop.x8) * EIGHTH, y: i32::from(drop.y8) * EIGHTH };
        let bits = scatter(place, drop.seed, drop.great != 0, &scene.view.map, &scene.view.tuning).map(Point::units);
        let drops = &scene.view.loose.drops;
        self.known.retain(|known| drops.iter().any(|drop| drop.id == known.id && drop.seed == known.seed));
        self.known.push(Known { id: drop.id, seed: drop.seed, bits });
        bits
    }
}

/// The best of what has been looked at.
struct Best {
    before: Option<Prize>,
    found: Option<(f64, Prize, Vec2)>,
}

impl Best {
    fn offer(&mut self, prize: Prize, worth: f64, away: f64, place: Vec2) {
        let stays = self.before.is_some_and(|before| before.is_beside(prize));
        let rated = worth / (away + WAY) * if stays { STAY } else { 1.0 };
        if self.found.is_none_or(|(most, ..)| rated > most) {
            self.found = Some((rated, prize, place));
        }
    }
}

impl BotBrain {
    /// What is worth going for, if anything is; `open` when an enemy stands in the open.
    pub(super) fn errand(&mut self, scene: &Scene<'_>, open: bool) -> Option<Vec2> {
        let mut errands = std::mem::take(&mut self.errands);
        let before = errands.after;
        let mut best = Best { before: before.map(|(prize, _)| prize), found: None };
        for drop in &scene.view.loose.drops {
            let bits = errands.bits(drop, scene);
            let Some((bit, away)) = nearest(drop, &bits, errands.shunned, scene) else { continue };
            if away <= reach(drop, scene, open) {
                best.offer(Prize::Bit(drop.id, bit), left(drop), away, bits[bit]);
            }
        }
        for (at, pickup) in scene.view.map.file.pickups.iter().enumerate() {
            let prize = Prize::Pickup(at);
            if errands.shunned != Some(prize)
                && let Some((worth, away, place)) = pickup_worth(at, pickup, scene, open)
            {
                best.offer(prize, worth, away, place);
            }
        }
        errands.after = best.found.map(|(_, prize, _)| match before {
            Some((after, since)) if after == prize => (after, since),
            _ => (prize, self.now),
        });
        if let Some((prize, since)) = errands.after
            && self.now - since > scene.ticks(GIVE_UP)
        {
            errands.shunned = Some(prize);
        }
        self.errands = errands;
        best.found.map(|(.., place)| place)
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
fn left(drop: &LooseDrop) -> f64 {
    f64::from(drop.amount) * f64::from(drop.left.count_ones()) / BITS as f64
}

/// The nearest bit that still lies and can be had by the time of arrival, and how far it is.
fn nearest(drop: &LooseDrop, bits: &[Vec2; BITS], shunned: Option<Prize>, scene: &Scene<'_>) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for (bit, place) in bits.iter().enumerate() {
        if drop.left & 1 << bit == 0 || shunned == Some(Prize::Bit(drop.id, bit)) {
            continue;
        }
        let away = (*place - scene.place).length();
        let arrival = scene.arrival(away);
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

/// What a thing to pick up is worth to this bot, how far it is, and where: one that lies there by the time of arrival, near
/// enough, and of use.
fn pickup_worth(at: usize, Pickup(word, x, y): &Pickup, scene: &Scene<'_>, open: bool) -> Option<(f64, f64, Vec2)> {
    let place = Vec2::new(f64::from(*x), f64::from(*y));
    let away = (place - scene.place).length();
    let wait = scene.view.loose.waits.get(at).map(|wait| f64::from(*wait))?;
    let reach = (PICKUP_REACH + units(scene.temper.greed) / 2.0) * (1.0 + HUNGER * scene.need() / 2.0);
    if away > if open { reach * UNDER_FIRE } else { reach } || scene.arrival(away) < wait {
        return None;
    }
    let tuning = &scene.view.tuning;
    let worth = match Offer::of(word, tuning)? {
        Offer::Spool => SPOOL * scene.need(),
        Offer::Battery => {
            let most = f64::from(tuning.shield.energy.max(1) * PARTS);
            BATTERY * (1.0 - f64::from(scene.own.energy) / most)
        }
        Offer::Thimble => THIMBLE,
        Offer::Weapon(slot) if scene.own.clips.to_le_bytes()[usize::from(slot)] == 0 => WEAPON,
        Offer::Weapon(_) => 0.0,
    };
    (worth > 0.0).then_some((worth, away, place))
}

impl Scene<'_> {
    /// How long a walk takes, in 1/600 s.
    fn arrival(&self, away: f64) -> f64 {
        let speed = units(self.view.tuning.body.top_speed).max(1.0);
        away / speed * f64::from(TIME_PER_SECOND)
    }
}
