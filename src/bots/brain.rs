//! What decides for a bot: whom to fight, where to go, when to shoot. It knows its views and nothing else.
//!
//! ```text
//! each view:  senses ─▶ target ─▶ task ─▶ where to walk, where to look, whether to shoot
//! each tick:  the hand turns toward the look; the finger pulls once the hand is there
//!
//! task:  Fight    a line without walls leads to the target: keep the distance, strafe, shoot
//!        Hunt     the target is known but covered: walk around the walls
//!        Retreat  badly hurt: break the line, then come back
//!        Roam     nobody is near: walk from cover to cover
//! ```

mod choice;
mod moves;

use std::sync::Arc;

use rand_pcg::Pcg32;

use super::aim::{self, Aim, Moment};
use super::dodge::Dodge;
use super::legs::{Ground, Legs};
use super::navigation::{Atlas, Navigation};
use super::senses::{Senses, Track};
use crate::protocol::Own;
use crate::room::{Brain, View};
use crate::sim::grid::units;
use crate::sim::input::{FIRE, RELOAD};
use crate::sim::tuning::{Persona, Temper, WeaponKind};
use crate::sim::{Angle, Input, Point, Tuning, Vec2, Walk};

/// How long an enemy out of view is remembered, in seconds.
const MEMORY: f64 = 10.0;
/// Calm for so long, in seconds: time to reload a clip that is half empty.
const CALM: f64 = 0.7;
/// A bot opens fire within this many times the distance at which it likes to fight: from further off it comes nearer.
const OPEN_FIRE: f64 = 1.8;
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
    /// Decides its persona, where none is named.
    number: u32,
    persona: Option<String>,
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
    /// Who hit this bot last, and until when it is angry about it.
    provoked: Option<(u8, u32)>,
    retreat_again: u32,
    /// Until when it takes a breath.
    breath: u32,
    /// When an enemy was last in the open.
    alarmed: u32,
    walk: Walk,
    /// Until when it does not turn around again.
    turned: u32,
    /// How far off the look the hand may be to shoot; none to hold fire.
    trigger: Option<i32>,
    /// Buttons to press at the next tick, once.
    press: u8,
}

/// What is asked of the weapon in hand, in units.
#[derive(Clone, Copy)]
struct Gun {
    /// Infinite for a ray.
    speed: f64,
    radius: f64,
    reach: f64,
    clip: i32,
}

impl Gun {
    fn of(kind: &WeaponKind) -> Gun {
        match kind {
            WeaponKind::Projectile(weapon) => Gun {
                speed: units(weapon.speed),
                radius: units(weapon.radius),
                reach: units(weapon.reach),
                clip: weapon.clip,
            },
            WeaponKind::Ray(weapon) => Gun {
                speed: f64::INFINITY,
                radius: units(weapon.radius),
                reach: units(weapon.reach),
                clip: weapon.clip,
            },
        }
    }
}

/// One view, with what is asked of it most.
struct Scene<'a> {
    view: &'a View,
    own: &'a Own,
    place: Vec2,
    velocity: Vec2,
    weapon: Gun,
    temper: &'a Temper,
    step: f64,
    /// Since the view before, in seconds; zero at the first one.
    seconds: f64,
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

    fn play_as(&mut self, persona: &str) {
        self.persona = Some(persona.to_owned());
    }
}

impl BotBrain {
    /// A bot whose chance is decided by seed and number.
    pub fn new(seed: u64, number: u32, atlas: Arc<Atlas>) -> BotBrain {
        BotBrain {
            number,
            persona: None,
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
            provoked: None,
            retreat_again: 0,
            breath: 0,
            alarmed: 0,
            walk: Walk::default(),
            turned: 0,
            trigger: None,
            press: 0,
        }
    }

    /// Dead: everything is forgotten but the hand.
    fn rest(&mut self) {
        self.senses.forget();
        self.legs.rest();
        (self.task, self.target, self.sidestep, self.provoked) = (Task::Fight, None, None, None);
        (self.walk, self.trigger, self.press) = (Walk::default(), None, 0);
    }

    /// What is done in this tick with what was decided at the last view.
    fn hands(&mut self, tuning: &Tuning) -> Input {
        self.aim.turn(tuning.step().seconds());
        let fire = self.trigger.is_some_and(|tolerance| self.aim.off() <= tolerance);
        let buttons = std::mem::take(&mut self.press) | if fire { FIRE } else { 0 };
        Input { buttons, walk: self.walk, aim: self.aim.angle, weapon: 0 }
    }

    /// A new view.
    fn take_in(&mut self, view: &View, own: &Own) {
        let radius = view.tuning.body.radius;
        let chart = match self.chart.take().filter(|chart| chart.fits(&view.map, radius)) {
            Some(chart) => chart,
            None => self.atlas.chart(&view.map, radius),
        };
        let Some(weapon) = view.tuning.weapon(own.weapon).map(|weapon| Gun::of(&weapon.kind)) else { return };
        let Some(Persona { temper, .. }) = self.persona_of(&view.tuning) else { return };
        let place = Point { x: own.x, y: own.y }.units();
        let velocity = Point { x: own.vx, y: own.vy }.units();
        let step = view.tuning.step().seconds();
        let seconds = self.viewed.map_or(0.0, |(_, at)| f64::from(self.now - at) * step);
        let scene = Scene { view, own, place, velocity, weapon, temper, step, seconds, chart: &chart };
        self.viewed = Some((view.snapshot.tick, self.now));
        let memory = scene.ticks(MEMORY);
        self.senses.update(view.seat.0, place, &view.snapshot, &view.map, self.now, seconds, memory);
        self.feel(&scene);
        self.choose_target(&scene);
        self.choose_task(&scene);
        self.move_body(&scene);
        self.point(&scene);
        self.reload(&scene);
        self.chart = Some(chart);
    }

    /// The persona that was named, as long as there is one of that name, or the one that its number decides.
    fn persona_of<'t>(&self, tuning: &'t Tuning) -> Option<&'t Persona> {
        let named = tuning.personas.iter().find(|persona| Some(&persona.name) == self.persona.as_ref());
        named.or_else(|| tuning.personas.get(self.number as usize % tuning.personas.len().max(1)))
    }

    /// The target, if it has been in the open for long enough to act on it.
    fn open_target(&self) -> Option<&Track> {
        let track = self.target.and_then(|seat| self.senses.track(seat))?;
        track.open_since.filter(|since| self.now - since >= self.reaction).map(|_| track)
    }

    /// Where to look, and whether to shoot: only along a line without walls, within reach, at who can be hit.
    fn point(&mut self, scene: &Scene<'_>) {
        self.trigger = None;
        let tuning = &scene.view.tuning;
        let Some(target) = self.open_target() else {
            let ahead = self.legs.ahead(scene.place, LOOK_AHEAD).filter(|_| self.task != Task::Fight);
            let open = self.senses.tracks().iter().filter(|track| track.open_since.is_some());
            let nearest = open.map(|track| track.place).min_by_key(|place| (*place - scene.place).length() as u32);
            let look = nearest.or(ahead);
            self.aim.glance(look.map_or(self.aim.angle, |look| Angle::of(look - scene.place)));
            return;
        };
        let meeting = aim::lead(scene.place, target.place, target.velocity, scene.weapon.speed);
        let map = &scene.view.map;
        // A walker may be about to turn or to meet a wall: where no line leads to the full lead, half of it will do.
        let aims = [1.0, 0.5, 0.0].map(|share| target.place + (meeting - target.place) * share);
        let clear = aims.into_iter().find(|place| map.sees(target.place, *place) && map.sees(scene.place, *place));
        let meeting = clear.unwrap_or(target.place);
        let distance = (meeting - scene.place).length();
        let right = Angle::of(meeting - scene.place);
        let reach = scene.weapon.reach + units(tuning.body.radius);
        let in_reach = distance <= reach.min(units(scene.temper.distance) * OPEN_FIRE);
        let shoots = in_reach && !target.refuses && clear.is_some();
        let moment = Moment { now: self.now, step: scene.step };
        self.aim.follow(right, scene.seconds, tuning.bots.aim_error, moment, &mut self.chance);
        self.trigger = shoots.then_some((TRIGGER / distance.max(TRIGGER) * PER_RADIAN) as i32);
    }

    /// A clip that is half empty is filled when nobody is in the open.
    fn reload(&mut self, scene: &Scene<'_>) {
        let half_empty = i32::from(scene.own.clip()) * 2 <= scene.weapon.clip;
        let calm = self.now - self.alarmed.min(self.now) > scene.ticks(CALM);
        if half_empty && calm && scene.own.busy == 0 {
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
