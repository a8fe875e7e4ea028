//! `fray load`: players over real sockets to a server that runs, and what is said of it.

use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output};
use std::time::Duration;

use crate::support::child::Server;

const PATIENCE: Duration = Duration::from_secs(10);

fn load(at: SocketAddr, flags: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fray"));
    command.args(["load", "--seconds", "1", "--at", &at.to_string()]).args(flags);
    command.output().unwrap()
}

/// What was printed, with single blanks.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

/// It ended with this code and said all of these.
fn check(output: &Output, code: i32, words: &[&str]) {
    let said = said(output);
    words.iter().for_each(|words| assert!(said.contains(words), "{words}: {said}"));
    assert_eq!(output.status.code(), Some(code), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn all_come_in_play_and_leave() {
    let server = Server::start(&[]);
    let output = load(server.address, &["--players", "12"]);
    check(&output, 0, &["12 players for 1 s", "✓ joined 12 of 12 all", "✓ lost 0 none", "rooms, fullest 2, 8"]);
    // Who only acknowledges says something ten times a second.
    let said = said(&output);
    let (_, up) = said.split_once("messages up a player and second ").unwrap();
    assert!(up.split_whitespace().next().unwrap().parse::<f64>().unwrap() > 15.0, "they play: {said}");
    server.await_metric("fray_sessions", 0.0, PATIENCE);
}

#[test]
fn who_gets_no_seat_is_told_with_its_reason() {
    let server = Server::start(&["--rooms-max", "1"]);
    let output = load(server.address, &["--players", "10"]);
    check(&output, 1, &["✗ joined 8 of 10 all", "2 × the server says goodbye with code 4002: No seat is free"]);
}

#[test]
fn a_code_that_is_no_room_and_a_server_that_is_not_there_let_nobody_in() {
    let server = Server::start(&[]);
    let output = load(server.address, &["--players", "2", "--room", "ZZZZZ"]);
    check(&output, 1, &["✗ joined 0 of 2 all", "2 × the server says goodbye with code 4003: No room has that code."]);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    check(&load(nobody, &["--players", "2"]), 1, &["✗ joined 0 of 2 all", "2 × connection:"]);
}
