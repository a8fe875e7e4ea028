//! Ten thousand small ws frames a second from one client: the others do not feel it, the sender is slowed and closed.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure, percentile};
use super::crowd::Crowd;
use super::machine::Machine;
use super::peer::{Peer, ack, cut};

/// What a flood tries, in ws frames a second.
const FRAMES_PER_SECOND: u32 = 10_000;
/// It goes on for so long at most.
const FLOOD_MAX: Duration = Duration::from_secs(12);
/// What the bucket holds and refills at 60 ticks a second.
const BUCKET_HOLDS: f64 = 280.0;
const BUCKET_PER_SECOND: f64 = 70.0;
/// The others' gaps between snapshots may be so much longer at p99.
const GAP_MS_MAX: f64 = 5.0;
/// Where a thread that only sleeps is so late at p99, in milliseconds, gaps say nothing about the server.
const BUSY_MS: f64 = 3.0;
/// The sender's kernel keeps so much.
const SEND_BYTES: usize = 16 * 1024;
const WATCHERS: usize = 4;

pub fn claims() -> Vec<Claim> {
    let says = "10,000 ws frames a second slow nobody but their sender, who is closed with 4007";
    vec![Claim::new("flood", says, flood).turned_red_by(&["gate_off"])]
}

/// What one flood came to.
struct Flood {
    /// Ws frames that it tried to send, and that the kernel took.
    tried: u64,
    taken: u64,
    lasted: Duration,
    goodbye: Option<u16>,
}

fn flood(stage: &Stage) -> Verdict {
    let server = stage.server(&[])?;
    let watchers = Crowd::join(server.address, WATCHERS)?;
    let (mut longer, mut slowed, mut busy_ms) = (Vec::new(), String::new(), 0.0_f64);
    let machine = Machine::watch();
    for _ in 0..stage.pick(1, 5) {
        let (more, words) = round(&server, &watchers)?;
        longer.push(more);
        slowed = words;
        busy_ms = busy_ms.max(machine.take_p99_ms());
    }
    let median = percentile(&mut longer, 0.5);
    ensure(watchers.gone() == 0, || "a good client was closed".into())?;
    if median > GAP_MS_MAX {
        let why =
            format!("the others' gaps are {median:.1} ms longer at p99, a thread that sleeps is {busy_ms:.1} ms late");
        return Err(if busy_ms > BUSY_MS { Failure::Void(why) } else { Failure::Broken(why) });
    }
    Ok(Figure::new(format!("gaps p99 {median:+.1} ms; {slowed}"), format!("≤ {GAP_MS_MAX} ms, then 4007")))
}

/// A quiet half and a loud half: by how much the gaps' p99 grew in milliseconds, and what became of the sender.
fn round(server: &super::child::Child, watchers: &Crowd) -> Result<(f64, String), Failure> {
    watchers.take_gaps_ms();
    std::thread::sleep(Duration::from_secs(4));
    let quiet = percentile(&mut watchers.take_gaps_ms(), 0.99);
    let attacker = Peer::joined(server.address, "attacker")?;
    watchers.take_gaps_ms();
    let (read, sent) = (server.meters()?.sum(MESSAGES, ""), watchers.sent());
    let flood = send_flood(attacker)?;
    let loud = percentile(&mut watchers.take_gaps_ms(), 0.99);
    let passed = server.meters()?.sum(MESSAGES, "") - read - (watchers.sent() - sent) as f64;
    judge(&flood, passed)?;
    let words = format!("{} tried, {passed:.0} passed in {:.1} s", flood.tried, flood.lasted.as_secs_f64());
    Ok((loud - quiet, words))
}

const MESSAGES: &str = "fray_messages_received_total";

fn judge(flood: &Flood, passed: f64) -> Result<(), Failure> {
    let seconds = flood.lasted.as_secs_f64();
    let tried = flood.tried as f64 / seconds;
    ensure(tried > f64::from(FRAMES_PER_SECOND) * 0.8, || format!("only {tried:.0} ws frames a second were tried"))?;
    let allowed = BUCKET_HOLDS + BUCKET_PER_SECOND * seconds + WATCHERS as f64 * 12.0;
    ensure(passed <= allowed, || format!("{passed} ws frames passed in {seconds:.1} s, {allowed:.0} are allowed"))?;
    ensure(passed >= BUCKET_HOLDS, || format!("only {passed} ws frames passed, a stall of 4 s must"))?;
    ensure(flood.goodbye == Some(4007), || format!("the goodbye said {:?} after {seconds:.1} s", flood.goodbye))?;
    ensure((4.0..9.0).contains(&seconds), || format!("closed after {seconds:.1} s of flood"))?;
    ensure(flood.taken < flood.tried, || "TCP never pushed back".into())
}

/// The k-th ws frame of a flood. It acknowledges a snapshot that will have been sent when the bucket lets it through, so
/// that the sender is closed for its flood and not for its silence.
fn nth(first_tick: u32, k: u64) -> Vec<u8> {
    let passes_after = k.saturating_sub(BUCKET_HOLDS as u64) as f64 / BUCKET_PER_SECOND;
    ack(first_tick + 2 * (passes_after * 29.0) as u32)
}

/// Sends until it is closed; also reads, so that it is not closed for that.
fn send_flood(mut peer: Peer) -> Result<Flood, Failure> {
    let first_tick = peer.snapshot()?;
    peer.stream.set_nonblocking(true)?;
    // What waits in the sender's own kernel would hide that the server has stopped reading.
    socket2::SockRef::from(&peer.stream).set_send_buffer_size(SEND_BYTES)?;
    let began = Instant::now();
    let mut flood = Flood { tried: 0, taken: 0, lasted: FLOOD_MAX, goodbye: None };
    let batch = u64::from(FRAMES_PER_SECOND / 100);
    let (mut unsent, mut received) = (Vec::new(), Vec::new());
    while began.elapsed() < FLOOD_MAX {
        if unsent.is_empty() {
            (flood.taken..flood.taken + batch).for_each(|k| unsent.extend(nth(first_tick, k)));
            flood.taken += batch;
        }
        flood.tried += batch;
        let ended = match peer.stream.write(&unsent) {
            Ok(length) => {
                unsent.drain(..length);
                false
            }
            Err(error) => error.kind() != ErrorKind::WouldBlock,
        };
        if hear(&mut peer, &mut received, &mut flood.goodbye) || ended || flood.goodbye.is_some() {
            flood.lasted = began.elapsed();
            break;
        }
        let due = Duration::from_millis(10) * (flood.tried / batch) as u32;
        std::thread::sleep(due.saturating_sub(began.elapsed()));
    }
    Ok(flood)
}

/// Reads what has come; true at the end of the connection.
fn hear(peer: &mut Peer, received: &mut Vec<u8>, goodbye: &mut Option<u16>) -> bool {
    let mut chunk = [0; 16_384];
    loop {
        match peer.stream.read(&mut chunk) {
            Ok(0) => return true,
            Ok(length) => received.extend_from_slice(&chunk[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(_) => return true,
        }
    }
    while let Some(frame) = cut(received) {
        if let Ok(fray::protocol::ServerMessage::Goodbye(said)) = fray::protocol::decode_server(&frame.payload) {
            *goodbye = Some(said.code);
        }
    }
    false
}
