//! A client by hand: raw WebSocket over TCP, so that it can also misbehave.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use fray::protocol::{self, Ack, ClientMessage, Goodbye, Hello, ServerMessage, Welcome};
use socket2::{Domain, Socket, Type};

use super::http::{PATIENCE, connect};

/// An open WebSocket.
pub struct Client {
    pub stream: TcpStream,
    /// Bytes that were read and belong to the next ws frame.
    rest: Vec<u8>,
    /// The tick of the newest snapshot that was played.
    newest: Option<u32>,
    /// The sub-protocol that the server chose.
    pub subprotocol: Option<String>,
}

/// How the server ended a connection.
#[derive(Debug)]
pub struct Farewell {
    /// The goodbye before the Close frame.
    pub goodbye: Option<Goodbye>,
    /// Code and reason of the Close frame; none when there was no Close frame.
    pub close: Option<(u16, String)>,
    /// From the call until the Close frame, or the end.
    pub took: Duration,
}

/// A hello that asks for quick play.
pub fn hello() -> Hello {
    Hello {
        version: protocol::VERSION,
        build: "proof".into(),
        name: "Ann".into(),
        token: None,
        aspect: 1_778,
        room: None,
        watch: 0,
        private: 0,
        person: None,
    }
}

/// A request for an upgrade with these further headers.
pub fn upgrade_request(address: SocketAddr, headers: &[(&str, &str)]) -> String {
    let mut request = format!(
        "GET /ws HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    );
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request + "\r\n"
}

/// A ws frame with this first byte, masked.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload.len() {
        length @ 0..=125 => bytes.push(0x80 | length as u8),
        length @ 126..=0xFFFF => {
            bytes.push(0x80 | 126);
            bytes.extend((length as u16).to_be_bytes());
        }
        length => {
            bytes.push(0x80 | 127);
            bytes.extend((length as u64).to_be_bytes());
        }
    }
    let mask = [0x5A, 0x3C, 0x96, 0x0F];
    bytes.extend(mask);
    bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

impl Client {
    /// Upgrades with the offer that browsers make.
    pub fn connect(address: SocketAddr) -> Client {
        Client::offer(address, Some("fray.7, fray"))
    }

    /// Upgrades over a connection whose own buffer holds next to nothing.
    pub fn connect_narrow(address: SocketAddr) -> Client {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.set_recv_buffer_size(2048).unwrap();
        socket.connect(&address.into()).unwrap();
        let stream = TcpStream::from(socket);
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Client::upgrade(stream, address, Some("fray.7, fray"))
    }

    /// Upgrades with this offer of sub-protocols.
    pub fn offer(address: SocketAddr, offer: Option<&str>) -> Client {
        Client::upgrade(connect(address), address, offer)
    }

    fn upgrade(mut stream: TcpStream, address: SocketAddr, offer: Option<&str>) -> Client {
        let headers: Vec<(&str, &str)> = offer.map(|offer| ("Sec-WebSocket-Protocol", offer)).into_iter().collect();
        stream.write_all(upgrade_request(address, &headers).as_bytes()).unwrap();
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("an answer to the upgrade");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        assert!(head.starts_with("http/1.1 101"), "{head}");
        let subprotocol = head.lines().find_map(|line| line.strip_prefix("sec-websocket-protocol: "));
        Client { stream, rest: Vec::new(), newest: None, subprotocol: subprotocol.map(str::to_owned) }
    }

    /// Joins a room by quick play.
    pub fn join(address: SocketAddr) -> (Client, Welcome) {
        let mut client = Client::connect(address);
        client.send(&ClientMessage::Hello(hello()));
        let welcome = client.welcome();
        (client, welcome)
    }

    /// Shows the token of a welcome; what comes of it is still to be read.
    /// Opens a room of its own.
    pub fn open(address: SocketAddr) -> (Client, Welcome) {
        let mut client = Client::connect(address);
        client.send(&ClientMessage::Hello(Hello { private: 1, ..hello() }));
        let welcome = client.welcome();
        (client, welcome)
    }

    pub fn resume(address: SocketAddr, welcome: &Welcome) -> Client {
        let mut client = Client::connect(address);
        let room = Some(welcome.code.clone());
        client.send(&ClientMessage::Hello(Hello { token: welcome.token, room, ..hello() }));
        client
    }

    /// Cuts the line without a word.
    pub fn cut(self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }

    /// Leaves, and says so.
    pub fn leave(mut self) {
        self.raw(&frame(0x88, &1000_u16.to_be_bytes()));
        self.farewell();
    }

    /// The welcome, which comes first.
    pub fn welcome(&mut self) -> Welcome {
        match self.message().expect("a first message") {
            ServerMessage::Welcome(welcome) => welcome,
            other => panic!("no welcome but {other:?}"),
        }
    }

    pub fn send(&mut self, message: &ClientMessage) {
        self.raw(&frame(0x82, &message.encode()));
    }

    /// Sends these bytes as they are. The server may have closed meanwhile.
    pub fn raw(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    pub fn ack(&mut self, tick: u32) {
        self.send(&ClientMessage::Ack(Ack { tick, hidden: 0 }));
    }

    /// The next ws frame: opcode and payload. None when the connection ended.
    pub fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        while self.rest.len() < 2 {
            self.read()?;
        }
        let (extra, length) = match self.rest[1] {
            126 => (2, None),
            127 => (8, None),
            short => (0, Some(usize::from(short))),
        };
        while self.rest.len() < 2 + extra {
            self.read()?;
        }
        let long = || self.rest[2..2 + extra].iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
        let end = 2 + extra + length.unwrap_or_else(long);
        while self.rest.len() < end {
            self.read()?;
        }
        let opcode = self.rest[0] & 0x0F;
        let payload = self.rest[2 + extra..end].to_vec();
        self.rest.drain(..end);
        Some((opcode, payload))
    }

    fn read(&mut self) -> Option<()> {
        let mut bytes = [0; 4096];
        match self.stream.read(&mut bytes) {
            Ok(0) => None,
            Ok(count) => {
                self.rest.extend_from_slice(&bytes[..count]);
                Some(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                panic!("nothing came within {PATIENCE:?}")
            }
            Err(_) => None,
        }
    }

    /// The next message; none when the server closes.
    pub fn message(&mut self) -> Option<ServerMessage> {
        loop {
            match self.frame()? {
                (2, payload) => return Some(protocol::decode_server(&payload).expect("a message of the table")),
                (8, _) => return None,
                _ => {}
            }
        }
    }

    /// Plays on: receives so many snapshots and acknowledges each. Their ticks must grow.
    pub fn play(&mut self, snapshots: usize) {
        for _ in 0..snapshots {
            let tick = self.snapshot();
            assert!(self.newest.is_none_or(|newest| tick > newest), "tick {tick} after {:?}", self.newest);
            self.newest = Some(tick);
            self.ack(tick);
        }
    }

    /// The tick of the next snapshot.
    pub fn snapshot(&mut self) -> u32 {
        loop {
            match self.message() {
                Some(ServerMessage::Snapshot(snapshot)) => return snapshot.tick,
                Some(_) => {}
                None => panic!("closed instead of a snapshot"),
            }
        }
    }

    /// Reads until the server's Close frame or the end of the connection. Does not answer.
    pub fn farewell(&mut self) -> Farewell {
        let began = Instant::now();
        let mut goodbye = None;
        loop {
            match self.frame() {
                Some((8, payload)) => {
                    let code = payload.first_chunk().map(|code| u16::from_be_bytes(*code));
                    let reason = String::from_utf8_lossy(payload.get(2..).unwrap_or_default()).into_owned();
                    return Farewell { goodbye, close: code.map(|code| (code, reason)), took: began.elapsed() };
                }
                Some((_, payload)) => {
                    if let Ok(ServerMessage::Goodbye(said)) = protocol::decode_server(&payload) {
                        goodbye = Some(said);
                    }
                }
                None => return Farewell { goodbye, close: None, took: began.elapsed() },
            }
        }
    }

    /// Reads until the socket is gone; how long that took.
    pub fn gone(&mut self) -> Duration {
        let began = Instant::now();
        while self.frame().is_some() {}
        began.elapsed()
    }
}
