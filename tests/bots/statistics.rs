//! What reports count, on matches that are played by hand.

use std::sync::Arc;

use fray::bots::statistics::{Report, Tally, Watch};
use fray::sim::input::FIRE;
use fray::sim::map::{MapFile, Spawn, Wall};
use fray::sim::{Angle, Entry, Event, Input, Map, SeatId, Tick, Time, Walk, World, step};

use crate::support::{map, rectangle, tuning};

const A: SeatId = SeatId(0);
const B: SeatId = SeatId(1);

/// Two spawns 600 u apart, with a wall between them or without.
fn alley(wall: bool) -> Arc<Map> {
    let mut walls = rectangle(0, 0, 1000, 400);
    walls.extend(wall.then_some(Wall(500, 0, 500, 400)));
    let spawns = vec![Spawn(200, 200), Spawn(800, 200)];
    map(MapFile {
        name: "alley".into(),
        width: 1000,
        height: 400,
        walls,
        covers: Vec::new(),
        spawns,
        pickups: Vec::new(),
    })
}

/// Two players for so many seconds; `act` says what the first does in a tick. Answers the tally and all events.
fn play(wall: bool, seconds: u32, act: impl Fn(u32) -> Input) -> (Tally, Vec<(u32, Event)>) {
    let (map, tuning) = (alley(wall), tuning());
    let mut world = World::new(1, Tick(0), Time(0), &map, &tuning);
    let (mut watch, mut all) = (Watch::new(2, Time(0)), Vec::new());
    for tick in 0..seconds * 60 {
        let mut entries = vec![Entry::Input(A, act(tick))];
        if tick == 0 {
            entries.splice(0..0, [Entry::Join(A), Entry::Join(B)]);
        }
        let events = step(&mut world, &entries, &map, &tuning);
        watch.tick(&events, &world, &map, &tuning);
        all.extend(events.into_iter().map(|event| (tick * 10, event)));
    }
    let tally = watch.finish(&world, &tuning, Some(0), 7);
    (tally, all)
}

fn still(_: u32) -> Input {
    Input::default()
}

#[test]
fn who_stands_behind_a_wall_is_stuck_and_who_sees_an_enemy_is_not() {
    let (hidden, _) = play(true, 10, still);
    assert!(hidden.looks > 60 && hidden.stuck == hidden.looks && hidden.could_count == hidden.looks, "{hidden:?}");
    let (open, _) = play(false, 10, still);
    assert_eq!((open.looks, open.could_count, open.stuck), (hidden.looks, 0, 0));
}

#[test]
fn who_trembles_is_stuck_and_who_walks_to_and_fro_is_not() {
    // Walks for so many ticks, stops, and walks back as far.
    let stuck = |ticks: u32| {
        let walks = move |tick: u32| {
            let (turn, within) = (tick / (ticks + 12), tick % (ticks + 12));
            let angle = if turn % 2 == 0 { Angle(0x4000) } else { Angle(0xC000) };
            Input { walk: if within < ticks { Walk::toward(angle) } else { Walk(0) }, ..Input::default() }
        };
        let (tally, _) = play(true, 10, walks);
        // The other one stands still.
        tally.stuck - tally.looks / 2
    };
    assert!(stuck(4) > 30, "{}", stuck(4));
    assert_eq!(stuck(40), 0);
}

#[test]
fn a_life_is_timed_from_spawn_and_first_hit_to_its_end() {
    // The spawn is protected for its first 1.5 s, so the shooter waits for two.
    let shoots = |tick: u32| Input { buttons: if tick < 120 { 0 } else { FIRE }, ..Input::default() };
    // Which of the two spawns the shooter got is up to chance: it aims at the other.
    let (_, events) = play(false, 1, still);
    let right =
        events.iter().any(|(_, event)| matches!(event, Event::Spawned { seat: A, place } if place.x < 500 * 256));
    let aim = if right { Angle(0) } else { Angle(0x8000) };
    let (tally, events) = play(false, 6, |tick| Input { aim, ..shoots(tick) });

    let at = |wanted: fn(&Event) -> bool| events.iter().find(|(_, event)| wanted(event)).map(|(at, _)| *at).unwrap();
    let hurt = at(|event| matches!(event, Event::Hurt { seat: B, .. }));
    let dead = at(|event| matches!(event, Event::Killed { seat: B, by: Some(A), .. }));
    assert_eq!((&tally.lives[0], &tally.hurt_to_dead[0]), (&dead, &(dead - hurt)));
    let hits = events.iter().filter(|(_, event)| matches!(event, Event::Hurt { .. })).count() as u64;
    assert!(tally.hits == hits && tally.shots >= hits && hits >= 8, "{tally:?}");
    assert_eq!((tally.kills, tally.deaths, tally.early_deaths), (1, 1, 0));
    // Both are in the fight from the first hit to the last.
    assert_eq!(tally.fighting, 2 * u64::from(dead - hurt));
}

#[test]
fn a_report_sums_up_and_rounds() {
    let one = Tally {
        kills: 4,
        time: 2 * 36_000,
        alive: 36_000,
        lives: vec![600, 1200, 1800],
        winner: Some(1),
        hash: 1,
        shots: 100,
        dashes: 9,
        events: [("Lashed", 20)].into(),
        ..Tally::default()
    };
    let two = Tally { kills: 2, time: 36_000, lives: vec![2400], hash: 2, ..Tally::default() };
    let report = Report::of(&[one.clone(), two.clone()], 2);
    assert_eq!((report.kills, report.kills_per_player_min, report.life_median_s), (6, 2.0, 2.0));
    // 120 projectiles and rays in a minute alive, 9 dashes in the three minutes of both, dead or alive.
    assert_eq!((report.shots_per_player_s, report.dashes_per_player_min), (2.0, 3.0));
    assert_eq!((report.wins_per_side.as_slice(), report.draws), ([0, 1].as_slice(), 1));
    assert_ne!(report.hash, Report::of(&[two, one], 2).hash, "matches count in their order");
    assert!(!report.bands().iter().find(|band| band.name == "kills per player and minute").unwrap().holds());
}
