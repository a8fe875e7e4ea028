//! How a body moves: the walk, the dash, and circle against walls. Nothing else moves a body but impulses.
//!
//! The client predicts its own body with `game-client/src/sim/movement.ts`, the same steps in the same order; golden
//! vectors that both sides' tests read (`tests/golden/movement.json`) hold the two bit-identical. So this file uses only
//! `+ - * /`, `sqrt`, `floor` and comparisons, and rounds at its end. Knows nothing of other players.

use serde::{Deserialize, Serialize};

use super::grid::{Angle, Point, Vec2, units};
use super::input::{DASH, Input};
use super::map::{Map, Wall};
use super::time::{TIME_PER_SECOND, Time};
use super::tuning::Tuning;

/// The moving part of a player: all that prediction needs, and on the wire all of it is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Centre, in 1/256 unit.
    pub place: Point,
    /// Velocity, in 1/256 unit per second.
    pub velocity: Point,
    /// Buttons held in the last tick: a press is a button that was not.
    pub held: u8,
    /// When the present dash ends; zero when none is under way.
    pub dash_ends: Time,
    /// Where the present dash goes.
    pub dash_angle: Angle,
    /// When the next dash may begin.
    pub dash_ready: Time,
}

/// What a step met, for events and for tests that must know that their subject happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// A dash began.
    pub dashed: bool,
    /// A wall was touched.
    pub touched: bool,
}

/// The pace of a body that nothing slows.
pub const PACE: i32 = 1000;
/// Longest part of a way that is tested against walls at once, in units. It stays below the smallest radius, so that a
/// centre never gets past a wall within one substep.
const SUBSTEP: f64 = 7.0;
/// How far from a wall a body is put, beyond its radius, in units: more than rounding onto the grid can take back.
const SKIN: f64 = 1.0 / 64.0;
/// A body in a corner touches two walls, in a nook three; pushes settle within so many rounds.
const ROUNDS: usize = 4;

/// Moves a body by one step of length `step` that begins at `now`. `impulse` is a velocity in 1/256 u/s that carries the
/// body during this step only; `pace` is the share of the top speed that it may walk at, in 1/1000.
pub fn step_body(
    body: &mut Body,
    input: Input,
    impulse: Point,
    pace: i32,
    now: Time,
    step: Time,
    tuning: &Tuning,
    map: &Map,
) -> Moved {
    let seconds = f64::from(step.0) / f64::from(TIME_PER_SECOND);
    let dashed = start_dash(body, input, now, tuning);
    let velocity = steer(body, input, pace, now, seconds, tuning);
    let (place, velocity, touched) =
        slide(body.place.units(), velocity, impulse.units(), seconds, units(tuning.body.radius), map);
    body.place = place.snap();
    body.velocity = velocity.snap();
    body.held = input.buttons;
    Moved { dashed, touched }
}

fn start_dash(body: &mut Body, input: Input, now: Time, tuning: &Tuning) -> bool {
    let pressed = input.buttons & DASH != 0 && body.held & DASH == 0;
    if !pressed || now < body.dash_ready {
        return false;
    }
    body.dash_angle = input.walk.angle().unwrap_or(input.aim);
    body.dash_ends = now.after(Time(tuning.dash.time as u32));
    body.dash_ready = now.after(Time(tuning.dash.cooldown as u32));
    true
}

/// The velocity for this step, before walls.
fn steer(body: &mut Body, input: Input, pace: i32, now: Time, seconds: f64, tuning: &Tuning) -> Vec2 {
    if now < body.dash_ends {
        return body.dash_angle.direction() * units(tuning.dash.speed);
    }
    let top = units(tuning.body.top_speed) * (f64::from(pace) / f64::from(PACE));
    let mut velocity = body.velocity.units();
    if body.dash_ends > Time(0) {
        // A dash ends at walking speed, it does not slide on.
        body.dash_ends = Time(0);
        let speed = velocity.length();
        if speed > top {
            velocity = velocity * (top / speed);
        }
    }
    let wish = input.walk.wish() * top;
    let change = wish - velocity;
    let speeds_up = wish.dot(velocity) >= 0.0 && wish.dot(wish) > velocity.dot(velocity);
    let most = seconds * units(if speeds_up { tuning.body.acceleration } else { tuning.body.braking });
    let length = change.length();
    if length <= most { wish } else { velocity + change * (most / length) }
}

/// Carries a circle along its way, pushed out of walls after each substep. Returns place, velocity, and if it touched.
fn slide(from: Vec2, velocity: Vec2, impulse: Vec2, seconds: f64, radius: f64, map: &Map) -> (Vec2, Vec2, bool) {
    let (mut place, mut velocity, mut impulse, mut touched) = (from, velocity, impulse, false);
    let length = (velocity + impulse).length() * seconds;
    let parts = (length / SUBSTEP).floor() + 1.0;
    let mut part = 0.0;
    while part < parts {
        let before = place;
        place = place + (velocity + impulse) * (seconds / parts);
        let mut free = false;
        for _ in 0..ROUNDS {
            let Some(normal) = push_out(&mut place, radius, map) else {
                free = true;
                break;
            };
            touched = true;
            velocity = without(velocity, normal);
            impulse = without(impulse, normal);
        }
        if !free && clearance(place, map) < radius {
            place = before;
            break;
        }
        part += 1.0;
    }
    (place, velocity, touched)
}

/// The part of `v` that does not run against `normal`.
fn without(v: Vec2, normal: Vec2) -> Vec2 {
    let against = v.dot(normal);
    if against < 0.0 { v - normal * against } else { v }
}

/// Pushes the circle out of the wall that it is deepest in, and returns the direction of the push; `None` if it is free.
fn push_out(place: &mut Vec2, radius: f64, map: &Map) -> Option<Vec2> {
    let mut nearest = radius * radius;
    let mut offset = None;
    for wall in map.near(*place) {
        let away = from_wall(*place, wall);
        let distance = away.dot(away);
        if distance < nearest {
            nearest = distance;
            offset = Some(away);
        }
    }
    let away = offset?;
    let distance = nearest.sqrt();
    if distance == 0.0 {
        return None;
    }
    let normal = Vec2::new(away.x / distance, away.y / distance);
    *place = *place + normal * (radius + SKIN - distance);
    Some(normal)
}

/// From the nearest point of a wall to a place.
pub fn from_wall(place: Vec2, Wall(ax, ay, bx, by): Wall) -> Vec2 {
    let a = Vec2::new(f64::from(ax), f64::from(ay));
    let along = Vec2::new(f64::from(bx - ax), f64::from(by - ay));
    let whole = along.dot(along);
    let share = if whole > 0.0 { ((place - a).dot(along) / whole).clamp(0.0, 1.0) } else { 0.0 };
    place - (a + along * share)
}

/// From a place to the nearest wall that a body there could touch, in units; infinite where none is near.
pub fn clearance(place: Vec2, map: &Map) -> f64 {
    map.near(place).map(|wall| from_wall(place, wall).length()).fold(f64::INFINITY, f64::min)
}
