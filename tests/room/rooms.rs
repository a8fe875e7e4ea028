//! A room over time: matches, tuning, views.

use std::sync::Arc;

use fray::protocol::ServerMessage;
use fray::room::Faults;
use fray::room::interest::Window;
use fray::sim::grid::units;
use fray::sim::{Event, Input, Phase, SeatId, Tick, Walk};

use super::support::Table;
use crate::support::{field, tuning};

#[test]
fn the_next_match_starts_by_itself_in_the_same_room() {
    let mut tuning = tuning();
    (tuning.round.length, tuning.round.sudden_death, tuning.round.results) = (6_000, 0, 600);
    let mut table = Table::with(4, 4, Faults::default(), tuning);
    let guest = table.join(false).expect("a bot gives way");
    let mut matches = Vec::new();
    let mut ended = 0;
    for _ in 0..60 * 24 {
        let events = table.tick().events;
        ended += events.iter().filter(|event| matches!(event, Event::MatchEnded { .. })).count();
        for message in guest.read() {
            match message {
                ServerMessage::Match(told) => matches.push((told.number, told.phase)),
                ServerMessage::Snapshot(snapshot) => {
                    let ack = fray::room::inbox::Packet::Ack { tick: Tick(snapshot.tick), hidden: false };
                    guest.inbox.push(ack, table.now_us);
                }
                _ => (),
            }
        }
    }
    assert_eq!(ended, 2);
    assert_eq!(matches, [(1, 2), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0)]);
    assert_eq!(table.game.world().tick, Tick(60 * 24), "the tick never goes back");
    assert_eq!(table.game.world().players.len(), 4, "everybody plays on");
    assert!(matches!(table.game.world().phase, Phase::Running { .. }));
}

#[test]
fn a_change_of_tuning_is_told_a_quarter_second_ahead_and_then_holds() {
    let mut table = Table::new(4, 0, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    table.run(10);
    guest.read();
    let mut faster = tuning();
    faster.body.top_speed *= 2;
    table.game.set_tuning(Arc::new(faster.clone()));
    let told = guest.read().into_iter().find_map(|message| match message {
        ServerMessage::Tuning(told) => Some((told.tick, told.tuning())),
        _ => None,
    });
    assert_eq!(told, Some((25, Some(faster.clone()))));
    let turned = (10..30).find(|_| {
        table.tick();
        **table.game.tuning() == faster
    });
    assert_eq!(turned, Some(25));
}

#[test]
fn a_live_change_of_the_tick_rate_changes_the_length_of_a_step_only() {
    let mut table = Table::new(4, 4, Faults::default());
    table.run(60);
    let mut slower = tuning();
    (slower.rates.tick, slower.rates.snapshot) = (20, 20);
    table.game.set_tuning(Arc::new(slower));
    table.run(15);
    let now = table.game.world().now;
    table.run(20);
    assert_eq!(table.game.world().now.0 - now.0, 600);
}

#[test]
fn changes_of_the_tuning_take_effect_in_the_order_in_which_they_were_told() {
    let mut fast = tuning();
    (fast.rates.tick, fast.rates.snapshot) = (120, 60);
    let mut table = Table::with(4, 0, Faults::default(), fast.clone());
    let guest = table.join(false).expect("a seat is free");
    table.run(10);
    let slow = |health: i32| {
        let mut slow = tuning();
        (slow.rates.tick, slow.rates.snapshot, slow.body.health) = (10, 10, health);
        slow
    };
    table.game.set_tuning(Arc::new(slow(1)));
    table.run(29);
    table.game.set_tuning(Arc::new(slow(2)));
    table.run(2);
    assert_eq!(table.game.tuning().rates.tick, 10);
    table.game.set_tuning(Arc::new(slow(3)));
    let told: Vec<u32> = guest
        .read()
        .iter()
        .filter_map(|message| match message {
            ServerMessage::Tuning(told) => Some(told.tick),
            _ => None,
        })
        .collect();
    assert_eq!(told, [0, 40, 43, 44], "each 250 ms ahead, in steps of the length that they will have");
    let healths: Vec<i32> = (41..46)
        .map(|_| {
            table.tick();
            table.game.tuning().body.health
        })
        .collect();
    assert_eq!(healths, [1, 1, 2, 3, 3]);
}

#[test]
fn the_length_of_the_next_step_is_known_before_it_is_made() {
    let mut table = Table::new(4, 0, Faults::default());
    let mut slower = tuning();
    (slower.rates.tick, slower.rates.snapshot) = (20, 20);
    table.game.set_tuning(Arc::new(slower));
    let mut lengths = Vec::new();
    for _ in 0..20 {
        let (now, foretold) = (table.game.world().now, table.game.next_step());
        table.tick();
        assert_eq!(table.game.world().now, now.after(foretold));
        lengths.push(foretold.0);
    }
    lengths.dedup();
    assert_eq!(lengths, [10, 30]);
}

#[test]
fn a_guest_moves_as_told() {
    let mut table = Table::new(4, 0, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    table.run(2);
    let start = table.game.world().players[0].body.place;
    let east = Input { walk: Walk(1), ..Input::default() };
    for tick in 2..62 {
        guest.hold(tick, 1, east, table.now_us);
        table.tick();
        guest.keep_up(table.now_us);
    }
    let way = units(table.game.world().players[0].body.place.x - start.x);
    assert!((250.0..=320.0).contains(&way), "{way} u in a second");
}

/// True when the view of every bot holds just what its window shows.
fn views_hold_what_their_windows_show(faults: Faults) -> bool {
    let mut table = Table::new(8, 8, faults);
    let (mut honest, mut hidden) = (true, 0);
    for _ in 0..1200 {
        table.tick();
        for seat in 0..8 {
            let Some(view) = table.game.view(SeatId(seat)) else { continue };
            let Some(own) = view.snapshot.own.as_ref() else { continue };
            let centre = fray::sim::Point { x: own.x, y: own.y };
            let window = Window::around(centre, 1778, table.game.tuning());
            let shows = |x8: u16, y8: u16| {
                let Window::Around { centre, half } = window else { return true };
                let (x, y) = (i32::from(x8) * 32, i32::from(y8) * 32);
                // An eighth of a unit is lost on the way.
                (x - centre.x).abs() <= half.x + 32 && (y - centre.y).abs() <= half.y + 32
            };
            hidden += 8 - view.snapshot.players.len();
            honest &= view.snapshot.players.iter().all(|player| shows(player.x8, player.y8));
            honest &= view.snapshot.shots.iter().all(|shot| shows(shot.x8, shot.y8));
        }
    }
    assert!(hidden > 0 || !honest, "everybody saw everybody, which proves nothing");
    honest
}

#[test]
fn no_brain_is_given_what_it_may_not_see() {
    assert!(views_hold_what_their_windows_show(Faults::default()));
    assert!(!views_hold_what_their_windows_show(Faults { see_all: true, ..Faults::default() }));
}

#[test]
fn another_map_begins_another_match_with_everybody_in_their_seats() {
    let mut table = Table::new(4, 3, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    table.run(60);
    guest.read();
    let seats =
        |table: &Table| -> Vec<_> { table.game.seats().filled().map(|(id, seat)| (id, seat.name.clone())).collect() };
    let before = seats(&table);
    assert_eq!(before.len(), 4);
    // Half as wide: whoever stayed where they were would stand outside.
    let small = field(1200, 800, &[(100, 100), (1100, 700)]);
    table.game.set_map(small.clone());
    table.tick();
    let told: Vec<_> = guest
        .read()
        .into_iter()
        .filter_map(|message| match message {
            ServerMessage::Match(told) => Some((told.number, told.phase)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [(2, 0)]);
    assert_eq!(seats(&table), before);
    assert_eq!(table.game.map().hash, small.hash);
    let world = table.game.world();
    assert_eq!((world.tick, world.players.len()), (Tick(61), 4), "the tick goes on, everybody plays");
    for player in &world.players {
        let place = player.body.place;
        assert!((0..1200 * 256).contains(&place.x) && (0..800 * 256).contains(&place.y), "{place:?}");
        assert_eq!(player.kills + player.deaths, 0);
    }
    table.run(60);
    let bot = table.game.seats().filled().find(|(_, seat)| seat.is_bot()).map(|(id, _)| id);
    let view = bot.and_then(|bot| table.game.view(bot)).expect("a bot has a view");
    assert_eq!(view.map.hash, small.hash, "bots are shown the new map");
}
