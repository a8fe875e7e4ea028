//! The world as data: hash, bytes, difference.

use fray::sim::chance::below;
use fray::sim::fields::{difference, hash};
use fray::sim::input::BUTTONS;
use fray::sim::world::HISTORY;
use fray::sim::{Angle, Entry, Input, SeatId, Seen, Tick, Time, Walk, World, step};
use rand_pcg::Pcg32;

use crate::support::{chance, tuning, yard};

/// Six players who do anything for so many ticks; `watch` sees the world after each.
fn brawl(seed: u64, ticks: u32, chance: &mut Pcg32, mut watch: impl FnMut(&World)) -> World {
    let (tuning, map) = (tuning(), yard());
    let mut world = World::new(seed, Tick(0), Time(0), &map, &tuning);
    let joins: Vec<Entry> = (0..6).map(|i| Entry::Join(SeatId(i))).collect();
    step(&mut world, &joins, &map, &tuning);
    for _ in 0..ticks {
        let input = Input {
            buttons: below(chance, u32::from(BUTTONS) + 1) as u8,
            walk: Walk(below(chance, 193) as u8),
            aim: Angle(below(chance, 65536) as u16),
            weapon: (below(chance, 8) / 7) as u8,
            seen: seen(chance),
        };
        step(&mut world, &[Entry::Input(SeatId(below(chance, 6) as u8), input)], &map, &tuning);
        watch(&world);
    }
    world
}

/// What somebody saw, up to as far back as it goes.
fn seen(chance: &mut Pcg32) -> Seen {
    let older = 10 * below(chance, 20);
    Seen { older: Time(older), newer: Time(older.saturating_sub(20)), share: below(chance, 256) as u8 }
}

#[test]
fn world_to_bytes_to_world_is_equal_to_the_bit() {
    let mut chance = chance("world_to_bytes_to_world_is_equal_to_the_bit");
    let mut shots = 0;
    brawl(3, 1_000, &mut chance, |world| {
        let bytes = rmp_serde::to_vec(world).expect("a world is plain data");
        let again: World = rmp_serde::from_slice(&bytes).expect("its own bytes are read");
        assert_eq!(*world, again);
        assert_eq!(hash(world), hash(&again));
        shots += world.shots.len();
    });
    assert!(shots > 0, "nobody shot, which proves little");
}

#[test]
fn the_same_seed_and_inputs_give_the_same_world() {
    let run = |seed| hash(&brawl(seed, 500, &mut Pcg32::new(5, 1), |_| ()));
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2), "another seed is another match");
}

/// The figure that debug and release builds, and every machine, must agree on. A change means that the simulation plays
/// differently: recordings of matches made before it no longer verify.
#[test]
fn the_hash_of_a_known_brawl_stands() {
    let world = brawl(11, 2_000, &mut Pcg32::new(11, 1), |_| ());
    assert_eq!(format!("{:016x}", hash(&world)), include_str!("../golden/brawl.txt").trim());
}

#[test]
fn a_difference_names_the_field() {
    let world = brawl(3, 50, &mut Pcg32::new(5, 1), |_| ());
    let mut other = world.clone();
    other.players[2].body.place.x += 1;
    let x = world.players[2].body.place.x;
    assert_eq!(difference(&world, &other), [format!("players.2.body.place.x: {x}, {}", x + 1)]);
    assert_ne!(hash(&world), hash(&other));
    assert!(difference(&world, &world.clone()).is_empty());
}

#[test]
fn poses_are_kept_as_long_as_rewinding_needs_and_no_longer() {
    let world = brawl(3, 500, &mut Pcg32::new(5, 1), |_| ());
    let oldest = world.history.front().expect("every tick is remembered");
    let newest = world.history.back().expect("every tick is remembered");
    assert_eq!(newest.time.0 - oldest.time.0, HISTORY.0);
}
