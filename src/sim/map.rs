//! The compiled form of a map: what stops bodies and shots, where players appear, and two grids to find walls fast.
//!
//! Integers only, so that both sides hold the same map. It is compiled from Tiled files by `config/maps.rs`; this file
//! knows neither Tiled nor the file system. Mirrored by `game-client/src/sim/map.ts`.
//!
//! ```text
//! near:   cell → walls within REACH of any point of the cell   (bodies: one lookup, whatever the step)
//! across: cell → walls that touch the cell                     (rays: walked cell by cell)
//! ```

use serde::{Deserialize, Serialize};

use super::grid::Vec2;

/// Side of a cell of the grids, in units; also a tile of Tiled.
pub const CELL: i32 = 40;
/// How far from a cell its `near` walls may be, in units: the largest radius of a body and the longest substep.
pub const REACH: i32 = 32 + 16;
/// Longest side of a map, in units: 1/8 unit in 16 bits.
pub const SIDE_MAX: i32 = 8000;
/// Most walls of a map.
pub const WALLS_MAX: usize = 4096;
/// Most things to pick up of a map.
pub const PICKUPS_MAX: usize = 64;
/// Most spawns of a map.
pub const SPAWNS_MAX: usize = 256;

/// A wall: a segment that nothing crosses, in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall(pub i32, pub i32, pub i32, pub i32);

/// A piece of cover as it is drawn, an axis-parallel rectangle in units: x, y, width, height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover(pub i32, pub i32, pub i32, pub i32);

/// A point in units where a player may appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spawn(pub i32, pub i32);

/// A point in units where something may be picked up, and what: `spool`, `battery`, `thimble`, or the name of a weapon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pickup(pub String, pub i32, pub i32);

/// The file `assets/maps/NAME.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapFile {
    /// The name of the map: that of its file.
    pub name: String,
    /// Width in units.
    pub width: i32,
    /// Height in units.
    pub height: i32,
    /// What stops bodies and shots; the four sides of the map stand among them.
    pub walls: Vec<Wall>,
    /// What is drawn as cover.
    pub covers: Vec<Cover>,
    /// Where players appear.
    pub spawns: Vec<Spawn>,
    /// Where things to pick up lie.
    pub pickups: Vec<Pickup>,
}

/// A map ready for play.
#[derive(Clone, Debug)]
pub struct Map {
    /// What the file says.
    pub file: MapFile,
    /// 64-bit FNV-1a of the compiled file's bytes: the map's identity in the welcome and in `/maps/<hash>.json`.
    pub hash: u64,
    columns: i32,
    rows: i32,
    near: Vec<Vec<u16>>,
    across: Vec<Vec<u16>>,
}

impl Map {
    /// Builds the grids. `bytes` is the compiled file from which `file` was read.
    pub fn new(file: MapFile, bytes: &[u8]) -> Map {
        let columns = file.width.max(1).div_euclid(CELL) + 1;
        let rows = file.height.max(1).div_euclid(CELL) + 1;
        let mut map = Map { hash: fnv(bytes), columns, rows, near: Vec::new(), across: Vec::new(), file };
        map.near = map.cells(REACH);
        map.across = map.cells(0);
        map
    }

    /// The name that `/maps/<hash>.json` uses.
    pub fn hash_hex(&self) -> String {
        format!("{:016x}", self.hash)
    }

    /// The walls that a body at this place could touch within one substep, in file order.
    pub fn near(&self, place: Vec2) -> impl Iterator<Item = Wall> + '_ {
        let cell = self.cell(column(place.x), column(place.y));
        self.near[cell].iter().map(|&i| self.file.walls[usize::from(i)])
    }

    /// How far along the line from `from` to `to` the first wall stands, as a share of the line; `None` if it is free.
    pub fn cast(&self, from: Vec2, to: Vec2) -> Option<f64> {
        self.first(from, to).map(|(share, _)| share)
    }

    /// The same, with the direction of length 1 that points away from that wall, to the side that the line comes from.
    pub fn hit(&self, from: Vec2, to: Vec2) -> Option<(f64, Vec2)> {
        let (share, wall) = self.first(from, to)?;
        let Wall(ax, ay, bx, by) = self.file.walls[usize::from(wall)];
        let normal = Vec2::new(f64::from(ay - by), f64::from(bx - ax)).normal();
        Some((share, if normal.dot(to - from) > 0.0 { normal * -1.0 } else { normal }))
    }

    /// The first wall along a line, and the share of the line before it; of several at one place the first in the file.
    fn first(&self, from: Vec2, to: Vec2) -> Option<(f64, u16)> {
        let way = to - from;
        let (mut x, mut y) = (column(from.x), column(from.y));
        let (end_x, end_y) = (column(to.x), column(to.y));
        let mut walk_x = Axis::new(from.x, way.x, x);
        let mut walk_y = Axis::new(from.y, way.y, y);
        let mut first: Option<(f64, u16)> = None;
        // Each turn of the loop enters one more cell, and a line enters at most so many.
        for _ in 0..=((end_x - x).abs() + (end_y - y).abs()) {
            for &i in &self.across[self.cell(x, y)] {
                let at = crossing(from, way, self.file.walls[usize::from(i)]);
                if let Some(at) = at.filter(|at| first.is_none_or(|best| (*at, i) < best)) {
                    first = Some((at, i));
                }
            }
            // A wall found within this cell is nearer than any in a later one; one beyond it may not be.
            if first.is_some_and(|(at, _)| at <= walk_x.next.min(walk_y.next)) {
                return first;
            }
            if walk_x.next < walk_y.next { x += walk_x.advance() } else { y += walk_y.advance() }
        }
        first
    }

    /// True when no wall stands between two points.
    pub fn sees(&self, from: Vec2, to: Vec2) -> bool {
        self.cast(from, to).is_none()
    }

    fn cell(&self, column: i32, row: i32) -> usize {
        (row.clamp(0, self.rows - 1) * self.columns + column.clamp(0, self.columns - 1)) as usize
    }

    /// For each cell the walls whose bounding box, widened by `margin`, touches it.
    fn cells(&self, margin: i32) -> Vec<Vec<u16>> {
        let mut cells = vec![Vec::new(); (self.columns * self.rows) as usize];
        for (i, Wall(ax, ay, bx, by)) in self.file.walls.iter().enumerate() {
            // One unit more on each side: a wall on the border between two cells belongs to both.
            let low = |a: &i32, b: &i32| (a.min(b) - margin - 1).div_euclid(CELL);
            let high = |a: &i32, b: &i32| (a.max(b) + margin + 1).div_euclid(CELL);
            for row in low(ay, by).max(0)..=high(ay, by).min(self.rows - 1) {
                for column in low(ax, bx).max(0)..=high(ax, bx).min(self.columns - 1) {
                    cells[(row * self.columns + column) as usize].push(i as u16);
                }
            }
        }
        cells
    }
}

/// The walk of a ray over the cells along one axis (Amanatides and Woo, 1987).
struct Axis {
    next: f64,
    share: f64,
    sign: i32,
}

impl Axis {
    fn new(from: f64, way: f64, cell: i32) -> Axis {
        if way == 0.0 {
            return Axis { next: f64::INFINITY, share: f64::INFINITY, sign: 0 };
        }
        let sign = if way > 0.0 { 1 } else { -1 };
        let border = f64::from((cell + i32::from(sign > 0)) * CELL);
        Axis { next: (border - from) / way, share: f64::from(CELL) / way.abs(), sign }
    }

    fn advance(&mut self) -> i32 {
        self.next += self.share;
        self.sign
    }
}

fn column(units: f64) -> i32 {
    (units / f64::from(CELL)).floor() as i32
}

/// Where the line `from + way·t` crosses the wall, for t in 0..=1.
fn crossing(from: Vec2, way: Vec2, Wall(ax, ay, bx, by): Wall) -> Option<f64> {
    let a = Vec2::new(f64::from(ax), f64::from(ay));
    let along = Vec2::new(f64::from(bx - ax), f64::from(by - ay));
    let cross = way.x * along.y - way.y * along.x;
    if cross == 0.0 {
        return None;
    }
    let to = a - from;
    let at = (to.x * along.y - to.y * along.x) / cross;
    let on = (to.x * way.y - to.y * way.x) / cross;
    ((0.0..=1.0).contains(&at) && (0.0..=1.0).contains(&on)).then_some(at)
}

/// 64-bit FNV-1a (Fowler, Noll, Vo).
pub fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
