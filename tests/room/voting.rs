//! What a room plays next: its presets in turn, or what is voted for.

use fray::config::assets::Assets;
use fray::protocol::{Ballot, Choice, CloseReason, ServerMessage};
use fray::room::Preset;
use fray::room::inbox::{Packet, Wish};
use fray::sim::tuning::SCALARS;
use fray::sim::{Mode, Phase, Tuning};

use super::support::{Guest, Table};
use crate::support::tuning;

pub(super) fn preset(name: &str, mode: Mode, map: &str, players: u8, fill: u8) -> Preset {
    let map = Assets::Embedded.map(map).unwrap();
    Preset { name: name.into(), mode, map, players, fill, changes: Vec::new() }
}

/// All for themselves, then teams of two, then all for themselves in a small place.
pub(super) fn presets() -> Vec<Preset> {
    vec![
        preset("first", Mode::Unravel, "hoop", 8, 3),
        preset("second", Mode::Tug, "quilt", 4, 4),
        preset("third", Mode::Unravel, "box", 10, 1),
    ]
}

/// Matches of 5 s whose results stand for 2 s.
pub(super) fn short() -> Tuning {
    let mut tuning = tuning();
    let round = &mut tuning.round;
    (round.warmup, round.length, round.results, round.sudden_death, round.idle) = (0, 3_000, 1_200, 0, 0);
    tuning
}

/// A room with so many people whose first match is over.
fn at_the_result(presets: &[Preset], people: usize) -> (Table, Vec<Guest>) {
    let mut table = Table::playing(presets, short());
    let guests: Vec<Guest> = (0..people).map(|_| table.join(false).expect("there is a place")).collect();
    run_while(&mut table, &guests, |table| !matches!(table.game.world().phase, Phase::Results { .. }));
    (table, guests)
}

/// Runs while something is so, and answers what the first guest was told.
pub(super) fn run_while(table: &mut Table, guests: &[Guest], is_so: impl Fn(&Table) -> bool) -> Vec<ServerMessage> {
    let mut told = Vec::new();
    for _ in 0..2_000 {
        if !is_so(table) {
            return told;
        }
        table.tick();
        for (at, guest) in guests.iter().enumerate() {
            let messages = guest.read();
            let mut ticks = messages.iter().filter_map(|message| match message {
                ServerMessage::Snapshot(snapshot) => Some(fray::sim::Tick(snapshot.tick)),
                _ => None,
            });
            if let Some(tick) = ticks.next_back() {
                guest.inbox.push(Packet::Ack { tick, hidden: false }, table.now_us);
            }
            told.extend(messages.into_iter().filter(|_| at == 0));
        }
    }
    panic!("it is so for ever");
}

pub(super) fn to_the_next_match(table: &mut Table, guests: &[Guest]) -> Vec<ServerMessage> {
    let number = table.game.number();
    run_while(table, guests, |table| table.game.number() == number)
}

fn ballots(told: &[ServerMessage]) -> Vec<&Ballot> {
    let ballots = told.iter().filter_map(|message| match message {
        ServerMessage::Ballot(ballot) => Some(ballot),
        _ => None,
    });
    ballots.collect()
}

fn votes(ballot: &Ballot) -> Vec<u8> {
    ballot.choices.iter().map(|choice| choice.votes).collect()
}

pub(super) fn map(table: &Table) -> &str {
    &table.game.map().file.name
}

#[test]
fn the_next_in_turn_is_played_where_nobody_votes() {
    let (mut table, guests) = at_the_result(&presets(), 1);
    let told = to_the_next_match(&mut table, &guests);
    let choice = |mode, map: &str, players| Choice { mode, map: map.into(), players, votes: 0 };
    let choices = vec![choice(1, "quilt", 4), choice(0, "box", 10), choice(0, "hoop", 8)];
    let chosen: Vec<Option<u8>> = ballots(&told).iter().map(|ballot| ballot.chosen).collect();
    assert_eq!(ballots(&told)[0].choices, choices);
    assert_eq!(chosen, [Some(0)]);
    assert_eq!((map(&table), table.game.world().mode), ("quilt", Mode::Tug));
    assert_eq!(table.game.seats().filled().count(), 4, "one person, and three bots in the other seats");
    // And the one after it.
    run_while(&mut table, &guests, |table| table.game.number() == 2);
    assert_eq!((map(&table), table.game.world().mode), ("box", Mode::Unravel));
    assert_eq!(table.game.seats().filled().count(), 1, "the bots that are too many have gone");
}

#[test]
fn most_votes_win_and_a_later_vote_counts_in_place_of_an_earlier_one() {
    let (mut table, guests) = at_the_result(&presets(), 3);
    for (guest, votes) in guests.iter().zip([&[0, 2][..], &[2], &[0]]) {
        for vote in votes {
            guest.inbox.push(Packet::Wish(Wish::Vote(*vote)), table.now_us);
        }
    }
    let told = to_the_next_match(&mut table, &guests);
    assert_eq!(votes(ballots(&told).last().unwrap()), [1, 0, 2]);
    assert_eq!((map(&table), table.game.number()), ("hoop", 2));
}

#[test]
fn of_as_many_votes_the_choice_that_stands_first_wins() {
    let (mut table, guests) = at_the_result(&presets(), 2);
    guests[0].inbox.push(Packet::Wish(Wish::Vote(2)), table.now_us);
    guests[1].inbox.push(Packet::Wish(Wish::Vote(1)), table.now_us);
    to_the_next_match(&mut table, &guests);
    assert_eq!(map(&table), "box");
}

#[test]
fn who_watches_has_no_vote_and_who_leaves_takes_theirs_along() {
    let (mut table, guests) = at_the_result(&presets(), 2);
    let watcher = table.join(true).unwrap();
    watcher.inbox.push(Packet::Wish(Wish::Vote(2)), table.now_us);
    guests[1].inbox.push(Packet::Wish(Wish::Vote(2)), table.now_us);
    table.run(2);
    table.game.leave(guests[1].viewer);
    let told = to_the_next_match(&mut table, &guests[..1]);
    assert_eq!(votes(ballots(&told).last().unwrap()), [0, 0, 0]);
    assert_eq!(map(&table), "quilt");
}

#[test]
fn who_comes_while_votes_are_counted_is_told_of_them_and_who_votes_before_or_after_is_not_heard() {
    let (mut table, guests) = at_the_result(&presets(), 1);
    guests[0].inbox.push(Packet::Wish(Wish::Vote(7)), table.now_us);
    guests[0].inbox.push(Packet::Wish(Wish::Vote(1)), table.now_us);
    table.run(2);
    let late = table.join(false).unwrap();
    let told = late.read();
    assert_eq!(votes(ballots(&told)[0]), [0, 1, 0]);
    to_the_next_match(&mut table, &guests);
    guests[0].inbox.push(Packet::Wish(Wish::Vote(0)), table.now_us);
    table.run(30);
    assert!(ballots(&guests[0].read()).is_empty());
}

#[test]
fn votes_are_told_at_most_four_times_a_second() {
    let (mut table, guests) = at_the_result(&presets(), 1);
    let began = table.game.world().now;
    let mut told = 0;
    while began.after(fray::sim::Time(600)) > table.game.world().now {
        let vote = (table.game.world().tick.0 % 3) as u8;
        guests[0].inbox.push(Packet::Wish(Wish::Vote(vote)), table.now_us);
        table.tick();
        told += ballots(&guests[0].read()).len();
    }
    assert!((2..=5).contains(&told), "{told} in a second");
}

#[test]
fn what_a_preset_changes_is_told_before_its_match_and_holds_from_its_first_tick() {
    let mut presets = presets();
    let goal = SCALARS.iter().flat_map(|list| list.iter()).position(|scalar| scalar.key == "goal").unwrap();
    presets[1].changes = vec![(goal, 4_200)];
    let (mut table, guests) = at_the_result(&presets, 1);
    let before = table.game.tuning().round.goal;
    assert_ne!(before, 4_200);
    let told = to_the_next_match(&mut table, &guests);
    assert_eq!((table.game.tuning().round.goal, table.game.tuning().round.tug), (4_200, 1));
    let turned = told.iter().find_map(|message| match message {
        ServerMessage::Tuning(message) => message.tuning().map(|tuning| (message.tick, tuning.round.goal)),
        _ => None,
    });
    let began = table.game.world().tick.0;
    assert!(turned.is_some_and(|(tick, goal)| tick < began && goal == 4_200), "{turned:?}, the match began at {began}");
    // What is saved meanwhile goes below it.
    let mut saved = short();
    saved.body.top_speed = 100 * 256;
    table.game.set_tuning(saved.into());
    table.run(20);
    let now = table.game.tuning();
    assert_eq!((now.body.top_speed, now.round.goal, now.round.tug), (100 * 256, 4_200, 1));
    // The one after it plays by the plain value again.
    run_while(&mut table, &guests, |table| table.game.number() == 2);
    assert_eq!((table.game.tuning().round.goal, table.game.tuning().round.tug), (before, 0));
}

#[test]
fn a_preset_has_its_own_number_of_places() {
    let (mut table, _) = at_the_result(&presets(), 5);
    assert_eq!(table.game.places(), 8);
    let others: Vec<Guest> = (0..3).map(|_| table.join(false).expect("there is a place")).collect();
    assert_eq!(table.join(false).err(), Some(CloseReason::Full));
    // The quilt has no place for five: it was not to be chosen.
    let told = others[0].read();
    let maps: Vec<&str> = ballots(&told)[0].choices.iter().map(|choice| choice.map.as_str()).collect();
    assert_eq!(maps, ["box", "hoop"]);
}

#[test]
fn a_map_that_is_saved_while_a_result_stands_takes_nothing_from_what_was_voted_for() {
    let (mut table, guests) = at_the_result(&presets(), 1);
    let hoop = Assets::Embedded.map("hoop").unwrap();
    let mut file = hoop.file.clone();
    file.pickups.clear();
    table.game.set_map(std::sync::Arc::new(fray::sim::Map::new(file, b"drawn anew")));
    table.tick();
    assert_eq!(table.game.map().hash, hoop.hash, "whoever walks on walks where the page shows them");
    to_the_next_match(&mut table, &guests);
    assert_eq!((map(&table), table.game.world().mode), ("quilt", Mode::Tug));
}

#[test]
fn a_room_with_one_preset_plays_it_for_ever_without_a_vote() {
    let (mut table, guests) = at_the_result(&presets()[1..2], 1);
    let told = to_the_next_match(&mut table, &guests);
    assert!(ballots(&told).is_empty());
    assert_eq!(map(&table), "quilt");
}

#[test]
fn a_saved_preset_holds_at_once_and_its_map_from_the_next_match_on() {
    let one = &presets()[..1];
    let mut table = Table::playing(one, short());
    let guest = table.join(false).unwrap();
    table.run(2);
    let goal = SCALARS.iter().flat_map(|list| list.iter()).position(|scalar| scalar.key == "goal").unwrap();
    let saved =
        Preset { map: Assets::Embedded.map("loom").unwrap(), fill: 6, changes: vec![(goal, 3_000)], ..one[0].clone() };
    table.game.set_preset(&saved);
    table.run(20);
    assert_eq!((table.game.tuning().round.goal, map(&table)), (3_000, "hoop"));
    assert_eq!(table.game.seats().filled().count(), 6);
    table.game.set_preset(&Preset { name: "unknown".into(), ..saved });
    run_while(&mut table, &[guest], |table| table.game.number() == 1);
    assert_eq!(map(&table), "loom");
}
