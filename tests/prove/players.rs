//! Players in number over real sockets: bots that fight, on one thread of their own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::Duration;

use fray::bots::remote::{MapSource, Remote, Role};
use fray::bots::{Atlas, BotBrain, WireBot};
use fray::config::assets::Assets;
use fray::room::Brain;

use super::busy::Activity;
use super::claim::{Failure, Stage, wait_until};
use super::crowd::runtime;

#[derive(Default)]
struct Shared {
    joined: AtomicUsize,
    gone: AtomicUsize,
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
        Players::of(address, count, bot(seed))
    }

    /// The same, and they use every ability all the time.
    pub fn busy(address: SocketAddr, count: usize, stage: &Stage, activity: &Activity) -> Result<Players, Failure> {
        let (bot, activity, stage) = (bot(stage.seed), activity.clone(), Stage { ..*stage });
        Players::of(address, count, move |number| activity.watch(bot(number), number, &stage))
    }

    /// So many who watch a room without a seat, and see all of it.
    pub fn watch(address: SocketAddr, count: usize) -> Result<Players, Failure> {
        Players::in_roles(address, count, |_| Role::Watches)
    }

    fn of(
        address: SocketAddr,
        count: usize,
        brains: impl Fn(u32) -> Mind + Send + 'static,
    ) -> Result<Players, Failure> {
        let maps = maps();
        Players::in_roles(address, count, move |number| Role::Plays(brains(number), maps.clone()))
    }

    fn in_roles(
        address: SocketAddr,
        count: usize,
        roles: impl Fn(u32) -> Role + Send + 'static,
    ) -> Result<Players, Failure> {
        let shared = Arc::new(Shared::default());
        let theirs = shared.clone();
        let thread = std::thread::spawn(move || runtime().block_on(play(address, count, roles, &theirs)));
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
}

impl Drop for Players {
    fn drop(&mut self) {
        self.shared.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

type Mind = Box<dyn Brain + Send>;

/// Makes bots by number.
fn bot(seed: u64) -> impl Fn(u32) -> Mind + Send + 'static {
    let atlas = Arc::new(Atlas::default());
    move |number| Box::new(BotBrain::new(seed, number, atlas.clone()))
}

async fn play(address: SocketAddr, count: usize, roles: impl Fn(u32) -> Role, shared: &Shared) {
    let mut bots = Vec::new();
    for number in 0..count as u32 {
        let remote = Remote::new(format!("Player {number}"), None, roles(number));
        if let Ok(bot) = WireBot::connect(address, remote).await {
            shared.joined.fetch_add(1, Relaxed);
            bots.push(bot);
        }
    }
    while !shared.stop.load(Relaxed) {
        shared.gone.store(bots.iter().filter(|bot| bot.is_gone()).count(), Relaxed);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The shipped maps by hash: the server plays on one of them.
fn maps() -> MapSource {
    let assets = Assets::Embedded;
    let maps: Vec<_> = assets.map_names().iter().filter_map(|name| assets.map(name).ok()).collect();
    Arc::new(move |hash| maps.iter().find(|map| map.hash_hex() == hash).cloned())
}
