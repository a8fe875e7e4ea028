//! A recorded match in a room of its own: what viewers see is what was.

use std::sync::Arc;

use fray::protocol::{Baseline, ServerMessage, Snapshot};
use fray::room::game::RoomEnd;
use fray::room::inbox::{Inbox, Packet};
use fray::room::outbox::Outbox;
use fray::room::seats::Arrival;
use fray::room::{Faults, Game, Showing};
use fray::sim::{Tick, fields};

use super::{record, recorded, sound};
use crate::room::support::TICK_US;
use crate::support::tuning;

struct Audience {
    game: Game,
    inbox: Arc<Inbox>,
    outbox: Arc<Outbox>,
    now_us: u64,
    baseline: Baseline,
    heard: Vec<ServerMessage>,
    end: Option<RoomEnd>,
}

impl Audience {
    fn of(bytes: &[u8], from: Tick) -> Audience {
        let (journal, map) = sound(bytes);
        let showing = Showing { journal: Arc::new(journal), map, from };
        let mut game = Game::showing(&showing, 1, "BCDFG".into());
        let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
        let (_, seat) = game
            .join(Arrival { name: "guest".into(), aspect: 1778, ..Arrival::default() }, inbox.clone(), outbox.clone())
            .unwrap();
        assert_eq!(seat, None, "whoever joins watches");
        let (baseline, heard) = (Baseline::default(), Vec::new());
        Audience { game, inbox, outbox, now_us: 0, baseline, heard, end: None }
    }

    /// Runs a tick, and answers the snapshot of it if there is one.
    fn tick(&mut self) -> Option<Snapshot> {
        self.now_us += TICK_US;
        self.end = self.game.tick(self.now_us).end;
        let mut bytes = Vec::new();
        self.outbox.take(&mut bytes);
        let heard: Vec<ServerMessage> =
            bytes.iter().map(|bytes| fray::protocol::decode_server(bytes).unwrap()).collect();
        let snapshot = heard.iter().find_map(|message| match message {
            ServerMessage::Snapshot(message) => Some(self.baseline.take(message).unwrap().snapshot),
            _ => None,
        });
        if let Some(snapshot) = &snapshot {
            self.inbox.push(Packet::Ack { tick: Tick(snapshot.tick), hidden: false }, self.now_us);
        }
        self.heard.extend(heard);
        snapshot
    }
}

#[test]
fn every_tick_is_shown_as_it_was_and_everybody_is_in_view() {
    let bytes = recorded(300);
    let (journal, _) = sound(&bytes);
    let mut audience = Audience::of(&bytes, Tick(0));
    let mut snapshots = 0;
    for step in &journal.steps {
        let snapshot = audience.tick();
        assert_eq!(Some(fields::hash(audience.game.world())), step.hash);
        let Some(snapshot) = snapshot else { continue };
        snapshots += 1;
        assert_eq!((snapshot.own.is_none(), snapshot.players.len()), (true, 4));
    }
    assert_eq!(snapshots, 150);
    let ServerMessage::Welcome(welcome) = &audience.heard[0] else { panic!("no welcome") };
    assert_eq!((welcome.seat, welcome.seats, welcome.map.clone()), (None, 6, audience.game.map().hash_hex()));
    let roster = audience.heard.iter().find_map(|message| match message {
        ServerMessage::Roster(roster) => Some(roster.players.iter().map(|p| (p.name.clone(), p.bot)).collect()),
        _ => None,
    });
    let named: Vec<(String, u8)> = (0..4).map(|seat| (format!("bot {seat}"), 1)).collect();
    assert_eq!(roster, Some(named));
}

#[test]
fn a_change_of_the_tuning_is_told_ahead_as_it_was() {
    let mut faster = tuning();
    faster.body.top_speed *= 2;
    let bytes = record(60, 1, Faults::default(), |tick, table| {
        if tick == 20 {
            table.game.set_tuning(Arc::new(faster.clone()));
        }
    });
    let mut audience = Audience::of(&bytes, Tick(0));
    let turned = (0..60).find(|_| {
        audience.tick();
        **audience.game.tuning() == faster
    });
    assert_eq!(turned, Some(35));
    let told: Vec<u32> = audience
        .heard
        .iter()
        .filter_map(|message| match message {
            ServerMessage::Tuning(told) => Some(told.tick),
            _ => None,
        })
        .collect();
    assert_eq!(told, [0, 35]);
}

#[test]
fn who_comes_late_in_a_match_is_named_from_then_on() {
    let mut guest = None;
    let bytes = record(60, 1, Faults::default(), |tick, table| {
        if tick == 30 {
            guest = Some(table.join(false).unwrap());
        }
    });
    let mut audience = Audience::of(&bytes, Tick(0));
    let mut people = Vec::new();
    for tick in 0..60 {
        audience.tick();
        people.extend(audience.heard.drain(..).filter_map(|message| match message {
            ServerMessage::Roster(roster) => {
                Some((tick, roster.players.iter().filter(|player| player.bot == 0).count()))
            }
            _ => None,
        }));
    }
    assert_eq!(people.last(), Some(&(30, 1)));
    assert!(people.iter().all(|(tick, count)| *count == usize::from(*tick >= 30)), "{people:?}");
}

#[test]
fn it_can_begin_at_any_tick_with_the_world_of_that_tick() {
    let bytes = recorded(300);
    let (journal, _) = sound(&bytes);
    let mut audience = Audience::of(&bytes, Tick(200));
    assert_eq!(audience.game.world().tick, Tick(200));
    assert_eq!(Some(fields::hash(audience.game.world())), journal.steps[199].hash);
    let first = audience.tick().expect("tick 200 is one of snapshots");
    assert_eq!(first.tick, 200);
    let beyond = Audience::of(&bytes, Tick(1_000_000));
    assert_eq!(beyond.game.world().tick, Tick(300));
}

#[test]
fn after_the_match_its_result_is_shown_and_then_the_room_ends() {
    // A match of 10 s with a result of 1 s: recorded until the tick in which it is decided.
    let bytes = recorded(601);
    let mut audience = Audience::of(&bytes, Tick(590));
    let mut ticks = 0;
    let mut places = Vec::new();
    while audience.end.is_none() && ticks < 1_000 {
        audience.tick();
        ticks += 1;
        places.push(audience.game.world().players[0].body.place);
    }
    assert_eq!((audience.end, ticks), (Some(RoomEnd::Shown), 11 + 60), "the result stands for a second");
    assert!(places[40] == places[69], "nobody walks on once the journal has ended");
    let ended = audience.heard.iter().any(|message| matches!(message, ServerMessage::Match(told) if told.phase == 1));
    assert!(ended);
    // One that was cut ends with its last tick.
    let mut cut = Audience::of(&recorded(100), Tick(90));
    let ends: Vec<Option<RoomEnd>> = (0..10).map(|_| (cut.tick(), cut.end).1).collect();
    assert_eq!(ends.iter().position(Option::is_some), Some(9));
}
