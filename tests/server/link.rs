//! `fray link`: a client at its other end plays, later than it would, and is told what lies between.

use std::net::SocketAddr;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::support::assets::Copy;
use crate::support::child::Server;
use crate::support::client::Client;
use crate::support::http;

/// A link of 60 ms there and 60 ms back and nothing else.
const PLAIN: &str = "about = \"a test\"\n[up]\ndelay = 0.06\njitter = 0\nbandwidth = 1000\nqueue = 64\nstall_every = 0\n\
                     stall = 0\n[down]\ndelay = 0.06\njitter = 0\nbandwidth = 1000\nqueue = 64\nstall_every = 0\nstall = 0\n";

fn link(to: SocketAddr, preset: &str) -> Server {
    Server::of(&["link", "--listen", "127.0.0.1:0", "--to", &to.to_string(), "--preset", preset])
}

fn refused(arguments: &[&str], words: &[&str]) {
    let Output { status, stderr, .. } =
        Command::new(env!("CARGO_BIN_EXE_fray")).arg("link").args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&stderr);
    assert!(!status.success() && words.iter().all(|word| said.contains(word)), "{said}");
}

#[test]
fn a_client_plays_over_it_is_told_its_name_and_waits_for_as_long_as_it_takes() {
    let server = Server::start(&[]);
    let folder = Copy::new("link");
    let file = folder.0.join("far-away.toml");
    std::fs::write(&file, PLAIN).unwrap();
    let link = link(server.address, file.to_str().unwrap());
    let began = Instant::now();
    let (mut client, welcome) = Client::join(link.address);
    assert_eq!(welcome.link.as_deref(), Some("far-away"));
    // There and back for the upgrade, and once more for the hello.
    let took = began.elapsed();
    assert!(took >= Duration::from_millis(240), "{took:?}");
    client.play(30);
    let (_, welcome) = Client::join(server.address);
    assert_eq!(welcome.link, None, "who comes without a link is told of none");
}

#[test]
fn pages_come_over_it_and_a_server_that_is_gone_hangs_up() {
    let server = Server::start(&[]);
    let link = link(server.address, "fibre");
    assert_eq!(http::get(link.address, "/healthz").status, 200);
}

#[test]
fn what_is_wrong_with_a_preset_or_an_address_is_named() {
    refused(&["--preset", "4gg"], &["no link is called `4gg`", "did you mean `4g`?"]);
    refused(&["--listen", "0.0.0.0:7790"], &["0.0.0.0 is not on this machine alone"]);
    let folder = Copy::new("link-broken");
    let file = folder.0.join("broken.toml");
    let check = |from: &str, to: &str, words: &[&str]| {
        std::fs::write(&file, PLAIN.replacen(from, to, 1)).unwrap();
        refused(&["--preset", file.to_str().unwrap()], words);
    };
    check("delay = 0.06", "delay = 60", &["`delay` of 60 is out of range", "broken.toml:3:9", "s, 0 to 10"]);
    check("jitter = 0", "jitter = 0.1", &["`jitter` of 0.1 is more than the delay of 0.06", "broken.toml:4:10"]);
    check("queue = 64", "queue = nan", &["`queue` of NaN is out of range"]);
    check("queue = 64", "que = 64", &["unknown field `que`", "broken.toml:6:1"]);
    check("[down]", "[[outage]]\nat = 1\ntime = 3\nevery = 2\n[down]", &["an outage of 3 s every 2 s has no end"]);
    let two = "[[outage]]\nat = 0\ntime = 6\nevery = 10\n[[outage]]\nat = 5\ntime = 6\nevery = 10\n[down]";
    check("[down]", two, &["outages that come again take 120 % of the time", "at most 90 % together"]);
    check(
        "stall_every = 0",
        "stall_every = 0.000001",
        &["`stall_every` of 0.000001 is out of range", "0 or 0.1 to 3600"],
    );
}
