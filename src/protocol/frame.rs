//! A frame: the quantised state of one tick, and the snapshots that are joined from it.
//!
//! ```text
//! World ─▶ Frame { players: [piece …], shots: [piece …] }      once a snapshot tick
//!            piece ─▶ bytes, when first asked for               at most once, shared by all viewers
//! head · own · pieces in view · events ─▶ bytes                 per viewer: copies, no encoding of entities
//! ```
//!
//! Knows who is where, not who may see it: the caller names the pieces.

use std::cell::{Cell, OnceCell};

use bytes::Bytes;
use rmp::encode::{write_array_len, write_bin, write_nil, write_sint, write_uint};

use crate::sim::grid::Point;
use crate::sim::time::{Tick, Time};
use crate::sim::tuning::Tuning;
use crate::sim::world::{Player, Shot, World};

use super::event::{coarse, eighths, exact};
use super::table::{Own, PlayerPiece, ShotPiece, Snapshot, WireEvent};
use super::wire::{Packed, Record};

/// Flags of a player's piece.
pub mod seen {
    /// In play.
    pub const ALIVE: u8 = 1;
    /// A hit would be refused.
    pub const REFUSES: u8 = 2;
    /// A dash is under way.
    pub const DASHING: u8 = 4;
    /// A reload is under way.
    pub const RELOADING: u8 = 8;
    /// A ray is being charged: its line is seen.
    pub const CHARGING: u8 = 16;
    /// What the slot of the weapon in hand is multiplied with.
    pub const SLOT: u8 = 32;
}

/// Most projectiles in one snapshot, by the table.
pub use crate::sim::world::SHOTS_MAX;
/// Most events in one snapshot, by the table.
pub const EVENTS_MAX: usize = 255;
/// Elements of a snapshot with its number.
const ELEMENTS: u32 = 8;
/// The snapshot's number in the table.
const NUMBER: u64 = 15;
/// Bytes to begin with; a duel fits.
const SNAPSHOT_BYTES: usize = 160;

/// One entity of a frame, encoded when first asked for.
#[derive(Debug)]
pub struct Piece<T> {
    /// Where it is, in 1/256 unit, for whoever chooses what a viewer sees.
    pub place: Point,
    /// What is sent of it.
    pub data: T,
    bytes: OnceCell<Box<[u8]>>,
}

/// The quantised state of one tick.
#[derive(Debug)]
pub struct Frame {
    /// The tick whose step made it.
    pub tick: Tick,
    /// Its world time: the start of the next step.
    pub now: Time,
    /// Players, by seat.
    pub players: Vec<Piece<PlayerPiece>>,
    /// Projectiles, in the order in which they were shot.
    pub shots: Vec<Piece<ShotPiece>>,
    encodings: Cell<u64>,
    snapshots: Cell<u64>,
}

/// What a snapshot says besides the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// [`Head::KEYFRAME`], [`Head::MOVED`], [`Head::UNHEARD`], [`Head::LATE`].
    pub flags: u8,
    /// Ticks by which the viewer's newest input head came before its use.
    pub lead: i16,
}

/// What one viewer may see: indices into the frame's lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    /// Into [`Frame::players`].
    pub players: Vec<u16>,
    /// Into [`Frame::shots`]; beyond [`SHOTS_MAX`] the rest is left out.
    pub shots: Vec<u16>,
}

impl Head {
    /// Flag: needs nothing before it.
    pub const KEYFRAME: u8 = 1;
    /// Flag: the schedule moved, clients anchor their clock anew.
    pub const MOVED: u8 = 2;
    /// Flag: a tick was computed for which no input had come.
    pub const UNHEARD: u8 = 4;
    /// Flag: an input came after its tick.
    pub const LATE: u8 = 8;
}

impl<T: Record> Piece<T> {
    fn new(place: Point, data: T) -> Piece<T> {
        Piece { place, data, bytes: OnceCell::new() }
    }

    fn bytes(&self, encodings: &Cell<u64>) -> &[u8] {
        self.bytes.get_or_init(|| {
            encodings.set(encodings.get() + 1);
            super::wire::encode(&self.data).into()
        })
    }
}

impl Frame {
    /// The frame of a world after a step.
    pub fn of(world: &World, tuning: &Tuning) -> Frame {
        let players = world.players.iter();
        let shots = world.shots.iter();
        Frame {
            tick: Tick(world.tick.0.saturating_sub(1)),
            now: world.now,
            players: players.map(|p| Piece::new(p.body.place, PlayerPiece::of(p, world.now, tuning))).collect(),
            shots: shots.map(|s| Piece::new(s.place, ShotPiece::of(s))).collect(),
            encodings: Cell::new(0),
            snapshots: Cell::new(0),
        }
    }

    /// Everything: what a viewer without bounds is sent.
    pub fn everything(&self) -> Visible {
        let all = |count: usize| (0..u16::try_from(count).unwrap_or(u16::MAX)).collect();
        Visible { players: all(self.players.len()), shots: all(self.shots.len()) }
    }

    /// How many entities have been encoded: at most one encoding for each, however many viewers there are.
    pub fn encodings(&self) -> u64 {
        self.encodings.get()
    }

    /// How many snapshots have been joined.
    pub fn snapshots(&self) -> u64 {
        self.snapshots.get()
    }

    /// The bytes of a snapshot for one viewer.
    pub fn snapshot(&self, head: &Head, own: Option<&Own>, visible: &Visible, events: &[WireEvent]) -> Bytes {
        self.snapshots.set(self.snapshots.get() + 1);
        let mut joined = Joined(Vec::with_capacity(SNAPSHOT_BYTES));
        joined.array(ELEMENTS as usize);
        joined.uint(NUMBER);
        joined.uint(self.tick.0.into());
        joined.uint(head.flags.into());
        joined.sint(head.lead.into());
        joined.own(own);
        joined.pieces(&self.players, &visible.players, &self.encodings);
        joined.pieces(&self.shots, &visible.shots[..visible.shots.len().min(SHOTS_MAX)], &self.encodings);
        joined.events(&events[..events.len().min(EVENTS_MAX)]);
        joined.0.into()
    }

    /// The same snapshot, typed: what decoding its bytes gives.
    pub fn view(&self, head: &Head, own: Option<&Own>, visible: &Visible, events: &[WireEvent]) -> Snapshot {
        Snapshot {
            tick: self.tick.0,
            flags: head.flags,
            lead: head.lead,
            own: own.cloned(),
            players: chosen(&self.players, &visible.players).map(|piece| piece.data.clone()).collect(),
            shots: chosen(&self.shots, &visible.shots).take(SHOTS_MAX).map(|piece| piece.data.clone()).collect(),
            events: events.iter().take(EVENTS_MAX).cloned().collect(),
        }
    }
}

/// The pieces with these indices. An index beyond the list is a defect of the caller.
fn chosen<'f, T>(pieces: &'f [Piece<T>], indices: &'f [u16]) -> impl Iterator<Item = &'f Piece<T>> {
    indices.iter().map(|index| &pieces[usize::from(*index)])
}

/// Bytes of a message in the making. Writing to memory cannot fail.
struct Joined(Vec<u8>);

const MEMORY: &str = "memory takes every byte";

impl Joined {
    fn array(&mut self, count: usize) {
        write_array_len(&mut self.0, count as u32).expect(MEMORY);
    }

    fn uint(&mut self, value: u64) {
        write_uint(&mut self.0, value).expect(MEMORY);
    }

    fn sint(&mut self, value: i64) {
        write_sint(&mut self.0, value).expect(MEMORY);
    }

    fn own(&mut self, own: Option<&Own>) {
        match own {
            Some(own) => write_bin(&mut self.0, &own.pack()).expect(MEMORY),
            None => write_nil(&mut self.0).expect(MEMORY),
        }
    }

    fn pieces<T: Record>(&mut self, pieces: &[Piece<T>], indices: &[u16], encodings: &Cell<u64>) {
        self.array(indices.len());
        for piece in chosen(pieces, indices) {
            self.0.extend_from_slice(piece.bytes(encodings));
        }
    }

    fn events(&mut self, events: &[WireEvent]) {
        self.array(events.len());
        for event in events {
            rmp_serde::encode::write(&mut self.0, event).expect(MEMORY);
        }
    }
}

impl PlayerPiece {
    /// What everybody may see of a player.
    pub fn of(player: &Player, now: Time, tuning: &Tuning) -> PlayerPiece {
        let (x8, y8) = eighths(player.body.place);
        let alive = player.is_alive();
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        let charging = alive && player.arms.charged_since > Time(0);
        let (aim, fine) = if charging { exact(player.input.aim) } else { (coarse(player.input.aim), 0) };
        PlayerPiece {
            seat: player.seat.0,
            x8,
            y8,
            aim,
            fine,
            health: player.health.clamp(0, 1000) as u16,
            flags: flag(alive, seen::ALIVE)
                | flag(player.refuses_hits(now, tuning), seen::REFUSES)
                | flag(alive && now < player.body.dash_ends, seen::DASHING)
                | flag(alive && player.arms.reload_ends > Time(0), seen::RELOADING)
                | flag(charging, seen::CHARGING)
                | (player.arms.weapon * seen::SLOT),
            thread: (player.thread / 10).clamp(0, THREAD_DM_MAX) as u16,
        }
    }
}

/// Longest thread of others on the wire, in dm.
const THREAD_DM_MAX: i32 = crate::sim::thread::THREAD_MAX / 10;

impl ShotPiece {
    /// What everybody may see of a projectile.
    pub fn of(shot: &Shot) -> ShotPiece {
        let (x8, y8) = eighths(shot.place);
        ShotPiece {
            id: shot.id.id,
            generation: shot.id.generation,
            seat: shot.seat.0,
            weapon: shot.weapon,
            x8,
            y8,
            angle: shot.angle.0,
        }
    }
}
