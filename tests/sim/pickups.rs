//! Things to pick up: who takes them, what they give, and when they lie there again; and weapons that have to be found.

use fray::sim::input::{FIRE, RELOAD};
use fray::sim::map::{MapFile, Pickup};
use fray::sim::pickup::Offer;
use fray::sim::shield::PARTS;
use fray::sim::tuning::{Weapon, WeaponKind};
use fray::sim::{Event, Phase, Tick, Time, Tuning, World};

use super::duel::{A, B, C, Duel};

/// The slot of the weapon that is found, and the shots of its clip.
const FOUND: u8 = 2;
const CLIP: u8 = 3;
const FOREVER: Time = Time(600 * 3600);

/// A weapon like the first, that has to be found, as the third.
fn with_find(tuning: &mut Tuning) {
    let mut weapon: Weapon = tuning.weapons[0].clone();
    weapon.name = "find".into();
    let WeaponKind::Projectile(projectile) = &mut weapon.kind else { panic!("the first weapon shoots projectiles") };
    (projectile.found, projectile.clip) = (1, CLIP.into());
    tuning.weapons.push(weapon);
}

/// A duel in play, with one thing to pick up at (x, 300).
fn duel(what: &str, x: i32) -> Duel {
    let mut duel = Duel::new(600, &[]);
    let file = MapFile { pickups: vec![Pickup(what.into(), x, 300)], ..duel.map.file.clone() };
    duel.map = crate::support::map(file);
    with_find(&mut duel.tuning);
    let before = duel.world.clone();
    duel.world = World::new(7, Tick(0), Time(0), &duel.map, &duel.tuning);
    duel.world.players = before.players;
    duel.world.phase = Phase::Running { ends: FOREVER };
    for player in &mut duel.world.players {
        player.arms.clips[usize::from(FOUND)] = 0;
    }
    duel
}

fn picked(duel: &Duel) -> Vec<(u8, Time)> {
    let told = |event: &Event| match event {
        Event::Picked { seat, wait, .. } => Some((seat.0, *wait)),
        _ => None,
    };
    duel.events.iter().filter_map(told).collect()
}

#[test]
fn a_spool_heals_up_to_the_most_and_lies_there_again_after_a_while() {
    let mut duel = duel("spool", 200);
    duel.run(5);
    assert!(picked(&duel).is_empty(), "who lacks nothing leaves it");
    duel.world.player_mut(A).expect("joined").health = 30;
    duel.run(1);
    let health = |duel: &Duel| duel.world.player(A).expect("joined").health;
    assert_eq!(health(&duel), 70);
    let every = Offer::Spool.every(&duel.tuning);
    assert_eq!(picked(&duel), [(0, every)]);
    let ticks = every.0 / duel.tuning.step().0;
    duel.run(ticks - 1);
    assert_eq!(health(&duel), 70, "a tick before it lies there again");
    duel.run(1);
    assert_eq!((health(&duel), picked(&duel).len()), (100, 2));
}

#[test]
fn a_battery_fills_the_shield_and_mends_a_broken_one() {
    let mut duel = duel("battery", 200);
    let now = duel.world.now;
    let shield = &mut duel.world.player_mut(A).expect("joined").shield;
    (shield.energy, shield.ready, shield.mends) = (0, now.after(Time(600)), now.after(Time(6000)));
    duel.run(1);
    let shield = duel.world.player(A).expect("joined").shield;
    assert_eq!(shield.energy, 60 * PARTS);
    assert!(!shield.is_broken(duel.world.now));
}

#[test]
fn a_thimble_comes_late_and_makes_thread_count_twice_until_death() {
    let mut duel = duel("thimble", 200);
    let first = Time(duel.tuning.round.warmup as u32).after(Offer::Thimble.every(&duel.tuning));
    assert_eq!(duel.world.pickups, [first]);
    duel.run(10);
    assert!(picked(&duel).is_empty(), "not before its time");
    duel.world.now = first;
    duel.run(1);
    assert_eq!(picked(&duel).len(), 1);
    let until = duel.world.player(A).expect("joined").thimble;
    assert_eq!(until, first.after(Time(duel.tuning.pickups.thimble as u32)));

    let drop = fray::sim::thread::Fall {
        seat: B,
        place: duel.world.player(A).expect("joined").body.place,
        amount: 800,
        great: false,
    };
    duel.tuning.thread.spread = 0;
    fray::sim::thread::fall(&mut duel.world, drop, &duel.map, &duel.tuning, &mut duel.events);
    duel.run(1);
    assert_eq!(duel.world.player(A).expect("joined").thread, 1600);

    duel.step(&[fray::sim::Entry::Kill(A)]);
    duel.run(duel.tuning.life.respawn as u32 / duel.tuning.step().0 + 2);
    assert_eq!(duel.world.player(A).expect("joined").thimble, Time(0));
}

#[test]
fn the_nearest_who_has_a_use_for_it_takes_it() {
    let mut duel = duel("spool", 210);
    duel.third(200);
    duel.put(B, 214);
    for seat in [A, B, C] {
        duel.world.player_mut(seat).expect("joined").health = 50;
    }
    duel.world.player_mut(B).expect("joined").health = 100;
    duel.put(A, 225);
    duel.run(1);
    assert_eq!(picked(&duel), [(C.0, Offer::Spool.every(&duel.tuning))], "B is nearer and needs nothing");
}

#[test]
fn a_weapon_has_to_be_found_and_is_gone_when_it_is_empty() {
    let mut duel = duel("find", 1000);
    duel.hold_with(A, FOUND, FIRE);
    assert_eq!(duel.world.player(A).expect("joined").arms.weapon, 0, "it is not at hand");
    duel.put(A, 1000);
    duel.run(1);
    assert_eq!(picked(&duel).len(), 1);
    duel.run(60);
    let shots = |event: &Event| matches!(event, Event::Shot { weapon: FOUND, .. });
    assert_eq!(duel.count(shots), usize::from(CLIP), "one clip, and no reload");
    let arms = duel.world.player(A).expect("joined").arms;
    assert_eq!((arms.weapon, arms.clips[usize::from(FOUND)]), (0, 0), "what all have is in hand again");
}

#[test]
fn a_found_weapon_is_never_reloaded_and_is_lost_with_the_body() {
    let mut duel = duel("find", 200);
    duel.run(1);
    duel.hold_with(A, FOUND, 0);
    duel.hold_with(A, FOUND, FIRE);
    duel.run(20);
    let clip = |duel: &Duel| duel.world.player(A).expect("joined").arms.clips[usize::from(FOUND)];
    let left = clip(&duel);
    assert!(left > 0 && left < CLIP, "{left} shots are left");
    duel.hold_with(A, FOUND, RELOAD);
    duel.run(120);
    assert_eq!((clip(&duel), duel.world.player(A).expect("joined").arms.weapon), (left, FOUND));
    duel.step(&[fray::sim::Entry::Kill(A)]);
    duel.run(duel.tuning.life.respawn as u32 / duel.tuning.step().0 + 2);
    assert_eq!(clip(&duel), 0);
}

#[test]
fn nothing_is_picked_up_before_play_begins_and_a_word_of_another_tuning_means_nothing() {
    let mut duel = duel("find", 200);
    duel.world.phase = Phase::Warmup { ends: FOREVER };
    duel.run(3);
    assert!(picked(&duel).is_empty());
    duel.world.phase = Phase::Running { ends: FOREVER };
    duel.run(1);
    assert_eq!(picked(&duel).len(), 1);
    assert_eq!(Offer::of("fidn", &duel.tuning), None);
    assert_eq!(Offer::of("stitcher", &duel.tuning), None, "a weapon that all have is not found");
}
