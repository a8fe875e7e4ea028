//! A map of which half is drawn, and what makes the other half of it.
//!
//! ```text
//!    x          y          turn
//! F │ ꟻ         F         F │
//!   │          ───          │ Ⅎ      what is drawn stands to the left or above, or on the border between
//!               Ⅎ
//! ```

use crate::sim::map::{MapFile, Pickup, Spawn};

/// How the other half comes of the drawn one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// Left to right.
    X,
    /// Top to bottom.
    Y,
    /// Left to right and top to bottom: a half turn around the middle.
    Turn,
}

impl Mirror {
    /// What the property may say.
    pub const NAMES: [&str; 3] = ["x", "y", "turn"];

    /// By its name.
    pub fn named(name: &str) -> Option<Mirror> {
        match name {
            "x" => Some(Mirror::X),
            "y" => Some(Mirror::Y),
            "turn" => Some(Mirror::Turn),
            _ => None,
        }
    }

    /// The image of a point of a map of this size.
    pub fn point(self, (x, y): (i32, i32), (width, height): (i32, i32)) -> (i32, i32) {
        match self {
            Mirror::X => (width - x, y),
            Mirror::Y => (x, height - y),
            Mirror::Turn => (width - x, height - y),
        }
    }

    /// The image of a tile.
    pub fn tile(self, tile: (i32, i32), (columns, rows): (i32, i32)) -> (i32, i32) {
        self.point(tile, (columns - 1, rows - 1))
    }

    /// True in the half that is drawn, and on its border.
    pub fn is_drawn(self, (x, y): (i32, i32), (width, height): (i32, i32)) -> bool {
        match self {
            Mirror::X | Mirror::Turn => x * 2 <= width,
            Mirror::Y => y * 2 <= height,
        }
    }

    /// The same of a tile. Where there is a middle one, it is drawn.
    pub fn is_tile_drawn(self, tile: (i32, i32), (columns, rows): (i32, i32)) -> bool {
        self.is_drawn(tile, (columns - 1, rows - 1))
    }

    /// What is wrong with something outside of that half.
    pub fn other_half(self) -> &'static str {
        match self {
            Mirror::X => "it leaves the left half, of which `mirror` makes the right one",
            Mirror::Y => "it leaves the upper half, of which `mirror` makes the lower one",
            Mirror::Turn => "it leaves the left half, which `mirror` turns into the right one",
        }
    }

    /// Adds the images of spawns and of things to pick up. What is its own image stays alone.
    pub fn complete(self, file: &mut MapFile) {
        let size = (file.width, file.height);
        for Spawn(x, y) in file.spawns.clone() {
            let (x, y) = self.point((x, y), size);
            if !file.spawns.contains(&Spawn(x, y)) {
                file.spawns.push(Spawn(x, y));
            }
        }
        for Pickup(what, x, y) in file.pickups.clone() {
            let (x, y) = self.point((x, y), size);
            let image = Pickup(what, x, y);
            if !file.pickups.contains(&image) {
                file.pickups.push(image);
            }
        }
    }
}
