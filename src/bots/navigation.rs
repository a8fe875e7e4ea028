//! Ways around walls: which cells of a map a body of some radius can stand in, and the shortest way between two places.
//!
//! ```text
//! Map + radius ──▶ Navigation: per cell a bit for each of eight neighbours that a body can walk to
//!                  plan: A* over cells ──▶ corners, nearest last; the walker cuts those that it can see past
//! ```
//!
//! A pure function of map and radius, built once and shared by all brains of a match through an [`Atlas`]. Costs are
//! integers and ties go to the lower cell, so that the same question has the same answer everywhere.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::sim::grid::units;
use crate::sim::map::{CELL, Wall};
use crate::sim::movement::from_wall;
use crate::sim::{Map, Vec2};

/// How much further from walls than it must a planned way keeps, in units: a walk has 64 directions only.
const MARGIN: f64 = 3.0;
/// Charts that an atlas remembers: the present one and those of radii that a designer tries.
const CHARTS_MAX: usize = 8;
/// Longest part of a line that is tested against the walls near its middle, in units: with the largest radius it stays
/// within the reach of [`Map::near`].
const PART: f64 = 30.0;
/// Cost of a step to a neighbour in a row or column, and to a diagonal one.
const STRAIGHT: u32 = 10;
const DIAGONAL: u32 = 14;
/// Extra cost of a cell beside a wall: ways through the open look better and get caught less.
const BESIDE_WALL: u32 = 5;
/// A cell whose centre has so much room beyond the radius is not beside a wall, in units.
const ROOMY: f64 = 30.0;
/// The neighbours of a cell by bit; odd ones are diagonal.
const NEIGHBOURS: [(i32, i32); 8] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];
/// No cell.
const NOWHERE: u32 = u32::MAX;

/// Charts by map and radius, shared by the brains of a match or of a server.
#[derive(Debug, Default)]
pub struct Atlas {
    charts: Mutex<Vec<Arc<Navigation>>>,
}

/// Where a body of one radius can walk on one map.
#[derive(Debug)]
pub struct Navigation {
    map_hash: u64,
    /// The radius of the body, in 1/256 unit.
    radius: i32,
    /// How far the middle of a planned way keeps from walls, in units.
    keep: f64,
    columns: i32,
    rows: i32,
    /// Per cell the neighbours that can be walked to.
    ways: Vec<u8>,
    /// Per cell what entering it costs beyond the step.
    extra: Vec<u8>,
    /// The cells that can be reached from a spawn, in order.
    open: Vec<u32>,
}

impl Atlas {
    /// The chart for bodies of this radius (1/256 unit) on this map.
    pub fn chart(&self, map: &Map, radius: i32) -> Arc<Navigation> {
        let mut charts = self.charts.lock();
        if let Some(chart) = charts.iter().find(|chart| chart.fits(map, radius)) {
            return chart.clone();
        }
        let chart = Arc::new(Navigation::new(map, radius));
        if charts.len() == CHARTS_MAX {
            charts.remove(0);
        }
        charts.push(chart.clone());
        chart
    }
}

impl Navigation {
    /// Charts a map for bodies of this radius, in 1/256 unit.
    pub fn new(map: &Map, radius: i32) -> Navigation {
        let (columns, rows) = (map.file.width.max(1).div_euclid(CELL), map.file.height.max(1).div_euclid(CELL));
        let count = (columns.max(1) * rows.max(1)) as usize;
        let mut chart = Navigation {
            map_hash: map.hash,
            radius,
            keep: units(radius) + MARGIN,
            columns: columns.max(1),
            rows: rows.max(1),
            ways: vec![0; count],
            extra: vec![0; count],
            open: Vec::new(),
        };
        chart.flood(map);
        chart
    }

    /// True when this chart is of that map and radius.
    pub fn fits(&self, map: &Map, radius: i32) -> bool {
        self.map_hash == map.hash && self.radius == radius
    }

    /// The centres of the cells that can be reached from a spawn are the places to go to: this is how many there are.
    pub fn places(&self) -> usize {
        self.open.len()
    }

    /// One of the [`Navigation::places`], counted in rows; the centre of the map where there is none.
    pub fn place(&self, index: usize) -> Vec2 {
        match self.open.get(index) {
            Some(cell) => self.centre(*cell),
            None => Vec2::new(f64::from(self.columns * CELL) / 2.0, f64::from(self.rows * CELL) / 2.0),
        }
    }

    /// The corners of a short way between two places, the nearest last and without the first place; `None` when there
    /// is no way.
    pub fn plan(&self, map: &Map, from: Vec2, to: Vec2) -> Option<Vec<Vec2>> {
        if self.is_clear(map, from, to) {
            return Some(vec![to]);
        }
        let (start, end) = (self.cell_for(map, from)?, self.cell_for(map, to)?);
        let cells = self.search(start, end)?;
        Some(self.corners(&cells, to))
    }

    /// True when a body can walk straight from one place to the other. A body that already touches a wall may go on
    /// as near to it.
    pub fn is_clear(&self, map: &Map, from: Vec2, to: Vec2) -> bool {
        let room = map.near(from).map(|wall| from_wall(from, wall).length()).fold(self.keep, f64::min);
        is_clear(map, from, to, room - 1.0)
    }

    /// Finds all cells that can be reached from a spawn.
    fn flood(&mut self, map: &Map) {
        let spawns = map.file.spawns.iter().map(|spawn| Vec2::new(f64::from(spawn.0), f64::from(spawn.1)));
        let mut seen = vec![false; self.ways.len()];
        let mut rest: Vec<u32> = spawns.filter_map(|place| self.standing_near(map, place)).collect();
        rest.iter().for_each(|cell| seen[*cell as usize] = true);
        while let Some(cell) = rest.pop() {
            let centre = self.centre(cell);
            self.extra[cell as usize] =
                if is_clear(map, centre, centre, self.keep + ROOMY) { 0 } else { BESIDE_WALL as u8 };
            for bit in 0..NEIGHBOURS.len() {
                let Some(next) = self.neighbour(cell, bit) else { continue };
                if is_clear(map, centre, self.centre(next), self.keep) {
                    self.ways[cell as usize] |= 1 << bit;
                    if !std::mem::replace(&mut seen[next as usize], true) {
                        rest.push(next);
                    }
                }
            }
        }
        self.open = (0..seen.len() as u32).filter(|cell| self.ways[*cell as usize] != 0).collect();
    }

    /// The nearest cell in whose centre a body can stand and to which it can walk from here.
    fn standing_near(&self, map: &Map, place: Vec2) -> Option<u32> {
        self.around(place).find(|cell| {
            let centre = self.centre(*cell);
            is_clear(map, centre, centre, self.keep) && self.is_clear(map, place, centre)
        })
    }

    /// The nearest cell with ways to which a body can walk from here; else the nearest cell with ways.
    fn cell_for(&self, map: &Map, place: Vec2) -> Option<u32> {
        let open = |cell: &u32| self.ways[*cell as usize] != 0;
        let walked = self.around(place).filter(open).find(|cell| self.is_clear(map, place, self.centre(*cell)));
        walked.or_else(|| self.around(place).find(open)).or_else(|| {
            let distance = |cell: &u32| (self.centre(*cell) - place).length() as u32;
            self.open.iter().copied().min_by_key(|cell| (distance(cell), *cell))
        })
    }

    /// The cells of the 5 × 5 block around a place, nearest first.
    fn around(&self, place: Vec2) -> impl Iterator<Item = u32> {
        let (column, row) = ((place.x / f64::from(CELL)).floor() as i32, (place.y / f64::from(CELL)).floor() as i32);
        let mut cells: Vec<(u32, u32)> = Vec::with_capacity(25);
        for y in (row - 2).max(0)..=(row + 2).min(self.rows - 1) {
            for x in (column - 2).max(0)..=(column + 2).min(self.columns - 1) {
                let cell = (y * self.columns + x) as u32;
                cells.push(((self.centre(cell) - place).length() as u32, cell));
            }
        }
        cells.sort_unstable();
        cells.into_iter().map(|(_, cell)| cell)
    }

    fn centre(&self, cell: u32) -> Vec2 {
        let (x, y) = (cell as i32 % self.columns, cell as i32 / self.columns);
        Vec2::new(f64::from(x * CELL + CELL / 2), f64::from(y * CELL + CELL / 2))
    }

    fn neighbour(&self, cell: u32, bit: usize) -> Option<u32> {
        let (dx, dy) = NEIGHBOURS[bit];
        let (x, y) = (cell as i32 % self.columns + dx, cell as i32 / self.columns + dy);
        let inside = (0..self.columns).contains(&x) && (0..self.rows).contains(&y);
        inside.then_some((y * self.columns + x) as u32)
    }

    /// A* (Hart, Nilsson, Raphael 1968). The cells from `end` back to `start`.
    fn search(&self, start: u32, end: u32) -> Option<Vec<u32>> {
        let mut best = vec![u32::MAX; self.ways.len()];
        let mut came = vec![NOWHERE; self.ways.len()];
        let mut heap = BinaryHeap::new();
        best[start as usize] = 0;
        heap.push(Reverse((self.least(start, end), start)));
        while let Some(Reverse((rated, cell))) = heap.pop() {
            if cell == end {
                return Some(self.trace(&came, end));
            }
            let cost = best[cell as usize];
            if rated > cost + self.least(cell, end) {
                continue;
            }
            let ways = self.ways[cell as usize];
            for bit in (0..NEIGHBOURS.len()).filter(|bit| ways & (1 << bit) != 0) {
                let Some(next) = self.neighbour(cell, bit) else { continue };
                let step = if bit % 2 == 0 { STRAIGHT } else { DIAGONAL };
                let sum = cost + step + u32::from(self.extra[next as usize]);
                if sum < best[next as usize] {
                    best[next as usize] = sum;
                    came[next as usize] = cell;
                    heap.push(Reverse((sum + self.least(next, end), next)));
                }
            }
        }
        None
    }

    /// The least that a way between two cells can cost.
    fn least(&self, from: u32, to: u32) -> u32 {
        let columns = self.columns as u32;
        let (dx, dy) = ((from % columns).abs_diff(to % columns), (from / columns).abs_diff(to / columns));
        STRAIGHT * dx.max(dy) + (DIAGONAL - STRAIGHT) * dx.min(dy)
    }

    fn trace(&self, came: &[u32], end: u32) -> Vec<u32> {
        let mut cells = vec![end];
        let mut cell = came[end as usize];
        while cell != NOWHERE {
            cells.push(cell);
            cell = came[cell as usize];
        }
        cells
    }

    /// The places at which a way of cells turns, behind its true end.
    fn corners(&self, cells: &[u32], end: Vec2) -> Vec<Vec2> {
        let mut corners = vec![end];
        for (i, cell) in cells.iter().enumerate() {
            let straight = match (i.checked_sub(1).and_then(|i| cells.get(i)), cells.get(i + 1)) {
                (Some(before), Some(after)) => {
                    i64::from(*before) - i64::from(*cell) == i64::from(*cell) - i64::from(*after)
                }
                _ => false,
            };
            if !straight {
                corners.push(self.centre(*cell));
            }
        }
        corners
    }
}

/// True when the middle of a body on its straight way keeps at least `room` from all walls.
pub fn is_clear(map: &Map, from: Vec2, to: Vec2, room: f64) -> bool {
    let way = to - from;
    let parts = (way.length() / PART).floor() + 1.0;
    let mut part = 0.0;
    while part < parts {
        let (a, b) = (from + way * (part / parts), from + way * ((part + 1.0) / parts));
        let middle = (a + b) * 0.5;
        if map.near(middle).any(|wall| is_within(a, b, wall, room)) {
            return false;
        }
        part += 1.0;
    }
    true
}

/// True when the segment from `a` to `b` comes nearer to a wall than `room`.
fn is_within(a: Vec2, b: Vec2, wall: Wall, room: f64) -> bool {
    let least = room * room;
    let near = |v: Vec2| v.dot(v) < least;
    if near(from_wall(a, wall)) || near(from_wall(b, wall)) {
        return true;
    }
    let (c, d) = (Vec2::new(f64::from(wall.0), f64::from(wall.1)), Vec2::new(f64::from(wall.2), f64::from(wall.3)));
    near(from_segment(c, a, b)) || near(from_segment(d, a, b)) || crosses(a, b, c, d)
}

fn from_segment(place: Vec2, a: Vec2, b: Vec2) -> Vec2 {
    let along = b - a;
    let whole = along.dot(along);
    let share = if whole > 0.0 { ((place - a).dot(along) / whole).clamp(0.0, 1.0) } else { 0.0 };
    place - (a + along * share)
}

fn crosses(a: Vec2, b: Vec2, c: Vec2, d: Vec2) -> bool {
    let side = |p: Vec2, q: Vec2, r: Vec2| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sim::map::{MapFile, Spawn};

    /// A room of 800 × 400 u with the walls given and its four sides.
    pub fn room(walls: &[(i32, i32, i32, i32)]) -> Map {
        let sides = [(0, 0, 800, 0), (800, 0, 800, 400), (800, 400, 0, 400), (0, 400, 0, 0)];
        let walls = sides.iter().chain(walls).map(|w| Wall(w.0, w.1, w.2, w.3)).collect();
        let spawns = vec![Spawn(100, 200), Spawn(700, 200)];
        let name = String::from("room");
        let (covers, pickups) = (Vec::new(), Vec::new());
        Map::new(MapFile { name, width: 800, height: 400, walls, covers, spawns, pickups }, b"room")
    }

    const RADIUS: i32 = 20 * 256;

    #[test]
    fn a_free_line_is_walked_straight() {
        let map = room(&[]);
        let end = Vec2::new(700.0, 300.0);
        assert_eq!(Navigation::new(&map, RADIUS).plan(&map, Vec2::new(100.0, 100.0), end), Some(vec![end]));
    }

    #[test]
    fn a_way_leads_around_a_wall_and_never_through_it() {
        let map = room(&[(400, 0, 400, 300)]);
        let chart = Navigation::new(&map, RADIUS);
        let (start, end) = (Vec2::new(300.0, 100.0), Vec2::new(500.0, 100.0));
        let mut way = chart.plan(&map, start, end).unwrap();
        assert!(way.len() > 2);
        way.push(start);
        for leg in way.windows(2) {
            assert!(is_clear(&map, leg[0], leg[1], 19.9), "{leg:?}");
        }
    }

    #[test]
    fn a_gap_narrower_than_a_body_is_no_way() {
        let map = room(&[(400, 0, 400, 185), (400, 215, 400, 400)]);
        let chart = Navigation::new(&map, RADIUS);
        assert_eq!(chart.plan(&map, Vec2::new(100.0, 200.0), Vec2::new(700.0, 200.0)), None);
        let wide = room(&[(400, 0, 400, 160), (400, 240, 400, 400)]);
        let chart = Navigation::new(&wide, RADIUS);
        assert!(chart.plan(&wide, Vec2::new(100.0, 100.0), Vec2::new(700.0, 300.0)).is_some());
    }

    #[test]
    fn a_place_inside_cover_is_left_out() {
        let block = [(300, 100, 500, 100), (500, 100, 500, 300), (500, 300, 300, 300), (300, 300, 300, 100)];
        let map = room(&block);
        let chart = Navigation::new(&map, RADIUS);
        let inside = |p: Vec2| p.x > 300.0 && p.x < 500.0 && p.y > 100.0 && p.y < 300.0;
        assert!(chart.places() > 50);
        assert!((0..chart.places()).all(|i| !inside(chart.place(i))));
    }

    #[test]
    fn an_atlas_charts_a_map_once_per_radius() {
        let (map, atlas) = (room(&[]), Atlas::default());
        assert!(Arc::ptr_eq(&atlas.chart(&map, RADIUS), &atlas.chart(&map, RADIUS)));
        assert!(!Arc::ptr_eq(&atlas.chart(&map, RADIUS), &atlas.chart(&map, RADIUS / 2)));
    }
}
