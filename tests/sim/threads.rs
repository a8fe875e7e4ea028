//! Thread: what a death drops, who winds it, what it heals, and THE GREAT UNRAVEL.

use fray::sim::thread::{BITS, scatter};
use fray::sim::{EndedBy, Entry, Event, Life, Phase, SeatId, Time};

use super::duel::{A, B, C, Duel};

/// Kills B, who has this much thread, in cm; A has that much.
fn killed(of_a: i32, of_b: i32) -> Duel {
    let mut duel = Duel::new(1000, &[]);
    duel.world.player_mut(A).expect("joined").thread = of_a;
    let victim = duel.world.player_mut(B).expect("joined");
    (victim.thread, victim.longest, victim.health, victim.hurt_by) = (of_b, of_b, 0, Some((A, 0)));
    duel.step(&[]);
    duel
}

fn dropped(duel: &Duel) -> Vec<(SeatId, i32, bool)> {
    let drop = |event: &Event| match event {
        Event::Dropped { seat, amount, great, .. } => Some((*seat, *amount, *great)),
        _ => None,
    };
    duel.events.iter().filter_map(drop).collect()
}

fn wound(duel: &Duel) -> usize {
    duel.count(|event| matches!(event, Event::Wound { .. }))
}

#[test]
fn a_death_drops_five_metres_and_half_of_the_thread() {
    let duel = killed(2000, 1001);
    assert_eq!(dropped(&duel), [(B, 500 + 500, false)]);
    assert_eq!(duel.world.players[1].thread, 501);
    assert_eq!(duel.world.loose[0].left, u8::MAX);
    let worth: i32 = (0..BITS).map(|bit| duel.world.loose[0].worth(bit)).sum();
    assert_eq!(worth, 1000, "no thread is lost between the bits");
}

#[test]
fn the_fall_of_a_leader_drops_all_of_it_far_across_the_cloth() {
    let duel = killed(0, 1500);
    assert_eq!(dropped(&duel), [(B, 2000, true)]);
    assert_eq!(duel.world.players[1].thread, 0);
    let short = killed(0, 1400);
    assert_eq!(dropped(&short), [(B, 1900, false)], "a short tail is no great unravel");
    let shared = killed(1500, 1500);
    assert_eq!(dropped(&shared), [(B, 1250, false)], "who shares the lead does not lead");
}

#[test]
fn thread_is_wound_by_moving_over_it_and_heals() {
    let mut duel = killed(0, 0);
    duel.world.player_mut(A).expect("joined").health = 50;
    let bit = duel.world.loose[0].bits[3];
    duel.world.player_mut(A).expect("joined").body.place = bit;
    duel.step(&[]);
    let bits = wound(&duel) as i32;
    assert!(bits >= 1, "A stands on a bit");
    let winder = &duel.world.players[0];
    assert_eq!((winder.health, winder.longest), (50 + 5 * bits, winder.thread));
    assert!((62 * bits..=63 * bits).contains(&winder.thread), "{} cm of {bits} bits", winder.thread);
    assert_eq!(duel.world.loose[0].left.count_ones() as i32, 8 - bits);
}

#[test]
fn winding_never_heals_beyond_full_health() {
    let mut duel = killed(0, 0);
    duel.world.player_mut(A).expect("joined").health = 98;
    duel.world.player_mut(A).expect("joined").body.place = duel.world.loose[0].bits[0];
    duel.step(&[]);
    assert_eq!(duel.world.players[0].health, 100);
}

#[test]
fn of_two_the_nearer_one_winds_and_the_dead_wind_nothing() {
    let mut duel = killed(0, 0);
    duel.third(1500);
    let bit = duel.world.loose[0].bits[0];
    for seat in [A, C] {
        duel.world.player_mut(seat).expect("joined").body.place = bit;
    }
    duel.world.player_mut(A).expect("joined").body.place.x += 256;
    duel.world.player_mut(B).expect("joined").body.place = bit;
    duel.events.clear();
    duel.step(&[]);
    assert!(wound(&duel) > 0);
    assert_eq!(duel.count(|event| matches!(event, Event::Wound { bit: 0, seat, .. } if *seat == C)), 1);
    assert_eq!(duel.count(|event| matches!(event, Event::Wound { seat, .. } if *seat == B)), 0);
}

#[test]
fn a_result_stands_nothing_is_wound_any_more() {
    let mut duel = killed(0, 0);
    duel.run(30);
    let ends = duel.world.now.after(Time(6000));
    duel.world.phase = Phase::Results { ends, winner: None, by: EndedBy::Time };
    let bit = duel.world.loose[0].bits[3];
    duel.world.player_mut(A).expect("joined").body.place = bit;
    duel.run(10);
    assert_eq!(wound(&duel), 0);
}

#[test]
fn loose_thread_is_gone_after_twelve_seconds() {
    let mut duel = killed(0, 0);
    duel.put(A, 100);
    duel.world.player_mut(B).expect("joined").life = Life::Dead { returns: Time(600_000) };
    duel.run(12 * 60 - 2);
    assert_eq!(duel.world.loose.len(), 1);
    duel.run(2);
    assert_eq!((duel.world.loose.len(), wound(&duel)), (0, 0));
}

#[test]
fn a_great_unravel_runs_out_bit_by_bit() {
    let mut duel = killed(0, 2000);
    let last = duel.world.loose[0].bits[7];
    duel.world.player_mut(A).expect("joined").body.place = last;
    duel.run(70);
    assert_eq!(duel.count(|event| matches!(event, Event::Wound { bit: 7, .. })), 0, "1.2 s have not passed");
    duel.run(5);
    assert_eq!(duel.count(|event| matches!(event, Event::Wound { bit: 7, seat, .. } if *seat == A)), 1);
}

#[test]
fn who_leaves_leaves_all_thread_behind() {
    let mut duel = Duel::new(1000, &[]);
    duel.world.player_mut(B).expect("joined").thread = 1230;
    duel.step(&[Entry::Leave(B)]);
    assert_eq!(dropped(&duel), [(B, 1230, false)]);
    let mut nothing = Duel::new(1000, &[]);
    nothing.step(&[Entry::Leave(B)]);
    assert_eq!(dropped(&nothing), []);
}

#[test]
fn in_the_warm_up_nobody_is_hurt_and_nothing_falls() {
    let mut duel = Duel::new(500, &[]);
    duel.world.phase = fray::sim::Phase::Warmup { ends: Time(60_000) };
    duel.hold(A, fray::sim::input::FIRE);
    duel.run(60);
    assert!(duel.count(|event| matches!(event, Event::ShotEnded { .. })) > 0);
    assert_eq!(duel.count(|event| matches!(event, Event::Hurt { .. } | Event::Dropped { .. })), 0);
}

#[test]
fn bits_lie_before_walls_and_never_behind_them() {
    let (map, tuning) = (crate::support::yard(), crate::support::tuning());
    for seed in 0..500 {
        let place = fray::sim::Point { x: (60 + seed as i32 % 300) * 256, y: 70 * 256 };
        for bit in scatter(place, seed, seed % 2 == 0, &map, &tuning) {
            assert!(map.sees(place.units(), bit.units()), "seed {seed}: a bit lies behind a wall");
        }
    }
}
