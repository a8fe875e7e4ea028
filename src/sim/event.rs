//! Everything that happens in a tick, as one typed stream: display, sound, statistics and reports all read this.

use serde::{Deserialize, Serialize};

use super::grid::{Angle, Point};
use super::world::{EntityId, SeatId};

/// Why a shot is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShotEnd {
    /// It met a wall.
    Wall,
    /// It flew as far as it reaches, or its shooter left.
    Reach,
    /// It met this player.
    Player(SeatId),
}

/// Something that happened in a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A seat was filled.
    Joined {
        /// Who.
        seat: SeatId,
    },
    /// A seat was left.
    Left {
        /// Who.
        seat: SeatId,
    },
    /// A body appeared.
    Spawned {
        /// Who.
        seat: SeatId,
        /// Where.
        place: Point,
    },
    /// A dash began.
    Dashed {
        /// Who.
        seat: SeatId,
        /// Where it began.
        place: Point,
        /// Where it goes.
        angle: Angle,
    },
    /// An impulse carried a body in this tick.
    Pushed {
        /// Who.
        seat: SeatId,
        /// The velocity that was added for this tick, in 1/256 u/s.
        impulse: Point,
    },
    /// A projectile left its shooter.
    Shot {
        /// Who shot.
        seat: SeatId,
        /// The projectile.
        id: EntityId,
        /// Index of the weapon.
        weapon: u8,
        /// Where from.
        place: Point,
        /// Where to, exactly.
        angle: Angle,
    },
    /// A projectile is no more.
    ShotEnded {
        /// The projectile.
        id: EntityId,
        /// Where.
        place: Point,
        /// Why.
        end: ShotEnd,
    },
    /// A reload began.
    Reloading {
        /// Who.
        seat: SeatId,
    },
    /// A body was hurt.
    Hurt {
        /// Who was hit.
        seat: SeatId,
        /// Who hit; nobody where no player did.
        by: Option<SeatId>,
        /// Index of the weapon.
        weapon: u8,
        /// Health taken.
        damage: u16,
        /// Where.
        place: Point,
    },
    /// A body died.
    Killed {
        /// Who died.
        seat: SeatId,
        /// Who gets the kill.
        by: Option<SeatId>,
        /// Index of the weapon.
        weapon: u8,
        /// Where.
        place: Point,
    },
    /// The match has a result, which is shown until the next one starts.
    MatchEnded {
        /// The seat with most kills; nobody on a draw.
        winner: Option<SeatId>,
    },
    /// The result has been shown; the room starts the next match.
    MatchClosed,
}

/// Names every kind of event. One that is missing here is a match without an arm, which does not compile.
macro_rules! kinds {
    ($($kind:ident)*) => {
        impl Event {
            /// The names of all kinds of events.
            pub const KINDS: &'static [&'static str] = &[$(stringify!($kind)),*];

            /// The name of its kind.
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$kind { .. } => stringify!($kind)),* }
            }
        }
    };
}

kinds! { Joined Left Spawned Dashed Pushed Shot ShotEnded Reloading Hurt Killed MatchEnded MatchClosed }
