//! Who sits where: people, bots that fill, bots that give way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use fray::protocol::{CloseReason, ServerMessage};
use fray::room::game::RoomEnd;
use fray::room::inbox::Packet;
use fray::room::{Brain, Faults, Recruit, View};
use fray::sim::{Input, Phase, Tick};

use super::support::{Guest, Table};
use crate::support::{first_weapon, keyframe, tuning};

fn people_and_bots(table: &Table) -> (usize, usize) {
    let people = table.game.seats().people();
    (people, table.game.seats().filled().count() - people)
}

#[test]
fn a_room_is_filled_with_bots_that_give_way_one_by_one() {
    let mut table = Table::new(8, 6, Faults::default());
    table.run(2);
    assert_eq!(people_and_bots(&table), (0, 6));
    let guest = table.join(false).expect("a seat is free");
    table.run(2);
    assert_eq!(people_and_bots(&table), (1, 6), "a seat was free, so a bot leaves at its next death only");
    for _ in 0..60 * 120 {
        table.tick();
        guest.keep_up(table.now_us);
    }
    assert_eq!(people_and_bots(&table), (1, 5));
    assert_eq!(table.game.world().players.len(), 6);
}

#[test]
fn in_a_full_room_a_bot_leaves_at_once() {
    let mut table = Table::new(4, 4, Faults::default());
    table.run(2);
    table.join(false).expect("a bot gives way");
    table.run(1);
    assert_eq!(people_and_bots(&table), (1, 3));
}

#[test]
fn a_room_full_of_people_refuses() {
    let mut table = Table::new(2, 2, Faults::default());
    let guests: Vec<_> = (0..2).map(|_| table.join(false).expect("a bot gives way")).collect();
    assert_eq!(guests.len(), 2);
    assert_eq!(table.join(false).err(), Some(CloseReason::Full));
    assert!(table.join(true).is_ok(), "one who watches takes no seat");
}

#[test]
fn who_leaves_frees_the_seat_and_a_bot_comes() {
    let mut table = Table::new(4, 4, Faults::default());
    let guest = table.join(false).expect("a bot gives way");
    table.run(2);
    table.game.leave(guest.viewer);
    table.run(2);
    assert_eq!(people_and_bots(&table), (0, 4));
    assert_eq!(table.game.world().players.len(), 4);
}

#[test]
fn a_kept_seat_is_noticed() {
    let mut table = Table::new(4, 4, Faults { seat_kept: true, ..Faults::default() });
    let guest = table.join(false).expect("a bot gives way");
    table.game.leave(guest.viewer);
    table.run(2);
    assert_eq!(people_and_bots(&table), (1, 3), "the planted fault shows in the counts that the tests look at");
}

#[test]
fn an_empty_room_ends_after_ten_seconds_and_not_before() {
    let mut table = Table::new(4, 4, Faults::default());
    let ended = (0..601).map(|_| table.tick()).position(|ticked| ticked.end == Some(RoomEnd::Empty));
    assert_eq!(ended, Some(599));

    let mut table = Table::new(4, 4, Faults::default());
    let guest = table.join(false).expect("a bot gives way");
    table.run(1200);
    table.game.leave(guest.viewer);
    let ended = (0..601).map(|_| table.tick()).position(|ticked| ticked.end == Some(RoomEnd::Empty));
    assert_eq!(ended, Some(599));
}

#[test]
fn who_watches_keeps_a_room_for_five_minutes_after_the_last_player_and_no_longer() {
    let mut table = Table::new(4, 0, Faults::default());
    let watcher = table.join(true).expect("anybody may watch");
    let guest = table.join(false).expect("a free seat");
    table.run(60);
    table.game.leave(guest.viewer);
    let most = 300 * 60;
    let ended = (0..=most).map(|_| table.tick()).position(|ticked| ticked.end == Some(RoomEnd::Empty));
    assert_eq!(ended, Some(most - 1));
    table.game.leave(watcher.viewer);
}

#[test]
fn a_seat_that_changes_hands_begins_at_zero() {
    let mut tuning = tuning();
    let weapon = first_weapon(&mut tuning);
    (weapon.damage, weapon.radius, weapon.reach) = (1000, 40 * 256, 8000 * 256);
    tuning.life.protection = 0;
    let mut table = Table::with(4, 4, Faults::default(), tuning);
    let witness = table.join(true).expect("anybody may watch");
    let mut told = Vec::new();
    let mut listen = |table: &mut Table| {
        table.tick();
        for message in witness.read() {
            match message {
                ServerMessage::Scores(scores) => told = scores.scores,
                ServerMessage::Snapshot(snapshot) => {
                    witness.inbox.push(Packet::Ack { tick: Tick(snapshot.tick), hidden: false }, table.now_us);
                }
                _ => (),
            }
        }
        told.clone()
    };
    let guest = table.join(false).expect("a bot gives way");
    let seat = guest.seat.expect("a player").0;
    let mut ticks = 0;
    while listen(&mut table).iter().all(|score| score.seat != seat || score.deaths == 0) {
        ticks += 1;
        assert!(ticks < 60 * 60, "nobody shot the guest within a minute");
    }
    table.game.leave(guest.viewer);
    let next = table.join(false).expect("the seat was left");
    assert_eq!(next.seat, guest.seat);
    // Scores are told at most four times a second.
    let told = (0..16).map(|_| listen(&mut table)).last().expect("16 ticks were played");
    assert!(told.iter().any(|score| score.seat == seat && score.deaths == 0), "{told:?}");
}

#[test]
fn a_newcomer_is_told_everything_in_order() {
    let mut table = Table::new(4, 4, Faults::default());
    table.run(10);
    let guest = table.join(false).expect("a bot gives way");
    table.run(3);
    let messages = guest.read();
    let kinds = messages.iter().map(|message| match message {
        ServerMessage::Welcome(welcome) => {
            assert_eq!(welcome.seat, guest.seat.map(|seat| seat.0));
            assert_eq!(welcome.map, table.game.map().hash_hex());
            "welcome"
        }
        ServerMessage::Tuning(_) => "tuning",
        ServerMessage::Match(_) => "match",
        ServerMessage::Roster(_) => "roster",
        ServerMessage::Scores(_) => "scores",
        ServerMessage::Loose(_) => "loose",
        ServerMessage::Ballot(_) => "ballot",
        ServerMessage::Hosting(_) => "hosting",
        ServerMessage::Said(_) | ServerMessage::Hushed(_) => "talk",
        ServerMessage::Snapshot(snapshot) => {
            assert!(keyframe(snapshot).own.is_some());
            "snapshot"
        }
        ServerMessage::Goodbye(_) => "goodbye",
        ServerMessage::Sandbox(_) => "sandbox",
        ServerMessage::Pings(_) => "pings",
    });
    let kinds: Vec<&str> = kinds.collect();
    assert_eq!(kinds, ["welcome", "tuning", "match", "roster", "scores", "loose", "roster", "snapshot"]);
}

/// Notes on whom it was told to go easy, and does nothing.
struct Witness(Arc<AtomicU64>);

impl Brain for Witness {
    fn act(&mut self, _: &View) -> Input {
        Input::default()
    }

    fn ease(&mut self, newcomers: u64) {
        self.0.store(newcomers, Ordering::Relaxed);
    }
}

#[test]
fn bots_go_easy_on_a_newcomer_until_the_first_match_is_over() {
    let newcomers = Arc::new(AtomicU64::new(0));
    let mut tuning = tuning();
    (tuning.round.length, tuning.round.results) = (600, 600);
    (tuning.round.warmup, tuning.round.sudden_death) = (0, 0);
    let witness = newcomers.clone();
    let recruiter =
        move |_, number| Recruit { name: format!("bot {number}"), brain: Box::new(Witness(witness.clone())) };
    let mut table = Table::manned(4, 4, false, Arc::new(recruiter), Faults::default(), tuning);
    let bits = |table: &mut Table| {
        table.run(2);
        newcomers.load(Ordering::Relaxed)
    };
    let old = table.join(false).expect("a bot gives way");
    assert_eq!(bits(&mut table), 0, "for whoever has played before nothing changes");
    let new = table.join_new().expect("a bot gives way");
    let bit = |guest: &Guest| guest.seat.map_or(0, |seat| 1 << seat.0);
    assert_eq!(bits(&mut table), bit(&new));
    let phase = |table: &Table| table.game.world().phase;
    let keep_up = |table: &Table| [&old, &new].map(|guest| guest.keep_up(table.now_us).is_some());
    while !matches!(phase(&table), Phase::Results { .. }) {
        assert_eq!(bits(&mut table), bit(&new), "all through the match");
        keep_up(&table);
    }
    let late = table.join_new().expect("a bot gives way");
    while matches!(phase(&table), Phase::Results { .. } | Phase::Closed) {
        bits(&mut table);
        keep_up(&table);
        late.keep_up(table.now_us);
    }
    assert_eq!(
        bits(&mut table),
        bit(&late),
        "who came during the results plays the next match first, the other one has"
    );
    table.game.leave(late.viewer);
    assert_eq!(bits(&mut table), 0);
}
