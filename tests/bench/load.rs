//! The price of play: what the server takes for 200 players beside a bare loop, and how punctual its ticks are.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::bare::Echoes;
use crate::busy::{Activity, IDLE_HANDS};
use crate::child::{Child, Meters};
use crate::claim::{Claim, Failure, Figure, Stage, Verdict, ensure, percentile};
use crate::machine::Machine;
use crate::players::Players;

/// Processor time of the server, in that of a bare loop.
const RATIO_MAX: f64 = 3.5;
/// Ticks may start so much later than a bare thread wakes, in milliseconds at p99.
const LATER_MS_MAX: f64 = 0.5;
/// Rooms of ten.
const FLAGS: &[&str] = &["--seats", "10", "--fill", "0", "--log", "warn"];
const ROOM: usize = 10;
const TICK_HZ: f64 = 60.0;
/// With less than this share of the snapshots sent, two loops have not moved the same.
const SHARE_MIN: f64 = 0.9;
/// A machine that stands still for so long makes clients late, so that they are skipped.
const STALL: Duration = Duration::from_millis(60);
/// Of all cores: above it waiting in line is not the server's doing.
const LOAD_MAX: f64 = 0.7;

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new(
            "cpu",
            "200 busy wire bots cost ≤ 3.5 × the processor time of a bare loop that moves the same messages",
            cpu,
        )
        .turned_red_by(&["wasteful", IDLE_HANDS]),
        Claim::new(
            "punctual",
            "ticks start ≤ 0.5 ms later at p99 than a bare thread wakes at the same deadlines",
            punctual,
        )
        .turned_red_by(&["naps"]),
    ]
}

/// What passed in a stretch of time.
pub(super) struct Rates {
    cpu: f64,
    pub seconds: f64,
    snapshots: f64,
    /// Everything that was sent, by snapshot: a frame of each comes with what else there was to say.
    snapshot_bytes: f64,
    inputs: f64,
    input_bytes: f64,
}

impl Rates {
    /// Counts what passes between a server and so many clients.
    pub fn of(server: &Child, count: usize, length: Duration) -> Result<Rates, Failure> {
        let (before, cpu, began) = (server.meters()?, server.cpu_seconds(), Instant::now());
        std::thread::sleep(length);
        let (cpu, seconds, after) = (server.cpu_seconds() - cpu, began.elapsed().as_secs_f64(), server.meters()?);
        let grown = |name| after.sum(name, "") - before.sum(name, "");
        let (snapshots, inputs) = (grown("fray_snapshots_total"), grown("fray_messages_received_total"));
        let snapshot_bytes = grown("fray_bytes_sent_total") / snapshots;
        let input_bytes = grown("fray_bytes_received_total") / inputs.max(1.0);
        let rates = Rates { cpu, seconds, snapshots, snapshot_bytes, inputs, input_bytes };
        ensure(rates.share(count) > 0.0, || "nothing was sent".into())?;
        Ok(rates)
    }

    /// Of the snapshots that so many clients could have got.
    fn share(&self, count: usize) -> f64 {
        self.snapshots / self.seconds / count as f64 / 30.0
    }

    pub fn in_words(&self, count: usize) -> String {
        format!(
            "{:.2} CPU-s a second; {:.0} B a snapshot, {:.1} messages of {:.0} B a client and second",
            self.cpu / self.seconds,
            self.snapshot_bytes,
            self.inputs / self.seconds / count as f64,
            self.input_bytes
        )
    }
}

/// Processor time of a server in that of a bare loop that moves the same messages, `at_once` at an instant.
pub(super) fn ratio(count: usize, at_once: usize, real: &Rates, length: Duration) -> Result<f64, Failure> {
    let machine = Machine::watch();
    let (bare_cpu, bare_share) = bare(count, at_once, real, length)?;
    let share = real.share(count);
    if share.min(bare_share) < SHARE_MIN {
        let shares = format!("{:.0} % and bare {:.0} % of the snapshots were sent", share * 100.0, bare_share * 100.0);
        return Err(machine.blames(shares, STALL));
    }
    Ok(real.cpu / real.seconds / bare_cpu)
}

fn cpu(stage: &Stage) -> Verdict {
    let count = stage.pick(100, 200);
    let length = Duration::from_secs(stage.pick(3, 20));
    let mut ratios = Vec::new();
    let mut told = String::new();
    for _ in 0..stage.pick(1, 3) {
        let server = stage.server(FLAGS)?;
        let (real, did) = {
            let activity = Activity::default();
            let players = Players::busy(server.address, count, stage, &activity)?;
            std::thread::sleep(length / 4);
            let real = Rates::of(&server, count, length)?;
            ensure(players.gone() == 0, || format!("{} players were closed", players.gone()))?;
            (real, activity.reached(stage)?)
        };
        drop(server);
        ratios.push(ratio(count, ROOM, &real, length)?);
        told = format!("{}; {did}", real.in_words(count));
    }
    let ratio = percentile(&mut ratios, 0.5);
    if cfg!(debug_assertions) {
        return Ok(Figure::new(format!("{ratio:.2} × in a build without optimisation; {told}"), "≤ 3.5 × in release"));
    }
    ensure(ratio <= RATIO_MAX, || format!("{ratio:.2} ×; {told}"))?;
    Ok(Figure::new(format!("{ratio:.2} ×; {told}"), "≤ 3.5 ×"))
}

/// Bytes of the header of a short ws frame: with its mask on the way to a server, and without on the way to a client.
const MASKED_HEADER_BYTES: f64 = 6.0;
const HEADER_BYTES: f64 = 2.0;
/// What the header of a longer one has more.
const LONGER_BYTES: f64 = 2.0;
const SHORT_MAX: f64 = 125.0;

/// Processor time a second of a bare loop that moves the same messages, and the share of them that it managed.
fn bare(count: usize, at_once: usize, real: &Rates, length: Duration) -> Result<(f64, f64), Failure> {
    let longer = if real.snapshot_bytes > SHORT_MAX { LONGER_BYTES } else { 0.0 };
    let bytes = (real.snapshot_bytes + HEADER_BYTES + longer) as usize;
    let answer = (real.input_bytes + MASKED_HEADER_BYTES) as usize;
    let server = Child::bare(&[&count.to_string(), &bytes.to_string(), &at_once.to_string()])?;
    let echoes = Echoes::start(&server, count, bytes, answer, real.inputs / real.snapshots)?;
    std::thread::sleep(length / 4);
    let (cpu, began, received) = (server.cpu_seconds(), Instant::now(), echoes.received.load(Relaxed));
    std::thread::sleep(length);
    let seconds = began.elapsed().as_secs_f64();
    let moved = (echoes.received.load(Relaxed) - received) as f64 / seconds;
    Ok(((server.cpu_seconds() - cpu) / seconds, moved / count as f64 / 30.0))
}

/// A thread that sleeps to the deadlines of so many staggered rooms, and notes how late it wakes.
struct BareThread {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Vec<f64>>,
}

impl BareThread {
    fn start(rooms: usize) -> BareThread {
        let stop = Arc::new(AtomicBool::new(false));
        let theirs = stop.clone();
        let thread = std::thread::spawn(move || {
            let (began, mut late_ms) = (Instant::now(), Vec::new());
            for beat in 1_u32.. {
                if theirs.load(Relaxed) {
                    break;
                }
                let due = began + Duration::from_secs_f64(f64::from(beat) / TICK_HZ / rooms as f64);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                late_ms.push(due.elapsed().as_secs_f64() * 1e3);
            }
            late_ms
        });
        BareThread { stop, thread }
    }

    fn stop(self) -> Vec<f64> {
        self.stop.store(true, Relaxed);
        self.thread.join().unwrap_or_default()
    }
}

/// The share of a histogram's samples since an earlier reading, as an upper bound in milliseconds between its buckets.
pub(super) fn percentile_ms(before: &Meters, after: &Meters, name: &str, share: f64) -> f64 {
    let (before, after) = (before.histogram(name), after.histogram(name));
    let grown = |at: usize| after[at].1 - before.get(at).map_or(0.0, |bucket| bucket.1);
    let wanted = share * after.len().checked_sub(1).map_or(0.0, grown);
    let Some(at) = (0..after.len()).find(|at| grown(*at) >= wanted) else { return f64::NAN };
    let (low, below) = if at == 0 { (0.0, 0.0) } else { (after[at - 1].0, grown(at - 1)) };
    let part = (wanted - below) / (grown(at) - below).max(1.0);
    (low + (after[at].0 - low) * part) * 1e3
}

fn punctual(stage: &Stage) -> Verdict {
    let count = stage.pick(40, 100);
    let server = stage.server(FLAGS)?;
    let players = Players::join(server.address, count, stage.seed)?;
    std::thread::sleep(Duration::from_secs(1));
    let mut later = Vec::new();
    let mut told = String::new();
    // One round alone says too little: others may stir the machine just then.
    for _ in 0..stage.pick(3, 5) {
        let (before, cpu) = (server.meters()?, idle_seconds());
        let bare = BareThread::start(count / ROOM);
        let began = Instant::now();
        std::thread::sleep(Duration::from_secs(stage.pick(2, 10)));
        let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
        let load = 1.0 - (idle_seconds() - cpu) / began.elapsed().as_secs_f64() / cores;
        let bare_ms = percentile(&mut bare.stop(), 0.99);
        let ms = percentile_ms(&before, &server.meters()?, "fray_tick_lateness_seconds", 0.99);
        let round = format!("p99 {ms:.2} ms, a bare thread {bare_ms:.2} ms, load {:.0} %", load * 100.0);
        if load > LOAD_MAX {
            told = round;
            continue;
        }
        later.push(ms - bare_ms);
        told = round;
    }
    ensure(players.gone() == 0, || format!("{} players were closed", players.gone()))?;
    if later.is_empty() {
        return Err(Failure::Void(format!("this machine is busy: {told}")));
    }
    let median = percentile(&mut later, 0.5);
    ensure(median <= LATER_MS_MAX, || format!("{median:.2} ms later; {told}"))?;
    Ok(Figure::new(format!("{median:+.2} ms; {told}"), "≤ 0.5 ms later, below 70 % load"))
}

/// Seconds that all cores together have been idle.
fn idle_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().split_whitespace();
    line.skip(4).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
