//! Tug: two teams and one rope. Who comes onto which side, whom shots pass through, and who wins.

use fray::sim::input::FIRE;
use fray::sim::{EndedBy, Entry, Event, Phase, SeatId, Side, Tick, Time, World, side};

use super::duel::{A, B, C, Duel};
use crate::support::field;

const FOREVER: Time = Time(600 * 3600);

/// So many players in teams, in play.
fn teams(players: u8) -> Duel {
    let mut duel = Duel::new(600, &[]);
    duel.tuning.round.tug = 1;
    duel.map = field(1600, 600, &[(200, 300), (1400, 300)]);
    duel.world = World::new(7, Tick(0), Time(0), &duel.map, &duel.tuning);
    duel.events.clear();
    let joins: Vec<Entry> = (0..players).map(|seat| Entry::Join(SeatId(seat))).collect();
    duel.step(&joins);
    duel.world.phase = Phase::Running { ends: FOREVER };
    duel
}

fn sides(duel: &Duel) -> Vec<u8> {
    duel.world.players.iter().map(|player| player.side.0).collect()
}

#[test]
fn whoever_comes_joins_the_smaller_team_and_the_poorer_one_of_two_equal_ones() {
    let mut duel = teams(4);
    assert_eq!(sides(&duel), [0, 1, 0, 1]);
    assert_eq!(duel.count(|event| matches!(event, Event::Sided { .. })), 4, "all are told");
    duel.world.player_mut(A).expect("joined").thread = 500;
    duel.step(&[Entry::Join(SeatId(4))]);
    assert_eq!(sides(&duel), [0, 1, 0, 1, 1], "the first team has more thread");
    duel.step(&[Entry::Join(SeatId(5))]);
    assert_eq!(sides(&duel), [0, 1, 0, 1, 1, 0]);
}

#[test]
fn one_who_returns_changes_sides_where_theirs_has_two_more() {
    let mut duel = teams(6);
    duel.step(&[Entry::Leave(SeatId(1)), Entry::Leave(SeatId(3))]);
    assert_eq!(sides(&duel), [0, 0, 0, 1]);
    duel.step(&[Entry::Kill(C)]);
    let wait = duel.tuning.life.respawn_team as u32 / duel.tuning.step().0;
    duel.run(wait - 1);
    assert_eq!(sides(&duel), [0, 0, 0, 1], "not before the return");
    duel.run(3);
    assert_eq!(sides(&duel), [0, 1, 0, 1]);
    duel.step(&[Entry::Kill(C)]);
    duel.run(wait + 3);
    assert_eq!(sides(&duel), [0, 1, 0, 1], "even teams stay as they are");
}

/// A shoots east, past its mate C, at B behind it.
fn shoot(friendly_fire: i32) -> Duel {
    let mut duel = teams(3);
    duel.tuning.round.friendly_fire = friendly_fire;
    duel.put(A, 200);
    duel.put(C, 260);
    duel.put(B, 400);
    duel.run(duel.tuning.life.protection as u32 / duel.tuning.step().0 + 1);
    duel.events.clear();
    duel.hold(A, FIRE);
    duel.run(20);
    duel
}

fn damage(duel: &Duel, victim: SeatId) -> Vec<u16> {
    let hurt = |event: &Event| match event {
        Event::Hurt { seat, damage, .. } if *seat == victim => Some(*damage),
        _ => None,
    };
    duel.events.iter().filter_map(hurt).collect()
}

#[test]
fn shots_pass_through_mates_or_do_a_share_of_their_damage() {
    let spared = shoot(0);
    assert!(damage(&spared, C).is_empty());
    assert_eq!(damage(&spared, B).first(), Some(&14), "it meets the enemy behind");
    let shared = shoot(500);
    assert_eq!(damage(&shared, C).first(), Some(&7));
    assert!(damage(&shared, B).is_empty(), "a mate who can be hurt stops it");
}

#[test]
fn nobody_gets_a_kill_for_a_mate() {
    let mut duel = shoot(1000);
    let died = |duel: &Duel| duel.world.player(C).is_some_and(|player| !player.is_alive());
    (0..300).for_each(|_| duel.run(if died(&duel) { 0 } else { 1 }));
    let by_a = |event: &Event| matches!(event, Event::Killed { seat, by: Some(by), .. } if *seat == C && *by == A);
    assert_eq!(duel.count(by_a), 1);
    assert_eq!(duel.world.player(A).expect("joined").kills, 0);
}

#[test]
fn all_thread_of_a_team_pulls_at_the_rope() {
    let mut duel = teams(4);
    let goal = side::goal(duel.world.mode, 4, &duel.tuning);
    assert_eq!(goal, duel.tuning.round.team_goal * 2, "for each of its two players");
    for seat in [A, C] {
        duel.world.player_mut(seat).expect("joined").thread = goal / 2 - 1;
    }
    duel.run(1);
    assert_eq!(side::leading(&duel.world), Some(Side(0)));
    assert!(matches!(duel.world.phase, Phase::Running { .. }));
    duel.world.player_mut(A).expect("joined").thread += 2;
    duel.run(1);
    let Phase::Results { winner, by, .. } = duel.world.phase else { panic!("{:?}", duel.world.phase) };
    assert_eq!((winner, by), (Some(Side(0)), EndedBy::Goal));
}

#[test]
fn two_teams_with_as_much_thread_lead_nobody() {
    let mut duel = teams(4);
    duel.world.player_mut(A).expect("joined").thread = 300;
    duel.world.player_mut(B).expect("joined").thread = 100;
    duel.world.player_mut(SeatId(3)).expect("joined").thread = 200;
    assert_eq!(side::leading(&duel.world), None);
    assert_eq!(side::mates(&duel.world, A), 1 << 2);
}
