//! One connection, byte by byte: what an attacker sends, and what comes back. Blocking, one thread a peer.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use fray::protocol::{Ack, ClientMessage, Hello, ServerMessage, VERSION, decode_server};

use super::claim::Failure;

/// Nobody waits longer for an answer.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// A client's frames are masked with this; zeros would do, but a real one has bits.
const MASK: [u8; 4] = [0x5a, 0x13, 0xc7, 0x88];

pub const BINARY: u8 = 0x82;

/// A ws frame of the server.
pub struct Frame {
    pub opcode: u8,
    pub payload: Vec<u8>,
}

/// How a connection ended, as its client saw it. It never closes by itself and never answers.
#[derive(Debug, Default)]
pub struct Farewell {
    /// The code of the goodbye message.
    pub goodbye: Option<u16>,
    /// The code of the Close frame.
    pub close: Option<u16>,
    /// When the Close frame came.
    pub close_after: Option<Duration>,
    /// When the socket was gone.
    pub gone_after: Option<Duration>,
}

/// One end of a connection.
pub struct Peer {
    pub stream: TcpStream,
    buffer: Vec<u8>,
}

/// The request that makes a WebSocket of a connection, with these further headers.
pub fn request(address: SocketAddr, headers: &str) -> String {
    format!(
        "GET /ws HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    )
}

/// The offer of a client of this version.
pub const OFFER: &str = "Sec-WebSocket-Protocol: fray.7, fray\r\n";

/// A masked ws frame with this first byte.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload.len() {
        length @ 0..126 => bytes.push(0x80 | length as u8),
        length => {
            bytes.push(0x80 | 126);
            bytes.extend_from_slice(&(length as u16).to_be_bytes());
        }
    }
    bytes.extend_from_slice(&MASK);
    bytes.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

/// A message in its ws frame.
pub fn message(message: impl Into<ClientMessage>) -> Vec<u8> {
    frame(BINARY, &message.into().encode())
}

/// An acknowledgement in its ws frame.
pub fn ack(tick: u32) -> Vec<u8> {
    message(ClientMessage::Ack(Ack { tick, hidden: 0 }))
}

/// A good first message.
pub fn hello(name: &str) -> Hello {
    Hello {
        version: VERSION,
        build: "prover".into(),
        name: name.into(),
        token: None,
        aspect: 1_778,
        room: None,
        watch: 0,
        private: 0,
        person: None,
    }
}

/// Takes the first whole ws frame of a server off the front of what has come.
pub fn cut(buffer: &mut Vec<u8>) -> Option<Frame> {
    let (&first, &second) = (buffer.first()?, buffer.get(1)?);
    let (header, length) = match second {
        126 => (4, usize::from(u16::from_be_bytes([*buffer.get(2)?, *buffer.get(3)?]))),
        127 => (10, u64::from_be_bytes(buffer.get(2..10)?.try_into().ok()?) as usize),
        length => (2, usize::from(length)),
    };
    let payload = buffer.get(header..header + length)?.to_vec();
    buffer.drain(..header + length);
    Some(Frame { opcode: first & 0x0f, payload })
}

/// The tick of a snapshot, read without decoding the rest of it.
pub fn snapshot_tick(payload: &[u8]) -> Option<u32> {
    let mut rest = payload.strip_prefix(&[0x96, 15])?;
    rmp::decode::read_int(&mut rest).ok()
}

impl Peer {
    /// A bare connection.
    pub fn connect(address: SocketAddr) -> Result<Peer, Failure> {
        let stream = TcpStream::connect_timeout(&address, ANSWER_MAX)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(ANSWER_MAX))?;
        Ok(Peer { stream, buffer: Vec::new() })
    }

    /// Asks for a WebSocket; the status and the whole head of the answer.
    pub fn ask(&mut self, headers: &str) -> Result<(u16, String), Failure> {
        let address = self.stream.peer_addr()?;
        self.stream.write_all(request(address, headers).as_bytes())?;
        let until = Instant::now() + ANSWER_MAX;
        loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                let head: Vec<u8> = self.buffer.drain(..end + 4).collect();
                let head = String::from_utf8_lossy(&head).into_owned();
                return Ok((head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0), head));
            }
            if !self.fill(until)? {
                return Err(Failure::Broken("no answer to a request for a WebSocket".into()));
            }
        }
    }

    /// A WebSocket that has not said hello.
    pub fn upgraded(address: SocketAddr) -> Result<Peer, Failure> {
        let mut peer = Peer::connect(address)?;
        match peer.ask(OFFER)? {
            (101, _) => Ok(peer),
            (status, _) => Err(Failure::Broken(format!("an upgrade was answered with {status}"))),
        }
    }

    /// A player in a room.
    pub fn joined(address: SocketAddr, name: &str) -> Result<Peer, Failure> {
        let mut peer = Peer::upgraded(address)?;
        peer.send(&message(ClientMessage::Hello(hello(name))))?;
        peer.until(ANSWER_MAX, |message| matches!(message, ServerMessage::Welcome(_)))?;
        Ok(peer)
    }

    /// Sends raw bytes.
    pub fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Reads messages until one that is asked for.
    pub fn until(&mut self, most: Duration, wanted: impl Fn(&ServerMessage) -> bool) -> Result<ServerMessage, Failure> {
        let until = Instant::now() + most;
        while let Some(frame) = self.frame(until)? {
            let message = (frame.opcode == BINARY & 0x0f).then(|| decode_server(&frame.payload));
            match message {
                Some(Ok(message)) if wanted(&message) => return Ok(message),
                Some(Err(malformed)) => return Err(Failure::Broken(format!("the server sent {malformed}"))),
                _ => {}
            }
        }
        Err(Failure::Broken(format!("a message did not come within {most:?}")))
    }

    /// The tick of the next snapshot.
    pub fn snapshot(&mut self) -> Result<u32, Failure> {
        let snapshot = self.until(ANSWER_MAX, |message| matches!(message, ServerMessage::Snapshot(_)))?;
        match snapshot {
            ServerMessage::Snapshot(snapshot) => Ok(snapshot.tick),
            _ => unreachable!("another message was not asked for"),
        }
    }

    /// The next ws frame; none at the end of the connection, or when the time is over.
    pub fn frame(&mut self, until: Instant) -> Result<Option<Frame>, Failure> {
        loop {
            if let Some(frame) = cut(&mut self.buffer) {
                return Ok(Some(frame));
            }
            if !self.fill(until)? {
                return Ok(None);
            }
        }
    }

    /// Reads on to the end of the connection, for so long at most, counted from `from`.
    pub fn farewell(&mut self, from: Instant, most: Duration) -> Farewell {
        let mut farewell = Farewell::default();
        let until = from + most;
        while let Ok(Some(frame)) = self.frame(until) {
            match frame.opcode {
                8 if frame.payload.len() >= 2 => {
                    farewell.close = Some(u16::from_be_bytes([frame.payload[0], frame.payload[1]]));
                    farewell.close_after = Some(from.elapsed());
                }
                2 => {
                    if let Ok(ServerMessage::Goodbye(goodbye)) = decode_server(&frame.payload) {
                        farewell.goodbye = Some(goodbye.code);
                    }
                }
                _ => {}
            }
        }
        farewell.gone_after = Some(from.elapsed()).filter(|after| *after < most);
        farewell
    }

    /// Reads what has come; false at the end of the connection and of the time.
    fn fill(&mut self, until: Instant) -> Result<bool, Failure> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(false);
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut chunk = [0; 4096];
        match self.stream.read(&mut chunk) {
            Ok(0) => Ok(false),
            Ok(length) => {
                self.buffer.extend_from_slice(&chunk[..length]);
                Ok(true)
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(false),
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => Ok(false),
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}
