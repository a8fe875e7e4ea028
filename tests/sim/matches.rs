//! A match from start to result.

use fray::sim::{Entry, Event, Phase, SeatId, Tick, Time, World, step};

use crate::support::{field, tuning};

/// Runs a match of 5 s in which the players have these kills; answers the winner.
fn winner_of(kills: &[u16]) -> Option<SeatId> {
    let (mut tuning, map) = (tuning(), field(1600, 600, &[(200, 300), (1400, 300)]));
    tuning.round.length = 3000;
    let mut world = World::new(1, Tick(0), Time(0), &tuning);
    let joins: Vec<Entry> = (0..kills.len()).map(|i| Entry::Join(SeatId(i as u8))).collect();
    step(&mut world, &joins, &map, &tuning);
    world.players.iter_mut().zip(kills).for_each(|(player, kills)| player.kills = *kills);
    let mut ended = None;
    for _ in 0..5 * 60 {
        let events = step(&mut world, &[], &map, &tuning);
        ended = ended.or(events.iter().find_map(|event| match event {
            Event::MatchEnded { winner } => Some((world.tick, *winner)),
            _ => None,
        }));
    }
    let (tick, winner) = ended.expect("a match of 5 s ends within 301 ticks");
    assert_eq!(tick, Tick(301));
    assert!(matches!(world.phase, Phase::Results { .. }));
    winner
}

#[test]
fn most_kills_win_and_a_tie_has_no_winner() {
    assert_eq!(winner_of(&[1, 4, 2]), Some(SeatId(1)));
    assert_eq!(winner_of(&[4, 4, 2]), None);
    assert_eq!(winner_of(&[0]), Some(SeatId(0)));
}

#[test]
fn a_result_is_shown_and_then_the_match_closes() {
    let (mut tuning, map) = (tuning(), field(800, 600, &[(200, 300)]));
    (tuning.round.length, tuning.round.results) = (3000, 600);
    let mut world = World::new(1, Tick(0), Time(0), &tuning);
    let closed = (0..1000).find(|_| step(&mut world, &[], &map, &tuning).contains(&Event::MatchClosed));
    assert_eq!(closed, Some(360));
    assert_eq!(world.phase, Phase::Closed);
}
