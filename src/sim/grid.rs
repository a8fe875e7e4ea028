//! The integer grid that the state lives on, and the only trigonometry that the simulation uses.
//!
//! Within a tick arithmetic is `f64` with `+ - * /`, `sqrt`, `floor`, `abs` and comparisons; at its end everything is
//! rounded onto the grid by [`snap`]. So the state *is* integers: hash, checkpoint, wire and the TypeScript port carry
//! it exactly, and neither −0 nor NaN can occur in it. Mirrored by `game-client/src/sim/grid.ts`, bit for bit.

use serde::{Deserialize, Serialize};

/// Grid steps in one unit of length (or in one unit per second).
pub const GRID: f64 = 256.0;

/// A point, a velocity or a direction while a tick is being computed, in units or units per second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec2 {
    /// To the right.
    pub x: f64,
    /// Down the screen.
    pub y: f64,
}

/// A point in 1/256 unit, or a velocity in 1/256 unit per second, as the state holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Down the screen.
    pub y: i32,
}

/// A direction as a fraction of a turn in 1/65536; 0 points right, a quarter turn points down the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Angle(pub u16);

/// Rounds onto the grid. `floor(x·s + 0.5)` because `f64::round` and `Math.round` differ at negative halves.
pub fn snap(value: f64) -> i32 {
    (value * GRID + 0.5).floor() as i32
}

/// A value of the grid as units.
pub fn units(value: i32) -> f64 {
    f64::from(value) / GRID
}

impl Vec2 {
    /// The vector with these parts.
    pub const fn new(x: f64, y: f64) -> Vec2 {
        Vec2 { x, y }
    }

    /// Length, in the unit of the parts.
    pub fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    /// Scalar product.
    pub fn dot(self, other: Vec2) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// This vector at length 1; zero stays zero.
    pub fn normal(self) -> Vec2 {
        let length = self.length();
        if length > 0.0 { Vec2::new(self.x / length, self.y / length) } else { Vec2::default() }
    }

    /// Rounded onto the grid.
    pub fn snap(self) -> Point {
        Point { x: snap(self.x), y: snap(self.y) }
    }
}

impl std::ops::Add for Vec2 {
    type Output = Vec2;
    fn add(self, other: Vec2) -> Vec2 {
        Vec2::new(self.x + other.x, self.y + other.y)
    }
}

impl std::ops::Sub for Vec2 {
    type Output = Vec2;
    fn sub(self, other: Vec2) -> Vec2 {
        Vec2::new(self.x - other.x, self.y - other.y)
    }
}

impl std::ops::Mul<f64> for Vec2 {
    type Output = Vec2;
    fn mul(self, factor: f64) -> Vec2 {
        Vec2::new(self.x * factor, self.y * factor)
    }
}

impl Point {
    /// In units.
    pub fn units(self) -> Vec2 {
        Vec2::new(units(self.x), units(self.y))
    }
}

impl Angle {
    /// The unit vector that points this way.
    pub fn direction(self) -> Vec2 {
        Vec2::new(sine(self.0.wrapping_add(QUARTER)), sine(self.0))
    }

    /// The direction of a vector, to within 1/1000 of a degree; zero gives 0.
    pub fn of(v: Vec2) -> Angle {
        let (ax, ay) = (v.x.abs(), v.y.abs());
        if ax == 0.0 && ay == 0.0 {
            return Angle(0);
        }
        // The arc tangent of a ratio in 0..=1, then unfolded over the three reflections of the octant.
        let octant = if ay <= ax { arc_tangent(ay / ax) } else { 0.25 - arc_tangent(ax / ay) };
        let half = if v.x < 0.0 { 0.5 - octant } else { octant };
        let turn = if v.y < 0.0 { 1.0 - half } else { half };
        Angle((turn * 65536.0 + 0.5).floor() as u32 as u16)
    }

    /// Signed distance from `other` to this angle, the short way round, in 1/65536 turn.
    pub fn since(self, other: Angle) -> i16 {
        self.0.wrapping_sub(other.0) as i16
    }

    /// Turned by a signed amount in 1/65536 turn.
    pub fn turned(self, by: i32) -> Angle {
        Angle(self.0.wrapping_add(by as u16))
    }
}

const QUARTER: u16 = 0x4000;

/// Taylor coefficients of the sine to the ninth power; on a quarter turn their error is below 4e-6.
const SINE: [f64; 5] = [1.0, -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0, 1.0 / 362_880.0];

fn sine(turn: u16) -> f64 {
    let within = turn & (QUARTER - 1);
    let quadrant = turn / QUARTER;
    let folded = if quadrant % 2 == 1 { QUARTER - within } else { within };
    let a = f64::from(folded) * (std::f64::consts::TAU / 65536.0);
    let s = a * a;
    let value = a * (SINE[0] + s * (SINE[1] + s * (SINE[2] + s * (SINE[3] + s * SINE[4]))));
    if quadrant >= 2 { -value } else { value }
}

/// Arc tangent of a ratio in 0..=1, in turns. Abramowitz and Stegun 4.4.49, error below 2e-8 rad.
fn arc_tangent(r: f64) -> f64 {
    let s = r * r;
    let mut sum = 0.002_866_225_7;
    for c in [
        -0.016_165_736_7,
        0.042_909_613_8,
        -0.075_289_640_0,
        0.106_562_639_3,
        -0.142_088_994_4,
        0.199_935_508_5,
        -0.333_331_452_8,
        1.0,
    ] {
        sum = sum * s + c;
    }
    sum * r / std::f64::consts::TAU
}
