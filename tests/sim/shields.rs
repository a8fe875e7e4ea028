//! The shield: what it stops, what that costs, what it sends back, and that the defender comes first.

use fray::sim::input::{FIRE, SHIELD};
use fray::sim::shield::PARTS;
use fray::sim::{Angle, Entry, Event, Input, SeatId, Seen, ShotEnd, Time, Walk};

use super::duel::{A, B, Duel, EAST};

const WEST: Angle = Angle(0x8000);
const SOUTH: Angle = Angle(0x4000);
const STEP: Time = Time(10);
const NEEDLE: u8 = 1;
/// To draw the needle, and to charge it.
const NEEDLE_TICKS: u32 = 15 + 24;

fn holds(duel: &mut Duel, seat: SeatId, aim: Angle, buttons: u8) {
    duel.step(&[Entry::Input(seat, Input { aim, buttons, ..Input::default() })]);
}

fn hits(duel: &Duel) -> usize {
    duel.count(|event| matches!(event, Event::Hurt { seat: B, .. }))
}

fn blocks(duel: &Duel) -> usize {
    duel.count(|event| matches!(event, Event::Blocked { seat: B, by: A, .. }))
}

fn energy(duel: &Duel, seat: SeatId) -> i32 {
    duel.world.player(seat).expect("they are there").shield.energy
}

/// A shoots once at B, 300 units away, who has held the shield for so many ticks when the shot arrives.
fn shot_at(aim: Angle, held: u32) -> Duel {
    let mut duel = Duel::new(500, &[]);
    duel.tuning.shield.drain = 0;
    duel.run(12);
    holds(&mut duel, A, EAST, FIRE);
    holds(&mut duel, A, EAST, 0);
    // It has flown two steps of 15 units, and meets the body 275 units away: in the 17th step from here.
    duel.run(17 - held);
    holds(&mut duel, B, aim, SHIELD);
    duel.run(held + 30);
    duel
}

#[test]
fn a_shield_stops_what_comes_from_where_it_is_held_and_pays_for_it() {
    let front = shot_at(WEST, 14);
    assert_eq!((hits(&front), blocks(&front)), (0, 1));
    assert_eq!(front.count(|event| matches!(event, Event::ShotEnded { end: ShotEnd::Shield(B), .. })), 1);
    assert_eq!(energy(&front, B), (100 - 14) * PARTS + 14 * PARTS * 4 / 10, "0.6 of 14 damage");
    let back = shot_at(EAST, 14);
    assert_eq!((hits(&back), blocks(&back), energy(&back, B)), (1, 0, 100 * PARTS));
    let [within, beyond] = [64, 66].map(|degrees| Angle((0x8000 + degrees * 65_536 / 360) as u16));
    assert_eq!([within, beyond].map(|aim| hits(&shot_at(aim, 14))), [0, 1], "130° wide");
}

#[test]
fn a_shield_that_was_just_raised_sends_a_projectile_back_to_whoever_shot_it() {
    let duel = shot_at(WEST, 7);
    assert_eq!((hits(&duel), blocks(&duel), energy(&duel, B)), (0, 0, 100 * PARTS), "at no cost");
    let sent = |event: &Event| matches!(event, Event::Snapback { seat: B, by: A, angle: WEST, weapon: 0, .. });
    assert_eq!(duel.count(sent), 1);
    let hurt = |event: &Event| matches!(event, Event::Hurt { seat: A, by: Some(B), damage: 14, .. });
    assert_eq!(duel.count(hurt), 1, "in the colour of whoever sent it back");
    let ids: Vec<_> = duel
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Shot { id, .. } | Event::Snapback { id, .. } => Some(*id),
            _ => None,
        })
        .collect();
    assert_ne!(ids[0], ids[1], "another projectile");
    assert_eq!(blocks(&shot_at(WEST, 9)), 1, "0.12 s are seven ticks");
}

#[test]
fn a_shot_that_was_sent_back_can_be_sent_back_again() {
    let mut duel = shot_at(WEST, 7);
    let back = duel.events.iter().filter(|event| matches!(event, Event::Snapback { .. })).count();
    assert_eq!(back, 1);
    let mut again = Duel::new(500, &[]);
    again.run(12);
    holds(&mut again, A, EAST, FIRE);
    holds(&mut again, A, EAST, 0);
    again.run(10);
    holds(&mut again, B, WEST, SHIELD);
    again.run(22);
    holds(&mut again, A, EAST, SHIELD);
    again.run(20);
    let by = |seat: SeatId| again.count(|event| matches!(event, Event::Snapback { seat: back, .. } if *back == seat));
    assert_eq!((by(B), by(A)), (1, 1));
    duel.run(1);
}

#[test]
fn who_holds_a_shield_walks_slower_and_does_not_shoot() {
    let mut duel = Duel::new(900, &[]);
    let walk = Walk::toward(SOUTH);
    duel.run(12);
    duel.step(&[Entry::Input(A, Input { walk, aim: EAST, buttons: SHIELD | FIRE, ..Input::default() })]);
    duel.run(30);
    let speed = |duel: &Duel| duel.world.player(A).expect("A is there").body.velocity.y;
    assert_eq!(speed(&duel), duel.tuning.body.top_speed * 7 / 10);
    assert_eq!(duel.count(|event| matches!(event, Event::Shot { .. })), 0);
    duel.step(&[Entry::Input(A, Input { walk, aim: EAST, buttons: FIRE, ..Input::default() })]);
    duel.run(2);
    assert_eq!(duel.count(|event| matches!(event, Event::Shot { .. })), 1, "once it is down");
}

#[test]
fn a_shield_wears_out_breaks_and_mends() {
    let mut duel = Duel::new(900, &[]);
    duel.run(12);
    holds(&mut duel, B, WEST, SHIELD);
    let broke = |duel: &Duel| duel.count(|event| matches!(event, Event::Broke { seat: B, .. }));
    // 100 energy at 22 a second: 272.7 ticks.
    duel.run(271);
    assert_eq!((broke(&duel), duel.world.player(B).map(|b| b.shield.up)), (0, Some(true)));
    duel.run(1);
    assert_eq!((broke(&duel), energy(&duel, B)), (1, 0));
    // It begins to fill 0.6 s later, though it is held, and can be raised again after 2 s.
    duel.run(36);
    assert_eq!(energy(&duel, B), 20 * 10);
    duel.run(83);
    assert_eq!(duel.world.player(B).map(|b| b.shield.up), Some(false));
    duel.run(1);
    assert_eq!(duel.world.player(B).map(|b| b.shield.up), Some(true));
}

#[test]
fn a_needle_is_stopped_and_not_sent_back_and_breaks_a_shield_that_has_little_left() {
    for (left, breaks) in [(100, 0), (42, 1)] {
        let mut duel = Duel::new(700, &[]);
        duel.tuning.shield.drain = 0;
        duel.step(&[Entry::Input(A, Input { weapon: NEEDLE, aim: EAST, buttons: FIRE, ..Input::default() })]);
        duel.run(NEEDLE_TICKS - 4);
        duel.world.player_mut(B).expect("B is there").shield.energy = left * PARTS;
        holds(&mut duel, B, WEST, SHIELD);
        duel.run(6);
        assert_eq!((hits(&duel), blocks(&duel)), (0, 1));
        assert_eq!(duel.count(|event| matches!(event, Event::Snapback { .. })), 0);
        assert_eq!(duel.count(|event| matches!(event, Event::Broke { seat: B, .. })), breaks, "{left} left");
    }
}

/// A shoots the needle, having seen B so many ticks ago; B raises the shield so many ticks before that, for three ticks.
fn lashed(seen: u32, raised: u32) -> Duel {
    let mut duel = Duel::new(700, &[]);
    let seen = Seen { older: Time(STEP.0 * seen), newer: Time(STEP.0 * seen), share: 0 };
    duel.step(&[Entry::Input(A, Input { weapon: NEEDLE, aim: EAST, buttons: FIRE, seen, ..Input::default() })]);
    duel.run(NEEDLE_TICKS - raised - 1);
    holds(&mut duel, B, WEST, SHIELD);
    duel.run(2);
    holds(&mut duel, B, WEST, 0);
    duel.run(raised);
    assert_eq!(duel.count(|event| matches!(event, Event::Lashed { .. })), 1);
    duel
}

#[test]
fn a_shield_that_was_raised_after_what_was_seen_refuses_the_hit_though_it_is_down_again() {
    assert_eq!(hits(&lashed(0, 12)), 1, "it was lowered before, and the present was seen");
    assert_eq!((hits(&lashed(14, 12)), blocks(&lashed(14, 12))), (0, 1), "on the screen it was not up yet");
    assert_eq!((hits(&lashed(11, 12)), hits(&lashed(8, 12))), (0, 1), "on the screen it was up, and no more");
    let duel = lashed(14, 12);
    let energy = energy(&duel, B);
    assert!(energy > 98 * PARTS, "what it stops when it is down costs nothing: {energy}");
}

#[test]
fn a_projectile_of_one_who_saw_the_past_is_refused_as_well() {
    let shot = |seen: u32| {
        let mut duel = Duel::new(280, &[]);
        let seen = Seen { older: Time(STEP.0 * seen), newer: Time(STEP.0 * seen), share: 0 };
        duel.run(20);
        holds(&mut duel, B, WEST, SHIELD);
        holds(&mut duel, B, WEST, 0);
        duel.run(3);
        duel.step(&[Entry::Input(A, Input { aim: EAST, buttons: FIRE, seen, ..Input::default() })]);
        duel.run(20);
        duel
    };
    assert!(hits(&shot(0)) > 0, "the shield was lowered before");
    let duel = shot(9);
    assert_eq!(
        (duel.events.iter().find(|event| matches!(event, Event::Hurt { .. } | Event::Blocked { .. }))).map(Event::kind),
        Some("Blocked")
    );
}

#[test]
fn a_blast_stops_at_a_shield_that_faces_it() {
    let blast = |aim: Angle| {
        let mut duel = Duel::new(500, &[]);
        let weapon = crate::support::first_weapon(&mut duel.tuning);
        (weapon.blast_damage, weapon.blast_radius, weapon.reach) = (30, 90 * 256, 360 * 256);
        duel.run(12);
        // It passes B to the north, and ends beyond.
        duel.world.player_mut(B).expect("B is there").body.place.y += 60 * 256;
        holds(&mut duel, A, EAST, FIRE);
        holds(&mut duel, A, EAST, 0);
        holds(&mut duel, B, aim, SHIELD);
        duel.run(40);
        (hits(&duel), blocks(&duel))
    };
    // From there the way to B leads to the south-west.
    assert_eq!(blast(Angle(0xe000)), (0, 1));
    assert_eq!(blast(Angle(0x6000)), (1, 0));
}
