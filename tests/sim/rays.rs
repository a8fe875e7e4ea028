//! Rays: charge, line, piercing, coming back from walls, and the SLIP.

use fray::sim::event::Line;
use fray::sim::grid::units;
use fray::sim::input::{DASH, FIRE};
use fray::sim::map::Wall;
use fray::sim::tuning::{Ray, WeaponKind};
use fray::sim::{Entry, Event, Input, SeatId, Time};

use super::duel::{A, B, C, Duel, EAST};

const NEEDLE: u8 = 1;
/// 0.4 s at 60 Hz, and the step in which the charge begins; before it 0.25 s to draw.
const DRAW_TICKS: u32 = 15;
const CHARGE_TICKS: u32 = 24;

fn needle(duel: &mut Duel) -> &mut Ray {
    let WeaponKind::Ray(ray) = &mut duel.tuning.weapons[1].kind else { panic!("the second weapon is a ray") };
    ray
}

/// A has the needle in hand and ready.
fn drawn(x: i32, walls: &[Wall]) -> Duel {
    let mut duel = Duel::new(x, walls);
    duel.hold_with(A, NEEDLE, 0);
    duel.run(DRAW_TICKS);
    duel
}

fn shoot(duel: &mut Duel) {
    duel.hold_with(A, NEEDLE, FIRE);
    duel.run(CHARGE_TICKS);
    duel.hold_with(A, NEEDLE, 0);
}

fn hurts(duel: &Duel) -> Vec<(SeatId, u16)> {
    let hurt = |event: &Event| match event {
        Event::Hurt { seat, damage, .. } => Some((*seat, *damage)),
        _ => None,
    };
    duel.events.iter().filter_map(hurt).collect()
}

/// The corners of the line that was shot, in units along x.
fn lines(duel: &Duel) -> Vec<Vec<f64>> {
    let xs = |line: &Line| line.corners().iter().map(|corner| units(corner.x)).collect();
    let lashed = |event: &Event| match event {
        Event::Lashed { line, .. } => Some(xs(line)),
        _ => None,
    };
    duel.events.iter().filter_map(lashed).collect()
}

#[test]
fn a_ray_hits_when_its_charge_is_full_and_not_before() {
    let mut duel = drawn(700, &[]);
    duel.hold_with(A, NEEDLE, FIRE);
    duel.run(CHARGE_TICKS - 1);
    assert_eq!(duel.count(|e| matches!(e, Event::Charging { seat: A, .. })), 1);
    assert_eq!(hurts(&duel), []);
    duel.run(1);
    assert_eq!(hurts(&duel), [(B, 70)]);
    let lines = lines(&duel);
    assert_eq!((lines.len(), lines[0][0]), (1, 200.0));
}

#[test]
fn a_charge_that_is_let_go_of_is_lost() {
    let mut duel = drawn(700, &[]);
    for _ in 0..3 {
        duel.hold_with(A, NEEDLE, FIRE);
        duel.run(CHARGE_TICKS - 2);
        duel.hold_with(A, NEEDLE, 0);
    }
    assert_eq!((hurts(&duel), lines(&duel).len()), (vec![], 0));
    assert_eq!(duel.count(|e| matches!(e, Event::Charging { .. })), 3);
}

#[test]
fn who_charges_walks_slowly() {
    let way = |buttons| {
        let mut duel = drawn(1400, &[]);
        let walk = fray::sim::Walk::toward(EAST);
        needle(&mut duel).charge = 3000;
        let input = Input { buttons, walk, weapon: NEEDLE, ..Input::default() };
        duel.step(&[Entry::Input(A, input)]);
        duel.run(60);
        units(duel.world.players[0].body.velocity.x)
    };
    assert_eq!((way(0), way(FIRE)), (320.0, 192.0));
}

#[test]
fn a_ray_pierces_one_body_and_ends_in_the_second() {
    let mut duel = drawn(500, &[]);
    duel.third(700);
    shoot(&mut duel);
    assert_eq!(hurts(&duel), [(B, 70), (C, 50)]);
    assert!(lines(&duel)[0][1] < 700.0, "it ends at the second body");
}

#[test]
fn a_ray_comes_back_from_a_wall_once_and_weaker() {
    let mut duel = drawn(500, &[Wall(600, 0, 600, 600)]);
    // B is behind A, so that only what comes back can hit.
    duel.put(B, 100);
    shoot(&mut duel);
    assert_eq!(hurts(&duel), [(B, 56)], "70 times 0.8; the shooter is not hurt");
    assert_eq!(lines(&duel)[0].len(), 3);
    let mut straight = drawn(500, &[Wall(600, 0, 600, 600)]);
    needle(&mut straight).bounces = 0;
    straight.put(B, 100);
    shoot(&mut straight);
    assert_eq!((hurts(&straight), lines(&straight)[0].clone()), (vec![], vec![200.0, 600.0]));
}

/// B dashes so many ticks before the ray leaves; what happened, and how long B's dash still cools down.
fn dashed(before: u32) -> (Duel, Time) {
    let mut duel = drawn(700, &[]);
    // A dash on the spot: only its first tenth of a second counts.
    duel.tuning.dash.speed = 0;
    duel.hold_with(A, NEEDLE, FIRE);
    duel.run(CHARGE_TICKS - before - 1);
    duel.hold(B, DASH);
    duel.run(before);
    let wait = duel.world.players[1].body.dash_ready.left(duel.world.now);
    (duel, wait)
}

#[test]
fn a_dash_through_the_line_in_time_slips_it_and_half_of_the_cooldown_comes_back() {
    let (duel, wait) = dashed(3);
    assert_eq!(duel.count(|e| matches!(e, Event::Slipped { seat: B, by: A, .. })), 1);
    assert_eq!(duel.count(|e| matches!(e, Event::Lashed { slack: Some(B), .. })), 1);
    assert_eq!(hurts(&duel), []);
    assert_eq!(wait, Time(1440 - 720 - 4 * 10), "2.4 s, half of it back, four ticks gone");
    assert!(lines(&duel)[0][1] < 700.0, "the line goes slack where it was slipped");
}

#[test]
fn a_dash_that_came_too_early_is_hit() {
    let (duel, _) = dashed(8);
    assert_eq!(duel.count(|e| matches!(e, Event::Slipped { .. })), 0);
    assert_eq!(hurts(&duel), [(B, 70)]);
}

#[test]
fn a_weapon_put_away_and_taken_again_is_no_sooner_ready() {
    let mut duel = drawn(1400, &[]);
    shoot(&mut duel);
    duel.hold_with(A, 0, 0);
    duel.hold_with(A, NEEDLE, FIRE);
    // The reload begins again with the weapon in hand: 1.4 s and the charge.
    duel.run(80);
    assert_eq!(lines(&duel).len(), 1);
    duel.run(60);
    assert_eq!(lines(&duel).len(), 2);
}
