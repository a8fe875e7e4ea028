//! Work that is counted, not timed: encodings, snapshots, wakes.

use std::time::Duration;

use fray::protocol::{CloseReason, ServerMessage};
use fray::room::Faults;
use fray::room::inbox::Packet;
use fray::room::keyframes::Why;
use fray::room::viewer::Queued;
use fray::room::watch::Watch;
use fray::room::work::Moments;
use fray::sim::input::FIRE;
use fray::sim::step::SYSTEMS;
use fray::sim::world::EntityId;
use fray::sim::{Angle, Event, Input, Point, SeatId, Tick, Time};

use super::support::{TICK_US, Table};
use crate::support::tuning;

/// Runs 8 viewers, one of whom stops reading and acknowledging at tick 100, for 1,000 ticks. Answers encodings per piece
/// and the snapshots that were encoded for the stalled one after it was overdue.
fn run(faults: Faults) -> (f64, u64) {
    let mut wide = tuning();
    (wide.view.width, wide.view.height, wide.view.margin) = (3_200 * 256, 1_800 * 256, 500);
    let mut table = Table::with(8, 8, faults, wide);
    let guests: Vec<_> = (0..8).map(|_| table.join(false).expect("a bot gives way")).collect();
    let mut at_overdue = 0;
    for tick in 0..1_000 {
        table.tick();
        let keeping_up = if tick < 100 { 8 } else { 7 };
        for guest in &guests[..keeping_up] {
            let spin = Input { buttons: FIRE, aim: Angle((tick * 700) as u16), ..Input::default() };
            guest.hold(tick + 1, 1, spin, table.now_us);
            guest.keep_up(table.now_us);
        }
        // The fastest round trip and 250 ms, in ticks, after its last acknowledgement.
        if tick == 120 {
            at_overdue = table.game.viewers()[7].snapshots;
        }
        let viewers = table.game.viewers();
        assert!(viewers[..7].iter().all(|viewer| viewer.skipped == 0), "tick {tick}: one who keeps up was skipped");
    }
    let work = table.game.work;
    assert!(work.pieces > 3_900, "too little happened: {work:?}");
    (work.encodings as f64 / work.pieces as f64, table.game.viewers()[7].snapshots - at_overdue)
}

#[test]
fn each_piece_is_encoded_once_and_nothing_for_one_who_stalls() {
    let (per_piece, for_stalled) = run(Faults::default());
    // First sights come on top, of players and of projectiles whose shot was not seen.
    assert!(per_piece > 0.75 && per_piece <= 1.1, "{per_piece} encodings per player and snapshot tick");
    assert_eq!(for_stalled, 0);
}

#[test]
fn moments_are_counted_once_each_and_kills_by_weapon() {
    let place = Point::default();
    let (seat, by) = (SeatId(1), SeatId(2));
    let drop = |great| Event::Dropped { id: 1, seat, place, seed: 0, amount: 500, lies: Time(600), great };
    let kill = |by, weapon| Event::Killed { seat, by, weapon, place };
    let events = [
        Event::Slipped { seat, by, place },
        Event::Refused { seat, by, place },
        Event::Snapback { seat, by, id: EntityId::default(), weapon: 0, place, angle: Angle(0) },
        drop(true),
        drop(false),
        kill(Some(by), 1),
        kill(Some(by), 1),
        kill(None, 0),
        // A weapon that there is no slot for is nobody's defect: a tuning that was taken back may leave its number.
        kill(Some(by), 200),
    ];
    let mut moments = Moments::default();
    events.iter().for_each(|event| moments.count(event));
    assert_eq!(moments, Moments { slips: 1, snapbacks: 1, great_unravels: 1, kills: [0, 2, 0, 0] });
    assert_eq!(moments.by_name(), [("slip", 1), ("snapback", 1), ("great_unravel", 1)]);
}

#[test]
fn planted_faults_show_in_the_counts() {
    assert!(run(Faults { encode_each: true, ..Faults::default() }).0 > 2.0);
}

#[test]
fn one_who_acknowledges_nothing_for_five_seconds_is_closed() {
    let mut table = Table::new(8, 0, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    let closed = (0..360).find(|_| {
        table.tick();
        guest.outbox.take(&mut Vec::new()).is_some()
    });
    let closed = closed.expect("six seconds have passed");
    assert!((298..=306).contains(&closed), "closed at tick {closed}");
}

#[test]
fn who_acknowledged_slowly_and_then_falls_silent_is_still_found_out() {
    let mut fast = tuning();
    fast.rates.snapshot = 60;
    let mut table = Table::with(2, 0, Faults::default(), fast);
    let guest = table.join(false).expect("a seat is free");
    let mut newest = Vec::new();
    for tick in 0..60 * 14 {
        table.tick();
        let snapshots = guest.read().into_iter().filter_map(|message| match message {
            ServerMessage::Snapshot(snapshot) => Some((tick, snapshot.tick)),
            _ => None,
        });
        newest.extend(snapshots);
        // Each snapshot is acknowledged a second late for eight seconds, and none is from then on.
        for (_, snapshot) in newest.iter().filter(|(at, _)| at + 60 == tick && tick < 480) {
            guest.inbox.push(Packet::Ack { tick: Tick(*snapshot), hidden: false }, table.now_us);
        }
    }
    assert!(newest.len() > 100, "only {} snapshots came", newest.len());
    assert_eq!(guest.outbox.take(&mut Vec::new()), Some(CloseReason::TooSlow));
}

#[test]
fn a_room_that_stood_still_blames_nobody_for_it() {
    let mut table = Table::new(2, 0, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    for _ in 0..60 {
        table.tick();
        guest.keep_up(table.now_us);
    }
    table.run(4);
    let stall_us = 6_000_000;
    table.now_us += stall_us;
    table.game.schedule_moved(stall_us);
    // The acknowledgements of what was in flight are read a moment later than the room wakes.
    table.run(4);
    assert_eq!(guest.outbox.take(&mut Vec::new()), None);
    table.run(60 * 6);
    assert_eq!(guest.outbox.take(&mut Vec::new()), Some(CloseReason::TooSlow), "who stays silent is still found out");
}

/// Notes what it is told.
#[derive(Default)]
struct Looker {
    parts: Vec<String>,
    snapshots: Vec<Queued>,
    round_trips: usize,
}

impl Watch for Looker {
    fn part(&mut self, name: &str) {
        self.parts.push(name.to_owned());
    }

    fn snapshot(&mut self, queued: Queued, round_trip: Option<Duration>) {
        self.snapshots.push(queued);
        self.round_trips += usize::from(round_trip.is_some_and(|trip| trip > Duration::ZERO));
    }
}

#[test]
fn one_who_looks_on_is_told_every_part_of_a_tick_in_order_and_every_snapshot() {
    let mut table = Table::new(4, 4, Faults::default());
    let guest = table.join(false).expect("a bot gives way");
    let (mut lookers, mut sent) = (Vec::new(), 0);
    for _ in 0..10 {
        let mut looker = Looker::default();
        table.now_us += TICK_US;
        table.game.tick_watched(table.now_us, &mut looker);
        guest.keep_up(table.now_us + 1_000);
        sent += looker.snapshots.len();
        lookers.push(looker);
    }
    let systems = SYSTEMS.iter().map(|(name, _)| *name);
    let every: Vec<&str> = ["inboxes", "bots", "enter"].into_iter().chain(systems).chain(["events"]).collect();
    for looker in &lookers {
        assert_eq!(looker.parts[..every.len()], every);
        let rest: &[&str] = if looker.snapshots.is_empty() { &[] } else { &["frame", "snapshots", "views"] };
        assert_eq!(looker.parts[every.len()..], *rest);
    }
    assert_eq!(sent, 5, "every second tick has a snapshot");
    let queued: Vec<&Queued> = lookers.iter().flat_map(|looker| &looker.snapshots).collect();
    assert!(queued.iter().all(|queued| queued.bytes > 9));
    let keyframes: Vec<Option<Why>> = queued.iter().map(|queued| queued.keyframe).collect();
    assert_eq!(keyframes, [Some(Why::Joined), None, None, None, None]);
    assert_eq!(lookers.iter().map(|looker| looker.round_trips).sum::<usize>(), 4, "the first was not acknowledged yet");
}
