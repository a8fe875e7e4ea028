//! Shots, damage, death and return.

use fray::sim::event::ShotEnd;
use fray::sim::grid::units;
use fray::sim::input::{DASH, FIRE, RELOAD};
use fray::sim::map::Wall;
use fray::sim::world::{EntityId, ID_REST, Ids, SHOTS_MAX};
use fray::sim::{Angle, Entry, Event, Input, Life, Phase, SeatId, Time};

use super::duel::{A, B, Duel, EAST};
use crate::support::first_weapon;

#[test]
fn held_fire_kills_in_eight_hits_and_the_kill_is_counted() {
    let mut duel = Duel::new(500, &[]);
    duel.hold(A, FIRE);
    duel.run(120);
    assert_eq!(duel.count(|e| matches!(e, Event::Killed { seat: B, by: Some(A), weapon: 0, .. })), 1);
    let hits = duel.events.iter().take_while(|e| !matches!(e, Event::Killed { .. }));
    assert_eq!(hits.filter(|e| matches!(e, Event::Hurt { seat: B, damage: 14, .. })).count(), 8);
    assert_eq!((duel.world.players[0].kills, duel.world.players[1].deaths), (1, 1));
}

#[test]
fn fire_keeps_its_rate_where_the_period_is_no_multiple_of_a_tick() {
    for tick in [20, 30, 60, 120] {
        let mut duel = Duel::new(1400, &[]);
        duel.tuning.rates.tick = tick;
        let weapon = first_weapon(&mut duel.tuning);
        (weapon.rate, weapon.clip) = (85, 200);
        duel.hold(A, RELOAD);
        duel.run(2 * tick as u32);
        duel.events.clear();
        duel.hold(A, FIRE);
        duel.run(10 * tick as u32 - 1);
        let shots = duel.count(|e| matches!(e, Event::Shot { seat: A, .. }));
        assert!((70..=72).contains(&shots), "{shots} shots in 10 s at {tick} Hz, 70.6 are due");
    }
}

#[test]
fn a_wall_stops_a_shot() {
    let mut duel = Duel::new(500, &[Wall(350, 200, 350, 400)]);
    duel.hold(A, FIRE);
    duel.run(30);
    assert!(duel.count(|e| matches!(e, Event::ShotEnded { end: ShotEnd::Wall, .. })) > 0);
    assert_eq!(duel.count(|e| matches!(e, Event::Hurt { .. })), 0);
}

#[test]
fn no_shot_flies_farther_than_it_reaches() {
    let mut duel = Duel::new(1400, &[]);
    duel.hold(A, FIRE);
    duel.hold(A, 0);
    duel.run(90);
    let ends = duel.events.iter().filter_map(|e| match e {
        Event::ShotEnded { place, end, .. } => Some((units(place.x), *end)),
        _ => None,
    });
    let ends: Vec<_> = ends.collect();
    assert_eq!(ends.len(), 1);
    assert!((ends[0].0 - 1100.0).abs() < 0.1 && ends[0].1 == ShotEnd::Reach, "it ended at {ends:?}");
}

#[test]
fn a_dash_refuses_hits_while_it_is_young() {
    let mut duel = Duel::new(500, &[]);
    duel.tuning.dash.time = 600;
    duel.tuning.dash.untouchable = 600;
    duel.tuning.dash.speed = 256;
    duel.hold(B, DASH);
    duel.hold(A, FIRE);
    duel.run(40);
    assert_eq!(duel.count(|e| matches!(e, Event::Hurt { .. })), 0);
    duel.run(60);
    assert!(duel.count(|e| matches!(e, Event::Hurt { .. })) > 0, "a dash that has ended protects no more");
}

#[test]
fn protection_refuses_hits_until_the_first_shot() {
    for (buttons, hurt) in [(0, false), (FIRE, true)] {
        let mut duel = Duel::new(500, &[]);
        let protected = duel.world.now.after(Time(6000));
        duel.world.player_mut(B).expect("joined").life = Life::Alive { protected };
        duel.hold(B, buttons);
        duel.hold(A, FIRE);
        duel.run(30);
        assert_eq!(duel.count(|e| matches!(e, Event::Hurt { seat: B, .. })) > 0, hurt);
    }
}

#[test]
fn an_empty_clip_reloads_by_itself_and_a_dash_holds_fire() {
    let mut duel = Duel::new(1400, &[]);
    duel.hold(A, FIRE);
    duel.run(60 * 2 + 5);
    assert_eq!(duel.count(|e| matches!(e, Event::Shot { .. })), 12);
    assert_eq!(duel.count(|e| matches!(e, Event::Reloading { .. })), 1);
    duel.run(66);
    assert!(duel.count(|e| matches!(e, Event::Shot { .. })) > 12);
}

#[test]
fn the_dead_return_after_two_seconds_far_from_their_enemies() {
    let mut duel = Duel::new(500, &[]);
    duel.world.player_mut(B).expect("joined").health = 1;
    duel.hold(A, FIRE);
    duel.run(40);
    duel.hold(A, 0);
    let died = duel.events.iter().position(|e| matches!(e, Event::Killed { .. })).expect("B was shot at");
    assert!(!duel.world.players[1].is_alive());
    duel.run(120);
    let back = duel.events[died..].iter().find_map(|e| match e {
        Event::Spawned { seat: B, place } => Some(units(place.x)),
        _ => None,
    });
    assert_eq!(back, Some(1400.0), "of two spawns the far one is chosen");
}

#[test]
fn the_shots_of_one_who_leaves_are_not_those_of_the_next_in_the_seat() {
    let mut duel = Duel::new(900, &[]);
    duel.hold(A, FIRE);
    duel.step(&[Entry::Leave(A), Entry::Join(A)]);
    duel.run(60);
    assert_eq!(duel.count(|e| matches!(e, Event::Shot { .. })), 1);
    assert_eq!(duel.count(|e| matches!(e, Event::ShotEnded { end: ShotEnd::Reach, .. })), 1);
    assert_eq!(duel.count(|e| matches!(e, Event::Hurt { .. })), 0);
}

#[test]
fn the_kill_goes_to_whoever_took_the_last_of_the_health() {
    let mut duel = Duel::new(500, &[]);
    let c = SeatId(2);
    duel.step(&[Entry::Join(c)]);
    duel.put(c, 800);
    duel.world.player_mut(B).expect("joined").health = 1;
    let west = Input { buttons: FIRE, aim: Angle(0x8000), ..Input::default() };
    let east = Input { buttons: FIRE, aim: EAST, ..Input::default() };
    duel.step(&[Entry::Input(A, east), Entry::Input(c, west)]);
    duel.run(60);
    let first = duel.events.iter().find_map(|e| match e {
        Event::Hurt { seat: B, by, .. } => Some(*by),
        _ => None,
    });
    let killer = duel.events.iter().find_map(|e| match e {
        Event::Killed { seat: B, by, .. } => Some(*by),
        _ => None,
    });
    assert_eq!((first, killer), (Some(Some(A)), Some(Some(A))));
}

#[test]
fn a_shot_in_flight_when_the_match_ends_hurts_nobody() {
    let mut duel = Duel::new(500, &[]);
    duel.hold(A, FIRE);
    duel.world.player_mut(A).expect("joined").thread = 1;
    duel.world.phase = Phase::Running { ends: duel.world.now };
    duel.run(60);
    assert_eq!(duel.count(|e| matches!(e, Event::ShotEnded { end: ShotEnd::Player(B), .. })), 1);
    assert_eq!(duel.count(|e| matches!(e, Event::Hurt { .. })), 0);
}

#[test]
fn weapons_are_silent_while_the_air_is_full() {
    let mut duel = Duel::new(1400, &[]);
    let weapon = first_weapon(&mut duel.tuning);
    (weapon.rate, weapon.clip, weapon.speed, weapon.reach) = (1, 200, 256, 256 * 8000);
    duel.tuning.life.protection = 6000;
    weapon_free(&mut duel);
    duel.hold(A, FIRE);
    for _ in 0..SHOTS_MAX + 50 {
        weapon_free(&mut duel);
        duel.step(&[]);
    }
    assert_eq!(duel.world.shots.len(), SHOTS_MAX);
}

/// Fills the clip.
fn weapon_free(duel: &mut Duel) {
    duel.world.player_mut(A).expect("joined").arms.clips[0] = 200;
}

#[test]
fn the_name_of_a_shot_rests_before_it_is_used_again() {
    let mut ids = Ids::default();
    let first = ids.take(Time(0));
    ids.give(first, Time(10));
    assert_ne!(ids.take(Time(9 + ID_REST.0)).id, first.id);
    assert_eq!(ids.take(Time(10 + ID_REST.0)), EntityId { id: first.id, generation: 1 });
}

#[test]
fn another_weapon_and_the_same_again_gain_no_shot() {
    let shots = |switch: bool| {
        let mut duel = Duel::new(260, &[]);
        first_weapon(&mut duel.tuning).rate = 600;
        for tick in 0..300 {
            let other = switch && tick % 20 >= 16;
            duel.hold_with(A, u8::from(other), FIRE);
        }
        duel.count(|e| matches!(e, Event::Shot { seat: A, weapon: 0, .. }))
    };
    let held = shots(false);
    assert!(held >= 5 && shots(true) <= held, "{held} shots while it is held, {} with a switch", shots(true));
}

/// A weapon as a designer adds it: a table, and nothing else.
const SHEARS: &str = "[weapons.shears]\nkind = \"projectile\"\ndamage = 9\nrate = 1.5\nspeed = 800\nradius = 4\n\
                      reach = 280\nclip = 4\nreload = 1\nspread = 14\npellets = 7\nlook = \"shears\"\n";

#[test]
fn a_weapon_that_is_only_a_table_is_played() {
    let mut duel = Duel::new(260, &[]);
    let text = format!("{}\n{SHEARS}", include_str!("../support/tuning.toml"));
    duel.tuning = fray::config::tuning::read_tuning("with a third", &text).unwrap();
    duel.step(&[Entry::Leave(A), Entry::Join(A)]);
    duel.put(A, 200);
    duel.world.players.iter_mut().for_each(|player| player.life = Life::Alive { protected: Time(0) });
    duel.hold_with(A, 2, FIRE);
    duel.run(30);
    assert_eq!(duel.count(|e| matches!(e, Event::Shot { seat: A, weapon: 2, .. })), 7, "one shot of seven pellets");
    let hurt = duel.count(|e| matches!(e, Event::Hurt { seat: B, by: Some(A), weapon: 2, damage: 9, .. }));
    assert!(hurt >= 4, "{hurt} of 7 pellets hit at arm's length");
    assert_eq!(duel.world.players[0].arms.clips[2], 3);
}
