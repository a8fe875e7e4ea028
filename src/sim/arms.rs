//! What a hand does with its weapons: taking one, reloading, charging, and when a shot leaves.
//!
//! ```text
//! each tick:  take the wanted weapon ─▶ reload, if empty or asked ─▶ fire held?  projectile: a shot each period
//!                                                                                ray: charge, then a shot
//! ```
//! The client predicts its own hand with `game-client/src/sim/arms.ts`, the same steps in the same order; golden vectors
//! that both sides' tests read (`tests/golden/arms.json`) hold the two equal. Knows nothing of bodies, and not what a
//! shot does.

use serde::{Deserialize, Serialize};

use super::input::{FIRE, Input, RELOAD};
use super::movement::PACE;
use super::time::Time;
use super::tuning::{Projectile, Ray, Tuning, WEAPONS_MAX, Weapon, WeaponKind};

/// A weapon that comes later finds its clip full: what is above that is taken for it.
const UNKNOWN: u8 = u8::MAX;

/// The weapons of a player: each in the slot of its index in the tuning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arms {
    /// The slot of the weapon in hand.
    pub weapon: u8,
    /// Shots left before a reload, by slot; of a weapon that has to be found before it is gone.
    pub clips: [u8; WEAPONS_MAX],
    /// When the next shot may leave, or the next charge begin.
    pub ready: Time,
    /// When the reload under way ends; zero when none is. It goes on only while the weapon is in hand.
    pub reload_ends: Time,
    /// When the charge under way began; zero when none is.
    pub charged_since: Time,
    /// Projectiles and rays of this player in this match, modulo 256: with the public seed their number decides their
    /// spread.
    pub shots: u8,
}

/// What a hand did in a tick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// Another weapon was taken.
    pub switched: bool,
    /// A reload began.
    pub reloading: bool,
    /// A charge began.
    pub charging: bool,
    /// A shot leaves.
    pub shot: bool,
}

impl Arms {
    /// Full clips of what all have, the first weapon in hand, ready at `now`.
    pub fn fresh(tuning: &Tuning, shots: u8, now: Time) -> Arms {
        let clip = |slot: usize| tuning.weapons.get(slot).map_or(UNKNOWN, |w| if w.is_found() { 0 } else { w.clip() });
        Arms { clips: std::array::from_fn(clip), ready: now, shots, ..Arms::default() }
    }

    /// Full clips, of what has to be found as well; a reload under way is over.
    pub fn refill(&mut self, tuning: &Tuning) {
        let clip = |slot: usize| tuning.weapons.get(slot).map_or(UNKNOWN, |weapon| weapon.clip());
        self.clips = std::array::from_fn(clip);
        self.reload_ends = Time(0);
    }

    /// A full clip of a weapon that has been found; false where it is full already.
    pub fn find(&mut self, slot: u8, tuning: &Tuning) -> bool {
        let Some(weapon) = tuning.weapons.get(usize::from(slot)) else { return false };
        let clip = &mut self.clips[usize::from(slot) % WEAPONS_MAX];
        let wanted = *clip < weapon.clip();
        if wanted {
            *clip = weapon.clip();
        }
        wanted
    }

    /// True for a weapon that can be taken in hand: one that all have, or a found one that is not empty.
    pub fn has(&self, slot: u8, tuning: &Tuning) -> bool {
        let weapon = tuning.weapons.get(usize::from(slot));
        weapon.is_some_and(|weapon| !weapon.is_found() || self.clips[usize::from(slot)] > 0)
    }

    /// Shots left in the weapon in hand.
    pub fn clip(&self) -> u8 {
        self.clips[self.slot()]
    }

    /// The share of its top speed that a body with these arms may walk at, in 1/1000.
    pub fn pace(&self, tuning: &Tuning) -> i32 {
        match tuning.weapon(self.weapon).map(|weapon| &weapon.kind) {
            Some(WeaponKind::Ray(ray)) if self.charged_since > Time(0) => ray.pace,
            _ => PACE,
        }
    }

    fn slot(&self) -> usize {
        usize::from(self.weapon) % WEAPONS_MAX
    }
}

/// One tick of a hand. `free` is false while the body can't shoot: out of play, or in a dash.
pub fn step_arms(arms: &mut Arms, input: Input, free: bool, now: Time, step: Time, tuning: &Tuning) -> Acted {
    let mut acted = Acted { switched: take(arms, input, now, tuning), ..Acted::default() };
    let Some(weapon) = tuning.weapon(arms.weapon) else { return acted };
    if reloads(arms, weapon, input, now, &mut acted) {
        return acted;
    }
    let fires = free && input.buttons & FIRE != 0 && now >= arms.ready;
    match &weapon.kind {
        WeaponKind::Projectile(weapon) => fire(arms, weapon, fires, now, step, &mut acted),
        WeaponKind::Ray(weapon) => charge(arms, weapon, fires, now, &mut acted),
    }
    acted
}

/// Takes the wanted weapon in hand, or the first one when what is in hand is gone; what was begun with the other one is lost.
fn take(arms: &mut Arms, input: Input, now: Time, tuning: &Tuning) -> bool {
    let slot = [input.weapon, arms.weapon].into_iter().find(|slot| arms.has(*slot, tuning)).unwrap_or(0);
    let Some(wanted) = tuning.weapons.get(usize::from(slot)) else { return false };
    if slot == arms.weapon {
        return false;
    }
    let draw = match &wanted.kind {
        WeaponKind::Projectile(weapon) => weapon.draw,
        WeaponKind::Ray(weapon) => weapon.draw,
    };
    arms.weapon = slot;
    arms.reload_ends = Time(0);
    arms.charged_since = Time(0);
    // Nobody gets round the pause after a shot by taking another weapon and the same again.
    arms.ready = arms.ready.max(now.after(Time(draw as u32)));
    true
}

/// Begins, goes on with or ends a reload; true while one is under way.
fn reloads(arms: &mut Arms, weapon: &Weapon, input: Input, now: Time, acted: &mut Acted) -> bool {
    let (slot, full) = (arms.slot(), weapon.clip());
    if arms.reload_ends > Time(0) {
        if now >= arms.reload_ends {
            arms.reload_ends = Time(0);
            arms.clips[slot] = full;
        }
        return true;
    }
    // A live change of the tuning may have made the clip smaller.
    arms.clips[slot] = arms.clips[slot].min(full);
    let asked = input.buttons & RELOAD != 0 && arms.clips[slot] < full && !weapon.is_found();
    if arms.clips[slot] > 0 && !asked {
        return false;
    }
    arms.reload_ends = now.after(Time(weapon.reload().max(1) as u32));
    arms.charged_since = Time(0);
    acted.reloading = true;
    true
}

fn fire(arms: &mut Arms, weapon: &Projectile, fires: bool, now: Time, step: Time, acted: &mut Acted) {
    arms.charged_since = Time(0);
    if !fires {
        return;
    }
    // While fire is held the rate holds even where the period is no multiple of a step.
    let on_time = now.left(arms.ready) < step;
    let from = if on_time { arms.ready } else { now };
    arms.ready = from.after(Time(weapon.rate as u32));
    shoot(arms, weapon.pellets.clamp(1, 255) as u8, acted);
}

/// A charge that is let go of is lost; a full one shoots by itself.
fn charge(arms: &mut Arms, weapon: &Ray, fires: bool, now: Time, acted: &mut Acted) {
    if !fires {
        arms.charged_since = Time(0);
        return;
    }
    if arms.charged_since == Time(0) {
        // Zero says that there is no charge, so one that begins with the world begins an instant later.
        arms.charged_since = Time(now.0.max(1));
        acted.charging = true;
    }
    if now.left(arms.charged_since) >= Time(weapon.charge as u32) {
        arms.charged_since = Time(0);
        shoot(arms, 1, acted);
    }
}

fn shoot(arms: &mut Arms, count: u8, acted: &mut Acted) {
    arms.clips[arms.slot()] -= 1;
    arms.shots = arms.shots.wrapping_add(count);
    acted.shot = true;
}
