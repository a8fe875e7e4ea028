//! The `Lobby` actor: finds a room, opens one where there is none, and passes on what concerns all rooms.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use actix::prelude::*;
use metrics::gauge;

use super::directory::{Directory, Listing, OneNode, SANDBOX_CODE, code};
use super::messages::{CountRooms, Drain, Find, Found, Remap, Represet, Retune, Wanted};
use super::newcomers::Newcomers;
use crate::protocol::CloseReason;
use crate::room::hold::{HoldTimes, Ticket, Token};
use crate::room::messages::{Pass, Reservation, RoomEnded, SetMap, SetPreset, SetTuning, Stop};
use crate::room::metronome::Tempo;
use crate::room::{Faults, Game, GameRoom, GameSettings, Preset, Recruiter, Showing, metrics as names, programme};
use crate::sim::chance::mix;
use crate::sim::{Map, Tuning};

/// What rooms are opened with.
#[derive(Clone)]
pub struct LobbySettings {
    /// Most rooms that are open at once.
    pub rooms_max: usize,
    /// Seats of a room.
    pub seats: u8,
    /// How many of them are kept filled.
    pub fill: u8,
    /// What is played in turn, the first of them at first; none: always the same, on `map`.
    pub presets: Arc<[Preset]>,
    /// Where it is played, until the first [`Remap`].
    pub map: Arc<Map>,
    /// What it is played by, until the first [`Retune`].
    pub tuning: Arc<Tuning>,
    /// Makes the bots.
    pub recruiter: Recruiter,
    /// Decides matches: drawn at the start of the process.
    pub seed: u64,
    /// How long seats are held whose connection was lost.
    pub hold: HoldTimes,
    /// There is one room, a sandbox without bots, and it is open whenever somebody comes.
    pub sandbox: bool,
    /// Deliberate defects.
    pub faults: Faults,
}

/// Which room next.
pub struct Lobby {
    settings: LobbySettings,
    /// The recorded match that every room of this lobby shows; then nobody plays.
    showing: Option<Showing>,
    directory: Box<dyn Directory + Send>,
    newcomers: Newcomers,
    rooms: BTreeMap<u32, (Addr<GameRoom>, usize)>,
    arbiters: Vec<ArbiterHandle>,
    tempo: Arc<dyn Tempo>,
    opened: u32,
    draining: bool,
}

/// The golden ratio's fraction in 1/2³²: successive multiples spread evenly over a period, so rooms that share a thread
/// never tick at one instant.
const STAGGER: u32 = 0x9e37_79b9;

impl Lobby {
    /// A lobby that opens its rooms on these threads.
    pub fn new(settings: LobbySettings, arbiters: Vec<ArbiterHandle>, tempo: Arc<dyn Tempo>) -> Lobby {
        Lobby {
            settings,
            showing: None,
            directory: Box::new(OneNode::default()),
            newcomers: Newcomers::default(),
            rooms: BTreeMap::new(),
            arbiters,
            tempo,
            opened: 0,
            draining: false,
        }
    }

    /// A lobby whose rooms show this match, one after the other: each begins when somebody comes and none is open.
    pub fn showing(self, showing: Showing) -> Lobby {
        Lobby { showing: Some(showing), ..self }
    }

    fn find(&mut self, Find { wanted, name }: &Find, ctx: &mut Context<Self>) -> Result<Found, CloseReason> {
        if self.draining {
            return Err(CloseReason::Stopping);
        }
        if self.settings.sandbox && self.rooms.is_empty() {
            self.open(false, ctx);
        }
        let (number, pass) = match wanted {
            _ if self.showing.is_some() => (self.any(ctx)?, Pass::Watch),
            Wanted::Quick => {
                let (number, reservation) = self.quick(ctx)?;
                (number, Pass::Sit(reservation.ok_or(CloseReason::Full)?))
            }
            Wanted::Private if self.settings.sandbox => return Err(CloseReason::Full),
            Wanted::Private => {
                let listing = self.open_if_allowed(true, ctx)?;
                (listing.room, Pass::Sit(listing.reserve().ok_or(CloseReason::Full)?))
            }
            Wanted::Code(code) => {
                let listing = self.listing(code)?;
                (listing.room, Pass::Sit(listing.reserve().ok_or(CloseReason::Full)?))
            }
            // The seat has never been given back, so it needs no place among the taken ones.
            Wanted::Resume(code, token) => {
                let listing = self.directory.by_code(code).ok_or(CloseReason::SeatGone)?;
                (listing.room, Pass::Resume(*token))
            }
            Wanted::Watch(Some(code)) => (self.listing(code)?.room, Pass::Watch),
            Wanted::Watch(None) => (self.any(ctx)?, Pass::Watch),
        };
        let (room, _) = self.rooms.get(&number).ok_or(CloseReason::RoomEnded)?;
        let room = room.clone();
        let newcomer = matches!(pass, Pass::Sit(_)) && self.newcomers.meet(name, self.tempo.now_us());
        let ticket = (!matches!(pass, Pass::Watch)).then(|| self.ticket());
        Ok(Found { room, pass, ticket, newcomer })
    }

    /// Another way back to a seat. The generator is the operating system's, through the library's one for secrets.
    fn ticket(&self) -> Ticket {
        Ticket { token: Token::new(rand::random()), hold: self.settings.hold }
    }

    /// A room to watch.
    fn any(&mut self, ctx: &mut Context<Self>) -> Result<u32, CloseReason> {
        match self.directory.busiest() {
            Some(room) => Ok(room),
            None => Ok(self.quick(ctx)?.0),
        }
    }

    fn listing(&self, code: &str) -> Result<&Listing, CloseReason> {
        self.directory.by_code(code).ok_or_else(|| CloseReason::WrongCode { code: code.to_owned() })
    }

    fn quick(&mut self, ctx: &mut Context<Self>) -> Result<(u32, Option<Reservation>), CloseReason> {
        if let Some((number, reservation)) = self.directory.quick() {
            return Ok((number, Some(reservation)));
        }
        let listing = self.open_if_allowed(false, ctx)?;
        Ok((listing.room, listing.reserve()))
    }

    fn open_if_allowed(&mut self, private: bool, ctx: &mut Context<Self>) -> Result<Listing, CloseReason> {
        let most = if self.settings.sandbox { 1 } else { self.settings.rooms_max };
        if self.rooms.len() < most { Ok(self.open(private, ctx)) } else { Err(CloseReason::Full) }
    }

    fn open(&mut self, private: bool, ctx: &mut Context<Self>) -> Listing {
        self.opened += 1;
        let number = self.opened;
        let code = self.free_code();
        let game = match &self.showing {
            Some(showing) => Game::showing(showing, number, code.clone()),
            None => Game::new(self.game_settings(number, code.clone(), private), self.settings.tuning.clone()),
        };
        let thread = self.least_loaded();
        let period_us = u64::from(self.settings.tuning.step().0) * 5000 / 3;
        let offset_us = (period_us * u64::from(number.wrapping_mul(STAGGER))) >> 32;
        let room =
            GameRoom::new(number, game, self.tempo.now_us() + offset_us, self.tempo.clone(), ctx.address().recipient());
        let taken = Arc::new(AtomicU32::new(0));
        let listing = Listing { room: number, code, private, places: room.places(), taken };
        let address = GameRoom::start_in_arbiter(&self.arbiters[thread], move |_| room);
        self.rooms.insert(number, (address, thread));
        self.directory.opened(listing.clone());
        gauge!(names::ROOMS).set(self.directory.count() as f64);
        listing
    }

    fn game_settings(&self, room: u32, code: String, private: bool) -> GameSettings {
        let presets = if self.settings.sandbox { Arc::default() } else { self.settings.presets.clone() };
        GameSettings {
            room,
            code,
            seats: self.settings.seats,
            fill: if self.settings.sandbox { 0 } else { self.settings.fill },
            seed: self.settings.seed ^ u64::from(mix(0, room, 1)),
            presets,
            map: self.settings.map.clone(),
            recruiter: self.settings.recruiter.clone(),
            private,
            sandbox: self.settings.sandbox,
            faults: self.settings.faults.clone(),
        }
    }

    /// Nobody can tell one code from others: it is the key of a private room, and the operating system's chance decides it.
    fn free_code(&self) -> String {
        if self.settings.sandbox {
            return SANDBOX_CODE.to_owned();
        }
        let codes = std::iter::repeat_with(|| code(rand::random()));
        codes.into_iter().find(|code| self.directory.by_code(code).is_none()).expect("there are more codes than rooms")
    }

    fn least_loaded(&self) -> usize {
        let load = |thread: &usize| self.rooms.values().filter(|(_, on)| on == thread).count();
        (0..self.arbiters.len()).min_by_key(load).unwrap_or(0)
    }
}

impl Actor for Lobby {
    type Context = Context<Self>;
}

impl Handler<Find> for Lobby {
    type Result = Result<Found, CloseReason>;
    fn handle(&mut self, find: Find, ctx: &mut Self::Context) -> Self::Result {
        self.find(&find, ctx)
    }
}

impl Handler<RoomEnded> for Lobby {
    type Result = ();
    fn handle(&mut self, RoomEnded(number): RoomEnded, _: &mut Self::Context) {
        self.rooms.remove(&number);
        self.directory.ended(number);
        gauge!(names::ROOMS).set(self.directory.count() as f64);
    }
}

impl Handler<Retune> for Lobby {
    type Result = ();
    fn handle(&mut self, Retune(tuning): Retune, _: &mut Self::Context) {
        self.settings.tuning = tuning.clone();
        self.rooms.values().for_each(|(room, _)| room.do_send(SetTuning(tuning.clone())));
    }
}

impl Handler<Remap> for Lobby {
    type Result = ();
    fn handle(&mut self, Remap(map): Remap, _: &mut Self::Context) {
        programme::redraw(&mut self.settings.presets, &map);
        if self.settings.map.file.name == map.file.name {
            self.settings.map = map.clone();
        }
        self.rooms.values().for_each(|(room, _)| room.do_send(SetMap(map.clone())));
    }
}

impl Handler<Represet> for Lobby {
    type Result = ();
    fn handle(&mut self, Represet(preset): Represet, _: &mut Self::Context) {
        programme::put(&mut self.settings.presets, &preset);
        self.rooms.values().for_each(|(room, _)| room.do_send(SetPreset(preset.clone())));
    }
}

impl Handler<Drain> for Lobby {
    type Result = ();
    fn handle(&mut self, _: Drain, _: &mut Self::Context) {
        self.draining = true;
        self.rooms.values().for_each(|(room, _)| room.do_send(Stop));
    }
}

impl Handler<CountRooms> for Lobby {
    type Result = usize;
    fn handle(&mut self, _: CountRooms, _: &mut Self::Context) -> usize {
        self.directory.count()
    }
}
