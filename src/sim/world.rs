//! The state of a match, data first: every field with its unit, its lifetime and its rule.
//!
//! Serialisable whole, so a checkpoint is these bytes and the hash is a walk over them. Nothing in here is a float.

use std::collections::VecDeque;

use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

use super::grid::{Angle, Point};
use super::input::Input;
use super::movement::Body;
use super::time::{Tick, Time};
use super::tuning::Tuning;

/// Most seats of a room, hence most players of a world.
pub const SEATS_MAX: u8 = 64;
/// Most projectiles in flight at once: beyond it weapons stay silent. With [`ID_REST`] it bounds the ids in use.
pub const SHOTS_MAX: usize = 1024;
/// How long poses are kept: the deepest rewind, 300 ms, and a snapshot more.
pub const HISTORY: Time = Time(240);
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
    /// What is held now. It holds until another input entry comes.
    pub input: Input,
    /// Place and motion. Stands still while dead.
    pub body: Body,
    /// Velocity in 1/256 u/s that others add in the next tick, and in that one only.
    pub impulse: Point,
    /// In play or not.
    pub life: Life,
    /// Health left: above zero exactly while alive.
    pub health: i32,
    /// Index of the weapon in the tuning.
    pub weapon: u8,
    /// Shots left before a reload.
    pub clip: i32,
    /// When the next shot may leave.
    pub fire_ready: Time,
    /// When the reload under way ends; zero when none is.
    pub reload_ends: Time,
    /// Shots of this player in this match: with the public seed it decides their spread.
    pub shots: u32,
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
}

/// What the match is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Play, until then.
    Running {
        /// When play ends.
        ends: Time,
    },
    /// The result is shown, until then. Bodies walk, weapons rest.
    Results {
        /// When the next match starts.
        ends: Time,
        /// Who had most kills; nobody on a draw.
        winner: Option<SeatId>,
    },
    /// Over: the room starts another one.
    Closed,
}

/// Where bodies were at one instant, for rewinding.
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
    /// Oldest first, [`HISTORY`] deep.
    pub history: VecDeque<Poses>,
}

impl World {
    /// An empty world whose match begins at `now`. The same seed makes the same match.
    pub fn new(seed: u64, tick: Tick, now: Time, tuning: &Tuning) -> World {
        World {
            tick,
            now,
            phase: Phase::Running { ends: now.after(Time(tuning.round.length as u32)) },
            public_seed: super::chance::mix((seed >> 32) as u32, seed as u32, 0),
            chance: Pcg32::new(seed, 0x0a02_bdbf_7bb3_c0a7),
            players: Vec::new(),
            shots: Vec::new(),
            ids: Ids::default(),
            history: VecDeque::new(),
        }
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
        let dash_begun = Time(self.body.dash_ends.0.saturating_sub(tuning.dash.time as u32));
        let dashing = now < self.body.dash_ends && now < dash_begun.after(Time(tuning.dash.untouchable as u32));
        now < protected || dashing
    }
}
