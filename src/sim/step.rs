//! One tick, as a list of named systems.
//!
//! `step` takes the world, what changes it from outside, the map and the tuning, and answers with what happened. The
//! same arguments give the same world to the bit, on every machine, build profile and thread count. It cannot fail.

use serde::{Deserialize, Serialize};

use super::event::{Event, ShotEnd};
use super::grid::{Point, Vec2, units};
use super::input::Input;
use super::map::Map;
use super::movement::{self, Body};
use super::time::Time;
use super::tuning::Tuning;
use super::world::{HISTORY, Life, Phase, Player, Poses, SeatId, World};
use super::{combat, life};

/// What changes a match from outside, at a tick boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// A seat is filled.
    Join(SeatId),
    /// A seat is left.
    Leave(SeatId),
    /// From now on this is held, until the next one.
    Input(SeatId, Input),
}

/// A system: one part of a tick.
pub type System = fn(&mut World, &Map, &Tuning, &mut Vec<Event>);

/// The systems in the order in which they run, after the entries have been applied.
pub const SYSTEMS: &[(&str, System)] = &[
    ("walk", walk),
    ("fire", combat::fire),
    ("fly", combat::fly),
    ("die", life::die),
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
        Entry::Leave(seat) => leave(world, seat, events),
        Entry::Input(seat, input) => {
            if let Some(player) = world.player_mut(seat) {
                player.input = input;
            }
        }
    }
}

fn join(world: &mut World, seat: SeatId, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let Err(at) = world.players.binary_search_by_key(&seat, |p| p.seat) else { return };
    let player = Player {
        seat,
        input: Input::default(),
        body: Body::default(),
        impulse: Point::default(),
        life: Life::Dead { returns: world.now },
        health: 0,
        weapon: 0,
        clip: 0,
        fire_ready: world.now,
        reload_ends: Time(0),
        shots: 0,
        kills: 0,
        deaths: 0,
        hurt_by: None,
    };
    world.players.insert(at, player);
    events.push(Event::Joined { seat });
    life::spawn(world, seat, map, tuning, events);
}

/// The shots of one who leaves end with them: whoever takes the seat next has not shot them.
fn leave(world: &mut World, seat: SeatId, events: &mut Vec<Event>) {
    if world.player(seat).is_none() {
        return;
    }
    world.players.retain(|player| player.seat != seat);
    events.push(Event::Left { seat });
    let (now, ids) = (world.now, &mut world.ids);
    world.shots.retain(|shot| {
        if shot.seat == seat {
            ids.give(shot.id, now);
            events.push(Event::ShotEnded { id: shot.id, place: shot.place, end: ShotEnd::Reach });
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
        let moved = movement::step_body(&mut player.body, player.input, impulse, now, step, tuning, map);
        if moved.dashed {
            events.push(Event::Dashed { seat, place, angle: player.body.dash_angle });
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

fn referee(world: &mut World, _: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    match world.phase {
        Phase::Running { ends } if world.now >= ends => {
            let winner = winner(world);
            world.phase = Phase::Results { ends: world.now.after(Time(tuning.round.results as u32)), winner };
            events.push(Event::MatchEnded { winner });
        }
        Phase::Results { ends, .. } if world.now >= ends => {
            world.phase = Phase::Closed;
            events.push(Event::MatchClosed);
        }
        _ => (),
    }
}

/// The seat with most kills; nobody where several have as many.
pub fn winner(world: &World) -> Option<SeatId> {
    let most = world.players.iter().map(|p| p.kills).max()?;
    let mut best = world.players.iter().filter(|p| p.kills == most);
    best.next().filter(|_| best.next().is_none()).map(|p| p.seat)
}

fn remember(world: &mut World, _: &Map, _: &Tuning, _: &mut Vec<Event>) {
    let now = world.now;
    let mut poses = Poses::default();
    while world.history.front().is_some_and(|oldest| oldest.time.after(HISTORY) < now) {
        poses = world.history.pop_front().unwrap_or_default();
    }
    poses.time = now;
    poses.bodies.clear();
    poses.bodies.extend(world.players.iter().filter(|p| p.is_alive()).map(|p| (p.seat, p.body.place)));
    world.history.push_back(poses);
}
