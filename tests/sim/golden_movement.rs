//! `tests/golden/movement.json`: 10,000 steps of bodies that dash, slide along walls and are pushed, which the client's
//! port of the movement must repeat to the last bit.
//!
//! A row is one input held for some ticks, as `ticks, buttons, walk, aim, impulse x, impulse y`, then the body after it
//! as `x, y, vx, vy, held, dash ends, dash angle, dash ready`, then a sum over the bodies after each tick of the row.

use fray::sim::chance::mix;
use fray::sim::grid::Point;
use fray::sim::input::{BUTTONS, DASH, WALK_MAX};
use fray::sim::map::{Map, Spawn};
use fray::sim::movement::{Body, step_body};
use fray::sim::tuning::{Bodies, Dash, Rates};
use fray::sim::{Angle, Input, Time, Tuning, Walk};
use serde_json::{Value, json};

use crate::golden;
use crate::support::yard;

const STEPS: u32 = 10_000;
const RATES: [i32; 4] = [60, 30, 20, 120];
/// The plain values, and two sets near the ends of what a designer may set.
const BODIES: [[i32; 5]; 3] = [
    [5120, 81_920, 665_600, 563_200, 230_400],
    [2048, 307_200, 5_120_000, 25_600, 768_000],
    [8192, 10_240, 25_600, 5_120_000, 25_600],
];

#[derive(Default)]
struct Seen {
    steps: u32,
    touched: u32,
    dashes: u32,
    pushed: u32,
}

fn tuning(rate: i32, [radius, top_speed, acceleration, braking, dash_speed]: [i32; 5]) -> Tuning {
    Tuning {
        rates: Rates { tick: rate, snapshot: 10 },
        body: Bodies { radius, top_speed, acceleration, braking, parting: 10_240, health: 100 },
        dash: Dash { speed: dash_speed, time: 96, untouchable: 60, cooldown: 420 },
        ..Tuning::default()
    }
}

/// What is held for one row: mostly walking, as people do, sometimes any byte that the protocol allows.
fn input(case: u32, row: u32) -> (Input, Point, u32) {
    let bits = |salt: u32| mix(0x5eed + case, salt, row);
    let walk = if bits(0) % 8 == 0 { bits(1) as u8 % (WALK_MAX + 1) } else { 1 + (bits(1) % 8 * 8) as u8 };
    let mut buttons = bits(2) as u8 & BUTTONS & !DASH;
    if bits(3) % 4 == 0 {
        buttons |= DASH;
    }
    let push = |salt| (bits(salt) % 20_480) as i32 - 10_240;
    let impulse = if bits(4) % 6 == 0 { Point { x: push(5), y: push(6) } } else { Point::default() };
    (Input { buttons, walk: Walk(walk), aim: Angle(bits(7) as u16), ..Input::default() }, impulse, 1 + bits(8) % 14)
}

fn sum(sum: u32, body: &Body) -> u32 {
    let dash = body.dash_ends.0 ^ body.dash_ready.0.rotate_left(8) ^ u32::from(body.dash_angle.0).rotate_left(16);
    mix(mix(sum, body.place.x as u32, body.place.y as u32), body.velocity.x as u32, body.velocity.y as u32 ^ dash)
}

/// The pace of a case, in 1/1000: full in most, slowed in some.
fn pace(case: u32) -> i32 {
    [1000, 1000, 600][case as usize % 3]
}

/// A map that people play on, from its compiled file.
fn shipped(name: &str) -> Map {
    let path = format!("{}/assets/maps/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    Map::new(serde_json::from_slice(&bytes).unwrap(), &bytes)
}

/// The place where a case begins.
fn start(map: &Map) -> Point {
    let Spawn(x, y) = map.file.spawns[0];
    Point { x: x * 256, y: y * 256 }
}

fn rows(case: u32, tuning: &Tuning, map: &Map, steps: u32, seen: &mut Seen) -> Vec<Value> {
    let (mut body, mut now) = (Body { place: start(map), ..Body::default() }, Time(0));
    let mut rows = Vec::new();
    let end = seen.steps + steps;
    while seen.steps < end {
        let (input, impulse, ticks) = input(case, rows.len() as u32);
        let mut hash = 0;
        for tick in 0..ticks {
            let push = if tick == 0 { impulse } else { Point::default() };
            let moved = step_body(&mut body, input, push, pace(case), now, tuning.step(), tuning, map);
            now = now.after(tuning.step());
            hash = sum(hash, &body);
            seen.steps += 1;
            seen.touched += u32::from(moved.touched);
            seen.dashes += u32::from(moved.dashed);
            seen.pushed += u32::from(push != Point::default());
        }
        rows.push(json!([
            ticks,
            input.buttons,
            input.walk.0,
            input.aim.0,
            impulse.x,
            impulse.y,
            body.place.x,
            body.place.y,
            body.velocity.x,
            body.velocity.y,
            body.held,
            body.dash_ends.0,
            body.dash_angle.0,
            body.dash_ready.0,
            hash,
        ]));
    }
    rows
}

#[test]
fn movement_vectors_are_fresh_and_meet_walls_and_dashes() {
    let maps = [yard(), shipped("box"), shipped("hoop")];
    let (mut seen, mut lines) = (Seen::default(), Vec::new());
    let cases = maps.len() * RATES.len() * BODIES.len();
    for (at, map) in maps.iter().enumerate() {
        for (of, rate) in RATES.iter().enumerate() {
            for (set, body) in BODIES.iter().enumerate() {
                let case = ((at * RATES.len() + of) * BODIES.len() + set) as u32;
                let tuning = tuning(*rate, *body);
                let rows = rows(case, &tuning, map, STEPS.div_ceil(cases as u32), &mut seen);
                lines
                    .push(json!({ "map": map.file.name, "pace": pace(case), "tuning": tuning.values(), "rows": rows }));
            }
        }
    }
    assert!(seen.steps >= STEPS, "{} steps", seen.steps);
    assert!(seen.touched >= 500, "{} steps touched a wall", seen.touched);
    assert!(seen.dashes >= 100, "{} dashes", seen.dashes);
    assert!(seen.pushed >= 100, "{} impulses", seen.pushed);
    let files: Vec<Value> = maps.iter().map(|map| serde_json::to_value(&map.file).unwrap()).collect();
    golden::check("movement.json", &[("maps", files), ("cases", lines)]);
}
