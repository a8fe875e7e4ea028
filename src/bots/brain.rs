//! What decides for a bot: whom to fight, where to go, when to shoot. It knows its views and nothing else.
//!
//! ```text
//! each view:  senses ─▶ target ─▶ task ─▶ where to walk, where to look, whether to shoot
//! each tick:  the hand turns toward the look; the finger pulls once the hand is there
//!
//! task:  Fight    a line without walls leads to the target: keep the distance, strafe, shoot
//!        Hunt     the target is known but covered: walk around the walls
//!        Retreat  badly hurt: break the line, then come back
//!        Roam     nobody is known: cross the map
//! ```

use std::sync::Arc;

use rand_pcg::Pcg32;

use super::aim::{self, Aim};
use super::dodge::{self, Dodge, Threat};
use super::legs::{Ground, Legs};
use super::navigation::{Atlas, Navigation};
use super::senses::{Senses, Track};
use crate::protocol::Own;
use crate::room::{Brain, View};
use crate::sim::chance::below;
use crate::sim::grid::units;
use crate::sim::input::{DASH, FIRE, RELOAD};
use crate::sim::tuning::{Projectile, WeaponKind};
use crate::sim::{Angle, Input, Point, SeatId, Time, Tuning, Vec2, Walk};

/// How long an enemy out of view is remembered, in seconds.
const MEMORY: f64 = 10.0;
/// A remembered enemy that is not seen although it was last this near is not there any more, in units.
const GONE: f64 = 300.0;
/// A bot strafes one way for so long, in seconds: at least, and up to so much longer.
const STRAFE: (f64, f64) = (0.4, 0.9);
/// How far ahead a strafing bot wants its way to be free, in units.
const STRAFE_ROOM: f64 = 60.0;
/// How long it steps out of the way of a shot, in seconds.
const SIDESTEP: f64 = 0.22;
/// Of a hundred shots that come, how many are stepped away from, and how many of these by a dash.
const SIDESTEPS: u32 = 45;
const DODGE_DASHES: u32 = 30;
/// Of a thousand views in which a dash would close in on a far target, in how many it is done.
const CLOSING_DASHES: u32 = 12;
/// At this share of full health, in percent, a bot breaks off.
const RETREAT_HEALTH: i32 = 35;
/// How long it stays away, and how long it fights on before it does so again, in seconds.
const RETREAT: f64 = 2.0;
const RETREAT_AGAIN: f64 = 6.0;
/// Places that are looked at to find cover, and how far it may be, in units.
const COVER_TRIES: u32 = 24;
const COVER_DISTANCE: f64 = 480.0;
/// Places among which the farthest is roamed to.
const ROAM_TRIES: u32 = 3;
/// Calm for so long, in seconds: time to reload a clip that is half empty.
const CALM: f64 = 0.7;
/// How far ahead on its way a walking bot looks, in units.
const LOOK_AHEAD: f64 = 160.0;
/// The finger pulls when the shot would pass the aimed-at point within this, in units.
const TRIGGER: f64 = 22.0;
/// Units of an angle in one radian.
const PER_RADIAN: f64 = 65536.0 / std::f64::consts::TAU;

/// What a bot is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Task {
    Fight,
    Hunt(Vec2),
    Retreat { goal: Vec2, until: u32 },
    Roam(Vec2),
}

/// Decides for a bot.
pub struct BotBrain {
    atlas: Arc<Atlas>,
    chart: Option<Arc<Navigation>>,
    chance: Pcg32,
    /// Counts the ticks in which it was asked.
    now: u32,
    /// Tick of the newest view, and when that came.
    viewed: Option<(u32, u32)>,
    senses: Senses,
    aim: Aim,
    dodge: Dodge,
    legs: Legs,
    task: Task,
    target: Option<u8>,
    /// How long this bot takes to act on the present target, in ticks.
    reaction: u32,
    /// Side of the strafe, and when it may change.
    strafe: (f64, u32),
    sidestep: Option<(Angle, u32)>,
    retreat_again: u32,
    /// When an enemy was last in the open.
    alarmed: u32,
    walk: Walk,
    /// Where the hand turns to.
    look: Angle,
    /// How far off the look the hand may be to shoot; none to hold fire.
    trigger: Option<i32>,
    /// Buttons to press at the next tick, once.
    press: u8,
}

/// One view, with what is asked of it most.
struct Scene<'a> {
    view: &'a View,
    own: &'a Own,
    place: Vec2,
    velocity: Vec2,
    weapon: &'a Projectile,
    step: f64,
    chart: &'a Navigation,
}

impl Brain for BotBrain {
    fn act(&mut self, view: &View) -> Input {
        self.now += 1;
        let tick = view.snapshot.tick;
        match view.snapshot.own.as_ref().filter(|own| own.is_alive()) {
            None => self.rest(),
            Some(_) if self.viewed.is_some_and(|(viewed, _)| viewed == tick) => (),
            Some(own) => self.take_in(view, own),
        }
        self.hands(&view.tuning)
    }
}

impl BotBrain {
    /// A bot whose chance is decided by seed and number.
    pub fn new(seed: u64, number: u32, atlas: Arc<Atlas>) -> BotBrain {
        BotBrain {
            atlas,
            chart: None,
            chance: Pcg32::new(seed, u64::from(number)),
            now: 0,
            viewed: None,
            senses: Senses::default(),
            aim: Aim::default(),
            dodge: Dodge::default(),
            legs: Legs::default(),
            task: Task::Fight,
            target: None,
            reaction: 0,
            strafe: (1.0, 0),
            sidestep: None,
            retreat_again: 0,
            alarmed: 0,
            walk: Walk::default(),
            look: Angle::default(),
            trigger: None,
            press: 0,
        }
    }

    /// The seat that it is fighting or after.
    pub fn target(&self) -> Option<SeatId> {
        self.target.map(SeatId)
    }

    /// Dead: everything is forgotten but the hand.
    fn rest(&mut self) {
        self.senses.forget();
        self.legs.rest();
        (self.task, self.target, self.sidestep) = (Task::Fight, None, None);
        (self.walk, self.trigger, self.press) = (Walk::default(), None, 0);
    }

    /// What is done in this tick with what was decided at the last view.
    fn hands(&mut self, tuning: &Tuning) -> Input {
        self.aim.turn(self.look, tuning.step().seconds());
        let fire = self.trigger.is_some_and(|tolerance| self.aim.off(self.look) <= tolerance);
        let buttons = std::mem::take(&mut self.press) | if fire { FIRE } else { 0 };
        Input { buttons, walk: self.walk, aim: self.aim.angle }
    }

    /// A new view.
    fn take_in(&mut self, view: &View, own: &Own) {
        let radius = view.tuning.body.radius;
        let chart = match self.chart.take().filter(|chart| chart.fits(&view.map, radius)) {
            Some(chart) => chart,
            None => self.atlas.chart(&view.map, radius),
        };
        let Some(WeaponKind::Projectile(weapon)) = view.tuning.weapon(own.weapon).map(|weapon| &weapon.kind) else {
            return;
        };
        let place = Point { x: own.x, y: own.y }.units();
        let velocity = Point { x: own.vx, y: own.vy }.units();
        let step = view.tuning.step().seconds();
        let scene = Scene { view, own, place, velocity, weapon, step, chart: &chart };
        let ticks = self.viewed.map_or(0, |(_, at)| self.now - at);
        self.viewed = Some((view.snapshot.tick, self.now));
        let seconds = f64::from(ticks) * step;
        let memory = scene.ticks(MEMORY);
        self.senses.update(view.seat.0, place, &view.snapshot, &view.map, self.now, seconds, memory);
        self.choose_target(&scene);
        self.choose_task(&scene);
        self.move_body(&scene);
        self.point(&scene);
        self.reload(&scene);
        self.chart = Some(chart);
    }

    /// The enemy that promises most: near, in the open, weak, and preferably the present one.
    fn choose_target(&mut self, scene: &Scene<'_>) {
        let rate = |track: &Track| {
            let away = (track.place - scene.place).length();
            let unseen = track.seen != self.now;
            if unseen && away < GONE {
                return None;
            }
            let worse = |worse: bool, by: f64| if worse { by } else { 0.0 };
            let health = f64::from(track.health * 100 / scene.view.tuning.body.health.max(1));
            let rated = away
                + health
                + worse(track.open_since.is_none(), 250.0)
                + worse(unseen, 250.0)
                + worse(track.refuses, 200.0)
                + worse(self.target != Some(track.seat), 120.0);
            Some((rated as u32, track.seat))
        };
        let target = self.senses.tracks().iter().filter_map(rate).min().map(|(_, seat)| seat);
        if target != self.target {
            self.target = target;
            let base = scene.view.tuning.bots.reaction.max(0) as u32;
            let fifth = base / 5;
            let time = base - fifth + below(&mut self.chance, 2 * fifth + 1);
            self.reaction = Time(time).ticks(scene.view.tuning.step());
        }
        if self.senses.tracks().iter().any(|track| track.open_since.is_some()) {
            self.alarmed = self.now;
        }
    }

    /// The target, if it has been in the open for long enough to act on it.
    fn open_target(&self) -> Option<&Track> {
        let track = self.target.and_then(|seat| self.senses.track(seat))?;
        track.open_since.filter(|since| self.now - since >= self.reaction).map(|_| track)
    }

    fn choose_task(&mut self, scene: &Scene<'_>) {
        if let Task::Retreat { until, .. } = self.task {
            if self.now < until {
                return;
            }
            self.retreat_again = self.now + scene.ticks(RETREAT_AGAIN);
        }
        let target = self.target.and_then(|seat| self.senses.track(seat));
        self.task = match (target, self.task) {
            (Some(target), _) if target.open_since.is_some() => {
                let (place, health) = (target.place, target.health);
                self.retreat(scene, place, health).unwrap_or(Task::Fight)
            }
            (Some(target), _) => Task::Hunt(target.place),
            (None, Task::Roam(goal)) if self.still_roams(scene, goal) => Task::Roam(goal),
            (None, _) => Task::Roam(self.far_place(scene)),
        };
    }

    fn still_roams(&self, scene: &Scene<'_>, goal: Vec2) -> bool {
        (goal - scene.place).length() > 60.0
    }

    fn far_place(&mut self, scene: &Scene<'_>) -> Vec2 {
        let places = scene.chart.places() as u32;
        let mut far = scene.place;
        for _ in 0..ROAM_TRIES {
            let place = scene.chart.place(below(&mut self.chance, places) as usize);
            if (place - scene.place).length() > (far - scene.place).length() {
                far = place;
            }
        }
        far
    }

    /// Whoever is badly hurt, and worse than the enemy in the open, looks for cover.
    fn retreat(&mut self, scene: &Scene<'_>, enemy: Vec2, enemy_health: i32) -> Option<Task> {
        let health = i32::from(scene.own.health);
        let hurt = health * 100 <= scene.view.tuning.body.health * RETREAT_HEALTH && health < enemy_health;
        if !hurt || self.now < self.retreat_again {
            return None;
        }
        let goal = self.cover(scene, enemy);
        if goal.is_none() {
            self.retreat_again = self.now + scene.ticks(1.0);
        }
        goal.map(|goal| Task::Retreat { goal, until: self.now + scene.ticks(RETREAT) })
    }

    /// The nearest of some places that the enemy does not see and that is not behind it.
    fn cover(&mut self, scene: &Scene<'_>, enemy: Vec2) -> Option<Vec2> {
        let places = scene.chart.places() as u32;
        let mut nearest: Option<(f64, Vec2)> = None;
        for _ in 0..COVER_TRIES {
            let place = scene.chart.place(below(&mut self.chance, places) as usize);
            let way = place - scene.place;
            let distance = way.length();
            let nearer = distance < nearest.map_or(COVER_DISTANCE, |(best, _)| best);
            if nearer && way.dot(enemy - scene.place) <= 0.0 && !scene.view.map.sees(enemy, place) {
                nearest = Some((distance, place));
            }
        }
        nearest.map(|(_, place)| place)
    }

    /// Where to walk, and whether to dash.
    fn move_body(&mut self, scene: &Scene<'_>) {
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
        self.walk = angle.map_or(Walk::default(), Walk::toward);
    }

    fn threat(&mut self, scene: &Scene<'_>) -> Option<Threat> {
        let tuning = &scene.view.tuning;
        let body = dodge::Body {
            seat: scene.view.seat.0,
            place: scene.place,
            velocity: scene.velocity,
            radius: units(tuning.body.radius) + units(scene.weapon.radius),
            shot_speed: units(scene.weapon.speed),
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
        let liked = units(scene.view.tuning.bots.fight_distance).max(1.0);
        let pull = ((to.length() - liked) / (liked * 0.4)).clamp(-1.0, 1.0);
        let ahead = to.normal();
        if self.now >= self.strafe.1 {
            self.turn_strafe(scene);
        }
        let far = to.length() > liked * 1.5;
        let clear = |wish: Vec2| scene.chart.is_clear(&scene.view.map, scene.place, scene.place + wish * STRAFE_ROOM);
        let wish = |side: f64| (Vec2::new(-ahead.y, ahead.x) * side + ahead * pull).normal();
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

    /// Where to look, and whether to shoot: only along a line without walls, within reach, at who can be hit.
    fn point(&mut self, scene: &Scene<'_>) {
        self.trigger = None;
        let tuning = &scene.view.tuning;
        let Some(target) = self.open_target() else {
            let ahead = self.legs.ahead(scene.place, LOOK_AHEAD).filter(|_| self.task != Task::Fight);
            let look = ahead.or_else(|| self.target.and_then(|seat| self.senses.track(seat)).map(|t| t.place));
            self.look = look.map_or(self.look, |look| Angle::of(look - scene.place));
            return;
        };
        let meeting = aim::lead(scene.place, target.place, target.velocity, units(scene.weapon.speed));
        let distance = (meeting - scene.place).length();
        let right = Angle::of(meeting - scene.place);
        let in_reach = distance <= units(scene.weapon.reach) + units(tuning.body.radius);
        let shoots = in_reach && !target.refuses && scene.view.map.sees(scene.place, meeting);
        self.look = self.aim.with_error(right, tuning.bots.aim_error, self.now, scene.step, &mut self.chance);
        self.trigger = shoots.then_some((TRIGGER / distance.max(TRIGGER) * PER_RADIAN) as i32);
    }

    /// A clip that is half empty is filled when nobody is in the open.
    fn reload(&mut self, scene: &Scene<'_>) {
        let half_empty = i32::from(scene.own.clip) * 2 <= scene.weapon.clip;
        let calm = self.now - self.alarmed.min(self.now) > scene.ticks(CALM);
        if half_empty && calm && scene.own.reload == 0 {
            self.press |= RELOAD;
        }
    }
}

impl<'a> Scene<'a> {
    fn ticks(&self, seconds: f64) -> u32 {
        (seconds / self.step) as u32 + 1
    }

    fn ground(&self, now: u32) -> Ground<'a> {
        Ground { map: &self.view.map, chart: self.chart, now, step: self.step }
    }
}
