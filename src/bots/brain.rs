//! What decides for a bot: whom to fight, where to go, when to shoot. It knows its views and nothing else.
//!
//! ```text
//! each view:  senses ─▶ target ─▶ task ─▶ weapon, where to walk, where to look, whether to shoot
//! each tick:  the hand turns toward the look; the finger pulls once the hand is there; a planned dash is made in time
//!
//! task:  Fight    a line without walls leads to the target: keep the distance, strafe, shoot
//!        Hunt     the target is known but covered: walk around the walls
//!        Wind     loose thread or a thing to pick up is worth the way: go there, and shoot meanwhile at whoever stands in the open
//!        Retreat  badly hurt, or the clip is empty: break the line, then come back
//!        Roam     nobody is near: walk from cover to cover
//! ```

mod arms;
mod choice;
mod errands;
mod moves;

use std::sync::Arc;

use rand_pcg::Pcg32;

use super::aim::Aim;
use super::dodge::Dodge;
use super::legs::{Ground, Legs};
use super::navigation::{Atlas, Navigation};
use super::senses::Senses;
use super::skill::{Part, Skill};
use crate::protocol::Own;
use crate::room::{Brain, View};
use crate::sim::input::{DASH, FIRE, SHIELD};
use crate::sim::tuning::{Persona, Temper};
use crate::sim::{Angle, Input, Point, Seen, Tuning, Vec2, Walk};
use arms::Gun;
use errands::Errands;

/// How long an enemy out of view is remembered, in seconds.
const MEMORY: f64 = 10.0;
/// Units of an angle in one radian.
const PER_RADIAN: f64 = 65536.0 / std::f64::consts::TAU;

/// What a bot is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Task {
    Fight,
    Hunt(Vec2),
    Wind(Vec2),
    Retreat { goal: Vec2, until: u32 },
    Roam(Vec2),
}

/// Decides for a bot.
pub struct BotBrain {
    /// Decides its persona, where neither a name nor its part does.
    number: u32,
    /// The persona that a designer asked for.
    named: Option<String>,
    part: Part,
    /// Who is to be spared, a bit for each seat.
    newcomers: u64,
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
    errands: Errands,
    task: Task,
    target: Option<u8>,
    /// How long this bot takes to act on the present target, in ticks.
    reaction: u32,
    /// Side of the strafe, and when it may change.
    strafe: (f64, u32),
    sidestep: Option<(Angle, u32)>,
    dash: Option<Dash>,
    /// When the shield is to be raised, and until when it is held.
    shield: Option<(u32, u32)>,
    /// The line about which it has decided: whose, and since when that was charged.
    judged: Option<(u8, u32)>,
    /// The weapon that it wants in hand, and until when it wants no other.
    weapon: u8,
    keep: u32,
    /// Who hit this bot last, and until when it is angry about it.
    provoked: Option<(u8, u32)>,
    /// Who hit or killed a mate, and until when that counts.
    avenged: Option<(u8, u32)>,
    retreat_again: u32,
    /// It was reloading at the last view.
    reloading: bool,
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

/// A dash that is planned.
#[derive(Clone, Copy, Debug)]
struct Dash {
    at: u32,
    angle: Angle,
    /// Whose line it is to get out of; none for a projectile.
    line: Option<u8>,
}

/// One view, with what is asked of it most.
struct Scene<'a> {
    view: &'a View,
    own: &'a Own,
    place: Vec2,
    velocity: Vec2,
    gun: Gun,
    temper: &'a Temper,
    skill: Skill,
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
        self.named = Some(persona.to_owned());
    }

    fn ease(&mut self, newcomers: u64) {
        self.newcomers = newcomers;
    }
}

impl BotBrain {
    /// A bot whose chance is decided by seed and number.
    pub fn new(seed: u64, number: u32, atlas: Arc<Atlas>) -> BotBrain {
        BotBrain::playing(Part::default(), seed, number, atlas)
    }

    /// The same in a part.
    pub fn playing(part: Part, seed: u64, number: u32, atlas: Arc<Atlas>) -> BotBrain {
        BotBrain {
            number,
            named: None,
            part,
            newcomers: 0,
            atlas,
            chart: None,
            chance: Pcg32::new(seed, u64::from(number)),
            now: 0,
            viewed: None,
            senses: Senses::default(),
            aim: Aim::default(),
            dodge: Dodge::default(),
            legs: Legs::default(),
            errands: Errands::default(),
            task: Task::Fight,
            target: None,
            reaction: 0,
            strafe: (1.0, 0),
            sidestep: None,
            dash: None,
            shield: None,
            judged: None,
            weapon: 0,
            keep: 0,
            provoked: None,
            avenged: None,
            retreat_again: 0,
            reloading: false,
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
        (self.walk, self.trigger, self.press, self.dash) = (Walk::default(), None, 0, None);
        self.shield = None;
        self.keep = 0;
    }

    /// What is done in this tick with what was decided at the last view.
    fn hands(&mut self, tuning: &Tuning) -> Input {
        self.aim.turn(tuning.step().seconds());
        self.shield = self.shield.filter(|(_, until)| self.now < *until);
        let held = match self.shield.filter(|(at, _)| self.now >= *at) {
            Some(_) => SHIELD,
            None if self.trigger.is_some_and(|tolerance| self.aim.off() <= tolerance) => FIRE,
            None => 0,
        };
        let buttons = std::mem::take(&mut self.press) | held;
        let input = Input { buttons, walk: self.walk, aim: self.aim.angle, weapon: self.weapon, seen: Seen::PRESENT };
        match self.dash.filter(|dash| self.now >= dash.at) {
            Some(dash) => {
                self.dash = None;
                Input { buttons: buttons | DASH, walk: Walk::toward(dash.angle), ..input }
            }
            None => input,
        }
    }

    /// A new view.
    fn take_in(&mut self, view: &View, own: &Own) {
        let radius = view.tuning.body.radius;
        let chart = match self.chart.take().filter(|chart| chart.fits(&view.map, radius)) {
            Some(chart) => chart,
            None => self.atlas.chart(&view.map, radius),
        };
        let Some(gun) = view.tuning.weapon(own.weapon()).map(|weapon| Gun::of(&weapon.kind)) else { return };
        let Some(persona) = self.persona_of(&view.tuning) else { return };
        let (temper, skill) = (&persona.temper, self.part.skill(&view.tuning, self.newcomers != 0));
        let place = Point { x: own.x, y: own.y }.units();
        let velocity = Point { x: own.vx, y: own.vy }.units();
        let step = view.tuning.step().seconds();
        let seconds = self.viewed.map_or(0.0, |(_, at)| f64::from(self.now - at) * step);
        let scene = Scene { view, own, place, velocity, gun, temper, skill, step, seconds, chart: &chart };
        self.viewed = Some((view.snapshot.tick, self.now));
        let memory = scene.ticks(MEMORY);
        self.senses.update(view.mates, place, &view.snapshot, &view.map, self.now, seconds, memory);
        self.feel(&scene);
        self.choose_target(&scene);
        self.choose_task(&scene);
        self.choose_weapon(&scene);
        self.move_body(&scene);
        self.point(&scene);
        self.reload(&scene);
        self.chart = Some(chart);
    }

    /// The persona that was named, as long as there is one of that name, or that of its part.
    fn persona_of<'t>(&self, tuning: &'t Tuning) -> Option<&'t Persona> {
        let named = tuning.personas.iter().find(|persona| Some(&persona.name) == self.named.as_ref());
        named.or_else(|| self.part.persona(self.number, tuning))
    }
}

impl<'a> Scene<'a> {
    fn ticks(&self, seconds: f64) -> u32 {
        (seconds / self.step) as u32 + 1
    }

    /// How much of its health is missing, 0 to 1.
    fn need(&self) -> f64 {
        1.0 - f64::from(self.own.health) / f64::from(self.view.tuning.body.health.max(1))
    }

    /// Health is below the share at which this temper breaks off.
    fn is_hurt(&self) -> bool {
        let health = i64::from(self.own.health) * 1000;
        health < i64::from(self.view.tuning.body.health) * i64::from(self.temper.nerve)
    }

    fn ground(&self, now: u32) -> Ground<'a> {
        Ground { map: &self.view.map, chart: self.chart, now, step: self.step }
    }
}
