//! The shield: up while it is held, worn out by time and by what it stops, and for a short while after it was raised it
//! sends projectiles back.
//!
//! ```text
//! down ─ held ─▶ up ─ let go, or a dash ─▶ down; it fills again after a while
//!                └─ no energy left ─▶ broken: out for longer
//! ```
//! The client predicts its own with `game-client/src/sim/shield.ts`, the same steps in the same order; golden vectors
//! (`tests/golden/arms.json`) hold the two equal. Knows nothing of bodies and shots.

use serde::{Deserialize, Serialize};

use super::grid::Angle;
use super::input::{Input, SHIELD};
use super::time::{TIME_PER_SECOND, Time};
use super::tuning::Tuning;

/// Parts of a point of energy: what is used in a second is thus a whole number of parts in each instant.
pub const PARTS: i32 = TIME_PER_SECOND as i32;

/// A player's shield.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shield {
    /// It is up.
    pub up: bool,
    /// When it was raised last; zero before the first time.
    pub raised: Time,
    /// What it can still take, in 1/600 of a point of energy.
    pub energy: i32,
    /// When it begins to fill again.
    pub mends: Time,
    /// When it can be raised again after it broke.
    pub ready: Time,
}

/// What a shield did in a tick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// It was raised.
    pub raised: bool,
    /// It broke.
    pub broke: bool,
}

impl Shield {
    /// One that is down, with all its energy.
    pub fn full(tuning: &Tuning) -> Shield {
        Shield { energy: most(tuning), ..Shield::default() }
    }

    /// All its energy, and not broken any more.
    pub fn refill(&mut self, tuning: &Tuning) {
        *self = Shield { energy: most(tuning), mends: Time(0), ready: Time(0), ..*self };
    }

    /// So much energy more, and not broken any more; false for one that has all of it.
    pub fn charge(&mut self, energy: i32, tuning: &Tuning) -> bool {
        let wanted = self.energy < most(tuning) && energy > 0;
        if wanted {
            let energy = (self.energy + energy * PARTS).min(most(tuning));
            *self = Shield { energy, ready: Time(0), ..*self };
        }
        wanted
    }

    /// True when it is out because it broke.
    pub fn is_broken(&self, now: Time) -> bool {
        now < self.ready
    }

    /// Stops so much damage; true when that breaks it. One that is down stops it at no cost: it was up on the screen of
    /// whoever holds it.
    pub fn stop(&mut self, damage: i32, now: Time, tuning: &Tuning) -> bool {
        let parts = i64::from(damage.max(0)) * i64::from(tuning.shield.cost) * i64::from(PARTS) / 1000;
        self.up && self.wear(parts as i32, now, tuning)
    }

    /// True when what it stops now goes back.
    pub fn sends_back(&self, now: Time, tuning: &Tuning) -> bool {
        self.up && now.left(self.raised) <= Time(tuning.shield.snapback as u32)
    }

    fn wear(&mut self, parts: i32, now: Time, tuning: &Tuning) -> bool {
        self.energy -= parts;
        let breaks = self.energy <= 0;
        if breaks {
            self.lower(now, tuning);
            self.energy = 0;
            self.ready = now.after(Time(tuning.shield.broken as u32));
        }
        breaks
    }

    fn lower(&mut self, now: Time, tuning: &Tuning) {
        self.up = false;
        self.mends = now.after(Time(tuning.shield.delay as u32));
    }
}

fn most(tuning: &Tuning) -> i32 {
    tuning.shield.energy * PARTS
}

/// One tick of a shield. `free` is false while the body can't hold it: out of play, or in a dash.
pub fn step_shield(shield: &mut Shield, input: Input, free: bool, now: Time, step: Time, tuning: &Tuning) -> Held {
    let mut held = Held::default();
    let (most, step) = (most(tuning), step.0 as i32);
    // A live change of the tuning may have made it weaker.
    shield.energy = shield.energy.min(most);
    let wanted = free && input.buttons & SHIELD != 0 && !shield.is_broken(now) && shield.energy > 0;
    if wanted && !shield.up {
        // Zero says that it never was, so one that is raised with the world is raised an instant later.
        (shield.up, shield.raised) = (true, Time(now.0.max(1)));
        held.raised = true;
    }
    match (wanted, shield.up) {
        (true, _) => held.broke = shield.wear(tuning.shield.drain * step, now, tuning),
        (false, true) => shield.lower(now, tuning),
        (false, false) if now >= shield.mends => {
            shield.energy = (shield.energy + tuning.shield.recharge * step).min(most);
        }
        (false, false) => (),
    }
    held
}

/// True when one who aims there holds the shield against what flies along `way`.
pub fn faces(aim: Angle, way: Angle, tuning: &Tuning) -> bool {
    let off = aim.0.wrapping_sub(way.0).wrapping_sub(HALF_TURN) as i16;
    i32::from(off).abs() * 2 <= tuning.shield.arc
}

const HALF_TURN: u16 = 0x8000;
