//! Connections that come and are cut at any point: nothing is left of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use fray::protocol::ClientMessage;
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;
use tokio::net::TcpStream;

use super::child::Child;
use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure, wait_until};
use super::crowd::{Crowd, read, runtime, write};
use super::peer::{self, BINARY, OFFER};

/// Connections at once.
const AT_ONCE: usize = 50;
/// Everything is as before so soon after the last cut.
const SETTLED_MAX: Duration = Duration::from_secs(2);
const MORE_KIB_MAX: f64 = 1024.0;
/// One room takes all of them, and keeps its one good player: so rooms are as before as well.
/// Seats are not held, so that they are as before, too; what is held is the claim `resume`.
const FLAGS: &[&str] = &["--seats", "64", "--fill", "4", "--hold", "0", "--hold-hidden", "0"];

pub fn claims() -> Vec<Claim> {
    let says = "1,000 connections cut at random points leave no session, seat, room, descriptor or memory behind";
    vec![Claim::new("churn", says, churn).turned_red_by(&["seat_kept"])]
}

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    BeforeUpgrade,
    BeforeHello,
    InsideFrame,
    InPlay,
}

const CUTS: [Cut; 4] = [Cut::BeforeUpgrade, Cut::BeforeHello, Cut::InsideFrame, Cut::InPlay];

/// What must be as before.
#[derive(Debug, PartialEq)]
struct Holdings {
    sessions: f64,
    people: f64,
    rooms: f64,
    players: u64,
    descriptors: usize,
}

impl Holdings {
    fn of(server: &Child) -> Result<Holdings, Failure> {
        let meters = server.meters()?;
        Ok(Holdings {
            sessions: meters.sum("fray_sessions", ""),
            people: meters.sum("fray_people", ""),
            rooms: meters.sum("fray_rooms", ""),
            players: roster(server)?,
            descriptors: server.descriptors(),
        })
    }
}

/// Seats that are filled, as one who comes to watch is told.
fn roster(server: &Child) -> Result<u64, Failure> {
    let mut peer = peer::Peer::upgraded(server.address)?;
    let watcher = fray::protocol::Hello { watch: 1, ..peer::hello("watcher") };
    peer.send(&peer::message(ClientMessage::Hello(watcher)))?;
    let roster =
        peer.until(Duration::from_secs(5), |message| matches!(message, fray::protocol::ServerMessage::Roster(_)))?;
    match roster {
        fray::protocol::ServerMessage::Roster(roster) => Ok(roster.players.len() as u64),
        _ => unreachable!("another message was not asked for"),
    }
}

fn churn(stage: &Stage) -> Verdict {
    let server = stage.server(FLAGS)?;
    let good = Crowd::join(server.address, 1)?;
    // The first fifth warms up what is allocated once.
    let cycles = stage.pick(250, 1_000);
    let mut seen = cycle(server.address, cycles / 5, stage.seed)?;
    std::thread::sleep(SETTLED_MAX / 2);
    let (before, resident) = (Holdings::of(&server)?, server.resident_kib());
    for (total, more) in seen.iter_mut().zip(cycle(server.address, cycles - cycles / 5, stage.seed ^ 1)?) {
        *total += more;
    }
    let last = Instant::now();
    let mut after = Holdings::of(&server)?;
    while after != before && last.elapsed() < SETTLED_MAX {
        after = Holdings::of(&server)?;
    }
    ensure(after == before, || format!("{after:?}, before: {before:?}"))?;
    let settled = last.elapsed();
    ensure(seen.iter().all(|count| *count > cycles as u64 / 10), || format!("cuts by place: {seen:?}"))?;
    let mut more = f64::NAN;
    let small = wait_until(SETTLED_MAX, || {
        more = server.resident_kib() - resident;
        more <= MORE_KIB_MAX
    });
    ensure(small, || format!("{more} KiB more than after the first fifth, which stood at {resident} KiB"))?;
    ensure(good.gone() == 0, || "the good client was closed".into())?;
    Ok(Figure::new(
        format!("{more:+.0} KiB, all as before after {} ms, cuts {seen:?}", settled.as_millis()),
        "≤ 1024 KiB, 2 s",
    ))
}

/// So many connections, each cut somewhere. How many were cut where.
fn cycle(address: SocketAddr, count: usize, seed: u64) -> Result<Vec<u64>, Failure> {
    let counts: Arc<[AtomicU64; 4]> = Arc::default();
    let local = tokio::task::LocalSet::new();
    let theirs = counts.clone();
    local.block_on(&runtime(), async move {
        let places = Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
        let mut cycles = Vec::new();
        for number in 0..count {
            let (places, counts) = (places.clone(), theirs.clone());
            cycles.push(tokio::task::spawn_local(async move {
                let _place = places.acquire().await;
                let mut chance = Pcg32::new(seed, number as u64);
                let at = chance.next_u32() as usize % CUTS.len();
                let done = tokio::time::timeout(Duration::from_secs(10), connect(address, CUTS[at], &mut chance)).await;
                if matches!(done, Ok(Ok(()))) {
                    counts[at].fetch_add(1, Relaxed);
                }
            }));
        }
        for cycle in cycles {
            let _ = cycle.await;
        }
    });
    Ok(counts.iter().map(|count| count.load(Relaxed)).collect())
}

/// One connection up to where it is cut; half of them are reset, not closed.
async fn connect(address: SocketAddr, cut: Cut, chance: &mut Pcg32) -> std::io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    let reset = chance.next_u32().is_multiple_of(2);
    if reset {
        stream.set_zero_linger()?;
    }
    let request = peer::request(address, OFFER);
    if cut == Cut::BeforeUpgrade {
        let part = chance.next_u32() as usize % request.len();
        write(&stream, &request.as_bytes()[..part]).await?;
        return pause(chance).await;
    }
    write(&stream, request.as_bytes()).await?;
    let mut buffer = Vec::new();
    read(&stream, &mut buffer).await?;
    if cut == Cut::BeforeHello {
        return pause(chance).await;
    }
    write(&stream, &peer::message(ClientMessage::Hello(peer::hello("passing by")))).await?;
    while buffer.len() < 1_000 {
        read(&stream, &mut buffer).await?;
    }
    for _ in 0..chance.next_u32() % 4 {
        read(&stream, &mut buffer).await?;
        write(&stream, &peer::ack(1)).await?;
    }
    if cut == Cut::InsideFrame {
        let frame = peer::frame(BINARY, &[0; 200]);
        write(&stream, &frame[..1 + chance.next_u32() as usize % (frame.len() - 1)]).await?;
    }
    pause(chance).await
}

async fn pause(chance: &mut Pcg32) -> std::io::Result<()> {
    tokio::time::sleep(Duration::from_millis(u64::from(chance.next_u32() % 30))).await;
    Ok(())
}
