//! Which weapon to take in hand, where to point it, and when to pull: only along a line without walls.
//!
//! A ray is charged while fire is held, and the hand follows its target meanwhile; a charge is let go of when a wall comes
//! between. A projectile is led, and shot when the hand is there.

use super::{BotBrain, PER_RADIAN, Scene, Task};
use crate::bots::aim::{self, Moment};
use crate::bots::senses::Track;
use crate::sim::grid::units;
use crate::sim::input::RELOAD;
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::tuning::WeaponKind;
use crate::sim::{Angle, Vec2};

/// A bot opens fire within this share of the distance at which it likes to fight and so much more, in units: from further
/// off it comes nearer.
const OPEN_FIRE: (f64, f64) = (1.25, 350.0);
/// How far ahead on its way a walking bot looks, in units.
const LOOK_AHEAD: f64 = 160.0;
/// The finger pulls when the shot would pass the aimed-at point within this, in units.
const TRIGGER: f64 = 22.0;
/// A charge begins when the line would pass within this, in units: the hand arrives while it lasts.
const TAUT: f64 = 40.0;
/// A charge is let go of when the hand is further off than this, in 1/65536 turn: it has turned to another target.
const SLACK: i32 = 4_096;
/// A clear line must stay so for so long, in seconds, were both to go on as they do: what a shot leaves on is as old.
const SOON: f64 = 0.07;
/// Calm for so long, in seconds: time to reload a clip that is half empty.
const CALM: f64 = 0.7;
/// A second of flight makes a shot worth this many times less, and one: targets turn.
const FLIGHT: f64 = 1.7;
/// A ray is worth half at this distance, in units: nearer, the target crosses the sight faster than a hand turns.
const RAY_NEAR: f64 = 100.0;
/// The weapon in hand counts so much more, and an empty one so much less.
const IN_HAND: f64 = 1.6;
const EMPTY: f64 = 0.5;
/// A weapon stays in hand for so long at least, in seconds.
const KEEP: f64 = 0.9;

/// What is asked of a weapon, in units and seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gun {
    /// Infinite for a ray.
    pub speed: f64,
    pub radius: f64,
    pub reach: f64,
    pub clip: i32,
    /// It is a ray, which charges.
    pub ray: bool,
    /// Health that it takes per second when every shot hits, reloads included.
    power: f64,
    /// Width of its cone, in radians.
    spread: f64,
}

impl Gun {
    pub fn of(kind: &WeaponKind) -> Gun {
        let seconds = |time: i32| f64::from(time.max(0)) / f64::from(TIME_PER_SECOND);
        let each = |period: i32, reload: i32, clip: i32| seconds(period) + seconds(reload) / f64::from(clip.max(1));
        match kind {
            WeaponKind::Projectile(weapon) => Gun {
                speed: units(weapon.speed),
                radius: units(weapon.radius),
                reach: units(weapon.reach),
                clip: weapon.clip,
                ray: false,
                power: f64::from(weapon.damage * weapon.pellets.max(1) + weapon.blast_damage / 2)
                    / each(weapon.rate, weapon.reload, weapon.clip).max(0.01),
                spread: f64::from(weapon.spread) / PER_RADIAN,
            },
            WeaponKind::Ray(weapon) => Gun {
                speed: f64::INFINITY,
                radius: units(weapon.radius),
                reach: units(weapon.reach),
                clip: weapon.clip,
                ray: true,
                power: f64::from(weapon.damage) / each(weapon.charge, weapon.reload, weapon.clip).max(0.01),
                spread: 0.0,
            },
        }
    }

    /// What it promises against a body of this radius at a distance, for one who prefers rays by so much of 1.
    fn promise(&self, distance: f64, body: f64, prefers_ray: f64) -> f64 {
        if distance > self.reach {
            return 0.0;
        }
        if self.ray {
            return self.power * (0.5 + prefers_ray) * distance / (distance + RAY_NEAR);
        }
        let within = (2.0 * (body + self.radius) / (distance * self.spread).max(1.0)).min(1.0);
        self.power * (1.5 - prefers_ray) * within / (1.0 + FLIGHT * distance / self.speed.max(1.0))
    }
}

impl BotBrain {
    /// The weapon for this distance, by temper. What is charging stays in hand.
    pub(super) fn choose_weapon(&mut self, scene: &Scene<'_>) {
        let clips = scene.own.clips.to_le_bytes();
        let gone = |slot: u8| {
            let weapon = scene.view.tuning.weapons.get(usize::from(slot));
            weapon.is_some_and(|weapon| weapon.is_found() && clips[usize::from(slot)] == 0)
        };
        if scene.own.busy < 0 || (self.now < self.keep && !gone(self.weapon)) {
            return;
        }
        let target = self.target.and_then(|seat| self.senses.track(seat));
        let liked = units(scene.temper.distance);
        let distance = target.map_or(liked, |track| (track.place - scene.place).length());
        let body = units(scene.view.tuning.body.radius);
        let prefers = f64::from(scene.temper.ray) / 1000.0;
        let mut best = (f64::NEG_INFINITY, 0);
        for (slot, weapon) in scene.view.tuning.weapons.iter().enumerate() {
            let empty = clips.get(slot).is_none_or(|clip| *clip == 0);
            if gone(slot as u8) {
                continue;
            }
            let promise = Gun::of(&weapon.kind).promise(distance, body, prefers)
                * if slot == usize::from(scene.own.weapon()) { IN_HAND } else { 1.0 }
                * if empty { EMPTY } else { 1.0 };
            if promise > best.0 {
                best = (promise, slot as u8);
            }
        }
        if best.1 != self.weapon {
            self.weapon = best.1;
            self.keep = self.now + scene.ticks(KEEP);
        }
    }

    /// The target, if it has been in the open for long enough to act on it.
    pub(super) fn open_target(&self) -> Option<&Track> {
        let track = self.target.and_then(|seat| self.senses.track(seat))?;
        track.open_since.filter(|since| self.now - since >= self.reaction).map(|_| track)
    }

    /// Where to look, and whether to shoot: only along a line without walls, within reach, at who can be hit.
    pub(super) fn point(&mut self, scene: &Scene<'_>) {
        self.trigger = None;
        let Some(target) = self.open_target() else {
            self.look_about(scene);
            return;
        };
        let (place, velocity, refuses) = (target.place, target.velocity, target.refuses);
        let aimed = scene.aimed(place, velocity);
        let meeting = aimed.unwrap_or(place);
        let distance = (meeting - scene.place).length();
        let right = Angle::of(meeting - scene.place);
        let moment = Moment { now: self.now, step: scene.step };
        self.aim.follow(right, scene.seconds, scene.skill.aim_error, moment, &mut self.chance);
        let likes = units(scene.temper.distance) * OPEN_FIRE.0 + OPEN_FIRE.1;
        let reach = (scene.gun.reach + units(scene.view.tuning.body.radius)).min(likes);
        if distance > reach || refuses || aimed.is_none() || self.weapon != scene.own.weapon() {
            return;
        }
        let within = |room: f64| (room / distance.max(room) * PER_RADIAN) as i32;
        self.trigger = Some(match scene.gun.ray {
            true if scene.own.busy < 0 => SLACK,
            true => within(TAUT),
            false => within(TRIGGER),
        });
    }

    /// Nobody to shoot at: toward whoever stands in the open, or along the way.
    fn look_about(&mut self, scene: &Scene<'_>) {
        let ahead = self.legs.ahead(scene.place, LOOK_AHEAD).filter(|_| self.task != Task::Fight);
        let open = self.senses.tracks().iter().filter(|track| track.open_since.is_some());
        let nearest = open.map(|track| track.place).min_by_key(|place| (*place - scene.place).length() as u32);
        let look = nearest.or(ahead);
        self.aim.glance(look.map_or(self.aim.angle, |look| Angle::of(look - scene.place)));
    }

    /// A clip that is half empty is filled when nobody is in the open.
    pub(super) fn reload(&mut self, scene: &Scene<'_>) {
        let half_empty = i32::from(scene.own.clip()) * 2 <= scene.gun.clip && scene.gun.clip > 1;
        let calm = self.now - self.alarmed.min(self.now) > scene.ticks(CALM);
        if half_empty && calm && scene.own.busy == 0 {
            self.press |= RELOAD;
        }
    }
}

impl Scene<'_> {
    /// Where to aim at a target: ahead of it by the flight of the shot, as far as a free line leads there now and in a
    /// moment. None where a wall stands between.
    fn aimed(&self, target: Vec2, velocity: Vec2) -> Option<Vec2> {
        let map = &self.view.map;
        let soon = map.sees(self.place + self.velocity * SOON, target + velocity * SOON);
        if !soon || !map.sees(self.place, target) {
            return None;
        }
        if self.gun.ray {
            return Some(target);
        }
        // A dash is over before a shot could meet it: nobody leads by more than a walk.
        let walk = units(self.view.tuning.body.top_speed) / velocity.length().max(1.0);
        let meeting = aim::lead(self.place, target, velocity * walk.min(1.0), self.gun.speed);
        // A walker may be about to turn or to meet a wall: where no line leads to the full lead, half of it will do.
        let aims = [1.0, 0.5].map(|share| target + (meeting - target) * share);
        let clear = aims.into_iter().find(|place| map.sees(target, *place) && map.sees(self.place, *place));
        clear.or(Some(target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gun(ray: bool, power: f64) -> Gun {
        let speed = if ray { f64::INFINITY } else { 900.0 };
        Gun { speed, radius: 5.0, reach: 900.0, clip: 12, ray, power, spread: 0.02 }
    }

    #[test]
    fn a_ray_is_for_far_away_and_a_projectile_for_near_by() {
        let (stitches, needle) = (gun(false, 54.0), gun(true, 39.0));
        let prefers_ray =
            |distance: f64, by: f64| needle.promise(distance, 20.0, by) > stitches.promise(distance, 20.0, by);
        assert!(!prefers_ray(60.0, 0.8) && prefers_ray(420.0, 0.8));
        assert!(!prefers_ray(420.0, 0.1));
        assert_eq!(stitches.promise(901.0, 20.0, 0.5), 0.0, "nothing beyond the reach");
    }
}
