//! What happens to connections when the tuning is saved, and when their room panics.

use std::fs;
use std::time::{Duration, Instant};

use fray::protocol::ServerMessage;
use fray::room::Faults;
use fray::server::{Plan, start};
use fray::sim::Tick;

use crate::support::assets::Copy;
use crate::support::child::Server;
use crate::support::client::Client;
use crate::support::server::plan;

/// Plays until a tuning comes: its tick, and the tick of the snapshot before it.
fn next_tuning(client: &mut Client, within: Duration) -> Option<(u32, u32)> {
    let (began, mut newest) = (Instant::now(), 0);
    while began.elapsed() < within {
        match client.message().unwrap() {
            ServerMessage::Tuning(tuning) => return Some((tuning.tick, newest)),
            ServerMessage::Snapshot(snapshot) => {
                newest = snapshot.tick;
                client.ack(newest);
            }
            _ => {}
        }
    }
    None
}

#[test]
fn a_saved_tuning_is_told_within_half_a_second_and_a_broken_one_is_shown_and_left_out() {
    let copy = Copy::new("retune");
    let good = fs::read_to_string(copy.tuning()).unwrap();
    let mut server = Server::start(&["--assets", copy.flag()]);
    let (mut client, _) = Client::join(server.address);
    assert!(next_tuning(&mut client, Duration::from_secs(2)).is_some(), "the first one comes with the welcome");
    client.play(10);

    fs::write(copy.tuning(), good.replacen("radius = 20", "radius = \"wide\"", 1)).unwrap();
    assert!(next_tuning(&mut client, Duration::from_millis(700)).is_none(), "a broken save changes nothing");
    assert!(!server.logged("default.toml:", Duration::from_secs(5)).is_empty(), "the place is shown");

    fs::write(copy.tuning(), good.replacen("radius = 20", "radius = 18", 1)).unwrap();
    let began = Instant::now();
    let (tick, told) = next_tuning(&mut client, Duration::from_secs(2)).expect("the good save is told");
    assert!(began.elapsed() < Duration::from_millis(500), "{:?}", began.elapsed());
    let notice = tick - told;
    assert!((14..=18).contains(&notice), "told {notice} ticks ahead, 250 ms are 15");
    assert_eq!(server.metric("fray_tuning_reloads_total{result=\"refused\"}"), 1.0);
    assert_eq!(server.metric("fray_tuning_reloads_total{result=\"taken\"}"), 1.0);
}

#[test]
fn a_panic_in_a_tick_ends_its_room_alone_and_its_players_are_told() {
    let faults = Faults { panic_at: Some(Tick(90)), ..Faults::default() };
    let server = start(Plan { faults, ..plan(&[("rooms.seats", "1")]) }).unwrap();
    let (mut first, welcome) = Client::join(server.address);
    first.play(30);
    let (mut second, other) = Client::join(server.address);
    assert_ne!(welcome.room, other.room);
    let farewell = first.farewell();
    assert_eq!(farewell.close, Some((4005, "room_ended".into())));
    assert_eq!(farewell.goodbye.map(|goodbye| goodbye.code), Some(4005));
    second.play(5);
    let (mut third, _) = Client::join(server.address);
    third.play(5);
}
