//! Pings: everybody is told how long each person's way is, and nothing is told where none is known.

use fray::protocol::{Ping, ServerMessage};
use fray::room::Faults;
use fray::room::inbox::Packet;
use fray::sim::Tick;

use super::support::{Guest, Table};

/// Plays for so many ticks. Each guest acknowledges every snapshot so many microseconds after it was sent, or none at all.
/// Answers what pings each was told, with the tick of the telling.
fn play(table: &mut Table, guests: &[(&Guest, Option<u64>)], ticks: u32) -> Vec<Vec<(u32, Vec<Ping>)>> {
    let mut told = vec![Vec::new(); guests.len()];
    for tick in 0..ticks {
        table.tick();
        for ((guest, late_us), told) in guests.iter().zip(&mut told) {
            for message in guest.read() {
                match (message, late_us) {
                    (ServerMessage::Pings(pings), _) => told.push((tick, pings.pings)),
                    (ServerMessage::Snapshot(snapshot), Some(late_us)) => {
                        guest
                            .inbox
                            .push(Packet::Ack { tick: Tick(snapshot.tick), hidden: false }, table.now_us + late_us);
                    }
                    _ => (),
                }
            }
        }
    }
    told
}

#[test]
fn all_are_told_the_pings_of_those_who_acknowledge_every_two_seconds() {
    let mut table = Table::new(6, 4, Faults::default());
    let far = table.join(false).expect("a seat is free");
    let near = table.join(false).expect("a seat is free");
    let mute = table.join(false).expect("a seat is free");
    let watcher = table.join(true).expect("anybody may watch");
    let guests = [(&far, Some(80_400)), (&near, Some(12_000)), (&mute, None), (&watcher, Some(5_000))];
    let told = play(&mut table, &guests, 290);
    let ping = |guest: &Guest, ms| Ping { seat: guest.seat.expect("a player").0, ms };
    let mut pings = vec![ping(&far, 80), ping(&near, 12)];
    pings.sort_by_key(|ping| ping.seat);
    let expected = vec![(120, pings.clone()), (240, pings)];
    for (at, who) in ["far", "near", "mute", "watcher"].into_iter().enumerate() {
        assert_eq!(told[at], expected, "{who}");
    }
}

#[test]
fn of_an_idle_client_the_acknowledgement_that_waited_least_counts() {
    let mut table = Table::new(4, 0, Faults::default());
    let guest = table.join(false).expect("a seat is free");
    play(&mut table, &[(&guest, Some(100_000))], 20);
    play(&mut table, &[(&guest, Some(30_000))], 1);
    play(&mut table, &[(&guest, Some(120_000))], 20);
    let told = play(&mut table, &[(&guest, None)], 80);
    assert_eq!(told[0].iter().map(|(_, pings)| pings[0].ms).collect::<Vec<_>>(), [30]);
}

#[test]
fn nothing_is_told_where_nobody_has_a_seat_or_has_acknowledged() {
    let mut table = Table::new(4, 4, Faults::default());
    let watcher = table.join(true).expect("anybody may watch");
    assert_eq!(play(&mut table, &[(&watcher, Some(5_000))], 290), [[]]);
    let mute = table.join(false).expect("a bot gives way");
    assert_eq!(play(&mut table, &[(&watcher, Some(5_000)), (&mute, None)], 130), [[], []]);
}
