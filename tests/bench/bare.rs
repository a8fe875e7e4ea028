//! A bare loop that moves the same messages as the server, and nothing else: what the kernel alone takes for them.
//!
//! A child of the prover, so that its processor time is its own. One thread; it reads what comes and, 30 times a second,
//! writes a message of the same size to the sockets of one group after the other, as rooms are staggered.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{LocalSet, spawn_local};

use crate::child::Child;
use crate::claim::{Failure, ensure, wait_until};
use crate::crowd::{read, runtime, write};

/// A message each so long.
const PERIOD: Duration = Duration::from_nanos(33_333_333);

/// Serves `sockets` connections with messages of `bytes`, `at_once` at an instant; the arguments say how many.
pub fn host(arguments: &[String]) {
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
    let (sockets, bytes, at_once) = (number(0), number(1), number(2));
    LocalSet::new().block_on(&runtime(), async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        println!("http://{}", listener.local_addr().expect("it is bound"));
        let open: Rc<RefCell<Vec<Rc<TcpStream>>>> = Rc::default();
        let groups = sockets.div_ceil(at_once);
        for group in 0..groups {
            spawn_local(beat(
                open.clone(),
                group * at_once..(group + 1) * at_once,
                PERIOD * group as u32 / groups as u32,
                vec![0x5a; bytes],
            ));
        }
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            let stream = Rc::new(stream);
            open.borrow_mut().push(stream.clone());
            spawn_local(async move {
                let mut buffer = Vec::new();
                while read(&stream, &mut buffer).await.is_ok() {
                    buffer.clear();
                }
            });
        }
    });
}

async fn beat(open: Rc<RefCell<Vec<Rc<TcpStream>>>>, group: Range<usize>, offset: Duration, message: Vec<u8>) {
    let start = tokio::time::Instant::now() + offset;
    let mut beats = tokio::time::interval_at(start, PERIOD);
    loop {
        beats.tick().await;
        let streams = open.borrow();
        for stream in streams.iter().skip(group.start).take(group.len()) {
            let _ = stream.try_write(&message);
        }
    }
}

/// Clients of a bare loop: they read everything and answer as often as players do.
pub struct Echoes {
    pub received: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Echoes {
    /// `answers` messages of `bytes` for each message of `message` bytes that comes.
    pub fn start(server: &Child, count: usize, message: usize, bytes: usize, answers: f64) -> Result<Echoes, Failure> {
        let received: Arc<AtomicU64> = Default::default();
        let stop = Arc::new(AtomicBool::new(false));
        let (address, theirs) = (server.address, (received.clone(), stop.clone()));
        let thread = std::thread::spawn(move || {
            LocalSet::new().block_on(&runtime(), async move {
                let (received, stop) = theirs;
                for _ in 0..count {
                    spawn_local(echo(address, message, vec![1; bytes], answers, received.clone()));
                }
                while !stop.load(Relaxed) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            });
        });
        let echoes = Echoes { received, stop, thread: Some(thread) };
        let flows = wait_until(Duration::from_secs(10), || echoes.received.load(Relaxed) > count as u64 * 10);
        ensure(flows, || "the bare loop sends nothing".into())?;
        Ok(echoes)
    }
}

impl Drop for Echoes {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn echo(
    address: SocketAddr,
    message: usize,
    answer: Vec<u8>,
    answers: f64,
    received: Arc<AtomicU64>,
) -> std::io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut buffer, mut owed) = (Vec::new(), 0.0);
    loop {
        read(&stream, &mut buffer).await?;
        let whole = buffer.len() / message;
        buffer.drain(..whole * message);
        received.fetch_add(whole as u64, Relaxed);
        owed += whole as f64 * answers;
        while owed >= 1.0 {
            owed -= 1.0;
            write(&stream, &answer).await?;
        }
    }
}
