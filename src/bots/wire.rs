//! A bot over a real socket: [`Remote`] behind a WebSocket, for tests and for measuring a server from outside.
//!
//! Needs a tokio runtime; any number of bots share one thread. The only file of bots that reads a clock.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use parking_lot::Mutex;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::remote::{Remote, RemoteError, Seen};
use crate::protocol::{Malformed, Welcome, decode_server};

/// What a reader takes from the socket at once, in bytes: the default of 128 KiB doubles the processor time of a bot.
const READ_BUFFER_BYTES: usize = 4096;
/// Gaps between snapshots that are kept until somebody takes them.
const GAPS_MAX: usize = 8192;
/// After so long without a message the newest snapshot is acknowledged.
const SILENCE: Duration = Duration::from_millis(100);
/// The sub-protocols that are offered.
const OFFER: &str = "fray.7, fray";

/// Why a bot is not, or no longer, connected.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The connection did not come about, or broke.
    #[error("connection: {0}")]
    Connection(#[from] Box<tungstenite::Error>),
    /// The server sent what the protocol does not know.
    #[error("{0}")]
    Malformed(#[from] Malformed),
    /// What the server said ends the game for this bot.
    #[error("{0}")]
    Remote(#[from] RemoteError),
    /// The server closed before its welcome.
    #[error("closed with code {0} before the welcome")]
    Closed(u16),
}

impl From<tungstenite::Error> for WireError {
    fn from(error: tungstenite::Error) -> WireError {
        WireError::Connection(Box::new(error))
    }
}

/// What a bot has counted so far; readable from any thread while it plays.
#[derive(Debug, Default)]
pub struct Counters {
    /// Bytes of messages received.
    pub bytes: AtomicU64,
    /// Messages sent.
    pub sent: AtomicU64,
    /// Code of the Close frame, or of the goodbye before it; zero while connected.
    pub close_code: AtomicU16,
    seen: Mutex<Seen>,
    gaps_ms: Mutex<Vec<f64>>,
}

impl Counters {
    /// What it has seen happen.
    pub fn seen(&self) -> Seen {
        *self.seen.lock()
    }

    /// Times between two snapshots since the last call, in milliseconds.
    pub fn take_gaps_ms(&self) -> Vec<f64> {
        std::mem::take(&mut *self.gaps_ms.lock())
    }
}

/// Without it the server would hold the seat for a while.
const GOOD_BYE: CloseFrame = CloseFrame { code: CloseCode::Normal, reason: Utf8Bytes::from_static("") };

/// A bot that is connected until it is dropped or told to leave.
pub struct WireBot {
    /// What the server welcomed it with.
    pub welcome: Welcome,
    /// What it has counted.
    pub counters: Arc<Counters>,
    leave: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), WireError>>,
}

impl WireBot {
    /// Connects to a server's `/ws`, says hello and waits for the welcome; from then on it plays as a task of the runtime.
    pub async fn connect(address: SocketAddr, remote: Remote) -> Result<WireBot, WireError> {
        let counters = Arc::new(Counters::default());
        let mut line = Line { socket: dial(address).await?, remote, counters, heard: None };
        let hello = line.remote.hello().encode();
        line.send(hello).await?;
        let welcome = loop {
            if !line.turn().await? {
                return Err(WireError::Closed(line.counters.close_code.load(Relaxed)));
            }
            if let Some(welcome) = line.remote.welcome() {
                break welcome.clone();
            }
        };
        let (leave, left) = oneshot::channel();
        let counters = line.counters.clone();
        let task = tokio::spawn(line.play(left));
        Ok(WireBot { welcome, counters, leave: Some(leave), task })
    }

    /// True once the connection is gone.
    pub fn is_gone(&self) -> bool {
        self.task.is_finished()
    }

    /// Closes the connection and says how it went.
    pub async fn leave(mut self) -> Result<(), WireError> {
        self.leave.take();
        match (&mut self.task).await {
            Ok(result) => result,
            // The task is never aborted while `self` lives; a panic in it would have been printed already.
            Err(_) => Ok(()),
        }
    }
}

impl Drop for WireBot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn dial(address: SocketAddr) -> Result<WebSocketStream<TcpStream>, WireError> {
    let stream = TcpStream::connect(address).await.map_err(tungstenite::Error::from)?;
    stream.set_nodelay(true).map_err(tungstenite::Error::from)?;
    let mut request = format!("ws://{address}/ws").into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(OFFER));
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
    let (socket, _) = client_async_with_config(request, stream, Some(config)).await?;
    Ok(socket)
}

/// A socket with the player at this end of it.
struct Line {
    socket: WebSocketStream<TcpStream>,
    remote: Remote,
    counters: Arc<Counters>,
    /// When the last snapshot came.
    heard: Option<Instant>,
}

impl Line {
    async fn play(mut self, mut left: oneshot::Receiver<()>) -> Result<(), WireError> {
        loop {
            tokio::select! {
                _ = &mut left => return Ok(self.socket.close(Some(GOOD_BYE)).await?),
                going = self.turn() => if !going? { return Ok(()) },
            }
        }
    }

    async fn send(&mut self, bytes: Vec<u8>) -> Result<(), WireError> {
        self.counters.sent.fetch_add(1, Relaxed);
        Ok(self.socket.send(Message::Binary(bytes.into())).await?)
    }

    /// Waits for a message and answers it, or acknowledges when none comes; false when the server has closed.
    async fn turn(&mut self) -> Result<bool, WireError> {
        let Ok(came) = timeout(SILENCE, self.socket.next()).await else {
            if let Some(answer) = self.remote.nudge() {
                self.send(answer.encode()).await?;
            }
            return Ok(true);
        };
        match came {
            None => Ok(false),
            Some(Err(error)) => Err(error.into()),
            Some(Ok(Message::Binary(bytes))) => self.answer(bytes).await.map(|()| true),
            Some(Ok(Message::Close(frame))) => {
                let code = frame.map_or(1005, |frame| u16::from(frame.code));
                self.counters.close_code.store(code, Relaxed);
                Ok(false)
            }
            // Pings are answered by the library.
            Some(Ok(_)) => Ok(true),
        }
    }

    async fn answer(&mut self, bytes: Bytes) -> Result<(), WireError> {
        self.counters.bytes.fetch_add(bytes.len() as u64, Relaxed);
        let before = self.remote.seen.snapshots;
        let answer = match self.remote.hear(decode_server(&bytes)?) {
            Err(RemoteError::Goodbye(goodbye)) => {
                self.counters.close_code.store(goodbye.code, Relaxed);
                return Err(RemoteError::Goodbye(goodbye).into());
            }
            answer => answer?,
        };
        if self.remote.seen.snapshots > before {
            self.note_snapshot();
        }
        match answer {
            Some(answer) => self.send(answer.encode()).await,
            None => Ok(()),
        }
    }

    fn note_snapshot(&mut self) {
        let now = Instant::now();
        if let Some(before) = self.heard.replace(now) {
            let mut gaps = self.counters.gaps_ms.lock();
            if gaps.len() < GAPS_MAX {
                gaps.push(now.duration_since(before).as_secs_f64() * 1e3);
            }
        }
        *self.counters.seen.lock() = self.remote.seen;
    }
}
