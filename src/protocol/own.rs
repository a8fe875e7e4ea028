//! The viewer's own player: the state's grid and the times left, so that prediction starts from the very same body.
//!
//! Times that have passed count as now: no rule asks how long ago a dash became ready. What rules do ask is kept: a dash
//! or a reload that is over but that no step has seen yet, and how late, within a step, the next shot is.

use super::table::{Own, Run};
use crate::sim::movement::Body;
use crate::sim::shield::Shield;
use crate::sim::tuning::WEAPONS_MAX;
use crate::sim::world::{Life, Player};
use crate::sim::{Angle, Arms, Point, Time};

/// A shot that could have left so long ago counts as late by more than a step, at every tick rate (10 Hz at least).
const FIRE_LATE_MAX: i64 = 60;

impl Own {
    /// The own block of a player at the snapshot's world time.
    pub fn of(player: &Player, now: Time) -> Own {
        let Body { place, velocity, held, dash_ends, dash_angle, dash_ready } = player.body;
        let Arms { weapon, clips, ready, reload_ends, charged_since, shots } = player.arms;
        let fire_wait = i64::from(ready.0) - i64::from(now.0);
        Own {
            x: within("x", place.x),
            y: within("y", place.y),
            vx: within("vx", velocity.x),
            vy: within("vy", velocity.y),
            held: held + weapon * Run::SLOT,
            dash: within("dash", one_more(dash_ends, now)),
            dash_angle: dash_angle.0,
            dash_wait: within("dash_wait", dash_ready.left(now).0),
            health: within("health", player.health),
            clips: u32::from_le_bytes(clips),
            fire_wait: within("fire_wait", fire_wait.max(-FIRE_LATE_MAX)),
            busy: match charged_since {
                Time(0) => within("busy", one_more(reload_ends, now)),
                since => within("busy", -1 - i64::from(now.left(since).0)),
            },
            energy: within("energy", player.shield.energy),
            shield: match player.shield {
                Shield { up: true, raised, .. } => within("shield", i64::from(now.left(raised).0) + 1),
                Shield { ready, .. } if ready > now => within("shield", -1 - i64::from(ready.left(now).0)),
                _ => 0,
            },
            mends: within("mends", player.shield.mends.left(now).0),
            shots,
            life: match player.life {
                Life::Alive { protected } => within("life", protected.left(now).0),
                Life::Dead { returns } => within("life", -1 - i64::from(returns.left(now).0)),
            },
        }
    }

    /// The body that this describes, given the world time of its snapshot.
    pub fn body(&self, now: Time) -> Body {
        Body {
            place: Point { x: self.x, y: self.y },
            velocity: Point { x: self.vx, y: self.vy },
            held: self.buttons(),
            dash_ends: match self.dash {
                0 => Time(0),
                dash => now.after(Time(u32::from(dash) - 1)),
            },
            dash_angle: Angle(self.dash_angle),
            dash_ready: now.after(Time(self.dash_wait.into())),
        }
    }

    /// Shots left in the weapon in hand.
    pub fn clip(&self) -> u8 {
        self.clips.to_le_bytes()[usize::from(self.weapon()) % WEAPONS_MAX]
    }

    /// The buttons held in the last tick.
    pub fn buttons(&self) -> u8 {
        self.held % Run::SLOT
    }

    /// The slot of the weapon in hand.
    pub fn weapon(&self) -> u8 {
        self.held / Run::SLOT
    }

    /// True while the body is in play.
    pub fn is_alive(&self) -> bool {
        self.life >= 0
    }
}

/// A timer that is off at zero, and that a step must still see at its end.
fn one_more(ends: Time, now: Time) -> u32 {
    if ends == Time(0) { 0 } else { ends.left(now).0 + 1 }
}

/// Clamped to the field's limits in the table. These hold every value that the rules and the ranges of the tuning can
/// make (a test walks them), so that this changes nothing; it keeps a defect elsewhere from becoming a malformed message.
fn within<T>(field: &str, value: impl Into<i64>) -> T
where
    T: TryFrom<i64> + Default,
{
    let limits = Own::INFO.fields.iter().find(|info| info.name == field);
    let value = value.into();
    let value = limits.map_or(value, |info| value.clamp(info.min, info.max));
    T::try_from(value).unwrap_or_default()
}
