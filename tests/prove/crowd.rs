//! Good clients in number, on one thread of their own: they join, read everything, and acknowledge at 10 Hz or play.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use fray::protocol::{ClientMessage, ServerMessage, decode_server};
use tokio::net::TcpStream;

use super::claim::{Failure, wait_until};
use super::peer::{self, OFFER, cut, snapshot_tick};

/// Joins in flight at once: a crowd does not arrive in one instant.
const ARRIVALS: usize = 32;
/// At least so often an acknowledgement is due.
const ACK_GAP: Duration = Duration::from_millis(90);

/// What one of them saw.
#[derive(Default)]
pub struct Member {
    joined: AtomicBool,
    gone: AtomicBool,
    /// Snapshots that came.
    pub snapshots: AtomicU64,
    /// Acknowledgements that went out, and the hello.
    pub sent: AtomicU64,
    /// The newest tick.
    pub tick: AtomicU32,
    /// Steps between snapshots' ticks that were not the one before.
    pub uneven: AtomicU64,
    /// Code of the goodbye, of the Close frame.
    pub goodbye: AtomicU32,
    pub close: AtomicU32,
    /// When snapshots came.
    arrivals: Mutex<Vec<Instant>>,
}

/// Clients that play until this is dropped.
pub struct Crowd {
    pub members: Arc<Vec<Member>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Crowd {
    /// So many clients who acknowledge and do nothing; all have joined when this returns.
    pub fn join(address: SocketAddr, count: usize) -> Result<Crowd, Failure> {
        let members: Arc<Vec<Member>> = Arc::new((0..count).map(|_| Member::default()).collect());
        let stop = Arc::new(AtomicBool::new(false));
        let (theirs, stopped) = (members.clone(), stop.clone());
        let thread = std::thread::spawn(move || run(address, theirs, stopped));
        let crowd = Crowd { members, stop, thread: Some(thread) };
        let patience = Duration::from_secs(10) + Duration::from_millis(20) * count as u32;
        match wait_until(patience, || crowd.joined() == count) {
            true => Ok(crowd),
            false => Err(Failure::Broken(format!("{} of {count} clients have joined", crowd.joined()))),
        }
    }

    /// How many have joined.
    pub fn joined(&self) -> usize {
        self.members.iter().filter(|member| member.joined.load(Relaxed)).count()
    }

    /// How many have lost their connection.
    pub fn gone(&self) -> usize {
        self.members.iter().filter(|member| member.gone.load(Relaxed)).count()
    }

    /// Snapshots that all of them got.
    pub fn snapshots(&self) -> u64 {
        self.members.iter().map(|member| member.snapshots.load(Relaxed)).sum()
    }

    /// Messages that all of them sent.
    pub fn sent(&self) -> u64 {
        self.members.iter().map(|member| member.sent.load(Relaxed)).sum()
    }

    /// Uneven steps that all of them saw.
    pub fn uneven(&self) -> u64 {
        self.members.iter().map(|member| member.uneven.load(Relaxed)).sum()
    }

    /// Gaps between snapshots since the last call, in milliseconds, over all members.
    pub fn take_gaps_ms(&self) -> Vec<f64> {
        let mut gaps = Vec::new();
        for member in self.members.iter() {
            let arrivals = std::mem::take(&mut *member.arrivals.lock().unwrap_or_else(PoisonError::into_inner));
            gaps.extend(arrivals.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64() * 1e3));
        }
        gaps
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// One thread's runtime for many connections.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("the system gives a runtime")
}

fn run(address: SocketAddr, members: Arc<Vec<Member>>, stop: Arc<AtomicBool>) {
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime(), async move {
        let arriving = Arc::new(tokio::sync::Semaphore::new(ARRIVALS));
        for at in 0..members.len() {
            let (members, arriving) = (members.clone(), arriving.clone());
            tokio::task::spawn_local(async move {
                let member = &members[at];
                let _ = live(address, member, &arriving).await;
                member.gone.store(true, Relaxed);
            });
        }
        while !stop.load(Relaxed) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

async fn live(address: SocketAddr, member: &Member, arriving: &tokio::sync::Semaphore) -> std::io::Result<()> {
    let place = arriving.acquire().await.map_err(std::io::Error::other)?;
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    write(&stream, peer::request(address, OFFER).as_bytes()).await?;
    let mut buffer = Vec::new();
    while !buffer.windows(4).any(|four| four == b"\r\n\r\n") {
        read(&stream, &mut buffer).await?;
    }
    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0) + 4;
    buffer.drain(..end);
    write(&stream, &peer::message(ClientMessage::Hello(peer::hello("crowd")))).await?;
    member.sent.fetch_add(1, Relaxed);
    let (mut place, mut acknowledged) = (Some(place), Instant::now());
    loop {
        while let Some(frame) = cut(&mut buffer) {
            if member.hear(&frame) {
                place = None;
            }
        }
        let tick = member.tick.load(Relaxed);
        if tick > 0 && acknowledged.elapsed() >= ACK_GAP {
            acknowledged = Instant::now();
            write(&stream, &peer::ack(tick)).await?;
            member.sent.fetch_add(1, Relaxed);
        }
        // Silence is no reason not to acknowledge: a client that was skipped gets nothing until it has.
        if let Ok(ended) = tokio::time::timeout(ACK_GAP, read(&stream, &mut buffer)).await {
            ended?;
        }
        let _ = &place;
    }
}

impl Member {
    /// Takes note of a ws frame; true for the welcome.
    fn hear(&self, frame: &peer::Frame) -> bool {
        if frame.opcode == 8 {
            let code = frame.payload.get(..2).map_or(1005, |code| u16::from_be_bytes([code[0], code[1]]));
            self.close.store(code.into(), Relaxed);
            return false;
        }
        if let Some(tick) = snapshot_tick(&frame.payload) {
            let before = self.tick.swap(tick, Relaxed);
            let step = tick.wrapping_sub(before);
            if before > 0 && step != 2 {
                self.uneven.fetch_add(1, Relaxed);
            }
            self.snapshots.fetch_add(1, Relaxed);
            self.arrivals.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
            return false;
        }
        match decode_server(&frame.payload) {
            Ok(ServerMessage::Goodbye(goodbye)) => self.goodbye.store(goodbye.code.into(), Relaxed),
            Ok(ServerMessage::Welcome(_)) => {
                self.joined.store(true, Relaxed);
                return true;
            }
            _ => {}
        }
        false
    }
}

/// Writes all of it.
pub async fn write(stream: &TcpStream, mut bytes: &[u8]) -> std::io::Result<()> {
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(length) => bytes = &bytes[length..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads what has come.
pub async fn read(stream: &TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<()> {
    let mut chunk = [0; 4096];
    loop {
        stream.readable().await?;
        match stream.try_read(&mut chunk) {
            Ok(0) => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => {
                buffer.extend_from_slice(&chunk[..length]);
                return Ok(());
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}
