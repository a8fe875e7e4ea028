//! Saving a map in Tiled while it is played.

use std::fs;
use std::time::{Duration, Instant};

use fray::protocol::{Match, ServerMessage};

use crate::support::assets::Copy;
use crate::support::child::Server;
use crate::support::client::Client;
use crate::support::http;

/// From the save to the match on the new map.
const EFFECT_MAX: Duration = Duration::from_secs(1);

/// Plays until a match is told; none within this time.
fn next_match(client: &mut Client, within: Duration) -> Option<Match> {
    let began = Instant::now();
    while began.elapsed() < within {
        match client.message().expect("the connection stays") {
            ServerMessage::Match(told) => return Some(told),
            ServerMessage::Snapshot(snapshot) => client.ack(snapshot.tick),
            _ => (),
        }
    }
    None
}

#[test]
fn a_preset_that_is_saved_plays_its_map_as_it_was_drawn_last_and_one_that_came_later() {
    let copy = Copy::new("presets");
    let preset = "mode = \"unravel\"\nmap = \"box\"\nplayers = 8\nfill = 0\n";
    fs::write(copy.0.join("presets/boxed.toml"), preset).unwrap();
    let places = ["--listen", "127.0.0.1:0", "--workers", "1", "--arbiters", "1"];
    let flags = ["serve", "--assets", copy.flag(), "--presets", "boxed"];
    let server = Server::of(&[&flags[..], &places[..]].concat());
    let (mut client, first) = Client::join(server.address);
    next_match(&mut client, EFFECT_MAX).expect("the first one comes with the welcome");
    copy.edit("maps/box.tmx", "x=\"540\" y=\"140\"", "x=\"440\" y=\"140\"");
    let drawn = next_match(&mut client, Duration::from_secs(5)).expect("the drawing is played");
    assert_ne!(drawn.map, first.map);

    copy.edit("presets/boxed.toml", "fill = 0", "fill = 2");
    server.await_metric("fray_bots", 1.0, Duration::from_secs(5));
    let opened = || Client::open(server.address).1.map;
    assert_eq!(opened(), drawn.map, "nothing was compiled, and it is what is played");

    let late = fs::read_to_string(copy.0.join("maps/box.json")).unwrap().replace("\"box\"", "\"late\"");
    fs::write(copy.0.join("maps/late.json"), late).unwrap();
    let until = Instant::now() + Duration::from_secs(5);
    while http::get(server.address, "/maps/late.svg").status != 200 {
        assert!(Instant::now() < until, "the map is read while the server runs");
    }
    // Two rooms play the preset, each with one who is there or whose seat is held.
    copy.edit("presets/boxed.toml", "\"box\"\nplayers = 8\nfill = 2", "\"late\"\nplayers = 8\nfill = 3");
    server.await_metric("fray_bots", 4.0, Duration::from_secs(5));
    let later = opened();
    assert_ne!(later, drawn.map);
    assert_eq!(http::get(server.address, &format!("/maps/{later}.json")).status, 200);
}

#[test]
fn a_saved_drawing_is_played_within_a_second_and_a_broken_one_leaves_the_match_alone() {
    let copy = Copy::new("drawings");
    let mut server = Server::start(&["--assets", copy.flag()]);
    let (mut client, welcome) = Client::join(server.address);
    let first = next_match(&mut client, EFFECT_MAX).expect("the first one comes with the welcome");
    assert_eq!(first.map, welcome.map);
    client.play(5);

    copy.edit("maps/box.tmx", "x=\"540\" y=\"140\"", "x=\"790\" y=\"140\"");
    let logged = server.logged("object 1 \"crate\" at tile (19, 3)", Duration::from_secs(5));
    assert!(logged.iter().any(|line| line.contains("box.tmx: layer `cover`")), "{logged:?}");
    assert!(next_match(&mut client, Duration::from_millis(300)).is_none(), "the match goes on");

    copy.edit("maps/box.tmx", "x=\"790\" y=\"140\"", "x=\"440\" y=\"140\"");
    let saved = Instant::now();
    let second = next_match(&mut client, Duration::from_secs(5)).expect("the mended one is played");
    assert!(saved.elapsed() < EFFECT_MAX, "after {:?}", saved.elapsed());
    assert_ne!(second.map, first.map);
    assert_eq!(second.number, first.number + 1);
    client.play(5);

    let picture = http::get(server.address, "/maps/box.svg").body;
    assert!(picture.contains("M440 140h60v60") && !picture.contains("M540 140h60v60"), "{picture}");
    let served = |hash: &str| http::get(server.address, &format!("/maps/{hash}.json"));
    assert!(served(&second.map).body.contains("[440,140,60,60]"), "the new map is served");
    assert_eq!(served(&first.map).status, 200, "and so is the old one");
    let (_late, welcome) = Client::join(server.address);
    assert_eq!(welcome.map, second.map, "who comes later is told of the new one");
    let built = fs::read_to_string(copy.0.join("maps/box.json")).unwrap();
    assert!(built.contains("[540,140,60,60]"), "nothing was written");
    assert_eq!(server.metric("fray_map_reloads_total{result=\"taken\"}"), 1.0);
    assert_eq!(server.metric("fray_map_reloads_total{result=\"refused\"}"), 1.0);
}
