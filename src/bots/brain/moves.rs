//! Where to walk and when to dash: along the way to a goal, around a target, out of the way of a shot.

use super::{BotBrain, Dash, Scene, Task};
use crate::bots::dodge::{self, Threat};
use crate::bots::senses::Track;
use crate::sim::chance::below;
use crate::sim::grid::units;
use crate::sim::input::DASH;
use crate::sim::shield;
use crate::sim::tuning::WeaponKind;
use crate::sim::{Angle, Time, Vec2, Walk};

/// A bot strafes one way for so long, in seconds: at least, and up to so much longer.
const STRAFE: (f64, f64) = (0.6, 1.2);
/// How much less it strafes while it comes nearer.
const ZIG: f64 = 0.3;
/// How far ahead a strafing bot wants its way to be free, in units.
const STRAFE_ROOM: f64 = 60.0;
/// Who turns by more than this, in 1/65536 turn, does not do so again for so long, in seconds.
const TURNED: i32 = 12_000;
const STEADY: f64 = 0.25;
/// How long it steps out of the way of a shot, in seconds.
const SIDESTEP: f64 = 0.22;
/// Of a hundred shots that come, how many a weak bot steps away from, and how many more a strong one does.
const SIDESTEPS: (f64, f64) = (19.0, 21.0);
/// Of a hundred lines that are charged, how many a weak bot does something about, and how many more a strong one.
const LINES: (f64, f64) = (40.0, 40.0);
/// How many of these by a dash, in percent.
const DODGE_DASHES: u32 = 75;
const LINE_DASHES: u32 = 93;
/// Of a hundred lines that it does nothing else about, before how many it holds its shield.
const LINE_SHIELDS: u32 = 15;
/// Of a hundred shots that come where it aims, against how many a weak bot raises its shield, and how many more a strong one.
const SHIELDS: (f64, f64) = (2.0, 5.0);
/// It is raised by so much before what it is to stop arrives, and held for so long, in seconds.
const SHIELD_BEFORE: f64 = 0.06;
const SHIELD_HELD: f64 = 0.1;
/// A dash is begun by so much before what it is to refuse arrives, in seconds, and a bot's hand is off that by this share
/// of its reaction either way.
const DASH_BEFORE: f64 = 0.04;
const HAND_OFF: f64 = 0.3;
/// Of a thousand views in which a dash would close in on a far target, in how many it is done.
const CLOSING_DASHES: u32 = 12;

impl BotBrain {
    /// Where to walk, and whether to dash.
    pub(super) fn move_body(&mut self, scene: &Scene<'_>) {
        if let Some(threat) = self.threat(scene) {
            self.evade(scene, threat);
        }
        self.mind_lines(scene);
        let angle = match (self.sidestep.filter(|(_, until)| self.now < *until), self.task) {
            (Some((angle, _)), _) => Some(angle),
            (None, Task::Fight) => self.strafe(scene),
            (None, Task::Hunt(goal) | Task::Wind(goal) | Task::Roam(goal) | Task::Retreat { goal, .. }) => {
                let ground = scene.ground(self.now);
                let angle = self.legs.toward(goal, scene.place, &ground, &mut self.chance);
                if angle.is_none() && matches!(self.task, Task::Roam(_)) {
                    self.task = Task::Roam(self.far_place(scene));
                }
                angle
            }
        };
        // Who fights or hides stays on purpose. A glimpse of an enemy around a corner is no fight yet: two who step out and
        // back at the same beat would do so for ever, and are caught.
        let stays = match self.task {
            Task::Fight => self.open_target().is_some(),
            Task::Retreat { .. } => true,
            Task::Hunt(_) | Task::Wind(_) | Task::Roam(_) => false,
        };
        if stays {
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
        let reaction = Time(scene.skill.reaction).ticks(scene.view.tuning.step());
        self.dodge.threat(&scene.body(), &scene.view.snapshot, self.now, reaction)
    }

    /// Steps or dashes out of the way of a shot, sometimes.
    fn evade(&mut self, scene: &Scene<'_>, threat: Threat) {
        let shields = SHIELDS.0 + SHIELDS.1 * scene.skill.share;
        if below(&mut self.chance, 100) < shields as u32 {
            self.plan_shield(scene, self.now + (threat.seconds / scene.step) as u32, threat.way);
            return;
        }
        let steps = SIDESTEPS.0 + SIDESTEPS.1 * scene.skill.share;
        if below(&mut self.chance, 100) >= steps as u32 || !self.is_free(scene, threat.side) {
            return;
        }
        let angle = Angle::of(threat.side);
        if below(&mut self.chance, 100) < DODGE_DASHES {
            self.plan_dash(scene, self.now + (threat.seconds / scene.step) as u32, angle, None);
        } else {
            self.sidestep = Some((angle, self.now + scene.ticks(SIDESTEP)));
        }
    }

    /// Decides about the line that is charged and leads here, once, and calls a dash off when it leads elsewhere.
    fn mind_lines(&mut self, scene: &Scene<'_>) {
        let body = scene.body();
        let leads_here = |track: &&Track| {
            let reach = scene.reach(track.weapon);
            track.charging.is_some() && track.seen == self.now && dodge::line(&body, track, reach).is_some()
        };
        if let Some(seat) = self.dash.and_then(|dash| dash.line)
            && !self.senses.track(seat).as_ref().is_some_and(leads_here)
        {
            self.dash = None;
        }
        let first = self.senses.tracks().iter().filter(leads_here).min_by_key(|track| track.charging);
        let Some((seat, since, track)) = first.and_then(|track| Some((track.seat, track.charging?, track))) else {
            return;
        };
        let reaction = Time(scene.skill.reaction).ticks(scene.view.tuning.step());
        if self.judged == Some((seat, since)) || self.now < since + reaction {
            return;
        }
        let Some(side) = dodge::line(&body, track, scene.reach(track.weapon)) else { return };
        let full = since + scene.charge(track.weapon);
        let way = track.aim;
        self.judged = Some((seat, since));
        self.slip(scene, side, full, seat);
        let without = self.dash.is_none() && self.sidestep.is_none();
        if without && below(&mut self.chance, 100) < LINE_SHIELDS {
            self.plan_shield(scene, full, way);
        }
    }

    /// Dashes through a line at the last moment, or steps out of it; sometimes, by skill.
    fn slip(&mut self, scene: &Scene<'_>, side: Vec2, full: u32, seat: u8) {
        let minds = LINES.0 + LINES.1 * scene.skill.share;
        if below(&mut self.chance, 100) >= minds as u32 {
            return;
        }
        let Some(side) = [side, side * -1.0].into_iter().find(|side| self.is_free(scene, *side)) else { return };
        let angle = Angle::of(side);
        if below(&mut self.chance, 100) < LINE_DASHES {
            self.plan_dash(scene, full, angle, Some(seat));
        } else {
            self.sidestep = Some((angle, full));
        }
    }

    /// A dash that refuses what arrives at this tick, if the hand is on time.
    fn plan_dash(&mut self, scene: &Scene<'_>, arrival: u32, angle: Angle, line: Option<u8>) {
        let early = ((DASH_BEFORE + self.off(scene)) / scene.step + 0.5).floor() as i64;
        let at = (i64::from(arrival) - early).max(i64::from(self.now)) as u32;
        let ready = self.now + Time(scene.own.dash_wait.into()).ticks(scene.view.tuning.step());
        if ready <= at {
            self.dash = Some(Dash { at, angle, line });
        }
    }

    /// Raises the shield against what flies along `way` and arrives at this tick, if the bot looks there and the hand is free.
    fn plan_shield(&mut self, scene: &Scene<'_>, arrival: u32, way: Angle) {
        let tuning = &scene.view.tuning;
        let charges = scene.own.busy < 0;
        if charges || scene.own.shield < 0 || self.shield.is_some() || !shield::faces(self.aim.angle, way, tuning) {
            return;
        }
        let early = ((SHIELD_BEFORE + self.off(scene)) / scene.step + 0.5).floor() as i64;
        let at = (i64::from(arrival) - early).max(i64::from(self.now)) as u32;
        self.shield = Some((at, at.max(arrival) + scene.ticks(SHIELD_HELD)));
    }

    /// By how much the hand is off the right moment, in seconds.
    fn off(&mut self, scene: &Scene<'_>) -> f64 {
        let reaction = Time(scene.skill.reaction).seconds();
        (f64::from(below(&mut self.chance, 2001)) / 1000.0 - 1.0) * reaction * HAND_OFF
    }

    fn is_free(&self, scene: &Scene<'_>, side: Vec2) -> bool {
        scene.chart.is_clear(&scene.view.map, scene.place, scene.place + side * STRAFE_ROOM)
    }

    fn dash_now(&mut self, scene: &Scene<'_>) {
        if scene.own.dash_wait == 0 && scene.own.buttons() & DASH == 0 {
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
        // Far away it comes nearer first, and strafes more once it is there.
        let across = 1.0 - ZIG * pull.max(0.0);
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
            self.dash_now(scene);
        }
        chosen.map(Angle::of)
    }

    fn turn_strafe(&mut self, scene: &Scene<'_>) {
        let share = f64::from(below(&mut self.chance, 1000)) / 1000.0;
        self.strafe = (-self.strafe.0, self.now + scene.ticks(STRAFE.0 + share * STRAFE.1));
    }
}

impl Scene<'_> {
    /// The own body, to judge what comes at it.
    fn body(&self) -> dodge::Body<'_> {
        dodge::Body {
            spared_by: 1 << self.view.seat.0 | self.spares(),
            place: self.place,
            velocity: self.velocity,
            radius: units(self.view.tuning.body.radius) + self.gun.radius,
            shot_speeds: std::array::from_fn(|slot| self.shot_speed(slot)),
            map: &self.view.map,
        }
    }

    /// Whose shots pass through this body, beside its own.
    fn spares(&self) -> u64 {
        if self.view.tuning.round.friendly_fire == 0 { self.view.mates } else { 0 }
    }

    /// How fast the shots of this slot fly.
    fn shot_speed(&self, slot: usize) -> f64 {
        match self.view.tuning.weapons.get(slot).map(|weapon| &weapon.kind) {
            Some(WeaponKind::Projectile(weapon)) => units(weapon.speed),
            _ => f64::INFINITY,
        }
    }

    /// How far the ray in this slot goes; nowhere if it is none.
    fn reach(&self, slot: u8) -> f64 {
        match self.view.tuning.weapon(slot).map(|weapon| &weapon.kind) {
            Some(WeaponKind::Ray(ray)) => units(ray.reach),
            _ => 0.0,
        }
    }

    /// How long it charges, in ticks.
    fn charge(&self, slot: u8) -> u32 {
        match self.view.tuning.weapon(slot).map(|weapon| &weapon.kind) {
            Some(WeaponKind::Ray(ray)) => Time(ray.charge.max(0) as u32).ticks(self.view.tuning.step()),
            _ => 0,
        }
    }
}
