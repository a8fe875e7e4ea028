//! From bytes to bodies: what connections send goes through their state machines and inboxes into a room, whose clock is
//! turned by hand.
//!
//! ```text
//! 0aabbbbb length payload    a message of connection aa, `bbbbb length` bytes long
//! 10bbbbbb                   1 + b ticks
//! 11aabbbb                   connection aa: 0 is lost, 1 leaves, 2 stops to read, 3 reads again, else is opened anew
//! ```
//! Before them a byte chooses the map, the tuning and whether it is a sandbox.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use fray::config::maps::embedded;
use fray::config::tuning::read_tuning;
use fray::lobby::messages::Wanted;
use fray::protocol::{Baseline, CloseReason, ServerMessage, decode_server};
use fray::room::fanout::SessionId;
use fray::room::hold::{HoldTimes, TOKEN_BYTES, Ticket, Token};
use fray::room::inbox::Inbox;
use fray::room::outbox::Outbox;
use fray::room::sandbox::{Heed, Idler};
use fray::room::seats::Arrival;
use fray::room::viewer::ViewerId;
use fray::room::{Faults, Game, GameSettings, Recruit};
use fray::session::core::{Action, Core, Guest};
use fray::sim::{Map, Tuning};

use super::standing::look;

/// Microseconds of a tick at 60 Hz.
const TICK_US: u64 = 16_667;
/// Most ticks of a room.
const TICKS_MAX: u32 = 240;
const CONNECTIONS: usize = 4;

struct Connection {
    core: Core,
    viewer: Option<ViewerId>,
    inbox: Arc<Inbox>,
    outbox: Arc<Outbox>,
    held: Baseline,
    reads: bool,
}

impl Connection {
    fn new(number: u64) -> Connection {
        let core = Core::new(SessionId(number));
        Connection {
            core,
            viewer: None,
            inbox: Arc::default(),
            outbox: Arc::default(),
            held: Baseline::default(),
            reads: true,
        }
    }
}

struct Table {
    game: Game,
    connections: Vec<Connection>,
    opened: u64,
    /// Tokens are told by number, so that a script can show one.
    tokens: u8,
    now_us: u64,
    ticks: u32,
}

/// Plays such a script. Whatever is sent, nobody leaves the map or stands in a wall, and everything that the room says can
/// be read and rebuilt.
pub fn room(bytes: &[u8]) {
    let Some((kind, mut rest)) = bytes.split_first() else { return };
    let mut table = Table::new(*kind);
    while let [what, more @ ..] = rest {
        let at = usize::from(what >> 5 & 3);
        rest = match what >> 6 {
            0 | 1 => {
                let Some((low, more)) = more.split_first() else { return };
                let length = usize::from(what & 31) << 8 | usize::from(*low);
                let (message, more) = more.split_at(length.min(more.len()));
                table.hear(at, message);
                more
            }
            2 => {
                (0..=what & 63).for_each(|_| table.tick());
                more
            }
            _ => {
                table.turn(usize::from(what >> 4 & 3), what & 15);
                more
            }
        };
    }
    (0..4).for_each(|_| table.tick());
}

impl Table {
    fn new(kind: u8) -> Table {
        static MAPS: OnceLock<Vec<Arc<Map>>> = OnceLock::new();
        static TUNINGS: OnceLock<Vec<Arc<Tuning>>> = OnceLock::new();
        let maps =
            MAPS.get_or_init(|| ["hoop", "box"].into_iter().map(|name| embedded(name).expect("it ships")).collect());
        let tunings = TUNINGS.get_or_init(tunings);
        let recruiter = |_, number| Recruit { name: format!("bot {number}"), brain: Box::new(Idler) };
        let settings = GameSettings {
            room: 1,
            code: "BCDFG".into(),
            seats: 4,
            fill: 3,
            seed: 7,
            presets: Arc::default(),
            private: false,
            map: maps[usize::from(kind & 1)].clone(),
            recruiter: Arc::new(recruiter),
            sandbox: kind & 2 != 0,
            faults: Faults::default(),
        };
        let game = Game::new(settings, tunings[usize::from(kind >> 2) % tunings.len()].clone());
        let connections = (0..CONNECTIONS as u64).map(Connection::new).collect();
        Table { game, connections, opened: CONNECTIONS as u64, tokens: 0, now_us: 0, ticks: 0 }
    }

    fn hear(&mut self, at: usize, message: &[u8]) {
        let connection = &mut self.connections[at];
        match connection.core.message(message) {
            Action::Find(guest) => self.find(at, guest),
            Action::Forward(packet) => drop(connection.inbox.push(packet, self.now_us)),
            Action::Obey(order) => {
                let heed = connection.viewer.map(|viewer| self.game.order(viewer, order, self.now_us));
                if heed == Some(Heed::Step) {
                    self.tick();
                }
            }
            Action::Close(reason) => self.close(at, &reason),
            Action::Ignore => (),
        }
    }

    fn find(&mut self, at: usize, guest: Guest) {
        self.tokens = self.tokens.wrapping_add(1);
        let ticket =
            Ticket { token: Token::new([self.tokens; TOKEN_BYTES]), hold: HoldTimes { shown_s: 1, hidden_s: 2 } };
        let (inbox, outbox) = (self.connections[at].inbox.clone(), self.connections[at].outbox.clone());
        let watch = matches!(guest.wanted, Wanted::Watch(_));
        let Guest { name, person, aspect, wanted } = guest;
        let arrival = Arrival { name, person, aspect, watch, ticket: Some(ticket), ..Arrival::default() };
        let viewer = match wanted {
            Wanted::Resume(_, token) => self.game.resume(token, arrival, inbox, outbox).map(|resumed| resumed.viewer),
            _ => self.game.join(arrival, inbox, outbox).map(|(viewer, _)| viewer),
        };
        match viewer {
            Ok(viewer) => {
                self.connections[at].viewer = Some(viewer);
                self.connections[at].core.joined();
            }
            Err(reason) => self.close(at, &reason),
        }
    }

    /// The goodbye can be read; who breaks the protocol loses the seat.
    fn close(&mut self, at: usize, reason: &CloseReason) {
        let goodbye = ServerMessage::from(reason.goodbye());
        assert_eq!(decode_server(&goodbye.encode()), Ok(goodbye));
        self.connections[at].core.end();
        self.connections[at].viewer.take().into_iter().for_each(|viewer| self.game.leave(viewer));
    }

    fn turn(&mut self, at: usize, how: u8) {
        let connection = &mut self.connections[at];
        match how {
            0 => connection.viewer.take().into_iter().for_each(|viewer| self.game.lose(viewer)),
            1 => connection.viewer.take().into_iter().for_each(|viewer| self.game.leave(viewer)),
            2 => connection.reads = false,
            3 => connection.reads = true,
            _ => {
                connection.viewer.take().into_iter().for_each(|viewer| self.game.lose(viewer));
                self.opened += 1;
                *connection = Connection::new(self.opened);
            }
        }
    }

    fn tick(&mut self) {
        if self.ticks == TICKS_MAX {
            return;
        }
        self.ticks += 1;
        self.now_us += TICK_US;
        self.game.tick(self.now_us);
        look(self.game.world(), self.game.map(), self.game.tuning(), true);
        self.connections.iter_mut().filter(|connection| connection.reads).for_each(|each| read(each, &self.game));
    }
}

/// Reads all that waits for a connection.
fn read(connection: &mut Connection, game: &Game) {
    let mut waiting: Vec<Bytes> = Vec::new();
    connection.outbox.take(&mut waiting);
    for bytes in &waiting {
        let message = decode_server(bytes).expect("the room speaks the protocol");
        let ServerMessage::Snapshot(message) = &message else { continue };
        let rebuilt = connection.held.take(message).expect("it leans on the one before");
        assert!(!rebuilt.differs, "tick {}: what is held differs from what was sent", message.tick);
        let viewer = game.viewers().iter().find(|viewer| Some(viewer.id) == connection.viewer);
        let player = viewer.and_then(|viewer| viewer.seat).and_then(|seat| game.world().player(seat));
        if let (Some(own), Some(player)) = (&rebuilt.snapshot.own, player)
            && message.tick + 1 == game.world().tick.0
        {
            assert_eq!((own.x, own.y), (player.body.place.x, player.body.place.y), "{player:?}");
        }
    }
}

/// The tests' own tuning, a coarse one of great speeds, and one without a warm-up whose matches are over in no time.
fn tunings() -> Vec<Arc<Tuning>> {
    let shipped = read_tuning("tuning.toml", include_str!("../../support/tuning.toml")).expect("it can be read");
    let mut wild = shipped.clone();
    (wild.rates.tick, wild.rates.snapshot) = (10, 5);
    (wild.body.top_speed, wild.dash.speed, wild.dash.cooldown) = (1200 * 256, 3000 * 256, 60);
    let mut short = shipped.clone();
    (short.round.warmup, short.round.length, short.round.results) = (0, 600, 100);
    (short.life.respawn, short.life.protection, short.round.idle) = (10, 0, 300);
    [shipped, wild, short].into_iter().map(Arc::new).collect()
}
