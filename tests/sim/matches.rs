//! A match from its warm-up to its result.

use std::sync::Arc;

use fray::sim::{EndedBy, Entry, Event, Map, Phase, SeatId, Side, Tick, Time, Tuning, World, step};

use crate::support::{field, tuning};

/// A match of 5 s in which the players have this much thread, in cm.
struct Match {
    world: World,
    tuning: Tuning,
    map: Arc<Map>,
}

impl Match {
    fn new(threads: &[i32], change: impl FnOnce(&mut Tuning)) -> Match {
        let (mut tuning, map) = (tuning(), field(1600, 600, &[(200, 300), (1400, 300)]));
        (tuning.round.length, tuning.round.sudden_death) = (3000, 1200);
        change(&mut tuning);
        let mut world = World::new(1, Tick(0), Time(0), &map, &tuning);
        let joins: Vec<Entry> = (0..threads.len()).map(|i| Entry::Join(SeatId(i as u8))).collect();
        step(&mut world, &joins, &map, &tuning);
        world.players.iter_mut().zip(threads).for_each(|(player, thread)| player.thread = *thread);
        Match { world, tuning, map }
    }

    /// Runs for so many ticks; answers when it ended, with what result.
    fn run(&mut self, ticks: u32) -> Option<(Tick, Option<Side>, EndedBy)> {
        (0..ticks).find_map(|_| {
            let events = step(&mut self.world, &[], &self.map, &self.tuning);
            events.iter().find_map(|event| match event {
                Event::MatchEnded { winner, by } => Some((self.world.tick, *winner, *by)),
                _ => None,
            })
        })
    }
}

/// When a match with these threads ended, and how.
fn ended(threads: &[i32]) -> (u32, Option<u8>, EndedBy) {
    let (tick, winner, by) = Match::new(threads, |_| ()).run(2000).expect("a match of 5 s and 2 s more ends");
    (tick.0, winner.map(|seat| seat.0), by)
}

#[test]
fn the_longest_tail_wins_when_time_is_up() {
    assert_eq!(ended(&[100, 400, 200]), (301, Some(1), EndedBy::Time));
    assert_eq!(ended(&[1]), (301, Some(0), EndedBy::Time));
}

#[test]
fn a_draw_goes_on_until_its_own_time_is_up() {
    assert_eq!(ended(&[400, 400, 200]), (421, None, EndedBy::SuddenDeath));
    assert_eq!(ended(&[0, 0]), (421, None, EndedBy::SuddenDeath));
}

#[test]
fn whoever_takes_the_lead_in_sudden_death_wins() {
    let mut tied = Match::new(&[400, 400], |_| ());
    assert_eq!(tied.run(320), None);
    assert!(matches!(tied.world.phase, Phase::SuddenDeath { .. }));
    tied.world.players[1].thread += 1;
    assert_eq!(tied.run(2), Some((Tick(322), Some(Side(1)), EndedBy::SuddenDeath)));
}

#[test]
fn who_reaches_the_goal_has_won_and_more_players_need_more() {
    for (players, goal) in [(2, 6000), (8, 6000), (10, 7000)] {
        let mut threads = vec![0; players];
        threads[1] = goal - 1;
        let mut game = Match::new(&threads, |_| ());
        assert_eq!(game.run(10), None, "{players} players");
        game.world.players[1].thread = goal;
        let (_, winner, by) = game.run(1).expect("the goal is reached");
        assert_eq!((winner, by), (Some(Side(1)), EndedBy::Goal));
    }
}

#[test]
fn a_match_begins_after_its_warm_up() {
    let mut game = Match::new(&[0, 0], |tuning| tuning.round.warmup = 600);
    assert!(matches!(game.world.phase, Phase::Warmup { .. }) && !game.world.counts());
    let began = (0..100).find(|_| step(&mut game.world, &[], &game.map, &game.tuning).contains(&Event::MatchBegan));
    assert_eq!(began, Some(59));
    assert!(game.world.counts());
}

#[test]
fn a_result_is_shown_and_then_the_match_closes() {
    let (mut tuning, map) = (tuning(), field(800, 600, &[(200, 300)]));
    (tuning.round.length, tuning.round.sudden_death, tuning.round.results) = (3000, 0, 600);
    let mut world = World::new(1, Tick(0), Time(0), &map, &tuning);
    let closed = (0..1000).find(|_| step(&mut world, &[], &map, &tuning).contains(&Event::MatchClosed));
    assert_eq!(closed, Some(360), "5 s, no sudden death, 1 s of result");
    assert_eq!(world.phase, Phase::Closed);
}
