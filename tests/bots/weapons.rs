//! Weapons that are only tables: bots take them in hand, shoot them and kill with them, whatever they are called.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use fray::bots::headless::Series;
use fray::bots::{Atlas, statistics::Report};
use fray::config::assets::Assets;
use fray::room::Faults;
use fray::sim::{Event, Time};

use crate::support::assets::Copy;

/// A scatter for near by, as a designer writes it.
const SHEARS: &str = "
[weapons.shears]
kind = \"projectile\"
damage = 9
rate = 1.34
speed = 800
radius = 5
reach = 280
clip = 6
reload = 1
spread = 14
pellets = 7
look = \"shears\"
";
/// A quick, short ray.
const BODKIN: &str = "
[weapons.bodkin]
kind = \"ray\"
damage = 24
charge = 0.12
pace = 0.9
radius = 3
reach = 420
clip = 4
reload = 1.2
";

/// How often each slot was taken in hand, shot, and killed with.
#[derive(Debug, Default)]
struct Slots {
    taken: [u64; 4],
    shots: [u64; 4],
    kills: [u64; 4],
    /// Things that were picked up, by their place among those of the map.
    picked: BTreeMap<u8, u64>,
}

impl Slots {
    fn count(&mut self, event: &Event) {
        let (counts, weapon) = match event {
            Event::Switched { weapon, .. } => (&mut self.taken, weapon),
            Event::Shot { weapon, .. } | Event::Lashed { weapon, .. } => (&mut self.shots, weapon),
            Event::Killed { by: Some(_), weapon, .. } => (&mut self.kills, weapon),
            Event::Picked { pickup, .. } => return *self.picked.entry(*pickup).or_default() += 1,
            _ => return,
        };
        counts[usize::from(*weapon)] += 1;
    }

    fn share(counts: [u64; 4], slot: usize) -> f64 {
        counts[slot] as f64 / counts.iter().sum::<u64>().max(1) as f64
    }
}

/// Matches of bots by the shipped tuning file, with these tables in place of those of weapons that have to be found.
fn play_with(name: &str, tables: &[&str], seconds: f64) -> Slots {
    let copy = Copy::new(name);
    let text = fs::read_to_string(copy.tuning()).unwrap();
    let (head, rest) = text.split_once("# The third").unwrap();
    fs::write(copy.tuning(), head.to_owned() + &tables.concat() + &rest[rest.find("# Tempers").unwrap()..]).unwrap();
    play(&Assets::choose(Some(&copy.0), &copy.0).unwrap(), 2 + tables.len(), seconds)
}

/// Matches of bots by the tuning file of these assets, which has so many weapons.
fn play(assets: &Assets, weapons: usize, seconds: f64) -> Slots {
    let mut tuning = assets.tuning().unwrap();
    assert_eq!(tuning.weapons.len(), weapons);
    tuning.round.length = Time::from_seconds(seconds).0 as i32;
    let (map, tuning) = (assets.map("hoop").unwrap(), Arc::new(tuning));
    let series = Series { matches: 4, players: 8, seed: 5, map, tuning, parts: Vec::new(), faults: Faults::default() };
    let (atlas, mut slots) = (Arc::new(Atlas::default()), Slots::default());
    let play = |number| series.play_one(number, &atlas, |_, ticked| ticked.events.iter().for_each(|e| slots.count(e)));
    let tallies: Vec<_> = (0..series.matches).map(play).collect();
    let report = Report::of(&tallies, series.players);
    assert_eq!(report.weapon_kills, slots.kills[..weapons], "the report counts the same kills, by slot");
    println!("{slots:?}");
    slots
}

#[test]
fn bots_kill_with_a_scatter_that_is_only_a_table() {
    let slots = play_with("third-weapon", &[SHEARS], 90.0);
    assert!(Slots::share(slots.taken, 2) > 0.05, "{slots:?}");
    assert_eq!(slots.shots[2] % 7, 0, "all pellets of a shot leave at once: {slots:?}");
    assert!((0..3).all(|slot| Slots::share(slots.kills, slot) > 0.05), "no weapon lies about: {slots:?}");
}

#[test]
fn bots_kill_with_a_second_ray_that_is_only_a_table() {
    let slots = play_with("fourth-weapon", &[SHEARS, BODKIN], 90.0);
    assert!(Slots::share(slots.taken, 3) > 0.05, "{slots:?}");
    assert!((0..4).all(|slot| Slots::share(slots.kills, slot) > 0.04), "no weapon lies about: {slots:?}");
}

#[test]
fn bots_go_for_all_that_lies_about_and_kill_with_what_they_find() {
    let slots = play(&Assets::Embedded, 4, 240.0);
    let map = Assets::Embedded.map("hoop").unwrap();
    assert!(map.file.pickups.len() >= 10);
    let taken: Vec<&str> = slots.picked.keys().map(|at| map.file.pickups[usize::from(*at)].0.as_str()).collect();
    for kind in ["spool", "battery", "thimble", "shears", "bobbin"] {
        assert!(taken.contains(&kind), "no {kind} was ever taken: {slots:?}");
    }
    assert!((0..4).all(|slot| Slots::share(slots.kills, slot) > 0.05), "no weapon lies about: {slots:?}");
}
