//! Bad input against a real socket, while somebody else plays on: every sort has its own close code, counter and line in
//! the log.

use std::time::{Duration, Instant};

use fray::protocol::{ClientMessage, Hello};

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure, wait_until};
use super::crowd::Crowd;
use super::machine::Machine;
use super::peer::{self, BINARY, Peer, frame, hello, message};

/// A client that is refused sees the Close frame this soon, and the end of its socket.
const GONE_MAX: Duration = Duration::from_millis(1_500);
/// From a bad ws frame to its Close frame.
const CLOSE_MAX: Duration = Duration::from_millis(100);
/// What a machine on which others compile may add to that.
const BUSY: Duration = Duration::from_millis(400);
/// Counters of closed connections and of refused requests.
const CLOSES: &str = "fray_closes_total";
const REFUSALS: &str = "fray_refusals_total";

/// One way to break the protocol.
struct Bad {
    name: &'static str,
    says: &'static str,
    /// The connection has a seat by then; else it has not said hello.
    in_play: bool,
    bytes: fn() -> Vec<u8>,
    close: u16,
    /// In counter and log.
    reason: &'static str,
    faults: &'static [&'static str],
}

const GATE: &[&str] = &["gate_off"];
const CODEC: &[&str] = &["malformed_ignored"];

/// Messages and ws frames that are refused.
const BAD: &[Bad] = &[
    bad("unmasked", "a ws frame without a mask", true, || vec![BINARY, 3, 0x92, 3, 7], 1002, "frame_unmasked", GATE),
    bad(
        "reserved",
        "a ws frame with RSV1 set",
        true,
        || frame(BINARY | 0x40, &[0x92, 3, 7]),
        1002,
        "frame_reserved_bits",
        GATE,
    ),
    bad("fragmented", "a first fragment", true, || frame(0x02, &[0x92, 3]), 1002, "frame_fragmented", GATE),
    bad("oversized", "a ws frame of 600 bytes", true, || frame(BINARY, &[0; 600]), 1009, "frame_too_large", GATE),
    bad("text", "a text frame", true, || frame(0x81, b"hello"), 1003, "frame_text", GATE),
    bad("garbage", "bytes that are no MessagePack", true, || frame(BINARY, &[0xc1, 0xff, 0]), 4008, "malformed", CODEC),
    bad("nesting", "500 arrays within each other", true, || frame(BINARY, &[0x91; 500]), 4008, "malformed", CODEC),
    bad("trailing", "a byte after a good message", true, || frame(BINARY, &[0x92, 3, 7, 0]), 4008, "malformed", CODEC),
    bad("nan", "NaN where a tick should be", true, nan, 4008, "malformed", CODEC),
    bad("many_runs", "an array that claims 2³² elements", true, endless, 4008, "malformed", CODEC),
    bad(
        "before_hello",
        "an acknowledgement before hello",
        false,
        || peer::ack(7),
        4010,
        "before_hello",
        &["hello_waits"],
    ),
    bad("version", "a hello of another version", false, next_version, 4001, "version", &["any_version"]),
];

#[allow(clippy::too_many_arguments)]
const fn bad(
    name: &'static str,
    says: &'static str,
    in_play: bool,
    bytes: fn() -> Vec<u8>,
    close: u16,
    reason: &'static str,
    faults: &'static [&'static str],
) -> Bad {
    Bad { name, says, in_play, bytes, close, reason, faults }
}

fn nan() -> Vec<u8> {
    let mut payload = vec![0x92, 3, 0xcb];
    payload.extend_from_slice(&f64::NAN.to_be_bytes());
    frame(BINARY, &payload)
}

fn endless() -> Vec<u8> {
    frame(BINARY, &[0x96, 2, 7, 0, 0, 0, 0xdd, 0xff, 0xff, 0xff, 0xff, 1])
}

fn next_version() -> Vec<u8> {
    let hello = hello("from the future");
    message(ClientMessage::Hello(Hello { version: hello.version + 1, ..hello }))
}

/// All claims about the door.
pub fn claims() -> Vec<Claim> {
    let mut claims: Vec<Claim> = BAD
        .iter()
        .map(|bad| Claim::new(bad.name, bad.says, |stage| refused(bad, stage)).turned_red_by(bad.faults))
        .collect();
    claims.extend([
        Claim::new("header", "a ws frame header that declares 8 GiB costs nothing and is closed at once", header)
            .turned_red_by(GATE),
        Claim::new("origins", "pages from elsewhere get 403 in 20 variants", origins).turned_red_by(&["any_origin"]),
        Claim::new("silence", "a connection without a hello is closed after 3 s", silence)
            .turned_red_by(&["hello_waits"]),
    ]);
    claims
}

/// Somebody who plays on all the while.
struct Bystander(Crowd);

impl Bystander {
    fn new(server: &super::child::Child) -> Result<Bystander, Failure> {
        Ok(Bystander(Crowd::join(server.address, 1)?))
    }

    /// It goes on getting snapshots.
    fn plays_on(&self) -> Result<(), Failure> {
        let before = self.0.snapshots();
        let goes_on = wait_until(Duration::from_secs(2), || self.0.snapshots() >= before + 5);
        ensure(goes_on && self.0.gone() == 0, || "the other client's game stands still".into())
    }
}

fn refused(bad: &Bad, stage: &Stage) -> Verdict {
    let server = stage.server(&[])?;
    let bystander = Bystander::new(&server)?;
    let mut attacker = match bad.in_play {
        true => Peer::joined(server.address, "attacker")?,
        false => Peer::upgraded(server.address)?,
    };
    let label = format!("reason=\"{}\"", bad.reason);
    let before = server.meters()?.sum(CLOSES, &label);
    let sent = Instant::now();
    attacker.send(&(bad.bytes)())?;
    let farewell = attacker.farewell(sent, Duration::from_secs(4));
    ensure(farewell.close == Some(bad.close), || format!("{farewell:?}, the code is {}", bad.close))?;
    let goodbye = farewell.goodbye;
    ensure(goodbye == Some(bad.close), || format!("the goodbye said {goodbye:?}, the code is {}", bad.close))?;
    let gone = farewell.gone_after;
    ensure(gone.is_some_and(|after| after <= GONE_MAX + BUSY), || format!("the socket was gone after {gone:?}"))?;
    let counted = wait_until(Duration::from_secs(1), || {
        server.meters().is_ok_and(|meters| meters.sum(CLOSES, &label) == before + 1.0)
    });
    ensure(counted, || format!("{CLOSES} with {label} did not count it"))?;
    ensure(server.has_said(&format!("reason=\"{}", bad.reason)), || {
        format!("no line in the log: {:?}", server.lines())
    })?;
    bystander.plays_on()?;
    let after = farewell.close_after.unwrap_or_default();
    Ok(Figure::new(
        format!("{} after {} ms, gone after {} ms", bad.close, after.as_millis(), gone.unwrap_or_default().as_millis()),
        "closed with its own code, counted, logged",
    ))
}

fn header(stage: &Stage) -> Verdict {
    let server = stage.server(&[])?;
    let bystander = Bystander::new(&server)?;
    let (mut worst, machine) = (Duration::ZERO, Machine::watch());
    // The first one warms up what is allocated once.
    declare(&server)?;
    let before = server.resident_kib();
    for _ in 0..stage.pick(3, 20) {
        let (close, gone) = declare(&server)?;
        let late = || format!("the Close frame came after {close:?}, at most {CLOSE_MAX:?} are allowed");
        match close {
            Some(after) if after <= CLOSE_MAX => worst = worst.max(after),
            _ => return Err(machine.blames(late(), CLOSE_MAX / 2)),
        }
        ensure(gone.is_some_and(|after| after <= GONE_MAX + BUSY), || format!("the socket was gone after {gone:?}"))?;
    }
    let grown = server.resident_kib() - before;
    ensure(grown < 1024.0, || format!("memory grew by {grown} KiB"))?;
    bystander.plays_on()?;
    Ok(Figure::new(format!("Close after {} ms, memory +{grown:.0} KiB", worst.as_millis()), "≤ 100 ms, < 1 MiB"))
}

/// Declares 8 GiB and begins to send them. When the Close frame came, when the socket was gone.
fn declare(server: &super::child::Child) -> Result<(Option<Duration>, Option<Duration>), Failure> {
    let mut attacker = Peer::joined(server.address, "attacker")?;
    let mut bytes = vec![BINARY, 0xff];
    bytes.extend_from_slice(&(8_u64 << 30).to_be_bytes());
    bytes.extend_from_slice(&[1, 2, 3, 4]);
    let sent = Instant::now();
    attacker.send(&bytes)?;
    let mut sender = attacker.stream.try_clone()?;
    let flood = std::thread::spawn(move || {
        let mut bytes_sent = 0;
        while bytes_sent < 64 << 20 && std::io::Write::write_all(&mut sender, &[0; 16_384]).is_ok() {
            bytes_sent += 16_384;
        }
        bytes_sent
    });
    let farewell = attacker.farewell(sent, Duration::from_secs(4));
    let _ = attacker.stream.shutdown(std::net::Shutdown::Both);
    let bytes_sent = flood.join().unwrap_or(0);
    ensure(bytes_sent > 0, || "nothing followed the header".into())?;
    ensure(farewell.close == Some(1009), || format!("{farewell:?} after {bytes_sent} bytes, the code is 1009"))?;
    Ok((farewell.close_after, farewell.gone_after))
}

fn origins(stage: &Stage) -> Verdict {
    let server = stage.server(&[])?;
    let bystander = Bystander::new(&server)?;
    let (host, port) = (server.address.ip(), server.address.port());
    let foreign = [
        "http://evil.example".to_owned(),
        "https://evil.example".into(),
        format!("https://evil.example:{port}"),
        format!("http://{host}.evil.example:{port}"),
        format!("http://evil.example/{host}:{port}"),
        format!("http://{host}:{port}.evil.example"),
        format!("http://{host}@evil.example:{port}"),
        format!("http://evil{host}:{port}"),
        format!("http://{host}:{}", port ^ 1),
        format!("http://{host}"),
        format!("http://{host}:{port}0"),
        format!("http://{host}:{port}/path"),
        format!("http://user@{host}:{port}"),
        format!("ftp://{host}:{port}"),
        format!("{host}:{port}"),
        "null".into(),
        "file://".into(),
        String::new(),
        format!("http://{host}:{port}, http://evil.example"),
        format!("http://[::1]:{port}"),
    ];
    let before = server.meters()?.sum(REFUSALS, "foreign_origin");
    for origin in &foreign {
        let (status, _) = Peer::connect(server.address)?.ask(&format!("{}Origin: {origin}\r\n", peer::OFFER))?;
        ensure(status == 403, || format!("the origin `{origin}` got {status}"))?;
    }
    let counted = server.meters()?.sum(REFUSALS, "foreign_origin") - before;
    ensure(counted == foreign.len() as f64, || format!("{counted} refusals were counted"))?;
    for own in [format!("Origin: http://{host}:{port}\r\n"), String::new()] {
        let (status, _) = Peer::connect(server.address)?.ask(&own)?;
        ensure(status == 101, || format!("a good client got {status}: {own}"))?;
    }
    let lines = server.lines().iter().filter(|line| line.contains("foreign_origin")).count();
    ensure(lines == 1, || format!("{lines} lines in the log, one a minute is enough"))?;
    bystander.plays_on()?;
    Ok(Figure::new(format!("{} origins got 403", foreign.len()), "20, the own page and programs get in"))
}

fn silence(stage: &Stage) -> Verdict {
    let server = stage.server(&[])?;
    let bystander = Bystander::new(&server)?;
    let opened = Instant::now();
    let mut attacker = Peer::upgraded(server.address)?;
    let farewell = attacker.farewell(opened, Duration::from_secs(6));
    ensure(farewell.close == Some(4009) && farewell.goodbye == Some(4009), || {
        format!("{farewell:?}, the code is 4009")
    })?;
    let after = farewell.close_after.unwrap_or_default().as_secs_f64();
    ensure((2.9..3.5).contains(&after), || format!("closed after {after:.2} s"))?;
    ensure(server.has_said("hello_timeout"), || format!("no line in the log: {:?}", server.lines()))?;
    bystander.plays_on()?;
    Ok(Figure::new(format!("4009 after {after:.2} s"), "3 s"))
}
