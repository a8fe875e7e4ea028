//! A frame: the quantised state of one tick, and the snapshots that are joined from it.
//!
//! ```text
//! World ─▶ Frame { players: [piece …], shots: [piece …] }      once a snapshot tick
//!            piece ─▶ bits, when first asked for                at most once for each snapshot that a viewer leans on
//! head · own · players · events · shots ─▶ bytes                per viewer: own block and events; pieces are copied
//! ```
//!
//! Knows who is where, not who may see it: the caller names the pieces.

use std::cell::{Cell, RefCell};

use bytes::Bytes;
use rmp::encode::{write_array_len, write_bin, write_sint, write_uint};

use crate::sim::grid::Point;
use crate::sim::time::{Tick, Time};
use crate::sim::tuning::Tuning;
use crate::sim::world::{Player, Shot, World};

use super::bits::{BitWriter, Bits, Bitwise, Sink};
use super::delta::{self, Sum};
use super::event::{coarse, eighths, exact};
use super::table::{Own, PlayerPiece, ShotPiece, Snapshot, WireEvent};
use super::told::{GENERATION_BITS, ID_BITS, SEAT_BITS, SUM_BITS, Told, follow, key};

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
    /// The shield is up.
    pub const SHIELDED: u8 = 32;
    /// What the slot of the weapon in hand is multiplied with.
    pub const SLOT: u8 = 64;
}

/// Most projectiles in one snapshot, by the table.
pub use crate::sim::world::SHOTS_MAX;
/// Most events in one snapshot, by the table.
pub const EVENTS_MAX: usize = 255;
/// Elements of a snapshot with its number.
const ELEMENTS: u32 = 6;
/// The snapshot's number in the table.
const NUMBER: u64 = 15;
/// Bytes to begin with; most snapshots fit.
const BODY_BYTES: usize = 512;
/// Bytes before the body, at most.
const HEAD_BYTES: usize = 16;

/// One entity of a frame, encoded when first asked for.
#[derive(Debug)]
pub struct Piece<T> {
    /// Where it is, in 1/256 unit, for whoever chooses what a viewer sees.
    pub place: Point,
    /// What is sent of it.
    pub data: T,
    bits: Cell<Option<Bits>>,
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
    /// Projectiles, by id and generation.
    pub shots: Vec<Piece<ShotPiece>>,
    deltas: RefCell<Vec<Deltas>>,
    encodings: Cell<u64>,
    snapshots: Cell<u64>,
}

/// What of a frame later ones can lean on.
#[derive(Debug)]
pub struct Past {
    /// Its tick.
    pub tick: Tick,
    /// Its players, by seat.
    players: Vec<PlayerPiece>,
}

/// The players of a frame as differences from an earlier one, each when first asked for.
#[derive(Debug)]
struct Deltas {
    since: Tick,
    /// By the index of the player in the frame.
    pieces: Vec<Option<Bits>>,
}

/// What a snapshot says besides the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// [`Head::MOVED`], [`Head::UNHEARD`], [`Head::LATE`], [`Head::SUM`]; [`Head::KEYFRAME`] comes by itself.
    pub flags: u8,
    /// Ticks by which the viewer's newest input head came before its use.
    pub lead: i16,
}

/// What one look at a frame shows.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The own player, exactly.
    pub own: Option<Own>,
    /// The pieces of the frame that are in the window.
    pub visible: Visible,
    /// What happened since the last look.
    pub events: Vec<WireEvent>,
}

/// What one viewer may see: ascending indices into the frame's lists.
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
    /// Flag: the sum of all hashes is with it.
    pub const SUM: u8 = 16;
    /// What the step of the viewer's rate is multiplied with: 0 all snapshots, 1 half, 2 a third, 3 one at a time.
    pub const RATE: u8 = 32;
}

impl<T: Bitwise> Piece<T> {
    fn new(place: Point, data: T) -> Piece<T> {
        Piece { place, data, bits: Cell::new(None) }
    }

    /// All of it, for whoever sees it first.
    fn bits(&self, encodings: &Cell<u64>) -> Bits {
        self.bits.get().unwrap_or_else(|| {
            encodings.set(encodings.get() + 1);
            let mut bits = Bits::default();
            self.data.write(&mut bits);
            self.bits.set(Some(bits));
            bits
        })
    }
}

impl Frame {
    /// The frame of a world after a step.
    pub fn of(world: &World, tuning: &Tuning) -> Frame {
        let players = world.players.iter();
        let mut shots: Vec<_> = world.shots.iter().map(|s| Piece::new(s.place, ShotPiece::of(s))).collect();
        shots.sort_unstable_by_key(|piece| key(&piece.data));
        Frame {
            tick: Tick(world.tick.0.saturating_sub(1)),
            now: world.now,
            players: players.map(|p| Piece::new(p.body.place, PlayerPiece::of(p, world.now, tuning))).collect(),
            shots,
            deltas: RefCell::default(),
            encodings: Cell::new(0),
            snapshots: Cell::new(0),
        }
    }

    /// Everything: what a viewer without bounds is sent.
    pub fn everything(&self) -> Visible {
        let all = |count: usize| (0..u16::try_from(count).unwrap_or(u16::MAX)).collect();
        Visible { players: all(self.players.len()), shots: all(self.shots.len()) }
    }

    /// How many entities have been encoded: at most one encoding for each and for each snapshot that viewers lean on.
    pub fn encodings(&self) -> u64 {
        self.encodings.get()
    }

    /// How many snapshots have been joined.
    pub fn snapshots(&self) -> u64 {
        self.snapshots.get()
    }

    /// What later frames can lean on.
    pub fn into_past(self) -> Past {
        Past { tick: self.tick, players: self.players.into_iter().map(|piece| piece.data).collect() }
    }

    /// The bytes of a snapshot for one viewer, and what it is told with them. A keyframe, unless `past` is the frame of the
    /// snapshot that it was told before.
    pub fn snapshot(&self, head: &Head, look: &Look, told: &mut Told, past: Option<&Past>) -> Bytes {
        self.snapshots.set(self.snapshots.get() + 1);
        let past = past.filter(|past| told.tick == Some(past.tick));
        if past.is_none() {
            *told = Told { shots: std::mem::take(&mut told.shots), ..Told::default() };
            told.shots.clear();
        }
        let mut body = BitWriter::with_capacity(BODY_BYTES);
        put_own(look.own.as_ref(), told, &mut body);
        self.put_players(&look.visible.players, told, past, &mut body);
        let events = &look.events[..look.events.len().min(EVENTS_MAX)];
        body.count(events.len() as u32);
        for event in events {
            event.write(&mut body);
            follow(&mut told.shots, event);
        }
        self.put_shots(shown(&look.visible), told, &mut body);
        if head.flags & Head::SUM != 0 {
            body.put(self.sum(look).0.into(), SUM_BITS);
        }
        told.tick = Some(self.tick);
        let (flag, since) = past.map_or((Head::KEYFRAME, 0), |past| (0, self.tick.since(past.tick)));
        joined([self.tick.0.into(), (head.flags | flag).into(), head.lead.into(), since], &body.finish())
    }

    /// The same snapshot, whole: what rebuilding it gives, but for where projectiles are told from.
    pub fn view(&self, head: &Head, look: &Look) -> Snapshot {
        Snapshot {
            tick: self.tick.0,
            flags: head.flags,
            lead: head.lead,
            own: look.own.clone(),
            players: chosen(&self.players, &look.visible.players).map(|piece| piece.data.clone()).collect(),
            shots: chosen(&self.shots, shown(&look.visible)).map(|piece| piece.data.clone()).collect(),
            events: look.events.iter().take(EVENTS_MAX).cloned().collect(),
        }
    }

    fn put_players(&self, visible: &[u16], told: &mut Told, past: Option<&Past>, body: &mut BitWriter) {
        let seats = chosen(&self.players, visible).fold(0_u64, |seats, piece| seats | bit(piece));
        if let Some(past) = past {
            let gone = told.players & !seats;
            body.count(gone.count_ones());
            (0..64).filter(|seat| gone >> seat & 1 == 1).for_each(|seat| body.put(seat, SEAT_BITS));
            let mut deltas = self.deltas.borrow_mut();
            let deltas = self.deltas_since(past, &mut deltas);
            for at in visible.iter().map(|at| usize::from(*at)) {
                if told.players & bit(&self.players[at]) != 0 {
                    self.delta(at, past, deltas).append_to(body);
                }
            }
        }
        body.count((seats & !told.players).count_ones());
        let fresh = chosen(&self.players, visible).filter(|piece| told.players & bit(piece) == 0);
        fresh.for_each(|piece| piece.bits(&self.encodings).append_to(body));
        told.players = seats;
    }

    fn deltas_since<'d>(&self, past: &Past, all: &'d mut Vec<Deltas>) -> &'d mut Deltas {
        let at = all.iter().position(|deltas| deltas.since == past.tick).unwrap_or_else(|| {
            all.push(Deltas { since: past.tick, pieces: vec![None; self.players.len()] });
            all.len() - 1
        });
        &mut all[at]
    }

    /// The player at this index as a difference; whoever was told of a player finds it in that frame.
    fn delta(&self, at: usize, past: &Past, deltas: &mut Deltas) -> Bits {
        *deltas.pieces[at].get_or_insert_with(|| {
            self.encodings.set(self.encodings.get() + 1);
            let is = &self.players[at].data;
            let was = past.players.binary_search_by_key(&is.seat, |was| was.seat);
            delta::player(was.map_or(is, |was| &past.players[was]), is)
        })
    }

    /// Ends what is no longer in view, and tells what is and is not known, or not as it is. Both lists are sorted by
    /// [`key`], so one walk along both finds it.
    fn put_shots(&self, visible: &[u16], told: &mut Told, body: &mut BitWriter) {
        let (mut gone, mut fresh) = (Vec::new(), Vec::new());
        let mut held = told.shots.iter().peekable();
        for piece in chosen(&self.shots, visible) {
            let shot = &piece.data;
            while let Some(before) = held.next_if(|held| key(held) < key(shot)) {
                gone.push(key(before));
            }
            let same = held.next_if(|held| key(held) == key(shot));
            if same.is_none_or(|held| (held.seat, held.weapon, held.angle) != (shot.seat, shot.weapon, shot.angle)) {
                fresh.push(piece);
            }
        }
        gone.extend(held.map(key));
        body.count(gone.len() as u32);
        for (id, generation) in gone {
            body.put(id.into(), ID_BITS);
            body.put(generation.into(), GENERATION_BITS);
        }
        body.count(fresh.len() as u32);
        fresh.iter().for_each(|piece| piece.bits(&self.encodings).append_to(body));
        told.shots.clear();
        told.shots.extend(chosen(&self.shots, visible).map(|piece| piece.data.clone()));
    }

    fn sum(&self, look: &Look) -> Sum {
        let mut sum = Sum::default();
        look.own.iter().for_each(|own| sum.own(own));
        chosen(&self.players, &look.visible.players).for_each(|piece| sum.player(&piece.data));
        chosen(&self.shots, shown(&look.visible)).for_each(|piece| sum.shot(&piece.data));
        sum
    }
}

/// The projectiles that fit a snapshot.
fn shown(visible: &Visible) -> &[u16] {
    &visible.shots[..visible.shots.len().min(SHOTS_MAX)]
}

fn bit(piece: &Piece<PlayerPiece>) -> u64 {
    1 << piece.data.seat
}

fn put_own(own: Option<&Own>, told: &mut Told, body: &mut BitWriter) {
    body.put(own.is_some().into(), 1);
    match (own, &told.own) {
        (Some(own), Some(was)) => delta::own(was, own, body),
        (Some(own), None) => own.write(body),
        (None, _) => (),
    }
    told.own = own.cloned();
}

/// The pieces with these indices. An index beyond the list is a defect of the caller.
fn chosen<'f, T>(pieces: &'f [Piece<T>], indices: &'f [u16]) -> impl Iterator<Item = &'f Piece<T>> + Clone {
    indices.iter().map(|index| &pieces[usize::from(*index)])
}

/// The message of these elements and this body. Writing to memory cannot fail.
fn joined(head: [i64; 4], body: &[u8]) -> Bytes {
    const MEMORY: &str = "memory takes every byte";
    let mut bytes = Vec::with_capacity(HEAD_BYTES + body.len());
    write_array_len(&mut bytes, ELEMENTS).expect(MEMORY);
    write_uint(&mut bytes, NUMBER).expect(MEMORY);
    for element in head {
        write_sint(&mut bytes, element).expect(MEMORY);
    }
    write_bin(&mut bytes, body).expect(MEMORY);
    bytes.into()
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
                | flag(alive && player.shield.up, seen::SHIELDED)
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
            ago: 0,
        }
    }
}
