//! `Proxy`: listens, and carries each connection to a server over two [`Road`]s. The only file of links with a clock.
//!
//! Needs a tokio runtime. It carries bytes and reads none of them, but for the head of a connection's first request, to
//! which it adds a header that names the link.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{sleep_until, timeout};

use super::preset::{HEADER, Preset};
use super::road::Road;

/// Bytes that are carried as one: about what a packet holds, so that bandwidth is shared out evenly.
const PIECE_BYTES: usize = 1400;
/// Pieces under way in one direction at most: beyond it the sender waits. A long outage needs room.
const PIECES_MAX: usize = 4096;
/// What the kernel may keep of what has arrived, so that a reader who stops is felt by the sender.
const SOCKET_BYTES: usize = 64 * 1024;
/// A request has a head of no more bytes, and sends it within this time.
const HEAD_BYTES_MAX: usize = 16 * 1024;
const HEAD_TIME: Duration = Duration::from_secs(10);

/// Carries connections until it is dropped.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Proxy {
    /// Listens at `listen` and carries every connection to `to`. Connections are numbered in their order, and the number
    /// and the seed decide their chance; time counts from now.
    pub async fn start(listen: SocketAddr, to: SocketAddr, preset: Preset, seed: u64) -> std::io::Result<Proxy> {
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        let link = Arc::new(Link { to, preset, seed, began: Instant::now() });
        Ok(Proxy { address, task: tokio::spawn(accept(listener, link)) })
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What all connections of a proxy share.
struct Link {
    to: SocketAddr,
    preset: Preset,
    seed: u64,
    began: Instant,
}

impl Link {
    fn now_us(&self) -> u64 {
        self.began.elapsed().as_micros() as u64
    }

    fn at(&self, us: u64) -> tokio::time::Instant {
        (self.began + Duration::from_micros(us)).into()
    }
}

async fn accept(listener: TcpListener, link: Arc<Link>) {
    // Connections end with the set, and so with the proxy.
    let mut connections = tokio::task::JoinSet::new();
    for number in 0.. {
        tokio::select! {
            accepted = listener.accept() => {
                // What went wrong with one connection says nothing of the next.
                let Ok((client, _)) = accepted else { continue };
                connections.spawn(carry(client, link.clone(), number));
            }
            Some(_) = connections.join_next() => (),
        }
    }
}

async fn carry(client: TcpStream, link: Arc<Link>, number: u64) {
    // A server that is not there looks to the client as one that hangs up.
    let Ok(server) = TcpStream::connect(link.to).await else { return };
    if tune(&client).and_then(|()| tune(&server)).is_err() {
        return;
    }
    let (mut from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let Ok(Some(head)) = timeout(HEAD_TIME, head(&mut from_client, &link.preset.name)).await else { return };
    let road = |way, side| {
        let seed = link.seed.wrapping_add(number.wrapping_mul(2)).wrapping_add(side);
        Road::new(way, &link.preset.outages, seed, link.now_us())
    };
    let up = direction(from_client, to_server, head, road(link.preset.up, 0), &link);
    let down = direction(from_server, to_client, Vec::new(), road(link.preset.down, 1), &link);
    tokio::join!(up, down);
}

fn tune(socket: &TcpStream) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let socket = SockRef::from(socket);
    socket.set_send_buffer_size(SOCKET_BYTES)?;
    socket.set_recv_buffer_size(SOCKET_BYTES)
}

/// Reads the head of a request, and adds the header that names the link; none when it never ends.
async fn head(from: &mut OwnedReadHalf, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 2;
        }
        if bytes.len() > HEAD_BYTES_MAX || from.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    bytes.splice(end..end, format!("{HEADER}: {name}\r\n").into_bytes());
    Some(bytes)
}

/// Carries one direction until it ends; the end travels like any byte.
async fn direction(from: OwnedReadHalf, to: OwnedWriteHalf, first: Vec<u8>, road: Road, link: &Link) {
    let (sender, receiver) = channel(PIECES_MAX);
    tokio::join!(depart(from, first, road, link, sender), arrive(to, link, receiver));
}

/// Reads as fast as the road takes it. Each piece goes on with the time at which it arrives; an empty one is the end.
async fn depart(mut from: OwnedReadHalf, first: Vec<u8>, mut road: Road, link: &Link, pieces: Sender<(u64, Vec<u8>)>) {
    let mut piece = first;
    let mut buffer = [0; PIECE_BYTES];
    loop {
        if piece.is_empty() {
            let now = link.now_us();
            let room = road.room(now).min(PIECE_BYTES);
            if room == 0 {
                sleep_until(link.at(road.wait_us(now))).await;
                continue;
            }
            // A broken connection ends like one that was closed.
            let read = from.read(&mut buffer[..room]).await.unwrap_or(0);
            piece = buffer[..read].to_vec();
        }
        let (ends, due) = (piece.is_empty(), road.send(piece.len(), link.now_us()));
        if pieces.send((due, std::mem::take(&mut piece))).await.is_err() || ends {
            return;
        }
    }
}

async fn arrive(mut to: OwnedWriteHalf, link: &Link, mut pieces: Receiver<(u64, Vec<u8>)>) {
    while let Some((due, piece)) = pieces.recv().await {
        if due > link.now_us() {
            sleep_until(link.at(due)).await;
        }
        let done = match piece.is_empty() {
            true => to.shutdown().await,
            false => to.write_all(&piece).await,
        };
        if done.is_err() {
            // Nobody hears it any more: with this end the sender's does not take pieces either.
            return;
        }
    }
}
