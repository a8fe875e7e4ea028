//! Whom to fight and what to be about: which enemy promises most, when to break off, where to roam.

use super::{BotBrain, Scene, Task};
use crate::bots::senses::Track;
use crate::protocol::{Hurt, Killed, WireEvent};
use crate::sim::chance::below;
use crate::sim::grid::units;
use crate::sim::{Time, Vec2};

/// A remembered enemy that is not seen although it was last this near is not there any more, in units.
const GONE: f64 = 300.0;
/// At this share of full health, in percent, a bot breaks off.
const RETREAT_HEALTH: i32 = 25;
/// How long it stays away, and how long it fights on before it does so again, in seconds.
const RETREAT: f64 = 2.0;
const RETREAT_AGAIN: f64 = 6.0;
/// Places that are looked at to find cover, and how far it may be, in units.
const COVER_TRIES: u32 = 24;
const COVER_DISTANCE: f64 = 480.0;
/// Places among which the farthest is roamed to.
const ROAM_TRIES: u32 = 8;
/// Farther than this is no better, in units.
const ROAM_FAR: f64 = 600.0;
/// A place that an enemy in view sees counts as so much nearer, in units: roaming keeps to cover.
const EXPOSED: f64 = 900.0;
/// After a kill a bot takes a breath for so long, in seconds, unless somebody hits it or comes as near as this, in units.
const BREATH: f64 = 2.0;
const BREATH_ROOM: f64 = 200.0;
/// It takes on whoever is within this many times that distance, and from further off only who hit it in the last
/// [`ANGER`] seconds: crossing the map is for those who choose their fights.
const TAKE_ON: f64 = 1.9;
const ANGER: f64 = 3.0;

impl BotBrain {
    /// Who has hit this bot, and whom it has killed.
    pub(super) fn feel(&mut self, scene: &Scene<'_>) {
        let me = scene.view.seat.0;
        for event in &scene.view.snapshot.events {
            match event {
                WireEvent::Hurt(Hurt { seat, by: Some(by), .. }) if *seat == me => {
                    self.provoked = Some((*by, self.now + scene.ticks(ANGER)));
                }
                WireEvent::Killed(Killed { by: Some(by), .. }) if *by == me => {
                    self.breath = self.now + scene.ticks(BREATH);
                }
                _ => (),
            }
        }
    }

    /// The enemy that promises most: near, in the open, weak, and preferably the present one.
    pub(super) fn choose_target(&mut self, scene: &Scene<'_>) {
        let liked = units(scene.temper.distance);
        let near = if self.now < self.breath { BREATH_ROOM } else { liked * TAKE_ON };
        let rate = |track: &Track| {
            let away = (track.place - scene.place).length();
            let unseen = track.seen != self.now;
            let provoked = self.provoked.is_some_and(|(seat, until)| seat == track.seat && self.now < until);
            if (unseen && away < GONE) || (away > near && !provoked) {
                return None;
            }
            let worse = |worse: bool, by: f64| if worse { by } else { 0.0 };
            let health = f64::from(track.health * 250 / scene.view.tuning.body.health.max(1));
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

    pub(super) fn choose_task(&mut self, scene: &Scene<'_>) {
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

    /// A place far away that few enemies see.
    pub(super) fn far_place(&mut self, scene: &Scene<'_>) -> Vec2 {
        let places = scene.chart.places() as u32;
        let mut best = (f64::NEG_INFINITY, scene.place);
        for _ in 0..ROAM_TRIES {
            let place = scene.chart.place(below(&mut self.chance, places) as usize);
            let seen = self.senses.tracks().iter().filter(|track| track.seen == self.now);
            let exposed = seen.filter(|track| scene.view.map.sees(track.place, place)).count();
            let rated = (place - scene.place).length().min(ROAM_FAR) - EXPOSED * exposed as f64;
            if rated > best.0 {
                best = (rated, place);
            }
        }
        best.1
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
}
