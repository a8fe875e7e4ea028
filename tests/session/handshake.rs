//! From the upgrade to the first snapshot, and what a hello can lead to.

use std::time::Duration;

use fray::protocol::{Baseline, ClientMessage, Hello, Param, ServerMessage, VERSION};

use crate::support::child::Server;
use crate::support::client::{Client, Farewell, hello};
use crate::support::server::serve;

fn code(farewell: &Farewell) -> Option<u16> {
    let goodbye = farewell.goodbye.as_ref().map(|goodbye| goodbye.code);
    let close = farewell.close.as_ref().map(|(code, _)| *code);
    assert_eq!(goodbye, close, "goodbye and Close frame say the same");
    close
}

#[test]
fn a_hello_leads_into_a_room_and_its_snapshots_flow() {
    let server = serve(&[]);
    let (mut client, welcome) = Client::join(server.address);
    assert_eq!(client.subprotocol.as_deref(), Some(fray::protocol::SUBPROTOCOL));
    assert_eq!(welcome.seat, Some(0));
    assert_eq!(welcome.code.len(), 5);
    let mut kinds = Vec::new();
    for _ in 0..4 {
        kinds.push(match client.message().unwrap() {
            ServerMessage::Tuning(_) => "tuning",
            ServerMessage::Match(_) => "match",
            ServerMessage::Roster(_) => "roster",
            ServerMessage::Scores(_) => "scores",
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(kinds, ["tuning", "match", "roster", "scores"]);
    client.play(20);
}

#[test]
fn two_play_in_one_room_and_a_third_is_brought_there_by_its_code() {
    let server = serve(&[]);
    let (mut first, welcome) = Client::join(server.address);
    let (mut second, other) = Client::join(server.address);
    assert_eq!((welcome.room, &welcome.code), (other.room, &other.code));
    assert_ne!(welcome.seat, other.seat);
    let mut third = Client::connect(server.address);
    third.send(&ClientMessage::Hello(Hello { room: Some(welcome.code.to_lowercase()), ..hello() }));
    assert_eq!(third.welcome().room, welcome.room);
    let mut watcher = Client::connect(server.address);
    watcher.send(&ClientMessage::Hello(Hello { watch: 1, room: Some(welcome.code.clone()), ..hello() }));
    assert_eq!(watcher.welcome().seat, None);
    [&mut first, &mut second, &mut third, &mut watcher].into_iter().for_each(|client| client.play(5));
}

#[test]
fn a_wrong_code_is_named_in_the_goodbye() {
    let server = serve(&[]);
    let mut client = Client::connect(server.address);
    client.send(&ClientMessage::Hello(Hello { room: Some("ZZZZZ".into()), ..hello() }));
    let farewell = client.farewell();
    assert_eq!(code(&farewell), Some(4003));
    assert_eq!(farewell.goodbye.unwrap().params, [Param::Text("ZZZZZ".into())]);
}

#[test]
fn a_full_room_turns_its_guests_away_and_quick_play_does_not() {
    let server = serve(&[("rooms.seats", "1")]);
    let (_first, welcome) = Client::join(server.address);
    let mut guest = Client::connect(server.address);
    guest.send(&ClientMessage::Hello(Hello { room: Some(welcome.code.clone()), ..hello() }));
    assert_eq!(code(&guest.farewell()), Some(4002));
    let (_second, other) = Client::join(server.address);
    assert_ne!(other.room, welcome.room);
}

#[test]
fn another_version_is_told_which_one_is_spoken() {
    let server = serve(&[]);
    let mut by_hello = Client::connect(server.address);
    by_hello.send(&ClientMessage::Hello(Hello { version: VERSION + 1, ..hello() }));
    let mut by_offer = Client::offer(server.address, Some("fray.99, fray"));
    assert_eq!(by_offer.subprotocol.as_deref(), Some("fray"));
    for client in [&mut by_hello, &mut by_offer] {
        let farewell = client.farewell();
        assert_eq!(code(&farewell), Some(4001));
        assert_eq!(farewell.goodbye.unwrap().params[0], Param::Number(u32::from(VERSION)));
    }
}

#[test]
fn a_program_that_offers_no_sub_protocol_may_play() {
    let server = serve(&[]);
    let mut client = Client::offer(server.address, None);
    assert_eq!(client.subprotocol, None);
    client.send(&ClientMessage::Hello(hello()));
    client.welcome();
    client.play(3);
}

#[test]
fn no_hello_within_three_seconds_closes() {
    let server = serve(&[]);
    let mut client = Client::connect(server.address);
    let farewell = client.farewell();
    assert_eq!(code(&farewell), Some(4009));
    let (low, high) = (Duration::from_millis(2_900), Duration::from_millis(4_000));
    assert!((low..high).contains(&farewell.took), "{:?}", farewell.took);
}

#[test]
fn names_are_cleaned_before_others_see_them() {
    let server = serve(&[]);
    let mut client = Client::connect(server.address);
    client.send(&ClientMessage::Hello(Hello { name: "\u{202E} Ann\u{0000}  Bee ".into(), ..hello() }));
    client.welcome();
    let roster = loop {
        if let Some(ServerMessage::Roster(roster)) = client.message() {
            break roster;
        }
    };
    assert_eq!(roster.players[0].name, "Ann Bee");
}

#[test]
fn a_newcomer_finds_bots_that_move() {
    let server = Server::start(&["--map", "hoop", "--fill", "6"]);
    let (mut client, welcome) = Client::join(server.address);
    let mut bots = 0;
    let mut baseline = Baseline::default();
    let mut places = std::collections::BTreeSet::new();
    let began = std::time::Instant::now();
    while places.len() < 20 {
        assert!(began.elapsed() < Duration::from_secs(30), "{bots} bots, seen in {} places", places.len());
        match client.message().unwrap() {
            ServerMessage::Roster(roster) => bots = roster.players.iter().filter(|player| player.bot == 1).count(),
            ServerMessage::Snapshot(snapshot) => {
                let snapshot = baseline.take(&snapshot).unwrap().snapshot;
                let others = snapshot.players.iter().filter(|player| Some(player.seat) != welcome.seat);
                places.extend(others.map(|player| (player.seat, player.x8, player.y8)));
                client.ack(snapshot.tick);
            }
            _ => {}
        }
    }
    assert!(matches!(bots, 5 | 6), "{bots} bots: six seats are kept filled, and a bot gives way at its next death");
}
