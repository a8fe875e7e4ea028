//! One tick, as a list of named systems.
//!
//! `step` takes the world, what changes it from outside, the map and the tuning, and answers with what happened. The
//! same arguments give the same world to the bit, on every machine, build profile and thread count. It cannot fail.

use serde::{Deserialize, Serialize};

use super::arms::Arms;
use super::event::{Event, ShotEnd};
use super::grid::{Point, Vec2, units};
use super::input::Input;
use super::map::Map;
use super::movement::{self, Body};
use super::shield::{Shield, step_shield};
use super::side::{self, Mode, Side};
use super::time::Time;
use super::tuning::Tuning;
use super::world::{EndedBy, HISTORY, Life, Phase, Player, Poses, SeatId, World};
use super::{combat, flight, life, pickup, thread};

/// What changes a match from outside, at a tick boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// A seat is filled.
    Join(SeatId),
    /// A seat is left.
    Leave(SeatId),
    /// From now on this is held, until the next one.
    Input(SeatId, Input),
    /// A living body gets full health, full clips and its dash, as a designer wishes.
    Refill(SeatId),
    /// A living body loses all health in this tick, and nobody gets the kill.
    Kill(SeatId),
}

/// A system: one part of a tick.
pub type System = fn(&mut World, &Map, &Tuning, &mut Vec<Event>);

/// The systems in the order in which they run, after the entries have been applied.
pub const SYSTEMS: &[(&str, System)] = &[
    ("walk", walk),
    ("shield", shield),
    ("fire", combat::fire),
    ("fly", flight::fly),
    ("die", life::die),
    ("wind", thread::wind),
    ("pick", pickup::pick),
    ("return", life::come_back),
    ("part", part),
    ("referee", referee),
    ("remember", remember),
];

/// Advances the world by one tick.
pub fn step(world: &mut World, entries: &[Entry], map: &Map, tuning: &Tuning) -> Vec<Event> {
    step_watched(world, entries, map, tuning, |_, _| ())
}

/// The same, and calls `watch` with the name of each system and the world after it.
pub fn step_watched(
    world: &mut World,
    entries: &[Entry],
    map: &Map,
    tuning: &Tuning,
    mut watch: impl FnMut(&str, &World),
) -> Vec<Event> {
    let mut events = Vec::new();
    for entry in entries {
        enter(world, *entry, map, tuning, &mut events);
    }
    watch("enter", world);
    for (name, system) in SYSTEMS {
        system(world, map, tuning, &mut events);
        watch(name, world);
    }
    world.tick = world.tick.plus(1);
    world.now = world.now.after(tuning.step());
    events
}

fn enter(world: &mut World, entry: Entry, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    match entry {
        Entry::Join(seat) => join(world, seat, map, tuning, events),
        Entry::Leave(seat) => leave(world, seat, map, tuning, events),
        Entry::Input(seat, input) => {
            if let Some(player) = world.player_mut(seat) {
                player.input = input;
            }
        }
        Entry::Refill(seat) => refill(world, seat, tuning),
        Entry::Kill(seat) => {
            if let Some(player) = world.player_mut(seat).filter(|player| player.is_alive()) {
                (player.health, player.hurt_by) = (0, None);
            }
        }
    }
}

fn refill(world: &mut World, seat: SeatId, tuning: &Tuning) {
    let now = world.now;
    let Some(player) = world.player_mut(seat).filter(|player| player.is_alive()) else { return };
    player.health = tuning.body.health;
    player.body.dash_ready = now;
    player.arms.refill(tuning);
    player.shield.refill(tuning);
}

fn join(world: &mut World, seat: SeatId, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let Err(at) = world.players.binary_search_by_key(&seat, |p| p.seat) else { return };
    let side = side::side_for(world, seat);
    let player = Player {
        seat,
        side,
        input: Input::default(),
        body: Body::default(),
        dashed: Time(0),
        impulse: Point::default(),
        life: Life::Dead { returns: world.now },
        health: 0,
        arms: Arms::default(),
        shield: Shield::default(),
        thimble: Time(0),
        thread: 0,
        longest: 0,
        kills: 0,
        deaths: 0,
        hurt_by: None,
    };
    world.players.insert(at, player);
    events.push(Event::Joined { seat });
    if world.mode == Mode::Tug {
        events.push(Event::Sided { seat, side });
    }
    life::spawn(world, seat, map, tuning, events);
}

/// The shots of one who leaves end with them: whoever takes the seat next has not shot them. The thread stays behind.
fn leave(world: &mut World, seat: SeatId, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let Some(player) = world.player(seat) else { return };
    if world.counts() {
        let fall = thread::Fall { seat, place: player.body.place, amount: player.thread, great: false };
        thread::fall(world, fall, map, tuning, events);
    }
    world.players.retain(|player| player.seat != seat);
    events.push(Event::Left { seat });
    let (now, ids) = (world.now, &mut world.ids);
    world.shots.retain(|shot| {
        if shot.seat == seat {
            ids.give(shot.id, now);
            events.push(Event::ShotEnded { id: shot.id, place: shot.place, end: ShotEnd::Reach, forward: 0 });
        }
        shot.seat != seat
    });
}

fn walk(world: &mut World, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let (now, step) = (world.now, tuning.step());
    for player in world.players.iter_mut().filter(|p| p.is_alive()) {
        let (seat, place, impulse) = (player.seat, player.body.place, std::mem::take(&mut player.impulse));
        if impulse != Point::default() {
            events.push(Event::Pushed { seat, impulse });
        }
        let pace = player.pace(tuning);
        let moved = movement::step_body(&mut player.body, player.input, impulse, pace, now, step, tuning, map);
        if moved.dashed {
            player.dashed = now;
            events.push(Event::Dashed { seat, place, angle: player.body.dash_angle });
        }
    }
}

fn shield(world: &mut World, _: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let (now, step, rests) = (world.now, tuning.step(), world.rests());
    for player in &mut world.players {
        let free = player.is_alive() && now >= player.body.dash_ends && !rests;
        let held = step_shield(&mut player.shield, player.input, free, now, step, tuning);
        if held.broke {
            events.push(Event::Broke { seat: player.seat, place: player.body.place });
        }
    }
}

/// Bodies do not block one another: two that overlap are pushed apart, softly, in the next tick.
fn part(world: &mut World, _: &Map, tuning: &Tuning, _: &mut Vec<Event>) {
    let least = units(tuning.body.radius) * 2.0;
    let speed = units(tuning.body.parting);
    for second in 1..world.players.len() {
        for first in 0..second {
            let (a, b) = (&world.players[first], &world.players[second]);
            let away = a.body.place.units() - b.body.place.units();
            if !a.is_alive() || !b.is_alive() || away.dot(away) >= least * least {
                continue;
            }
            // Two bodies in one place part along the x axis, lower seat to the right.
            let normal = if away == Vec2::default() { Vec2::new(1.0, 0.0) } else { away.normal() };
            push(&mut world.players[first], normal * speed, speed);
            push(&mut world.players[second], normal * -speed, speed);
        }
    }
}

/// Adds to a body's impulse, which stays below `most` however many bodies crowd it.
fn push(player: &mut Player, by: Vec2, most: f64) {
    let sum = player.impulse.units() + by;
    let length = sum.length();
    player.impulse = (if length > most { sum * (most / length) } else { sum }).snap();
}

/// Decides what the match is doing.
fn referee(world: &mut World, _: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let (now, leader) = (world.now, side::leading(world));
    match world.phase {
        Phase::Warmup { ends } if now >= ends => {
            world.phase = Phase::Running { ends: now.after(Time(tuning.round.length as u32)) };
            events.push(Event::MatchBegan);
        }
        Phase::Running { .. } if leader.is_some_and(|side| has_enough(world, side, tuning)) => {
            finish(world, leader, EndedBy::Goal, tuning, events);
        }
        Phase::Running { ends } if now >= ends && (leader.is_some() || tuning.round.sudden_death == 0) => {
            finish(world, leader, EndedBy::Time, tuning, events);
        }
        Phase::Running { ends } if now >= ends => {
            world.phase = Phase::SuddenDeath { ends: now.after(Time(tuning.round.sudden_death as u32)) };
            events.push(Event::SuddenDeath);
        }
        Phase::SuddenDeath { ends } if leader.is_some() || now >= ends => {
            finish(world, leader, EndedBy::SuddenDeath, tuning, events);
        }
        Phase::Results { ends, .. } if now >= ends => {
            world.phase = Phase::Closed;
            events.push(Event::MatchClosed);
        }
        _ => (),
    }
}

impl World {
    /// Cuts short what the match is doing, as an operator or a host wishes: the warm-up and the match are over in the next
    /// step, a result stands for `shown` more at most.
    pub fn hurry(&mut self, shown: Time) {
        let (now, leads) = (self.now, side::leading(self).is_some());
        match &mut self.phase {
            Phase::Warmup { ends } => *ends = now,
            Phase::Running { ends } if leads => *ends = now,
            Phase::Running { .. } | Phase::SuddenDeath { .. } => self.phase = Phase::SuddenDeath { ends: now },
            Phase::Results { ends, .. } => *ends = (*ends).min(now.after(shown)),
            Phase::Closed => (),
        }
    }
}

fn has_enough(world: &World, side: Side, tuning: &Tuning) -> bool {
    side::thread_of(world, side) >= side::goal(world.mode, world.players.len(), tuning)
}

fn finish(world: &mut World, winner: Option<Side>, by: EndedBy, tuning: &Tuning, events: &mut Vec<Event>) {
    world.phase = Phase::Results { ends: world.now.after(Time(tuning.round.results as u32)), winner, by };
    events.push(Event::MatchEnded { winner, by });
}

fn remember(world: &mut World, _: &Map, tuning: &Tuning, _: &mut Vec<Event>) {
    let now = world.now.after(tuning.step());
    let mut poses = Poses::default();
    while world.history.front().is_some_and(|oldest| oldest.time.after(HISTORY) < now) {
        poses = world.history.pop_front().unwrap_or_default();
    }
    poses.time = now;
    poses.bodies.clear();
    poses.bodies.extend(world.players.iter().filter(|p| p.is_alive()).map(|p| (p.seat, p.body.place)));
    world.history.push_back(poses);
}
