//! A seat outlives its connection: held, taken again, given up.

use fray::protocol::{CloseReason, Own, RosterPlayer, ServerMessage, SnapshotMessage, Welcome};
use fray::room::Faults;
use fray::room::game::RoomEnd;
use fray::room::inbox::Packet;
use fray::room::plan::REPEAT_MAX;
use fray::sim::{Input, Phase, SeatId, Tick, Walk};

use super::support::{Guest, TICK_US, Table, ticket};
use crate::support::tuning;

/// So many ticks a seat is held, and that of a page that was hidden.
const HELD: u32 = 25 * 60;
const HELD_HIDDEN: u32 = 120 * 60;

/// A room of four without bots, whose matches do not end, and in which nobody is idle.
fn table() -> Table {
    let mut tuning = tuning();
    (tuning.round.length, tuning.round.idle, tuning.round.goal) = (3_600 * 600, 0, 50_000);
    Table::with(4, 0, Faults::default(), tuning)
}

fn welcome(guest: &Guest) -> Welcome {
    match guest.read().into_iter().next() {
        Some(ServerMessage::Welcome(welcome)) => welcome,
        other => panic!("no welcome but {other:?}"),
    }
}

/// What the roster says of a seat, of those that have come to this guest.
fn told(guest: &Guest, seat: SeatId) -> Option<RosterPlayer> {
    let mut rosters = guest.read().into_iter().filter_map(|message| match message {
        ServerMessage::Roster(roster) => Some(roster),
        _ => None,
    });
    rosters.next_back()?.players.into_iter().find(|player| player.seat == seat.0)
}

fn snapshots(guest: &Guest) -> Vec<SnapshotMessage> {
    let snapshots = guest.read().into_iter().filter_map(|message| match message {
        ServerMessage::Snapshot(snapshot) => Some(snapshot),
        _ => None,
    });
    snapshots.collect()
}

fn ack(guest: &Guest, tick: u32, hidden: bool, now_us: u64) {
    guest.inbox.push(Packet::Ack { tick: Tick(tick), hidden }, now_us);
}

#[test]
fn a_welcome_names_the_token_and_the_times_only_to_one_with_a_seat() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    let told = welcome(&guest);
    assert_eq!((told.token, told.hold, told.hold_hidden), (Some([1; 32]), 25, 120));
    let watcher = table.join(true).expect("anybody may watch");
    let told = welcome(&watcher);
    assert_eq!((told.token, told.hold, told.hold_hidden), (None, 0, 0));
}

#[test]
fn a_lost_seat_is_held_for_its_time_and_then_given_up_as_by_a_leave() {
    for (hidden, held) in [(false, HELD), (true, HELD_HIDDEN)] {
        let mut table = table();
        let witness = table.join(true).expect("anybody may watch");
        let guest = table.join_held(1).expect("a seat is free");
        table.run(2);
        ack(&guest, 2, hidden, table.now_us);
        table.run(1);
        table.game.lose(guest.viewer);
        for _ in 0..held {
            assert_eq!(table.game.world().players.len(), 1, "the body stays");
            table.tick();
            witness.keep_up(table.now_us);
        }
        table.run(1);
        assert_eq!((table.game.world().players.len(), table.game.work.expired), (0, 1), "hidden: {hidden}");
        assert_eq!(table.resume(1, 2).err(), Some(CloseReason::SeatGone));
    }
}

#[test]
fn a_seat_whose_player_leaves_is_free_at_once() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    table.run(1);
    table.game.leave(guest.viewer);
    table.run(1);
    assert_eq!(table.game.world().players.len(), 0);
    assert_eq!(table.resume(1, 2).err(), Some(CloseReason::SeatGone));
}

#[test]
fn the_same_player_sits_there_again_the_tenth_time_like_the_first() {
    let mut table = table();
    let mut guest = table.join_held(0).expect("a seat is free");
    let seat = guest.seat.expect("a player");
    table.run(2);
    for time in 1..=10 {
        ack(&guest, table.game.world().tick.0 - 1, false, table.now_us);
        table.run(600);
        let before = table.game.world().player(seat).cloned();
        table.game.lose(guest.viewer);
        table.run(60 * time);
        guest = table.resume(u8::try_from(time).expect("few") - 1, time as u8).expect("the seat is held");
        let after = table.game.world().player(seat).cloned();
        assert_eq!(guest.seat, Some(seat));
        let kept = |player: &fray::sim::Player| (player.thread, player.longest, player.kills, player.deaths);
        assert_eq!(before.as_ref().map(kept), after.as_ref().map(kept));
        let told = welcome(&guest);
        assert_eq!((told.seat, told.token), (Some(seat.0), Some([time as u8; 32])));
        table.run(2);
        let own = guest.newest().and_then(|snapshot| snapshot.own);
        let player = table.game.world().player(seat).expect("the body stays");
        assert_eq!(own, Some(Own::of(player, table.game.world().now)), "the first snapshot is the whole truth");
    }
    assert_eq!(table.game.seats().filled().map(|(_, seat)| seat.name.as_str()).collect::<Vec<_>>(), ["guest"]);
}

#[test]
fn what_was_held_at_the_cut_ends_soon_after_it() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    let seat = guest.seat.expect("a player");
    table.run(2);
    let walks = Input { walk: Walk(1), ..Input::default() };
    guest.hold(table.game.world().tick.0, 1, walks, table.now_us);
    table.run(1);
    table.game.lose(guest.viewer);
    let held = |table: &Table| table.game.world().player(seat).map(|player| player.input.walk);
    table.run(REPEAT_MAX);
    assert_eq!(held(&table), Some(Walk(1)), "a starved tick repeats what was held");
    table.run(1);
    assert_eq!(held(&table), Some(Walk::default()), "and no longer than for one who is still connected");
}

#[test]
fn the_others_are_told_who_is_away_and_who_is_back() {
    let mut table = table();
    let witness = table.join(true).expect("anybody may watch");
    let guest = table.join_held(1).expect("a seat is free");
    let seat = guest.seat.expect("a player");
    table.run(1);
    let mut steps = vec![told(&witness, seat)];
    table.game.lose(guest.viewer);
    table.run(1);
    steps.push(told(&witness, seat));
    table.resume(1, 2).expect("the seat is held");
    table.run(1);
    steps.push(told(&witness, seat));
    let said: Vec<_> = steps.into_iter().flatten().map(|player| (player.name, player.bot)).collect();
    assert_eq!(said, [("guest".into(), 0), ("guest".into(), 3), ("guest".into(), 0)]);
}

#[test]
fn two_who_show_one_token_have_one_winner() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    table.run(2);
    table.game.lose(guest.viewer);
    let winner = table.resume(1, 2).expect("the seat is held");
    assert_eq!(table.resume(1, 3).err(), Some(CloseReason::SeatBusy), "while the winner is let in");
    table.run(2);
    ack(&winner, table.game.world().tick.0 - 1, false, table.now_us);
    table.run(1);
    assert_eq!(table.resume(1, 3).err(), Some(CloseReason::SeatGone), "and once they are in");
    assert!(!winner.outbox.is_closing());
}

#[test]
fn a_welcome_that_was_cut_short_costs_no_seat() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    table.run(2);
    table.game.lose(guest.viewer);
    for next in 2..12 {
        let cut = table.resume(1, next).expect("its successor never arrived");
        table.run(10);
        table.game.lose(cut.viewer);
    }
}

#[test]
fn another_connection_takes_the_place_of_one_that_still_seems_open() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    table.run(2);
    ack(&guest, 1, false, table.now_us);
    table.run(1);
    let again = table.resume(1, 2).expect("the newest token is good at any time");
    assert_eq!(guest.outbox.take(&mut Vec::new()), Some(CloseReason::Replaced));
    assert_eq!((again.seat, table.game.viewers().len()), (guest.seat, 1));
    table.game.lose(guest.viewer);
    table.run(2);
    assert_eq!(table.game.viewers().len(), 1, "the end of the old one is no news");
    assert!(snapshots(&again).len() == 1);
}

#[test]
fn a_room_waits_for_those_who_are_away_and_ends_soon_after() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    table.run(2);
    table.game.lose(guest.viewer);
    for tick in 0..HELD {
        assert_eq!(table.tick().end, None, "tick {tick} after the cut");
    }
    let end = (0..2).find_map(|_| table.tick().end);
    assert_eq!(end, Some(RoomEnd::Empty));
}

#[test]
fn who_was_away_as_a_match_began_plays_it() {
    let mut tuning = tuning();
    (tuning.round.warmup, tuning.round.length, tuning.round.results) = (0, 600, 600);
    tuning.round.sudden_death = 0;
    let mut table = Table::with(2, 0, Faults::default(), tuning);
    let guest = table.join_held(1).expect("a seat is free");
    table.run(2);
    table.game.lose(guest.viewer);
    while table.game.number() == 1 {
        table.tick();
    }
    table.run(1);
    assert!(matches!(table.game.world().phase, Phase::Running { .. } | Phase::Warmup { .. }));
    let again = table.resume(1, 2).expect("the seat is held");
    assert!(table.game.world().player(again.seat.expect("a player")).is_some());
}

#[test]
fn being_away_is_doing_nothing_so_a_bot_plays_after_the_usual_time() {
    let mut tuning = tuning();
    tuning.round.idle = 5 * 600;
    let mut table = Table::with(2, 0, Faults::default(), tuning);
    let witness = table.join(true).expect("anybody may watch");
    let guest = table.join_held(1).expect("a seat is free");
    let seat = guest.seat.expect("a player");
    table.run(60);
    table.game.lose(guest.viewer);
    table.run(5 * 60);
    assert_eq!(told(&witness, seat).map(|player| player.bot), Some(2));
    let again = table.resume(1, 2).expect("the seat is held");
    table.run(1);
    assert_eq!(told(&again, seat).map(|player| player.bot), Some(2), "until something is done");
    again.hold(table.game.world().tick.0, 1, Input { walk: Walk(1), ..Input::default() }, table.now_us);
    table.run(1);
    assert_eq!(told(&again, seat).map(|player| player.bot), Some(0));
}

#[test]
fn a_hidden_page_gets_a_snapshot_a_second_and_the_next_one_at_once_when_it_is_shown() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    table.run(2);
    let mut seen = 0;
    let mut hide = |table: &mut Table, hidden, ticks| {
        let mut count = 0;
        for _ in 0..ticks {
            for snapshot in snapshots(&guest) {
                (seen, count) = (snapshot.tick, count + 1);
            }
            ack(&guest, seen, hidden, table.now_us);
            table.tick();
        }
        count
    };
    hide(&mut table, true, 30);
    assert_eq!(hide(&mut table, true, 600), 10, "in ten seconds");
    let ticks = (1_000_000 / TICK_US) as u32;
    hide(&mut table, true, ticks / 2);
    assert!(hide(&mut table, false, 4) >= 1, "it does not wait for the second to end");
    assert_eq!(hide(&mut table, false, 60), 30);
    assert_eq!(table.game.work.skipped, Default::default(), "whoever is hidden is not behind");
}

#[test]
fn tokens_of_others_and_of_nobody_are_refused() {
    let mut table = table();
    let guest = table.join_held(1).expect("a seat is free");
    table.join(false).expect("another one without a way back");
    table.run(2);
    assert_eq!(table.resume(9, 2).err(), Some(CloseReason::SeatGone));
    table.game.lose(guest.viewer);
    assert_eq!(table.resume(0, 2).err(), Some(CloseReason::SeatGone));
    assert_eq!(format!("{:?}", ticket(1).token), "Token(..)");
}
