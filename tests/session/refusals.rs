//! Bad input of every sort against a real socket: each has its own code, counter and line in the log, and a good client
//! in the same room goes on playing.

use std::time::{Duration, Instant};

use fray::protocol::{Ack, ClientMessage, Hello, InputMessage, Run};

use crate::support::child::Server;
use crate::support::client::{Client, frame, hello};

/// A Close frame is here by then, and the socket gone, even though the client does not answer.
const CLOSE_MAX: Duration = Duration::from_millis(100);
const GONE_MAX: Duration = Duration::from_millis(1_500);
/// What a busy machine adds to them; the long forms of these proofs run alone and allow nothing.
const BUSY: Duration = Duration::from_millis(400);

/// A room that is played in while somebody misbehaves.
struct Scene {
    server: Server,
    good: Client,
}

impl Scene {
    fn new() -> Scene {
        let server = Server::start(&[]);
        let (mut good, _) = Client::join(server.address);
        good.play(5);
        Scene { server, good }
    }

    /// A client that joined the same room.
    fn joined(&self) -> Client {
        Client::join(self.server.address).0
    }

    /// `client` has just sent something bad: it is closed with `code`, for `reason`, soon, and nobody else notices.
    fn expect(&mut self, mut client: Client, code: u16, reason: &str) {
        let farewell = client.farewell();
        assert_eq!(farewell.close.as_ref().map(|(code, _)| *code), Some(code), "{farewell:?}");
        assert_eq!(farewell.goodbye.as_ref().map(|goodbye| goodbye.code), Some(code));
        assert!(farewell.took < CLOSE_MAX + BUSY, "the Close frame took {:?}", farewell.took);
        let gone = farewell.took + client.gone();
        assert!(gone < GONE_MAX + BUSY, "the socket was there for {gone:?}");
        assert_eq!(self.server.metric(&format!("fray_closes_total{{reason=\"{reason}\"")), 1.0, "counted as {reason}");
        let logged = self.server.logged(reason, Duration::from_secs(5));
        assert_eq!(logged.len(), 1, "{logged:?}");
        self.good.play(10);
        self.server.await_metric("fray_sessions ", 1.0, Duration::from_secs(5));
    }

    /// Sends these bytes from a client that has joined.
    fn send(&mut self, bytes: &[u8], code: u16, reason: &str) {
        let mut client = self.joined();
        client.raw(bytes);
        self.expect(client, code, reason);
    }
}

#[test]
fn a_header_that_declares_eight_gigabytes_is_refused_and_takes_no_memory() {
    let mut scene = Scene::new();
    let mut client = scene.joined();
    scene.good.play(30);
    let before = scene.server.memory();
    client.raw(&[&[0x82, 0xFF], &(8_u64 << 30).to_be_bytes()[..], &[1, 2, 3, 4], &[0; 4096]].concat());
    scene.expect(client, 1009, "frame_too_large");
    let grown = scene.server.memory().saturating_sub(before);
    assert!(grown < 1 << 20, "memory grew by {grown} bytes");
}

#[test]
fn an_unmasked_frame_is_refused() {
    Scene::new().send(&[0x82, 0x02, 0x92, 0x03], 1002, "frame_unmasked");
}

#[test]
fn reserved_bits_are_refused() {
    Scene::new().send(&frame(0xC2, &[1]), 1002, "frame_reserved_bits");
}

#[test]
fn fragments_are_refused() {
    Scene::new().send(&frame(0x02, &[1]), 1002, "frame_fragmented");
}

#[test]
fn a_continuation_is_refused() {
    Scene::new().send(&frame(0x80, &[1]), 1002, "frame_fragmented");
}

#[test]
fn an_unknown_opcode_is_refused() {
    Scene::new().send(&frame(0x85, &[1]), 1002, "frame_opcode");
}

#[test]
fn an_oversized_frame_is_refused_on_its_header() {
    Scene::new().send(&frame(0x82, &[0; 513])[..4], 1009, "frame_too_large");
}

#[test]
fn an_oversized_ping_is_refused() {
    Scene::new().send(&frame(0x89, &[0; 126]), 1002, "control_frame_too_large");
}

#[test]
fn a_text_frame_is_refused() {
    Scene::new().send(&frame(0x81, b"hello"), 1003, "frame_text");
}

#[test]
fn garbage_is_refused() {
    let mut scene = Scene::new();
    let mut client = scene.joined();
    client.raw(&frame(0x82, &[0xC1, 0xFF, 0x00, 0x17]));
    scene.expect(client, 4008, "malformed");
}

#[test]
fn deep_nesting_is_refused() {
    let mut scene = Scene::new();
    let mut client = scene.joined();
    client.raw(&frame(0x82, &[0x91; 500]));
    scene.expect(client, 4008, "malformed");
}

#[test]
fn bytes_after_a_message_are_refused() {
    let mut scene = Scene::new();
    let mut client = scene.joined();
    let mut bytes = ClientMessage::Ack(Ack { tick: 1, hidden: 0 }).encode();
    bytes.push(0);
    client.raw(&frame(0x82, &bytes));
    scene.expect(client, 4008, "malformed");
}

#[test]
fn a_number_that_is_none_is_refused() {
    for number in [f64::NAN, f64::INFINITY] {
        let mut scene = Scene::new();
        let mut client = scene.joined();
        let mut bytes = vec![0x92, 0x03, 0xCB];
        bytes.extend(number.to_be_bytes());
        client.raw(&frame(0x82, &bytes));
        scene.expect(client, 4008, "malformed");
    }
}

#[test]
fn an_empty_message_is_refused() {
    let mut scene = Scene::new();
    let mut client = scene.joined();
    client.raw(&frame(0x82, &[]));
    scene.expect(client, 4008, "malformed");
}

#[test]
fn an_input_before_the_hello_is_refused() {
    let mut scene = Scene::new();
    let mut client = Client::connect(scene.server.address);
    let runs = vec![Run { ticks: 1, held: 0, walk: 0, aim: 0 }];
    let input = InputMessage { ack: 0, ahead: 0, seen_back: 0, seen_fraction: 0, runs };
    client.send(&ClientMessage::Input(input));
    scene.expect(client, 4010, "before_hello");
}

#[test]
fn a_second_hello_is_refused() {
    let mut scene = Scene::new();
    let mut client = scene.joined();
    client.send(&ClientMessage::Hello(hello()));
    scene.expect(client, 4008, "malformed");
}

#[test]
fn another_version_is_refused() {
    let mut scene = Scene::new();
    let mut client = Client::connect(scene.server.address);
    client.send(&ClientMessage::Hello(Hello { version: fray::protocol::VERSION + 1, ..hello() }));
    scene.expect(client, 4001, "version");
}

#[test]
fn a_client_that_leaves_with_a_word_is_no_violation() {
    let mut scene = Scene::new();
    let mut client = scene.joined();
    client.raw(&frame(0x88, &1000_u16.to_be_bytes()));
    assert_eq!(client.farewell().close.map(|(code, _)| code), Some(1000));
    scene.server.await_metric("fray_closes_total{reason=\"left\"", 1.0, Duration::from_secs(5));
    scene.server.await_metric("fray_sessions ", 1.0, Duration::from_secs(5));
    scene.good.play(5);
    assert!(scene.server.logged("refused", Duration::ZERO).is_empty());
}

#[test]
fn a_cut_connection_frees_its_place_at_once_and_is_no_violation() {
    let mut scene = Scene::new();
    let began = Instant::now();
    drop(scene.joined());
    scene.server.await_metric("fray_sessions ", 1.0, Duration::from_secs(5));
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(scene.server.metric("fray_closes_total{reason=\"left\""), 1.0);
    scene.good.play(5);
}
