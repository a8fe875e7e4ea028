//! A room on a table: no actor, no socket, and a clock that is turned by hand.

use std::cell::RefCell;
use std::sync::Arc;

use bytes::Bytes;
use fray::protocol::{Baseline, CloseReason, InputMessage, Run, ServerMessage, Snapshot, decode_server};
use fray::room::hold::{HoldTimes, TOKEN_BYTES, Ticket, Token};
use fray::room::inbox::{Inbox, Packet};
use fray::room::outbox::Outbox;
use fray::room::sandbox::{Heed, Idler, Order};
use fray::room::seats::Arrival;
use fray::room::viewer::ViewerId;
use fray::room::{Brain, Faults, Game, GameSettings, Preset, Recruit, Recruiter, View};
use fray::sim::chance::mix;
use fray::sim::input::FIRE;
use fray::sim::{Angle, Input, SeatId, Tick, Tuning, Walk};

use crate::support::{field, tuning};

/// Microseconds of a tick at 60 Hz.
pub const TICK_US: u64 = 16_667;

/// Turns in circles and shoots all the time.
struct Dervish {
    seed: u32,
    acts: u32,
}

impl Brain for Dervish {
    fn act(&mut self, view: &View) -> Input {
        self.acts += 1;
        let bits = mix(self.seed, u32::from(view.seat.0), self.acts / 20);
        let walk = Walk::toward(Angle(bits as u16));
        Input { buttons: FIRE, walk, aim: Angle((self.acts * 700) as u16), ..Input::default() }
    }
}

/// A person at the other end of an inbox and an outbox.
pub struct Guest {
    pub viewer: ViewerId,
    pub seat: Option<SeatId>,
    pub inbox: Arc<Inbox>,
    pub outbox: Arc<Outbox>,
    held: RefCell<(Baseline, Option<Snapshot>)>,
}

/// A room and its clock.
pub struct Table {
    pub game: Game,
    pub now_us: u64,
}

impl Table {
    pub fn new(seats: u8, fill: u8, faults: Faults) -> Table {
        Table::with(seats, fill, faults, tuning())
    }

    pub fn with(seats: u8, fill: u8, faults: Faults, tuning: Tuning) -> Table {
        Table::open(seats, fill, false, faults, tuning)
    }

    /// A sandbox without bots.
    pub fn sandbox(seats: u8) -> Table {
        Table::open(seats, 0, true, Faults::default(), tuning())
    }

    fn open(seats: u8, fill: u8, sandbox: bool, faults: Faults, tuning: Tuning) -> Table {
        let recruiter = |seed: u64, number| Recruit {
            name: format!("bot {number}"),
            brain: Box::new(Dervish { seed: seed as u32, acts: number * 31 }),
        };
        Table::manned(seats, fill, sandbox, Arc::new(recruiter), faults, tuning)
    }

    /// With bots of one's own.
    pub fn manned(seats: u8, fill: u8, sandbox: bool, recruiter: Recruiter, faults: Faults, tuning: Tuning) -> Table {
        let map = field(2400, 1600, &[(200, 200), (2200, 1400), (200, 1400), (2200, 200), (1200, 800)]);
        let presets = Arc::default();
        let settings = GameSettings {
            presets,
            room: 1,
            code: "BCDFG".into(),
            seats,
            fill,
            private: false,
            seed: 7,
            map,
            recruiter,
            sandbox,
            faults,
        };
        Table { game: Game::new(settings, Arc::new(tuning)), now_us: 0 }
    }

    /// A room of twelve seats that plays these in turn.
    pub fn playing(presets: &[Preset], tuning: Tuning) -> Table {
        Table::set(presets, false, tuning)
    }

    /// The same as a private room.
    pub fn private(presets: &[Preset], tuning: Tuning) -> Table {
        Table::set(presets, true, tuning)
    }

    fn set(presets: &[Preset], private: bool, tuning: Tuning) -> Table {
        let recruiter = |_: u64, number| Recruit { name: format!("bot {number}"), brain: Box::new(Idler) };
        let settings = GameSettings {
            presets: presets.into(),
            room: 1,
            code: "BCDFG".into(),
            seats: 12,
            fill: 0,
            private,
            seed: 7,
            map: presets[0].map.clone(),
            recruiter: Arc::new(recruiter),
            sandbox: false,
            faults: Faults::default(),
        };
        Table { game: Game::new(settings, Arc::new(tuning)), now_us: 0 }
    }

    pub fn join(&mut self, watch: bool) -> Result<Guest, CloseReason> {
        self.seat(watch, false, None)
    }

    /// Somebody with a way back to the seat.
    pub fn join_held(&mut self, token: u8) -> Result<Guest, CloseReason> {
        self.join_with(ticket(token))
    }

    /// Somebody with this way back.
    pub fn join_with(&mut self, ticket: Ticket) -> Result<Guest, CloseReason> {
        self.seat(false, false, Some(ticket))
    }

    /// Somebody who shows a token, and gets the next one.
    pub fn resume(&mut self, token: u8, next: u8) -> Result<Guest, CloseReason> {
        let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
        let guest = Arrival { aspect: 1778, ticket: Some(ticket(next)), ..Arrival::default() };
        let resumed = self.game.resume(ticket(token).token, guest, inbox.clone(), outbox.clone())?;
        Ok(Guest { viewer: resumed.viewer, seat: Some(resumed.seat), inbox, outbox, held: RefCell::default() })
    }

    /// Somebody who plays a first match here.
    pub fn join_new(&mut self) -> Result<Guest, CloseReason> {
        self.seat(false, true, None)
    }

    fn seat(&mut self, watch: bool, newcomer: bool, ticket: Option<Ticket>) -> Result<Guest, CloseReason> {
        self.admit(Arrival {
            name: "guest".into(),
            aspect: 1778,
            link: None,
            watch,
            newcomer,
            ticket,
            ..Arrival::default()
        })
    }

    /// Whoever that is.
    pub fn admit(&mut self, guest: Arrival) -> Result<Guest, CloseReason> {
        let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
        let (viewer, seat) = self.game.join(guest, inbox.clone(), outbox.clone())?;
        Ok(Guest { viewer, seat, inbox, outbox, held: RefCell::default() })
    }

    pub fn order(&mut self, guest: &Guest, order: Order) -> Heed {
        self.game.order(guest.viewer, order, self.now_us)
    }

    pub fn tick(&mut self) -> fray::room::Ticked {
        self.now_us += TICK_US;
        self.game.tick(self.now_us)
    }

    pub fn run(&mut self, ticks: u32) {
        (0..ticks).for_each(|_| drop(self.tick()));
    }
}

/// The way back with this token: 25 s, 120 s for a page that was hidden.
pub fn ticket(token: u8) -> Ticket {
    ticket_for(token, HoldTimes { shown_s: 25, hidden_s: 120 })
}

/// The way back with this token, for so long.
pub fn ticket_for(token: u8, hold: HoldTimes) -> Ticket {
    Ticket { token: Token::new([token; TOKEN_BYTES]), hold }
}

impl Guest {
    /// Reads all that waits. Every snapshot can be rebuilt, and what it holds then is what the room takes it to hold.
    pub fn read(&self) -> Vec<ServerMessage> {
        let mut bytes: Vec<Bytes> = Vec::new();
        self.outbox.take(&mut bytes);
        let messages = bytes.iter().map(|bytes| decode_server(bytes).expect("the room speaks the protocol"));
        let messages: Vec<ServerMessage> = messages.collect();
        let (baseline, newest) = &mut *self.held.borrow_mut();
        for message in &messages {
            let ServerMessage::Snapshot(message) = message else { continue };
            let rebuilt = baseline.take(message).expect("it leans on the one before");
            assert!(!rebuilt.differs, "tick {}: what is held differs from what was sent", message.tick);
            *newest = Some(rebuilt.snapshot);
        }
        messages
    }

    /// Reads all that waits; the newest snapshot of it.
    pub fn newest(&self) -> Option<Snapshot> {
        self.read();
        self.held.borrow_mut().1.take()
    }

    /// Reads all that waits, and acknowledges the newest snapshot, which is answered.
    pub fn keep_up(&self, now_us: u64) -> Option<Snapshot> {
        let newest = self.newest();
        if let Some(snapshot) = &newest {
            self.inbox.push(Packet::Ack { tick: Tick(snapshot.tick), hidden: false }, now_us);
        }
        newest
    }

    /// Says what is held in so many ticks up to `head`.
    pub fn hold(&self, head: u32, ticks: u8, input: Input, now_us: u64) {
        self.inbox.push(Packet::Input(message(head, &[(ticks, input)])), now_us);
    }
}

/// An input message that covers these runs up to `head`, and acknowledges nothing new.
pub fn message(head: u32, runs: &[(u8, Input)]) -> InputMessage {
    InputMessage {
        ack: head.saturating_sub(600),
        ahead: head.min(600) as u16,
        seen_back: 0,
        seen_fraction: 0,
        runs: runs.iter().map(|(ticks, input)| Run::of(*ticks, *input)).collect(),
    }
}
