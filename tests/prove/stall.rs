//! Clients that go on sending and never read: they cost what good clients cost, and are closed.

use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use fray::protocol::{ClientMessage, InputMessage, Run};

use super::claim::{Claim, Figure, Stage, Verdict, ensure};
use super::crowd::Crowd;
use super::machine::Machine;
use super::peer::{Peer, message};

const CLIENTS: usize = 20;
/// More memory than good clients need, in KiB.
const MORE_KIB_MAX: f64 = 1024.0;
/// Each is closed so soon.
const CLOSED_MAX: Duration = Duration::from_secs(6);
/// A machine that stands still for so long closes late by itself.
const STALL: Duration = Duration::from_millis(80);
/// All of them fit into one room, so that no second room is paid for by one half of the run only.
const FLAGS: &[&str] = &["--seats", "24", "--fill", "6"];

pub fn claims() -> Vec<Claim> {
    let says =
        "20 clients that send and never read, reconnecting, cost < 1 MB more than good ones and are closed in 6 s";
    vec![Claim::new("stalled", says, stalled).turned_red_by(&["acks_ignored"])]
}

fn stalled(stage: &Stage) -> Verdict {
    let server = stage.server(FLAGS)?;
    let half = Duration::from_secs(stage.pick(2, 30));
    let good = {
        let crowd = Crowd::join(server.address, CLIENTS)?;
        std::thread::sleep(half / 2);
        let most = server.resident_most_kib(half / 2);
        ensure(crowd.gone() == 0, || "a good client was closed".into())?;
        most
    };
    std::thread::sleep(Duration::from_millis(300));
    let (crowd, machine) = (Stalled::start(server.address), Machine::watch());
    let bad = server.resident_most_kib(Duration::from_secs(stage.pick(7, 60)));
    let tally = crowd.stop();
    let closed = tally.closed_after.len();
    ensure(closed >= CLIENTS, || format!("{closed} closes of {CLIENTS} clients"))?;
    ensure(tally.sent > (CLIENTS * 60) as u64, || format!("they sent {} messages", tally.sent))?;
    let last = tally.closed_after.iter().max().copied().unwrap_or_default();
    if last > CLOSED_MAX || tally.open_too_long > 0 {
        let late = format!("one was closed after {last:?}, {} are still open", tally.open_too_long);
        return Err(machine.blames(late, STALL));
    }
    let more = bad - good;
    ensure(more < MORE_KIB_MAX, || format!("{more} KiB more than the {good} KiB of good clients"))?;
    let meters = server.meters()?;
    let counted = meters.sum("fray_closes_total", "reason=\"too_slow\"");
    ensure(counted >= CLIENTS as f64, || format!("{counted} were counted as too slow"))?;
    Ok(Figure::new(
        format!("{more:+.0} KiB, {closed} closes, the last after {:.1} s, {} messages", last.as_secs_f64(), tally.sent),
        "< 1024 KiB, ≤ 6 s",
    ))
}

/// What became of them.
#[derive(Default)]
struct Tally {
    sent: u64,
    closed_after: Vec<Duration>,
    /// Those that were open for longer than the limit when all was over.
    open_too_long: usize,
}

/// Clients on threads of their own.
struct Stalled {
    stop: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    tally: Arc<Mutex<Tally>>,
    threads: Vec<JoinHandle<()>>,
}

impl Stalled {
    fn start(address: SocketAddr) -> Stalled {
        let mut stalled =
            Stalled { stop: Arc::default(), sent: Arc::default(), tally: Arc::default(), threads: Vec::new() };
        for number in 0..CLIENTS {
            let (stop, sent, tally) = (stalled.stop.clone(), stalled.sent.clone(), stalled.tally.clone());
            stalled.threads.push(std::thread::spawn(move || {
                while !stop.load(Relaxed) {
                    let Ok(peer) = Peer::joined(address, "never reads") else {
                        std::thread::sleep(Duration::from_millis(50));
                        continue;
                    };
                    stall(peer, number % 2 == 1, &stop, &sent, &tally);
                }
            }));
        }
        stalled
    }

    fn stop(self) -> Tally {
        self.stop.store(true, Relaxed);
        for thread in self.threads {
            let _ = thread.join();
        }
        let mut tally = std::mem::take(&mut *self.tally.lock().unwrap_or_else(PoisonError::into_inner));
        tally.sent = self.sent.load(Relaxed);
        tally
    }
}

/// Walks about and reads nothing until its socket is gone. Who lies acknowledges snapshots that were never sent.
fn stall(mut peer: Peer, lies: bool, stop: &AtomicBool, sent: &AtomicU64, tally: &Mutex<Tally>) {
    let Ok(first) = peer.snapshot() else { return };
    let since = Instant::now();
    for turn in 0_u32.. {
        let claimed = if lies { u32::MAX - 600 } else { first };
        let run = Run { ticks: 2, held: 1, walk: 1 + (turn / 20 % 64) as u8, aim: (turn * 700) as u16 };
        let input = InputMessage { ack: claimed, ahead: 3, seen_back: 0, seen_fraction: 0, runs: vec![run] };
        match peer.send(&message(ClientMessage::Input(input))) {
            Ok(()) => drop(sent.fetch_add(1, Relaxed)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => break,
        }
        let _ = peer.stream.flush();
        if stop.load(Relaxed) {
            let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
            tally.open_too_long += usize::from(since.elapsed() > CLOSED_MAX);
            return;
        }
        std::thread::sleep(Duration::from_millis(33));
    }
    tally.lock().unwrap_or_else(PoisonError::into_inner).closed_after.push(since.elapsed());
}
