//! A private room is its host's.

use fray::protocol::{Host, Hosting, ServerMessage};
use fray::room::Preset;
use fray::room::inbox::{Packet, Wish};
use fray::sim::{Mode, Phase, SeatId, Tuning};

use super::support::{Guest, Table};
use super::voting::{map, presets, run_while, short, to_the_next_match};

const NOTHING: Host = Host { fill: None, next: None, skip: 0 };

fn hosted(presets: &[Preset], people: usize, tuning: Tuning) -> (Table, Vec<Guest>) {
    let mut table = Table::private(presets, tuning);
    let guests = (0..people).map(|_| table.join(false).expect("there is a place")).collect();
    table.tick();
    (table, guests)
}

fn ask(table: &mut Table, guest: &Guest, wish: Host) {
    guest.inbox.push(Packet::Wish(Wish::Host(wish)), table.now_us);
    table.tick();
}

fn hostings(guest: &Guest) -> Vec<Hosting> {
    let hosting = |message| match message {
        ServerMessage::Hosting(hosting) => Some(hosting),
        _ => None,
    };
    guest.read().into_iter().filter_map(hosting).collect()
}

#[test]
fn who_came_first_is_the_host_and_after_them_the_next() {
    let mut table = Table::private(&presets(), short());
    let watcher = table.join(true).unwrap();
    let guests: Vec<Guest> = (1..=3).map(|token| table.join_held(token).unwrap()).collect();
    table.tick();
    let host = |table: &Table| table.game.host();
    assert_eq!(host(&table), guests[0].seat);
    assert_eq!(hostings(&watcher).last().unwrap().host, guests[0].seat.map(|seat| seat.0));
    // Whoever's line is cut is the host again once they are back.
    table.game.lose(guests[0].viewer);
    table.tick();
    assert_eq!(host(&table), guests[1].seat);
    let told = hostings(&guests[2]);
    assert_eq!(told.last().unwrap().host, guests[1].seat.map(|seat| seat.0));
    let back = table.resume(1, 9).unwrap();
    table.tick();
    assert_eq!((host(&table), back.seat), (guests[0].seat, guests[0].seat));
    table.game.leave(back.viewer);
    table.game.leave(guests[1].viewer);
    table.tick();
    assert_eq!(host(&table), guests[2].seat);
    table.game.leave(guests[2].viewer);
    assert_eq!(host(&table), None);
}

#[test]
fn only_the_host_of_a_private_room_sets_it_up() {
    let (mut table, guests) = hosted(&presets(), 2, short());
    let filled = |table: &Table| table.game.seats().filled().count();
    let before = filled(&table);
    ask(&mut table, &guests[1], Host { fill: Some(8), next: Some(2), skip: 1 });
    assert_eq!(filled(&table), before);
    assert!(matches!(table.game.world().phase, Phase::Running { .. }));
    assert_eq!(hostings(&guests[0]).last().unwrap().next, None);

    let mut open = Table::playing(&presets(), short());
    let guest = open.join(false).unwrap();
    open.tick();
    let before = filled(&open);
    ask(&mut open, &guest, Host { fill: Some(8), next: Some(2), skip: 1 });
    assert_eq!(open.game.host(), None);
    assert_eq!(filled(&open), before);
    assert!(matches!(open.game.world().phase, Phase::Running { .. }));
    assert_eq!(hostings(&guest), []);
}

#[test]
fn there_are_as_many_bots_as_the_host_wants_in_this_match_and_the_next() {
    let (mut table, guests) = hosted(&presets(), 1, short());
    ask(&mut table, &guests[0], Host { fill: Some(6), ..NOTHING });
    table.run(2);
    assert_eq!(table.game.seats().filled().count(), 6);
    assert_eq!(hostings(&guests[0]).last().unwrap().fill, 6);
    // The next one has four places.
    to_the_next_match(&mut table, &guests);
    assert_eq!(table.game.seats().filled().count(), 4);
    to_the_next_match(&mut table, &guests);
    table.run(2);
    assert_eq!(table.game.seats().filled().count(), 6);
    ask(&mut table, &guests[0], Host { fill: Some(0), ..NOTHING });
    to_the_next_match(&mut table, &guests);
    assert_eq!(table.game.seats().filled().count(), 1);
}

#[test]
fn what_the_host_chose_is_played_in_place_of_a_vote_until_they_leave_it_to_all_again() {
    let (mut table, guests) = hosted(&presets(), 2, short());
    ask(&mut table, &guests[0], Host { next: Some(2), ..NOTHING });
    for _ in 0..2 {
        let told = to_the_next_match(&mut table, &guests);
        let ballots = told.iter().filter_map(|message| match message {
            ServerMessage::Ballot(ballot) => Some((ballot.choices.len(), ballot.chosen)),
            _ => None,
        });
        assert!(ballots.eq([(1, Some(0))]), "it is told with the result, and there is nothing to vote on");
        assert_eq!((map(&table), table.game.world().mode), ("box", Mode::Unravel));
    }
    ask(&mut table, &guests[0], NOTHING);
    to_the_next_match(&mut table, &guests);
    assert_eq!(map(&table), "hoop");
    // A match for four is none for five, and what is not there is none at all.
    let more: Vec<Guest> = (0..3).map(|_| table.join(false).unwrap()).collect();
    ask(&mut table, &guests[0], Host { next: Some(1), ..NOTHING });
    let all: Vec<Guest> = guests.into_iter().chain(more).collect();
    to_the_next_match(&mut table, &all);
    assert_eq!(map(&table), "box");
    ask(&mut table, &all[0], Host { next: Some(63), ..NOTHING });
    assert_eq!(hostings(&all[1]).last().unwrap().next, Some(1));
}

#[test]
fn the_host_cuts_short_what_is_on() {
    let mut tuning = short();
    (tuning.round.warmup, tuning.round.sudden_death, tuning.round.results) = (3_000, 6_000, 6_000);
    let (mut table, guests) = hosted(&presets(), 1, tuning);
    let skip = Host { skip: 1, ..NOTHING };
    assert!(matches!(table.game.world().phase, Phase::Warmup { .. }));
    ask(&mut table, &guests[0], skip.clone());
    assert!(matches!(table.game.world().phase, Phase::Running { .. }));
    ask(&mut table, &guests[0], skip.clone());
    // Nobody leads: even so it is over.
    assert!(matches!(table.game.world().phase, Phase::Results { winner: None, .. }));
    ask(&mut table, &guests[0], skip);
    let ticks = (0..).take_while(|_| {
        guests[0].read();
        table.tick();
        table.game.number() == 1
    });
    assert!(ticks.count() <= 121, "two seconds");
}

#[test]
fn a_seat_of_a_bot_is_no_hosts() {
    let (mut table, guests) = hosted(&presets(), 1, short());
    assert_eq!(table.game.host(), guests[0].seat);
    assert!(table.game.seats().filled().any(|(seat, _)| seat != guests[0].seat.unwrap_or(SeatId(63))));
    run_while(&mut table, &guests, |table| table.game.number() == 1);
    assert_eq!(table.game.host(), guests[0].seat);
}
