//! P-DELTA, P-SUM: what a viewer is sent leans on what it was sent before, and starts anew for a reason that is counted.

use fray::protocol::{Baseline, ServerMessage, SnapshotMessage, decode_server};
use fray::room::Faults;
use fray::room::inbox::Packet;
use fray::room::keyframes::Why;
use fray::sim::{Angle, Input, Phase, Tick, Walk};

use super::support::{Guest, Table};

const KEYFRAME: u8 = 1;

/// The snapshots that wait.
fn waiting(guest: &Guest) -> Vec<SnapshotMessage> {
    let mut waiting = Vec::new();
    guest.outbox.take(&mut waiting);
    let snapshots = waiting.iter().filter_map(|bytes| match decode_server(bytes) {
        Ok(ServerMessage::Snapshot(message)) => Some(message),
        _ => None,
    });
    snapshots.collect()
}

/// The snapshots that wait, each acknowledged.
fn take(table: &Table, guest: &Guest) -> Vec<SnapshotMessage> {
    let snapshots = waiting(guest);
    for message in &snapshots {
        guest.inbox.push(Packet::Ack { tick: Tick(message.tick), hidden: false }, table.now_us);
    }
    snapshots
}

/// One who walks to and fro for so many ticks: what it is sent.
fn walk(table: &mut Table, guest: &Guest, ticks: u32) -> Vec<SnapshotMessage> {
    let mut seen = Vec::new();
    for _ in 0..ticks {
        let tick = table.game.world().tick.0;
        let input = Input { walk: Walk::toward(Angle((tick / 40 * 16_000) as u16)), ..Input::default() };
        guest.hold(tick + 1, 1, input, table.now_us);
        table.tick();
        seen.extend(take(table, guest));
    }
    seen
}

fn keyframes(seen: &[SnapshotMessage]) -> usize {
    seen.iter().filter(|message| message.flags & KEYFRAME != 0).count()
}

#[test]
fn the_first_snapshot_is_a_keyframe_and_each_later_one_leans_on_the_one_before() {
    let mut table = Table::new(4, 4, Faults::default());
    let guest = table.join(false).expect("a bot gives way");
    let seen = walk(&mut table, &guest, 600);
    assert!(seen.len() > 290 && seen[0].flags & KEYFRAME != 0 && keyframes(&seen) == 1);
    assert!(seen.windows(2).all(|pair| pair[0].tick + u32::from(pair[1].since) == pair[1].tick));
    assert_eq!((table.game.work.keyframes.of(Why::Joined), table.game.work.keyframes.sum()), (1, 1));
}

#[test]
fn a_match_begins_with_a_keyframe() {
    let mut table = Table::new(4, 4, Faults::default());
    let guest = table.join(false).expect("a bot gives way");
    walk(&mut table, &guest, 20);
    let map = table.game.map().clone();
    table.game.set_map(map);
    let seen = walk(&mut table, &guest, 20);
    assert!(!matches!(table.game.world().phase, Phase::Closed));
    assert_eq!((keyframes(&seen), table.game.work.keyframes.of(Why::Match)), (1, 1));
}

#[test]
fn one_request_in_two_seconds_is_heeded() {
    let mut table = Table::new(4, 4, Faults::default());
    let guest = table.join(false).expect("a bot gives way");
    walk(&mut table, &guest, 20);
    let mut seen = Vec::new();
    for _ in 0..50 {
        guest.inbox.push(Packet::KeyframeRequest(Why::Asked), table.now_us);
        seen.extend(walk(&mut table, &guest, 6));
    }
    assert_eq!((keyframes(&seen), table.game.work.keyframes.of(Why::Asked)), (3, 3), "in 5 s");
}

#[test]
fn lost_events_and_a_long_silence_each_end_in_a_keyframe() {
    let mut table = Table::new(8, 8, Faults::default());
    let guest = table.join(true).expect("anybody may watch");
    walk(&mut table, &guest, 20);
    // Its socket takes nothing: a snapshot waits, and dervishes shoot 64 times and more meanwhile.
    table.run(110);
    let mut seen = take(&table, &guest);
    seen.extend(walk(&mut table, &guest, 20));
    assert_eq!((keyframes(&seen), table.game.work.keyframes.of(Why::Overflow)), (1, 1));
    let calm = &mut Table::new(1, 0, Faults::default());
    let guest = calm.join(false).expect("a seat is free");
    walk(calm, &guest, 20);
    calm.run(140);
    let mut seen = take(calm, &guest);
    seen.extend(walk(calm, &guest, 20));
    assert_eq!((keyframes(&seen), calm.game.work.keyframes.of(Why::Old)), (1, 1));
}

#[test]
fn a_planted_mismatch_is_seen_healed_and_counted_once() {
    let mut table = Table::new(1, 0, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    let (mut baseline, mut mismatches, mut lost) = (Baseline::default(), 0, None);
    for round in 0..400 {
        for mut message in walk(&mut table, &guest, 2) {
            // One snapshot is lost, and the next one pretends to lean on the one before it.
            if round == 100 {
                lost = Some(message.since);
                continue;
            }
            message.since += lost.take().unwrap_or_default();
            if baseline.take(&message).expect("it can be read").differs {
                mismatches += 1;
                guest.inbox.push(Packet::KeyframeRequest(Why::Differed), table.now_us);
            }
        }
    }
    let keyframes = table.game.work.keyframes;
    assert_eq!((mismatches, keyframes.of(Why::Differed), keyframes.sum()), (1, 1, 2));
}

#[test]
fn whoever_begins_anew_needs_nothing_that_was_sent_before() {
    let mut table = Table::new(4, 4, Faults::default());
    let guest = table.join(false).expect("a bot gives way");
    walk(&mut table, &guest, 20);
    let newest = table.game.world().tick;
    for hidden in [true, false] {
        guest.inbox.push(Packet::Ack { tick: newest, hidden }, table.now_us);
    }
    let seen = walk(&mut table, &guest, 20);
    assert!(Baseline::default().take(&seen[0]).is_ok());
    assert_eq!((keyframes(&seen), table.game.work.keyframes.of(Why::Resumed)), (1, 1));
    let held = table.join_held(1).expect("another bot gives way");
    table.game.lose(held.viewer);
    let back = table.resume(1, 2).expect("the seat is held");
    let seen = walk(&mut table, &back, 20);
    assert!(Baseline::default().take(&seen[0]).is_ok());
    assert_eq!((keyframes(&seen), table.game.work.keyframes.of(Why::Resumed)), (1, 2));
}

#[test]
fn one_whose_line_stalls_gets_fewer_snapshots_for_a_while_and_is_told_so() {
    let mut table = Table::new(2, 0, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    let rates = |seen: &[SnapshotMessage]| seen.iter().map(|message| message.flags / 32).collect::<Vec<u8>>();
    assert!(rates(&walk(&mut table, &guest, 120)).iter().all(|rate| *rate == 0));
    // Nothing is acknowledged for 400 ms, of which the first 250 are forgiven.
    let mut late = Vec::new();
    for _ in 0..24 {
        table.tick();
        late.extend(waiting(&guest));
    }
    let newest = late.last().expect("some were sent before they were overdue").tick;
    guest.inbox.push(Packet::Ack { tick: Tick(newest), hidden: false }, table.now_us);
    let fewer = walk(&mut table, &guest, 120);
    assert!((25..=32).contains(&fewer.len()), "{} snapshots in two seconds", fewer.len());
    assert!(rates(&fewer).iter().all(|rate| *rate == 1));
    walk(&mut table, &guest, 180);
    let all = walk(&mut table, &guest, 120);
    assert!(all.len() == 60 && rates(&all).iter().all(|rate| *rate == 0), "{} {:?}", all.len(), rates(&all));
    let steps: Vec<_> = table.game.work.steps.by_rate().collect();
    assert_eq!(steps, [("full", 1), ("half", 1), ("third", 0), ("latest", 0)]);
}
