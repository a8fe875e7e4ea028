//! The state of a match, data first: every field with its unit, its lifetime and its rule.
//!
//! Serialisable whole, so a checkpoint is these bytes and the hash is a walk over them. Nothing in here is a float.

use std::collections::VecDeque;

use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

use super::arms::Arms;
use super::grid::{Angle, Point};
use super::input::Input;
use super::map::Map;
use super::movement::Body;
use super::pickup;
use super::rewind::Lag;
use super::shield::Shield;
use super::side::{Mode, Side};
use super::thread::Drop;
use super::time::{Tick, Time};
use super::tuning::Tuning;

/// Most seats of a room, hence most players of a world.
pub const SEATS_MAX: u8 = 64;
/// Most projectiles in flight at once: beyond it weapons stay silent. With [`ID_REST`] it bounds the ids in use.
pub const SHOTS_MAX: usize = 1024;
/// How long poses are kept: the deepest rewind and a snapshot more.
pub const HISTORY: Time = Time(REWIND_MAX.0 + 60);
/// The deepest rewind: 550 ms. Over a line of 150 ms whose jitter is 30 ms a screen is 350 ms behind the own body: half of
/// it is the way, the rest is what keeps inputs and snapshots in time. A stall of 200 ms takes the rest.
pub const REWIND_MAX: Time = Time(330);
/// How long the id of a gone entity rests before it is used again, so that late bytes cannot name the wrong one.
pub const ID_REST: Time = Time(1200);

/// The number of a seat, 0 to 63.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeatId(pub u8);

/// The name of a projectile: the id is used again after [`ID_REST`], with the next generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId {
    /// Small and dense, for the wire.
    pub id: u16,
    /// Counts the uses of this id, modulo 128.
    pub generation: u8,
}

/// Whether a body is in play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Life {
    /// In play; hits are refused until `protected`.
    Alive {
        /// When the protection of a fresh body ends.
        protected: Time,
    },
    /// Out of play.
    Dead {
        /// When the body returns.
        returns: Time,
    },
}

/// A player's part of the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Player {
    /// The seat that this player fills; players are sorted by it.
    pub seat: SeatId,
    /// Who wins and loses with this player.
    pub side: Side,
    /// What is held now. It holds until another input entry comes.
    pub input: Input,
    /// Place and motion. Stands still while dead.
    pub body: Body,
    /// When the last dash began; zero before the first.
    pub dashed: Time,
    /// Velocity in 1/256 u/s that others add in the next tick, and in that one only.
    pub impulse: Point,
    /// In play or not.
    pub life: Life,
    /// Health left: above zero exactly while alive.
    pub health: i32,
    /// The weapons, and what the hand does with them.
    pub arms: Arms,
    /// The shield.
    pub shield: Shield,
    /// Until when thread counts twice.
    pub thimble: Time,
    /// Thread wound, in cm: the length of the tail, which is score and bounty at once.
    pub thread: i32,
    /// The longest that it ever was in this match, in cm.
    pub longest: i32,
    /// Others killed in this match.
    pub kills: u16,
    /// Times died in this match.
    pub deaths: u16,
    /// Who hit this body last and with which weapon, for the kill.
    pub hurt_by: Option<(SeatId, u8)>,
}

/// A projectile in flight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shot {
    /// Its name on the wire.
    pub id: EntityId,
    /// Who shot it.
    pub seat: SeatId,
    /// Index of the weapon in the tuning.
    pub weapon: u8,
    /// Where it is.
    pub place: Point,
    /// Where it flies.
    pub angle: Angle,
    /// How far it still flies, in 1/256 unit.
    pub reach: i32,
    /// How often it still comes back from a wall.
    pub bounces: i32,
    /// How far behind the present its shooter saw the others.
    pub lag: Lag,
    /// The last one who dashed through it.
    pub refused_by: Option<SeatId>,
}

/// What the match is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// All walk and shoot, and nobody is hurt, until then.
    Warmup {
        /// When play begins.
        ends: Time,
    },
    /// Play, until then, or until somebody has thread enough.
    Running {
        /// When play ends.
        ends: Time,
    },
    /// Time was up on a draw: play until somebody leads, or until then.
    SuddenDeath {
        /// When it stays a draw.
        ends: Time,
    },
    /// The result is shown, until then. Bodies walk, weapons rest.
    Results {
        /// When the next match starts.
        ends: Time,
        /// Who had most thread; nobody on a draw.
        winner: Option<Side>,
        /// What ended the match.
        by: EndedBy,
    },
    /// Over: the room starts another one.
    Closed,
}

/// What ended a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndedBy {
    /// Somebody had as much thread as it takes.
    Goal,
    /// Time was up, and one led.
    Time,
    /// One took the lead in sudden death, or nobody did.
    SuddenDeath,
}

/// Where bodies were at one instant, the end of a step, for rewinding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poses {
    /// The instant.
    pub time: Time,
    /// Living bodies, sorted by seat.
    pub bodies: Vec<(SeatId, Point)>,
}

/// Hands out names of projectiles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ids {
    resting: VecDeque<(Time, EntityId)>,
    next: u16,
}

impl Ids {
    /// A name that nothing has had for [`ID_REST`].
    pub fn take(&mut self, now: Time) -> EntityId {
        match self.resting.front() {
            Some((since, id)) if since.after(ID_REST) <= now => {
                let again = EntityId { id: id.id, generation: (id.generation + 1) % 128 };
                self.resting.pop_front();
                again
            }
            _ => {
                self.next += 1;
                EntityId { id: self.next - 1, generation: 0 }
            }
        }
    }

    /// Lays a name to rest.
    pub fn give(&mut self, id: EntityId, now: Time) {
        self.resting.push_back((now, id));
    }
}

/// The state of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct World {
    /// The tick that the next step computes.
    pub tick: Tick,
    /// The instant at which that step begins.
    pub now: Time,
    /// What the match is played for.
    pub mode: Mode,
    /// What the match is doing.
    pub phase: Phase,
    /// Seed of everything that clients predict: spread. They know it.
    pub public_seed: u32,
    /// Chance that never leaves the server: spawns.
    pub chance: Pcg32,
    /// Sorted by seat.
    pub players: Vec<Player>,
    /// In the order in which they were shot.
    pub shots: Vec<Shot>,
    /// Names of projectiles.
    pub ids: Ids,
    /// Loose thread, in the order in which it fell.
    pub loose: Vec<Drop>,
    /// Drops of this match so far, modulo 65536: the name of the next one.
    pub drops: u16,
    /// When each thing of the map lies at its place again.
    pub pickups: Vec<Time>,
    /// Oldest first, [`HISTORY`] deep.
    pub history: VecDeque<Poses>,
}

impl World {
    /// An empty world whose match begins at `now` on this map. The same seed makes the same match.
    pub fn new(seed: u64, tick: Tick, now: Time, map: &Map, tuning: &Tuning) -> World {
        World {
            tick,
            now,
            mode: Mode::of(tuning),
            phase: Phase::Warmup { ends: now.after(Time(tuning.round.warmup as u32)) },
            public_seed: super::chance::mix((seed >> 32) as u32, seed as u32, 0),
            chance: Pcg32::new(seed, 0x0a02_bdbf_7bb3_c0a7),
            players: Vec::new(),
            shots: Vec::new(),
            ids: Ids::default(),
            loose: Vec::new(),
            drops: 0,
            pickups: pickup::first(map, now, tuning),
            history: VecDeque::new(),
        }
    }

    /// True while hits hurt: after the warm-up, and before the result.
    pub fn counts(&self) -> bool {
        matches!(self.phase, Phase::Running { .. } | Phase::SuddenDeath { .. })
    }

    /// True while weapons rest: the result stands.
    pub fn rests(&self) -> bool {
        matches!(self.phase, Phase::Results { .. } | Phase::Closed)
    }

    /// How long until each thing of the map lies at its place again.
    pub fn waits(&self) -> impl Iterator<Item = Time> {
        self.pickups.iter().map(|lies| lies.left(self.now))
    }

    /// The player in a seat.
    pub fn player(&self, seat: SeatId) -> Option<&Player> {
        self.players.binary_search_by_key(&seat, |p| p.seat).ok().map(|i| &self.players[i])
    }

    /// The player in a seat, to change.
    pub fn player_mut(&mut self, seat: SeatId) -> Option<&mut Player> {
        self.players.binary_search_by_key(&seat, |p| p.seat).ok().map(|i| &mut self.players[i])
    }
}

impl Player {
    /// True while the body is in play.
    pub fn is_alive(&self) -> bool {
        matches!(self.life, Life::Alive { .. })
    }

    /// True when a hit at `now` is refused: a fresh body, or the first part of a dash.
    pub fn refuses_hits(&self, now: Time, tuning: &Tuning) -> bool {
        let Life::Alive { protected } = self.life else { return true };
        now < protected || self.dashes_through(now, tuning)
    }

    /// The share of its top speed that this body may walk at, in 1/1000.
    pub fn pace(&self, tuning: &Tuning) -> i32 {
        if self.shield.up { tuning.shield.pace } else { self.arms.pace(tuning) }
    }

    /// True in the first part of a dash, which no hit can touch.
    pub fn dashes_through(&self, now: Time, tuning: &Tuning) -> bool {
        let begun = Time(self.body.dash_ends.0.saturating_sub(tuning.dash.time as u32));
        self.is_alive() && now < self.body.dash_ends && now < begun.after(Time(tuning.dash.untouchable as u32))
    }
}
