//! Where to walk and when to dash: along the way to a goal, around a target, out of the way of a shot.

use super::{BotBrain, Scene, Task};
use crate::bots::dodge::{self, Threat};
use crate::sim::chance::below;
use crate::sim::grid::units;
use crate::sim::input::DASH;
use crate::sim::{Angle, Time, Vec2, Walk};

/// A bot strafes one way for so long, in seconds: at least, and up to so much longer.
const STRAFE: (f64, f64) = (0.6, 1.2);
/// How far ahead a strafing bot wants its way to be free, in units.
const STRAFE_ROOM: f64 = 60.0;
/// Who turns by more than this, in 1/65536 turn, does not do so again for so long, in seconds.
const TURNED: i32 = 12_000;
const STEADY: f64 = 0.25;
/// How long it steps out of the way of a shot, in seconds.
const SIDESTEP: f64 = 0.22;
/// Of a hundred shots that come, how many are stepped away from, and how many of these by a dash.
const SIDESTEPS: u32 = 26;
const DODGE_DASHES: u32 = 50;
/// Of a thousand views in which a dash would close in on a far target, in how many it is done.
const CLOSING_DASHES: u32 = 12;

impl BotBrain {
    /// Where to walk, and whether to dash.
    pub(super) fn move_body(&mut self, scene: &Scene<'_>) {
        if let Some(threat) = self.threat(scene) {
            self.evade(scene, threat);
        }
        let angle = match (self.sidestep.filter(|(_, until)| self.now < *until), self.task) {
            (Some((angle, _)), _) => Some(angle),
            (None, Task::Fight) => self.strafe(scene),
            (None, Task::Hunt(goal) | Task::Roam(goal) | Task::Retreat { goal, .. }) => {
                let ground = scene.ground(self.now);
                let angle = self.legs.toward(goal, scene.place, &ground, &mut self.chance);
                if angle.is_none() && matches!(self.task, Task::Roam(_)) {
                    self.task = Task::Roam(self.far_place(scene));
                }
                angle
            }
        };
        if !matches!(self.task, Task::Hunt(_) | Task::Roam(_)) {
            self.legs.stand(scene.place, self.now);
        }
        self.walk = self.steady(scene, angle.map_or(Walk::default(), Walk::toward));
    }

    /// Whoever has just turned around does not turn back at once, if the way is free: people do not tremble.
    fn steady(&mut self, scene: &Scene<'_>, walk: Walk) -> Walk {
        let (Some(before), Some(after)) = (self.walk.angle(), walk.angle()) else { return walk };
        if i32::from(after.since(before)).abs() < TURNED {
            return walk;
        }
        let room = scene.place + before.direction() * (STRAFE_ROOM / 2.0);
        if self.now < self.turned && scene.chart.is_clear(&scene.view.map, scene.place, room) {
            return self.walk;
        }
        self.turned = self.now + scene.ticks(STEADY);
        walk
    }

    fn threat(&mut self, scene: &Scene<'_>) -> Option<Threat> {
        let tuning = &scene.view.tuning;
        let body = dodge::Body {
            seat: scene.view.seat.0,
            place: scene.place,
            velocity: scene.velocity,
            radius: units(tuning.body.radius) + scene.weapon.radius,
            shot_speed: scene.weapon.speed,
            map: &scene.view.map,
        };
        let reaction = Time(tuning.bots.reaction.max(0) as u32).ticks(tuning.step());
        self.dodge.threat(&body, &scene.view.snapshot, self.now, reaction)
    }

    /// Steps or dashes out of the way of a shot, sometimes.
    fn evade(&mut self, scene: &Scene<'_>, threat: Threat) {
        if below(&mut self.chance, 100) >= SIDESTEPS {
            return;
        }
        let room = scene.place + threat.side * STRAFE_ROOM;
        if !scene.chart.is_clear(&scene.view.map, scene.place, room) {
            return;
        }
        let angle = Angle::of(threat.side);
        self.sidestep = Some((angle, self.now + scene.ticks(SIDESTEP)));
        if below(&mut self.chance, 100) < DODGE_DASHES {
            self.dash(scene);
        }
    }

    fn dash(&mut self, scene: &Scene<'_>) {
        if scene.own.dash_wait == 0 && scene.own.held & DASH == 0 {
            self.press |= DASH;
        }
    }

    /// Across the line to the target, nearer or farther as the distance asks, and never into a wall.
    fn strafe(&mut self, scene: &Scene<'_>) -> Option<Angle> {
        let target = self.target.and_then(|seat| self.senses.track(seat))?;
        let to = target.place - scene.place;
        let liked = units(scene.temper.distance).max(1.0);
        let pull = ((to.length() - liked) / (liked * 0.4)).clamp(-1.0, 1.0);
        let ahead = to.normal();
        if self.now >= self.strafe.1 {
            self.turn_strafe(scene);
        }
        let far = to.length() > liked * 1.5;
        let clear = |wish: Vec2| scene.chart.is_clear(&scene.view.map, scene.place, scene.place + wish * STRAFE_ROOM);
        // Far away it comes nearer first, and strafes once it is there.
        let across = 1.0 - 0.7 * pull.max(0.0);
        let wish = |side: f64| (Vec2::new(-ahead.y, ahead.x) * (side * across) + ahead * pull).normal();
        let side = self.strafe.0;
        let wished = wish(side);
        let chosen = if clear(wished) {
            Some(wished)
        } else {
            [wish(-side), ahead * pull.signum(), ahead * -pull.signum()].into_iter().find(|wish| clear(*wish))
        };
        if chosen == Some(wish(-side)) && chosen != Some(wished) {
            self.turn_strafe(scene);
        }
        if far && pull > 0.0 && chosen.is_some() && below(&mut self.chance, 1000) < CLOSING_DASHES {
            self.dash(scene);
        }
        chosen.map(Angle::of)
    }

    fn turn_strafe(&mut self, scene: &Scene<'_>) {
        let share = f64::from(below(&mut self.chance, 1000)) / 1000.0;
        self.strafe = (-self.strafe.0, self.now + scene.ticks(STRAFE.0 + share * STRAFE.1));
    }
}
