//! Starts a server on threads of its own, and stops it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use actix::{Actor, Addr, Arbiter, System};
use metrics::counter;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::maps::Maps;
use super::plan::{Plan, manned};
use super::rules::Rules;
use super::{app, drain, exporter, machine};
use crate::config::assets::Assets;
use crate::config::watch::SavedMap;
use crate::lobby::messages::{Remap, Represet, Retune};
use crate::lobby::{Lobby, LobbySettings};
use crate::room::metronome::{Metronome, now_us};
use crate::room::{Preset, metrics as names};
use crate::session::{Reception, SessionSettings, watchdog};
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::{Map, Tuning};

/// How often the exporter tidies up, in sweeps of the watchdog.
const UPKEEP_SWEEPS: u64 = 50;

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}; `--listen` or FRAY_LISTEN takes another address")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The system gives no thread, or no runtime for one.
    #[error("cannot start a thread: {0}")]
    Thread(#[from] std::io::Error),
    /// The thread of the server ended before it was ready.
    #[error("the server ended before it was ready")]
    Died,
}

/// A server that accepts connections. It stops when it is told to, or dropped.
pub struct Running {
    /// The address that it listens on; the real port where 0 was asked for.
    pub address: SocketAddr,
    reloader: Reloader,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Gives a running server another tuning or another map.
#[derive(Clone)]
pub struct Reloader {
    reception: Arc<Reception>,
    maps: Arc<Maps>,
    rules: Arc<Rules>,
    drawn: Arc<Mutex<Drawn>>,
    /// The presets that may be played.
    presets: Arc<[String]>,
    /// Seats that bots keep filled, whatever a preset says.
    fill: Option<u8>,
}

/// The maps as they were read or saved last.
#[derive(Default)]
struct Drawn {
    /// By name; those that nobody plays from when they are saved.
    maps: BTreeMap<String, Arc<Map>>,
    /// The names of those that may be played.
    played: BTreeSet<String>,
}

/// What became of a map that was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remapped {
    /// Every room that plays it begins another match on it.
    Played,
    /// It is played already.
    Same,
    /// No room plays the map of this name.
    Unplayed,
}

/// What the server's thread hands out once it accepts.
struct Ready {
    address: SocketAddr,
    reloader: Reloader,
}

/// Starts a server. It accepts connections when this returns.
pub fn start(plan: Plan) -> Result<Running, StartError> {
    exporter::install();
    machine::raise_descriptors(plan.settings.sessions_max);
    let address = plan.settings.listen;
    let listener = machine::listen(address).map_err(|error| StartError::Listen { address, error })?;
    let metronome = Metronome::start()?;
    let (stop, stopped) = oneshot::channel();
    let (ready, is_ready) = mpsc::channel();
    let serve = move || System::new().block_on(serve(plan, listener, metronome, ready, stopped));
    let thread = thread::Builder::new().name("server".into()).spawn(serve)?;
    let Ready { address, reloader } = is_ready.recv().map_err(|_| StartError::Died)??;
    Ok(Running { address, reloader, stop: Some(stop), thread: Some(thread) })
}

async fn serve(
    plan: Plan,
    listener: TcpListener,
    metronome: Metronome,
    ready: mpsc::Sender<Result<Ready, StartError>>,
    stopped: oneshot::Receiver<()>,
) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (workers, room_threads) = plan.settings.threads(cores);
    let arbiters: Vec<Arbiter> = (0..room_threads).map(|_| Arbiter::new()).collect();
    let lobby = open_lobby(&plan, &arbiters, metronome);
    let reception = Arc::new(open_reception(&plan, lobby.clone()));
    let dog = guard(reception.clone());
    let maps = Arc::new(Maps::of(&plan.assets, &plan.map, plan.showing.as_ref()));
    let rules = Arc::new(rules_of(&plan));
    let started = listener.local_addr().and_then(|address| {
        let sessions_max = plan.settings.sessions_max;
        let server = app::serve(listener, workers, sessions_max, reception.clone(), maps.clone(), rules.clone())?;
        Ok((address, server))
    });
    match started {
        Ok((address, server)) => {
            let handle = server.handle();
            let serving = actix_rt::spawn(server);
            let reloader = reloader(&plan, reception.clone(), maps, rules);
            let _ = ready.send(Ok(Ready { address, reloader }));
            // An error means that the `Running` was dropped, which is a wish to stop as well.
            let _ = stopped.await;
            drain::drain(&handle, &reception).await;
            let _ = serving.await;
        }
        Err(error) => drop(ready.send(Err(error.into()))),
    }
    drop(dog);
    for arbiter in arbiters {
        arbiter.stop();
        let _ = arbiter.join();
    }
}

fn reloader(plan: &Plan, reception: Arc<Reception>, maps: Arc<Maps>, rules: Arc<Rules>) -> Reloader {
    // A sandbox plays one map alone.
    let presets = if plan.sandbox { &[] } else { &*plan.presets };
    let mut drawn = Drawn::default();
    for map in presets.iter().map(|preset| &preset.map).chain([&plan.map]) {
        drawn.play(map);
    }
    let presets = presets.iter().map(|preset| preset.name.clone()).collect();
    Reloader { reception, maps, rules, drawn: Arc::new(Mutex::new(drawn)), presets, fill: plan.settings.rooms.fill }
}

fn open_lobby(plan: &Plan, arbiters: &[Arbiter], metronome: Metronome) -> Addr<Lobby> {
    let settings = LobbySettings {
        rooms_max: plan.settings.rooms_max,
        seats: plan.settings.rooms.seats,
        fill: plan.fill,
        presets: plan.presets.clone(),
        map: plan.map.clone(),
        tuning: plan.tuning.clone(),
        recruiter: plan.recruiter.clone(),
        seed: rand::random(),
        hold: plan.settings.rooms.hold,
        sandbox: plan.sandbox,
        faults: plan.faults.clone(),
    };
    let lobby = Lobby::new(settings, arbiters.iter().map(Arbiter::handle).collect(), Arc::new(metronome));
    match &plan.showing {
        Some(showing) => lobby.showing(showing.clone()).start(),
        None => lobby.start(),
    }
}

fn open_reception(plan: &Plan, lobby: Addr<Lobby>) -> Reception {
    let settings = SessionSettings {
        sessions_max: plan.settings.sessions_max,
        allow_origins: plan.settings.allow_origin.clone(),
        faults: plan.faults.clone(),
    };
    Reception::new(settings, lobby, tick_rate(&plan.tuning))
}

/// Were the shipped tuning broken, what is played would count as shipped.
fn rules_of(plan: &Plan) -> Rules {
    let shipped = Assets::Embedded.tuning().map_or_else(|_| plan.tuning.clone(), Arc::new);
    Rules::of(shipped, &plan.tuning)
}

fn tick_rate(tuning: &Tuning) -> u32 {
    TIME_PER_SECOND / tuning.step().0.max(1)
}

/// Runs the watchdog on its own thread until the answer is dropped.
fn guard(reception: Arc<Reception>) -> mpsc::Sender<()> {
    let (stop, stopped) = mpsc::channel();
    let watch = move || {
        let mut sweeps = 0;
        while stopped.recv_timeout(Duration::from_micros(watchdog::SWEEP_US)) == Err(mpsc::RecvTimeoutError::Timeout) {
            counter!(names::SOCKETS_SHUT).increment(reception.watchdog.sweep(now_us()));
            sweeps += 1;
            if sweeps % UPKEEP_SWEEPS == 0 {
                exporter::tidy();
            }
        }
    };
    if let Err(error) = thread::Builder::new().name("watchdog".into()).spawn(watch) {
        tracing::error!("no thread for the watchdog, clients that hang are not closed: {error}");
    }
    stop
}

impl Drawn {
    /// A map may be played from now on; as it was saved last, if it was.
    fn play(&mut self, map: &Arc<Map>) -> Arc<Map> {
        let name = &map.file.name;
        self.played.insert(name.clone());
        self.maps.entry(name.clone()).or_insert_with(|| map.clone()).clone()
    }
}

impl Running {
    /// A handle by which another tuning or map is given.
    pub fn reloader(&self) -> Reloader {
        self.reloader.clone()
    }

    /// How many sessions are open.
    pub fn sessions(&self) -> usize {
        self.reloader.reception.open()
    }

    /// Tells every client that the server stops, and waits until it has; at most 5 s.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

impl Reloader {
    /// Takes effect in all rooms 250 ms from now, and in those that open later.
    pub fn retune(&self, tuning: Arc<Tuning>) {
        counter!(names::TUNING_RELOADS, "result" => "taken").increment(1);
        self.reception.tick_rate.store(tick_rate(&tuning), Ordering::Relaxed);
        self.rules.turn(&tuning);
        self.reception.lobby.do_send(Retune(tuning));
    }

    /// A tuning that was saved is broken: the last good one stays.
    pub fn tuning_refused(&self) {
        counter!(names::TUNING_RELOADS, "result" => "refused").increment(1);
    }

    /// A map was saved: each room that plays it begins another match on it at once.
    pub fn remap(&self, saved: SavedMap) -> Remapped {
        let SavedMap { name, map, bytes, .. } = saved;
        self.maps.draw(&name, &map);
        let mut drawn = self.drawn.lock();
        let before = drawn.maps.insert(name.clone(), map.clone());
        // Whoever is told of a map asks for it at once; a preset that is saved may have it played, too.
        self.maps.add(&name, map.hash_hex(), bytes.into());
        if !drawn.played.contains(&name) {
            return Remapped::Unplayed;
        }
        if before.is_some_and(|before| before.hash == map.hash) {
            return Remapped::Same;
        }
        self.reception.lobby.do_send(Remap(map));
        counter!(names::MAP_RELOADS, "result" => "taken").increment(1);
        Remapped::Played
    }

    /// A preset was saved. False where none of its name is played.
    pub fn represet(&self, preset: Preset) -> bool {
        let is_played = self.presets.contains(&preset.name);
        if is_played {
            // What was drawn in this run may not be compiled yet.
            let map = self.drawn.lock().play(&preset.map);
            let preset = Preset { map, ..preset };
            self.reception.lobby.do_send(Represet(manned(preset, self.fill)));
        }
        is_played
    }

    /// A map that was saved is broken: the last good one stays.
    pub fn map_refused(&self) {
        counter!(names::MAP_RELOADS, "result" => "refused").increment(1);
    }
}
