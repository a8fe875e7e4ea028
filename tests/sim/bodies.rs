//! Bodies against walls and against one another.

use fray::sim::chance::below;
use fray::sim::grid::{GRID, units};
use fray::sim::input::{DASH, WALK_MAX};
use fray::sim::map::Wall;
use fray::sim::movement::{Body, PACE, clearance, step_body};
use fray::sim::{Angle, Entry, Input, Map, Point, SeatId, Tick, Time, Tuning, Vec2, Walk, World, step};
use rand_pcg::Pcg32;

use crate::support::{chance, field, tuning, yard};

fn at(x: i32, y: i32) -> Body {
    Body { place: Vec2::new(f64::from(x), f64::from(y)).snap(), ..Body::default() }
}

fn random_input(chance: &mut Pcg32) -> Input {
    Input {
        buttons: if below(chance, 20) == 0 { DASH } else { 0 },
        walk: Walk(below(chance, u32::from(WALK_MAX) + 1) as u8),
        aim: Angle(below(chance, 65536) as u16),
        ..Input::default()
    }
}

/// True when a body got past a wall. One that slides around the end of a wall within a tick gets to its other side as
/// well, but never by less than its own width; and nothing leads into the yard's block or out of its frame.
fn is_past_a_wall(from: Vec2, to: Vec2, radius: f64, map: &Map) -> bool {
    let inside = |x: std::ops::Range<f64>, y: std::ops::Range<f64>| x.contains(&to.x) && y.contains(&to.y);
    let around_the_end = (to - from).length() >= 2.0 * radius;
    let crossed = from != to && !around_the_end && !map.sees(from, to);
    crossed || inside(200.0..360.0, 160.0..280.0) || !inside(0.0..900.0, 0.0..700.0)
}

/// Walks a body at random; answers how often it touched a wall. Fails when it is ever in one or past one.
fn walk_at_random(tuning: &Tuning, map: &Map, steps: u32, chance: &mut Pcg32) -> u32 {
    let (mut body, mut touched, mut now, mut input) = (at(80, 80), 0, Time(0), Input::default());
    let radius = units(tuning.body.radius);
    for i in 0..steps {
        if i % 9 == 0 {
            input = random_input(chance);
        }
        let from = body.place.units();
        let moved = step_body(&mut body, input, Point::default(), PACE, now, tuning.step(), tuning, map);
        now = now.after(tuning.step());
        touched += u32::from(moved.touched);
        let to = body.place.units();
        assert!(clearance(to, map) >= radius - 1.0 / GRID, "step {i}: in a wall at {to:?}");
        assert!(!is_past_a_wall(from, to, radius, map), "step {i}: through a wall from {from:?} to {to:?}");
    }
    touched
}

#[test]
fn no_allowed_speed_tunnels_through_a_wall() {
    let mut chance = chance("no_allowed_speed_tunnels_through_a_wall");
    for (tick, dash, radius) in [(60, 900.0, 20.0), (10, 3000.0, 8.0), (120, 3000.0, 32.0), (20, 1500.0, 20.0)] {
        let mut tuning = tuning();
        tuning.rates.tick = tick;
        tuning.dash.speed = (dash * GRID) as i32;
        tuning.dash.cooldown = 60;
        tuning.body.radius = (radius * GRID) as i32;
        let touched = walk_at_random(&tuning, &yard(), 20_000, &mut chance);
        assert!(touched > 500, "at {tick} Hz walls were touched {touched} times, too few to prove anything");
    }
}

#[test]
fn a_body_slides_along_a_wall() {
    let (tuning, map) = (tuning(), field(800, 600, &[(80, 80)]));
    let mut body = at(400, 21);
    let input = Input { walk: Walk::toward(Angle(0xe000)), ..Input::default() };
    for i in 0..60 {
        step_body(&mut body, input, Point::default(), PACE, Time(i * 10), Time(10), &tuning, &map);
    }
    assert!(body.place.units().x > 550.0, "it got to {:?}", body.place.units());
    assert_eq!(body.velocity.y, 0);
}

#[test]
fn a_wall_of_no_length_is_a_post() {
    let mut file = field(800, 600, &[(80, 80)]).file.clone();
    file.walls.push(Wall(400, 300, 400, 300));
    let map = crate::support::map(file);
    let (tuning, mut body) = (tuning(), at(300, 300));
    let input = Input { walk: Walk::toward(Angle(0)), ..Input::default() };
    for i in 0..60 {
        step_body(&mut body, input, Point::default(), PACE, Time(i * 10), Time(10), &tuning, &map);
    }
    assert!(body.place.units().x < 381.0);
}

#[test]
fn a_dash_lasts_as_long_at_every_rate_and_ends_at_walking_speed() {
    for (tick, ticks) in [(20, 4), (60, 10), (120, 20)] {
        let mut tuning = tuning();
        tuning.rates.tick = tick;
        let (map, mut body) = (field(2000, 600, &[(80, 80)]), at(100, 300));
        let dash = Input { buttons: DASH, walk: Walk::toward(Angle(0)), ..Input::default() };
        let step = tuning.step();
        let mut fast = 0;
        for i in 0..tick as u32 {
            step_body(&mut body, dash, Point::default(), PACE, Time(i * step.0), step, &tuning, &map);
            let speed = body.velocity.units().length();
            fast += u32::from(speed > 320.5);
            assert!(speed <= 900.5);
        }
        assert_eq!(fast, ticks, "at {tick} Hz");
    }
}

#[test]
fn a_held_dash_key_dashes_once() {
    let (tuning, map, mut body) = (tuning(), field(8000, 600, &[(80, 80)]), at(100, 300));
    let dash = Input { buttons: DASH, walk: Walk::toward(Angle(0)), ..Input::default() };
    let dashes = (0..300)
        .filter(|i| step_body(&mut body, dash, Point::default(), PACE, Time(i * 10), Time(10), &tuning, &map).dashed);
    assert_eq!(dashes.count(), 1);
}

#[test]
fn overlapping_bodies_part_softly() {
    let (tuning, map) = (tuning(), field(800, 600, &[(400, 300)]));
    let mut world = World::new(1, Tick(0), Time(0), &map, &tuning);
    step(&mut world, &[Entry::Join(SeatId(0)), Entry::Join(SeatId(1))], &map, &tuning);
    assert_eq!(world.players[0].body.place, world.players[1].body.place, "both appeared at the only spawn");
    for _ in 0..120 {
        let before: Vec<Vec2> = world.players.iter().map(|p| p.body.place.units()).collect();
        step(&mut world, &[], &map, &tuning);
        for (player, before) in world.players.iter().zip(before) {
            let speed = (player.body.place.units() - before).length() * 60.0;
            assert!(speed <= 40.5, "pushed at {speed} u/s");
        }
    }
    let apart = (world.players[0].body.place.units() - world.players[1].body.place.units()).length();
    assert!(apart >= 39.9, "after two seconds they are {apart} u apart");
}
