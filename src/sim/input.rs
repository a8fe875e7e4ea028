//! What one player did in one tick, in a form that is exact on the wire.
//!
//! Knows nothing of keys, sticks or messages.

use serde::{Deserialize, Serialize};

use super::grid::{Angle, Vec2};
use super::time::Time;

/// What one player did in one tick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// What is held: a sum of [`FIRE`], [`DASH`] …
    pub buttons: u8,
    /// Where to walk: see [`Walk`].
    pub walk: Walk,
    /// Where to aim.
    pub aim: Angle,
    /// The slot of the weapon that is wanted in hand; one that holds no weapon leaves the hand as it is.
    pub weapon: u8,
    /// Where the screen showed the others, if this fires.
    pub seen: Seen,
}

/// Where a screen showed the others when something was done: on their way between two poses, both in the past.
///
/// Both are told as spans before the end of the tick, so that what holds on keeps its distance. What a client claims is
/// checked and bounded before it becomes an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// How long ago the older pose was; zero says that the present was seen.
    pub older: Time,
    /// How long ago the newer one was.
    pub newer: Time,
    /// How far between the two, in 1/256.
    pub share: u8,
}

impl Seen {
    /// The present, as bots see it.
    pub const PRESENT: Seen = Seen { older: Time(0), newer: Time(0), share: 0 };

    /// How long ago that was.
    pub fn depth(self) -> Time {
        let between = u64::from(self.older.left(self.newer).0) * u64::from(256 - u32::from(self.share));
        self.newer.after(Time((between / 256) as u32))
    }
}

/// Held: shoot.
pub const FIRE: u8 = 1;
/// Pressed: dash.
pub const DASH: u8 = 2;
/// Pressed: reload.
pub const RELOAD: u8 = 4;
/// Held: the shield is up.
pub const SHIELD: u8 = 8;
/// Every button there is; any other bit breaks the protocol.
pub const BUTTONS: u8 = FIRE | DASH | RELOAD | SHIELD;

/// A direction and a strength to walk with: 0 stands still; `1 + d + 64·s` walks in direction `d`/64 of a turn with
/// strength 1 (`s` = 0), 2/3 (`s` = 1) or 1/3 (`s` = 2). The keyboard's eight directions thus take one byte on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk(pub u8);

/// The largest [`Walk`].
pub const WALK_MAX: u8 = 192;
const DIRECTIONS: u8 = 64;

impl Walk {
    /// Full strength in direction `d`/64 of a turn.
    pub fn toward(angle: Angle) -> Walk {
        Walk(1 + (angle.0.wrapping_add(512) / 1024) as u8)
    }

    /// The wish as a vector of length 0 to 1.
    pub fn wish(self) -> Vec2 {
        match self.angle() {
            None => Vec2::default(),
            Some(angle) => angle.direction() * (f64::from(3 - (self.0 - 1) / DIRECTIONS) / 3.0),
        }
    }

    /// Where it leads; `None` when standing still.
    pub fn angle(self) -> Option<Angle> {
        if self.0 == 0 || self.0 > WALK_MAX {
            return None;
        }
        Some(Angle(u16::from((self.0 - 1) % DIRECTIONS) * 1024))
    }
}

impl Input {
    /// Nothing held, nowhere to go, aim and weapon kept.
    pub fn neutral(self) -> Input {
        Input { aim: self.aim, weapon: self.weapon, ..Input::default() }
    }

    /// True when nothing is held: such an input holds until another one comes, so silence is never ambiguous.
    pub fn is_neutral(self) -> bool {
        self.buttons == 0 && self.walk == Walk::default()
    }
}
