//! Overload, floods, and clients that do not read.

use std::time::{Duration, Instant};

use fray::protocol::ClientMessage;

use crate::support::child::Server;
use crate::support::client::{Client, frame, hello, upgrade_request};
use crate::support::http;

#[test]
fn above_the_most_sessions_a_request_is_refused_before_the_upgrade() {
    let server = Server::start(&["--sessions-max", "2"]);
    let (first, _) = Client::join(server.address);
    let (_second, _) = Client::join(server.address);
    let answer = http::ask(server.address, &upgrade_request(server.address, &[]));
    assert_eq!(answer.status, 503);
    assert_eq!(server.metric("fray_refusals_total{reason=\"overload\"}"), 1.0);
    drop(first);
    server.await_metric("fray_sessions ", 1.0, Duration::from_secs(5));
    Client::join(server.address);
}

#[test]
fn a_flood_of_small_frames_is_slowed_to_the_bucket_and_then_closed() {
    let mut server = Server::start(&[]);
    let (mut good, _) = Client::join(server.address);
    good.play(5);
    let (mut flooder, _) = Client::join(server.address);
    let before = server.metric("fray_messages_received_total");
    flooder.stream.set_write_timeout(Some(Duration::from_millis(20))).unwrap();
    let pings = frame(0x89, b"x").repeat(1_000);
    let began = Instant::now();
    let mut sent = 0;
    while began.elapsed() < Duration::from_secs(7)
        && server.metric("fray_closes_total{reason=\"too_many_messages\"") == 0.0
    {
        // TCP pushes back: most of these writes run into their time limit.
        if let Ok(bytes) = std::io::Write::write(&mut flooder.stream, &pings) {
            sent += bytes / 7;
        }
    }
    assert!(sent > 1_000, "the attacker did send: {sent}");
    let took = began.elapsed();
    assert!((Duration::from_secs(5)..Duration::from_secs(7)).contains(&took), "closed after {took:?}");
    let passed = server.metric("fray_messages_received_total") - before;
    let allowed = 4.0 * 70.0 + 70.0 * took.as_secs_f64();
    assert!((300.0..allowed + 50.0).contains(&passed), "{passed} passed, the bucket allows {allowed}");
    assert_eq!(server.logged("too_many_messages", Duration::from_secs(1)).len(), 1);
    good.play(10);
}

#[test]
fn a_client_that_acknowledges_nothing_is_told_and_gone_within_six_seconds() {
    let mut scene = Deaf::new();
    let (idle, _) = Client::join(scene.server.address);
    scene.expect("too_slow", Duration::from_secs(5)..Duration::from_millis(6_500));
    let farewell = { idle }.farewell();
    assert_eq!(farewell.close, Some((4006, "too_slow".into())));
}

#[test]
fn a_blocked_session_in_a_room_is_shut_from_outside() {
    let mut scene = Deaf::new();
    let mut deaf = scene.connect();
    deaf.send(&ClientMessage::Hello(hello()));
    deaf.welcome();
    block(&mut deaf);
    scene.expect("too_slow", Duration::from_secs(5)..Duration::from_millis(6_500));
    assert!(scene.server.metric("fray_sockets_shut_total") >= 1.0);
}

#[test]
fn a_blocked_session_that_says_no_hello_is_shut_from_outside() {
    let mut scene = Deaf::new();
    let mut deaf = scene.connect();
    block(&mut deaf);
    scene.expect("left", Duration::from_secs(3)..Duration::from_millis(4_500));
    assert!(scene.server.metric("fray_sockets_shut_total") >= 1.0);
}

/// A room with a good client, and with one that will not read.
struct Deaf {
    server: Server,
    good: Client,
}

impl Deaf {
    fn new() -> Deaf {
        let server = Server::start(&[]);
        let (mut good, _) = Client::join(server.address);
        good.play(5);
        Deaf { server, good }
    }

    /// Connects with next to no room for what it is sent.
    fn connect(&self) -> Client {
        Client::connect_narrow(self.server.address)
    }

    /// The other client is gone within this time and counted for this reason, while the good one plays on.
    fn expect(&mut self, reason: &str, time: std::ops::Range<Duration>) {
        let began = Instant::now();
        while self.server.metric("fray_sessions ") > 1.0 {
            self.good.play(3);
            assert!(began.elapsed() < time.end, "still there after {:?}", began.elapsed());
        }
        let took = began.elapsed();
        assert!(time.contains(&took), "gone after {took:?}");
        assert_eq!(self.server.metric(&format!("fray_closes_total{{reason=\"{reason}\"")), 1.0);
        let logged = self.server.logged(reason, Duration::from_millis(500)).len();
        assert_eq!(logged, usize::from(reason != "left"));
    }
}

/// Asks for more pongs than the connection can hold, and reads none.
fn block(client: &mut Client) {
    client.raw(&frame(0x89, &[7; 125]).repeat(270));
}
