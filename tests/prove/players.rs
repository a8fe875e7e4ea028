//! Players in number over real sockets: bots that fight, on one thread of their own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::Duration;

use fray::bots::remote::{MapSource, Remote, Role};
use fray::bots::{Atlas, BotBrain, WireBot};
use fray::config::assets::Assets;

use super::claim::{Failure, wait_until};
use super::crowd::runtime;

#[derive(Default)]
struct Shared {
    joined: AtomicUsize,
    gone: AtomicUsize,
    shots: AtomicUsize,
    stop: AtomicBool,
}

/// Bots that play until this is dropped.
pub struct Players {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Players {
    /// So many bots, all of whom have joined by quick play when this returns.
    pub fn join(address: SocketAddr, count: usize, seed: u64) -> Result<Players, Failure> {
        let shared = Arc::new(Shared::default());
        let theirs = shared.clone();
        let thread = std::thread::spawn(move || runtime().block_on(play(address, count, seed, &theirs)));
        let players = Players { shared, thread: Some(thread) };
        let patience = Duration::from_secs(10) + Duration::from_millis(40) * count as u32;
        let joined = || players.shared.joined.load(Relaxed);
        match wait_until(patience, || joined() == count) {
            true => Ok(players),
            false => Err(Failure::Broken(format!("{} of {count} players have joined", joined()))),
        }
    }

    /// How many have lost their connection.
    pub fn gone(&self) -> usize {
        self.shared.gone.load(Relaxed)
    }

    /// Shots that they have fired.
    pub fn shots(&self) -> usize {
        self.shared.shots.load(Relaxed)
    }
}

impl Drop for Players {
    fn drop(&mut self) {
        self.shared.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn play(address: SocketAddr, count: usize, seed: u64, shared: &Shared) {
    let (maps, atlas) = (maps(), Arc::new(Atlas::default()));
    let mut bots = Vec::new();
    for number in 0..count as u32 {
        let brain = Box::new(BotBrain::new(seed, number, atlas.clone()));
        let remote = Remote::new(format!("Player {number}"), None, Role::Plays(brain, maps.clone()));
        if let Ok(bot) = WireBot::connect(address, remote).await {
            shared.joined.fetch_add(1, Relaxed);
            bots.push(bot);
        }
    }
    while !shared.stop.load(Relaxed) {
        shared.gone.store(bots.iter().filter(|bot| bot.is_gone()).count(), Relaxed);
        shared.shots.store(bots.iter().map(|bot| bot.counters.seen().shots as usize).sum(), Relaxed);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The shipped maps by hash: the server plays on one of them.
fn maps() -> MapSource {
    let assets = Assets::Embedded;
    let maps: Vec<_> = assets.map_names().iter().filter_map(|name| assets.map(name).ok()).collect();
    Arc::new(move |hash| maps.iter().find(|map| map.hash_hex() == hash).cloned())
}
