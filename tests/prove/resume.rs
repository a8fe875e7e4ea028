//! Connections that are cut anywhere and come back: no seat is lost, and what comes after is the whole truth.
//!
//! ```text
//! cycle: cut inside the handshake (every other time) ─▶ whole welcome, compared with what a witness sees ─▶ cut in play
//! ```
//! A cut is a number of bytes, of those that are sent or of those that come, after which the socket is shut or, in play,
//! just left alone, as by a change of networks.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use fray::protocol::{
    Baseline, ClientMessage, Goodbye, Hello, Score, ServerMessage, Snapshot, SnapshotMessage, Welcome, decode_server,
};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure, wait_until};
use super::peer::{self, OFFER, Peer, cut};

/// Nobody waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(10);
/// A handshake is cut within so many bytes: upgrade, welcome and the first snapshots are about this long.
const HANDSHAKE_BYTES: u32 = 2_400;
/// In play a line is cut within so many bytes.
const PLAY_BYTES: u32 = 900;
const SEAT_GONE: u16 = 4013;
const SEAT_BUSY: u16 = 4014;
const FLAGS: &[&str] = &["--seats", "8", "--fill", "6"];

pub fn claims() -> Vec<Claim> {
    let cut = "connections cut at random bytes come back into their seat, and see then what everybody sees";
    let double = "of two who show one token at once exactly one is let in";
    vec![
        Claim::new("resume", cut, resume).turned_red_by(&["seat_dropped", "token_spent_early"]),
        Claim::new("double", double, double_resume).turned_red_by(&["token_lasts"]),
    ]
}

/// Where a line breaks.
#[derive(Clone, Copy, Debug)]
enum Break {
    /// After so many bytes that were sent, modulo their number.
    Sending(usize),
    /// After so many bytes that came.
    Receiving(usize),
}

/// A line that breaks.
struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Bytes that may still come; none where it does not break.
    left: Option<usize>,
}

impl Line {
    /// Asks for a WebSocket and says hello; none when it broke before that had gone out.
    fn open(address: SocketAddr, hello: Hello, at: Option<Break>) -> Result<Option<Line>, Failure> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut asked = peer::request(address, OFFER).into_bytes();
        let head = asked.len();
        asked.extend(peer::message(ClientMessage::Hello(hello)));
        if let Some(Break::Sending(bytes)) = at {
            stream.write_all(&asked[..bytes % asked.len()])?;
            let _ = stream.shutdown(Shutdown::Both);
            return Ok(None);
        }
        // The server reads no frame before it has answered the request.
        stream.write_all(&asked[..head])?;
        let left = at.and_then(|at| if let Break::Receiving(bytes) = at { Some(bytes) } else { None });
        let mut line = Line { stream, buffer: Vec::new(), left };
        while !line.buffer.windows(4).any(|four| four == b"\r\n\r\n") {
            if !line.fill()? {
                return Ok(None);
            }
        }
        let end = line.buffer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
        line.buffer.drain(..end);
        line.stream.write_all(&asked[head..])?;
        Ok(Some(line))
    }

    /// Reads what has come; false when the line is broken, from this end or the other.
    fn fill(&mut self) -> Result<bool, Failure> {
        let mut chunk = [0; 4096];
        let most = self.left.map_or(chunk.len(), |left| left.min(chunk.len()));
        let length = if most == 0 { 0 } else { self.stream.read(&mut chunk[..most]).unwrap_or(0) };
        self.buffer.extend_from_slice(&chunk[..length]);
        self.left = self.left.map(|left| left - length);
        if length == 0 {
            let _ = self.stream.shutdown(Shutdown::Both);
        }
        Ok(length > 0)
    }

    /// The next message; none when the line is broken.
    fn message(&mut self) -> Result<Option<ServerMessage>, Failure> {
        loop {
            match cut(&mut self.buffer) {
                Some(frame) if frame.opcode == 2 => {
                    let message = decode_server(&frame.payload);
                    return message.map(Some).map_err(|why| Failure::Broken(format!("the server sent {why}")));
                }
                Some(_) => {}
                None if self.fill()? => {}
                None => return Ok(None),
            }
        }
    }

    fn ack(&mut self, tick: u32) {
        let _ = self.stream.write_all(&peer::ack(tick));
    }
}

/// One who watches all the time, and what they saw.
struct Witness {
    seen: Arc<Mutex<BTreeMap<u32, Snapshot>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Witness {
    fn watch(address: SocketAddr) -> Result<Witness, Failure> {
        let mut peer = Peer::upgraded(address)?;
        peer.send(&peer::message(ClientMessage::Hello(Hello { watch: 1, ..peer::hello("witness") })))?;
        let (seen, stop): (Arc<Mutex<BTreeMap<u32, Snapshot>>>, Arc<AtomicBool>) = Default::default();
        let (theirs, stopped) = (seen.clone(), stop.clone());
        let thread = thread::spawn(move || {
            let mut baseline = Baseline::default();
            while !stopped.load(Relaxed) {
                let told = peer.until(PATIENCE, |message| matches!(message, ServerMessage::Snapshot(_)));
                let Ok(ServerMessage::Snapshot(message)) = told else { return };
                let _ = peer.send(&peer::ack(message.tick));
                let Ok(snapshot) = rebuilt(&mut baseline, &message) else { return };
                let mut seen = theirs.lock().unwrap_or_else(PoisonError::into_inner);
                seen.insert(snapshot.tick, snapshot);
                while seen.len() > 256 {
                    seen.pop_first();
                }
            }
        });
        Ok(Witness { seen, stop, thread: Some(thread) })
    }

    /// What was seen of a tick; none where that snapshot was left out.
    fn at(&self, tick: u32) -> Option<Snapshot> {
        let seen = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        wait_until(PATIENCE, || seen().last_key_value().is_some_and(|(newest, _)| *newest >= tick));
        seen().get(&tick).cloned()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A player who is cut off again and again.
struct Walker {
    address: SocketAddr,
    seat: Option<u8>,
    room: u32,
    /// The newest welcome that came whole.
    welcome: Welcome,
    /// The newest score of the own seat, with the number of its match.
    score: Option<(u32, Score)>,
    counts: Counts,
}

/// What happened.
#[derive(Debug, Default)]
struct Counts {
    handshakes: u32,
    unheard: u32,
    busy: u32,
    compared: u32,
}

impl Walker {
    fn hello(&self) -> Hello {
        Hello { token: self.welcome.token, room: Some(self.welcome.code.clone()), ..peer::hello("walker") }
    }

    /// Comes back on a line that breaks in its handshake; whatever came of the welcome counts.
    fn stumble(&mut self, chance: &mut Pcg32) -> Result<(), Failure> {
        let at = match chance.next_u32() % 3 {
            0 => Break::Sending(chance.next_u32() as usize),
            _ => Break::Receiving((chance.next_u32() % HANDSHAKE_BYTES) as usize),
        };
        self.counts.handshakes += 1;
        self.counts.unheard += 1;
        let Some(mut line) = Line::open(self.address, self.hello(), Some(at))? else { return Ok(()) };
        while let Some(message) = line.message()? {
            match message {
                ServerMessage::Welcome(welcome) => {
                    self.welcome = welcome;
                    self.counts.unheard -= 1;
                }
                ServerMessage::Goodbye(goodbye) => return self.refused(&goodbye),
                ServerMessage::Snapshot(snapshot) => line.ack(snapshot.tick),
                _ => {}
            }
        }
        Ok(())
    }

    fn refused(&mut self, goodbye: &Goodbye) -> Result<(), Failure> {
        self.counts.busy += 1;
        ensure(goodbye.code == SEAT_BUSY, || format!("refused with {} after {:?}", goodbye.code, self.counts))
    }

    /// Comes back, and compares what is told with what a witness sees.
    fn back(&mut self, witness: &Witness) -> Result<Line, Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            let line = Line::open(self.address, self.hello(), None)?;
            let mut line = line.ok_or_else(|| Failure::Broken("a whole line broke".into()))?;
            match line.message()? {
                Some(ServerMessage::Welcome(welcome)) => {
                    self.welcome = welcome;
                    ensure(self.welcome.seat == self.seat && self.welcome.room == self.room, || {
                        format!("seat {:?} of room {}, not {:?}", self.welcome.seat, self.welcome.room, self.seat)
                    })?;
                    self.compare(&mut line, witness)?;
                    return Ok(line);
                }
                Some(ServerMessage::Goodbye(goodbye)) if Instant::now() < until => self.refused(&goodbye)?,
                other => return Err(Failure::Broken(format!("{other:?} in place of a welcome"))),
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn compare(&mut self, line: &mut Line, witness: &Witness) -> Result<(), Failure> {
        let (mut number, mut baseline) = (0, Baseline::default());
        loop {
            match line.message()? {
                Some(ServerMessage::Match(told)) => number = told.number,
                Some(ServerMessage::Scores(scores)) => {
                    let own = scores.scores.into_iter().find(|score| Some(score.seat) == self.seat);
                    if let Some(now) = own {
                        self.note_score(number, now)?;
                    }
                }
                Some(ServerMessage::Snapshot(message)) => {
                    line.ack(message.tick);
                    let snapshot = rebuilt(&mut baseline, &message)?;
                    if let Some(whole) = witness.at(snapshot.tick) {
                        self.counts.compared += 1;
                        return same(&snapshot, &whole, self.seat);
                    }
                }
                Some(_) => {}
                None => return Err(Failure::Broken("a line that came back was closed".into())),
            }
        }
    }

    /// Within a match nobody's deaths become fewer: whoever sits down anew begins at zero.
    fn note_score(&mut self, number: u32, now: Score) -> Result<(), Failure> {
        if let Some((_, before)) = self.score.as_ref().filter(|(then, _)| *then == number) {
            let kept = now.deaths >= before.deaths && now.kills >= before.kills && now.longest >= before.longest;
            ensure(kept, || format!("{now:?} after {before:?} in match {number}"))?;
        }
        self.score = Some((number, now));
        Ok(())
    }
}

/// The whole snapshot; a first one that is no keyframe leans on nothing that is held.
fn rebuilt(baseline: &mut Baseline, message: &SnapshotMessage) -> Result<Snapshot, Failure> {
    let rebuilt = baseline.take(message).map_err(|why| Failure::Broken(why.to_string()))?;
    ensure(!rebuilt.differs, || format!("tick {}: the sum of hashes is another one", message.tick))?;
    Ok(rebuilt.snapshot)
}

fn one_in_two(chance: &mut Pcg32) -> bool {
    chance.next_u32() & 1 == 0
}

/// What one sees is what a witness sees of the same tick: the others to the last field, and oneself in between.
fn same(told: &Snapshot, whole: &Snapshot, seat: Option<u8>) -> Result<(), Failure> {
    for player in &told.players {
        let seen = whole.players.iter().find(|one| one.seat == player.seat);
        ensure(seen == Some(player), || format!("tick {}: {player:?}, the witness saw {seen:?}", told.tick))?;
    }
    let (own, seen) = (told.own.as_ref(), whole.players.iter().find(|one| Some(one.seat) == seat));
    let eighth = |place: i32| u16::try_from((place + 16).div_euclid(32)).unwrap_or(u16::MAX);
    let agree = |own: &fray::protocol::Own| {
        seen.is_some_and(|seen| (eighth(own.x), eighth(own.y), own.health) == (seen.x8, seen.y8, seen.health))
    };
    ensure(own.is_some_and(agree), || format!("tick {}: own {own:?}, the witness saw {seen:?}", told.tick))
}

fn resume(stage: &Stage) -> Verdict {
    let server = stage.server(FLAGS)?;
    let witness = Witness::watch(server.address)?;
    let mut chance = Pcg32::new(stage.seed, 2);
    let mut line = Line::open(server.address, peer::hello("walker"), None)?;
    let first = line.as_mut().map(Line::message).transpose()?.flatten();
    let Some(ServerMessage::Welcome(welcome)) = first else { return Err(Failure::Broken(format!("{first:?}"))) };
    let (seat, room) = (welcome.seat, welcome.room);
    let mut walker = Walker { address: server.address, seat, room, welcome, score: None, counts: Counts::default() };
    let (cycles, mut left_open) = (stage.pick(25, 1_000), Vec::new());
    for cycle in 0..cycles {
        if let Some(mut line) = line.take() {
            line.left = Some((chance.next_u32() % PLAY_BYTES) as usize);
            while let Some(message) = line.message()? {
                if let ServerMessage::Snapshot(snapshot) = message {
                    line.ack(snapshot.tick);
                }
            }
        }
        while one_in_two(&mut chance) {
            walker.stumble(&mut chance)?;
        }
        let back = walker.back(&witness)?;
        if cycle % 5 == 0 {
            // The networks have changed: nobody tells the server.
            left_open.truncate(8);
            left_open.insert(0, back);
        } else {
            line = Some(back);
        }
    }
    let (counts, expired) = (walker.counts, server.meters()?.sum("fray_seats_expired_total", ""));
    ensure(expired == 0.0, || format!("{expired} seats were given up"))?;
    ensure(counts.compared == cycles, || format!("{counts:?}"))?;
    ensure(counts.unheard > cycles / 20, || format!("too few were cut before their welcome: {counts:?}"))?;
    Ok(Figure::new(
        format!(
            "{cycles} times back and {} cut handshakes, {} of them before the welcome; each time the same seat and the \
             same picture",
            counts.handshakes, counts.unheard
        ),
        "all",
    ))
}

fn double_resume(stage: &Stage) -> Verdict {
    let server = stage.server(FLAGS)?;
    let mut peer = Peer::upgraded(server.address)?;
    peer.send(&peer::message(ClientMessage::Hello(peer::hello("double"))))?;
    let welcome = peer.until(PATIENCE, |message| matches!(message, ServerMessage::Welcome(_)))?;
    let ServerMessage::Welcome(mut welcome) = welcome else { return Err(Failure::Broken("no welcome".into())) };
    let rounds = stage.pick(40, 1_000);
    for round in 0..rounds {
        let (next, mut winner) = contest(server.address, &welcome, round)?;
        // Once the winner has spoken, which the room hears at its next tick, the token is worth nothing.
        winner.ack(0);
        let mut late = Some(SEAT_BUSY);
        wait_until(PATIENCE, || {
            late = attempt(server.address, &welcome).map_or(None, Result::err);
            late != Some(SEAT_BUSY)
        });
        ensure(late == Some(SEAT_GONE), || format!("round {round}: a used token was answered with {late:?}"))?;
        welcome = next;
    }
    let pure = super::doubles::rounds(10_000)?;
    Ok(Figure::new(format!("{rounds} pairs of sockets, {pure} pairs of threads: one winner each"), "one each"))
}

/// Two at once; the winner's welcome and line.
fn contest(address: SocketAddr, welcome: &Welcome, round: u32) -> Result<(Welcome, Line), Failure> {
    let barrier = Arc::new(Barrier::new(2));
    let tries = [(); 2].map(|()| {
        let (barrier, welcome) = (barrier.clone(), welcome.clone());
        thread::spawn(move || {
            barrier.wait();
            attempt(address, &welcome)
        })
    });
    let (mut winners, mut losers) = (Vec::new(), Vec::new());
    for tried in tries {
        match tried.join().map_err(|_| Failure::Broken("a try panicked".into()))?? {
            Ok(winner) => winners.push(winner),
            Err(code) => losers.push(code),
        }
    }
    let one = winners.len() == 1 && [SEAT_BUSY, SEAT_GONE].contains(&losers[0]);
    ensure(one, || format!("round {round}: {} winners, refused with {losers:?}", winners.len()))?;
    Ok(winners.remove(0))
}

/// Shows a token: what it is let in with, or by which code it is refused.
fn attempt(address: SocketAddr, welcome: &Welcome) -> Result<Result<(Welcome, Line), u16>, Failure> {
    let hello = Hello { token: welcome.token, room: Some(welcome.code.clone()), ..peer::hello("double") };
    let mut line = Line::open(address, hello, None)?.ok_or_else(|| Failure::Broken("a whole line broke".into()))?;
    match line.message()? {
        Some(ServerMessage::Welcome(welcome)) => Ok(Ok((welcome, line))),
        Some(ServerMessage::Goodbye(goodbye)) => Ok(Err(goodbye.code)),
        other => Err(Failure::Broken(format!("{other:?} in place of a welcome"))),
    }
}
