//! Everything that happens in a tick, as one typed stream: display, sound, statistics and reports all read this.

use serde::{Deserialize, Serialize};

use super::combat::View;
use super::grid::{Angle, Point};
use super::time::Time;
use super::world::{EndedBy, EntityId, SeatId};

/// Why a shot is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShotEnd {
    /// It met a wall.
    Wall,
    /// It flew as far as it reaches, or its shooter left.
    Reach,
    /// It met this player.
    Player(SeatId),
    /// It met the shield of this player.
    Shield(SeatId),
}

/// Most corners of the line of a ray: its muzzle, two walls and its end.
pub const CORNERS_MAX: usize = 4;

/// The line that a ray took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    corners: [Point; CORNERS_MAX],
    count: u8,
}

impl Line {
    /// One more corner; a line that has all of them stays as it is.
    pub fn push(&mut self, corner: Point) {
        if let Some(free) = self.corners.get_mut(usize::from(self.count)) {
            *free = corner;
            self.count += 1;
        }
    }

    /// From the muzzle to the end.
    pub fn corners(&self) -> &[Point] {
        &self.corners[..usize::from(self.count)]
    }
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
        /// Steps that it flies at once in this tick, beside the one of the tick.
        forward: u8,
    },
    /// A projectile is no more.
    ShotEnded {
        /// The projectile.
        id: EntityId,
        /// Where.
        place: Point,
        /// Why.
        end: ShotEnd,
        /// Steps that it would still have flown at once in this tick.
        forward: u8,
    },
    /// A projectile came back from a wall.
    Bounced {
        /// The projectile.
        id: EntityId,
        /// Where.
        place: Point,
        /// Where it flies now.
        angle: Angle,
        /// Steps that it still flies at once in this tick.
        forward: u8,
    },
    /// A ray was shot.
    Lashed {
        /// Who shot.
        seat: SeatId,
        /// Index of the weapon.
        weapon: u8,
        /// The way that it took.
        line: Line,
        /// Who slipped it, so that it went slack there.
        slack: Option<SeatId>,
    },
    /// A SLIP: a dash through the line of a ray.
    Slipped {
        /// Who dashed.
        seat: SeatId,
        /// Who shot.
        by: SeatId,
        /// Where.
        place: Point,
    },
    /// A dash through a projectile.
    Refused {
        /// Who dashed.
        seat: SeatId,
        /// Who shot.
        by: SeatId,
        /// Where.
        place: Point,
    },
    /// A shield stopped a hit.
    Blocked {
        /// Whose shield.
        seat: SeatId,
        /// Who shot.
        by: SeatId,
        /// Index of the weapon.
        weapon: u8,
        /// The damage that was stopped.
        damage: u16,
        /// Where.
        place: Point,
    },
    /// SNAPBACK: a shield sent a projectile back, which is another one from here on, and of whoever holds the shield.
    Snapback {
        /// Whose shield.
        seat: SeatId,
        /// Who shot.
        by: SeatId,
        /// The projectile that flies back.
        id: EntityId,
        /// Index of the weapon.
        weapon: u8,
        /// Where from.
        place: Point,
        /// Where to, exactly.
        angle: Angle,
    },
    /// A shield broke.
    Broke {
        /// Whose.
        seat: SeatId,
        /// Where.
        place: Point,
    },
    /// A reload began.
    Reloading {
        /// Who.
        seat: SeatId,
    },
    /// A charge began.
    Charging {
        /// Who.
        seat: SeatId,
        /// Where.
        place: Point,
    },
    /// Another weapon was taken in hand.
    Switched {
        /// Who.
        seat: SeatId,
        /// Index of the weapon.
        weapon: u8,
    },
    /// Thread fell.
    Dropped {
        /// The drop.
        id: u16,
        /// Whose thread it was.
        seat: SeatId,
        /// Where, on the grid of 1/8 unit.
        place: Point,
        /// Decides where its bits lie.
        seed: u32,
        /// All of it, in cm.
        amount: i32,
        /// How long it lies.
        lies: Time,
        /// THE GREAT UNRAVEL: the sole leader fell.
        great: bool,
    },
    /// A bit of loose thread was wound.
    Wound {
        /// The drop.
        id: u16,
        /// Which of its bits.
        bit: u8,
        /// Who wound it.
        seat: SeatId,
    },
    /// Something was picked up.
    Picked {
        /// Who has it.
        seat: SeatId,
        /// The place: an index into those of the map.
        pickup: u8,
        /// Until it lies there again.
        wait: Time,
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
        /// What the shooter saw.
        view: View,
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
    /// The warm-up is over: hits hurt from the next tick on.
    MatchBegan,
    /// Time is up on a draw.
    SuddenDeath,
    /// The match has a result, which is shown until the next one starts.
    MatchEnded {
        /// The seat with most thread; nobody on a draw.
        winner: Option<SeatId>,
        /// What ended it.
        by: EndedBy,
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

kinds! {
    Joined Left Spawned Dashed Pushed Shot ShotEnded Bounced Lashed Slipped Refused Blocked Snapback Broke Reloading Charging Switched Dropped Wound
    Picked Hurt Killed MatchBegan SuddenDeath MatchEnded MatchClosed
}
