//! The ground of a map: which tiles are solid, where the largest body can stand, and where it comes to from a spawn.

use std::collections::BTreeSet;
use std::f64::consts::PI;

use super::{ROOM, point, tile};
use crate::bots::navigation::is_clear;
use crate::config::maps::plan::Plan;
use crate::sim::Vec2;
use crate::sim::map::{CELL, Cover, Map, Pickup, Spawn, Wall};

/// From one place of the walk to the next, in units: half a tile, so that the middle of every lane is one.
const STRIDE: i32 = CELL / 2;
/// Narrowest passage, in tiles: bots plan their ways over the middles of tiles, and in one of two tiles both are beside a
/// wall, where a body of its own width does not fit.
pub const LANE: i32 = 3;
/// Directions in which lines are drawn through the middle of every free tile.
const DIRECTIONS: u32 = 32;
/// From one look at a slanted wall to the next, in units.
const LOOK: f64 = 4.0;

/// The ground of one map.
pub struct Ground {
    columns: i32,
    rows: i32,
    /// Per tile, in rows: cover or a wall stands in it.
    solid: Vec<bool>,
    /// Places of the walk in a row, and in a column.
    across: i32,
    down: i32,
    /// Per place of the walk, in rows: the largest body can stand there, and comes there.
    free: Vec<bool>,
    reached: Vec<bool>,
}

impl Ground {
    /// Surveys a map.
    pub fn of(map: &Map, polygons: &[Vec<(i32, i32)>]) -> Ground {
        let (columns, rows) = (map.file.width / CELL, map.file.height / CELL);
        let (across, down) = (map.file.width / STRIDE + 1, map.file.height / STRIDE + 1);
        let (tiles, places) = ((columns * rows) as usize, (across * down) as usize);
        let (solid, free, reached) = (vec![false; tiles], vec![false; places], vec![false; places]);
        let mut ground = Ground { columns, rows, solid, across, down, free, reached };
        map.file.covers.iter().for_each(|cover| ground.fill(cover));
        map.file.walls.iter().for_each(|wall| ground.trace(wall));
        for at in 0..tiles {
            let middle = ground.middle(at);
            ground.solid[at] |= polygons.iter().any(|corners| is_within(middle, corners));
        }
        for at in 0..places {
            let place = ground.place(at);
            let inside = map.file.covers.iter().any(|cover| covers(cover, place))
                || polygons.iter().any(|corners| is_within(place, corners));
            ground.free[at] = !inside && is_clear(map, place, place, f64::from(ROOM));
        }
        ground.walk(map);
        ground
    }

    /// Share of the tiles that are solid.
    pub fn cover_share(&self) -> f64 {
        self.solid.iter().filter(|solid| **solid).count() as f64 / self.solid.len() as f64
    }

    /// Tiles in which the largest body could stand and to which it does not come.
    pub fn unreached(&self) -> Vec<String> {
        let places = (0..self.free.len()).filter(|at| self.free[*at] && !self.reached[*at]);
        let tiles: BTreeSet<String> = places.map(|at| tile(self.place(at))).collect();
        tiles.into_iter().map(|tile| format!("{tile}: nobody comes there from the first spawn")).collect()
    }

    /// True when the largest body comes as near to this place as half a tile.
    pub fn is_reached(&self, place: Vec2) -> bool {
        self.around(place).any(|at| self.reached[at])
    }

    /// Passages narrower than [`LANE`]: two free neighbours that no free square of that side has in common; and pieces of
    /// cover that touch at a corner alone.
    pub fn narrow(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (x, y) in self.tiles().filter(|(x, y)| !self.is_solid(*x, *y)) {
            let right = !self.is_solid(x + 1, y) && !self.is_lane(x, y, 1, 0);
            let below = !self.is_solid(x, y + 1) && !self.is_lane(x, y, 0, 1);
            let alone = [(1, 0), (0, 1), (-1, 0), (0, -1)].iter().all(|(dx, dy)| self.is_solid(x + dx, y + dy));
            if right || below || alone {
                faults.push(format!("tile ({x}, {y}): a gap of less than {LANE} tiles"));
            }
        }
        for (x, y) in self.tiles().filter(|(x, y)| *x > 0 && *y > 0) {
            let [a, b, c, d] = [(x - 1, y - 1), (x, y), (x, y - 1), (x - 1, y)].map(|(x, y)| self.is_solid(x, y));
            if a == b && c == d && a != c {
                faults.push(format!("tile ({x}, {y}): two pieces of cover touch at its upper left corner"));
            }
        }
        faults
    }

    /// The longest of the lines through the middles of free tiles, by its ends.
    pub fn longest_line(&self, map: &Map) -> (Vec2, Vec2) {
        let mut longest = (Vec2::new(0.0, 0.0), Vec2::new(0.0, 0.0));
        for middle in (0..self.solid.len()).filter(|at| !self.solid[*at]).map(|at| self.middle(at)) {
            for direction in 0..DIRECTIONS {
                let angle = PI * f64::from(direction) / f64::from(DIRECTIONS);
                let way = Vec2::new(angle.cos(), angle.sin());
                let (from, to) = (line_end(map, middle, way * -1.0), line_end(map, middle, way));
                if (to - from).length() > (longest.1 - longest.0).length() + 1.0 {
                    longest = (from, to);
                }
            }
        }
        // A line ends on a wall, and the tile meant is the one before it.
        let inwards = (longest.1 - longest.0).normal();
        (longest.0 + inwards, longest.1 - inwards)
    }

    /// What has no image on a map that is said to be mirrored.
    pub fn uneven(&self, map: &Map, plan: &Plan) -> Vec<String> {
        let Some(mirror) = plan.mirror else { return Vec::new() };
        let (tiles, size) = ((self.columns, self.rows), (map.file.width, map.file.height));
        let mut faults = Vec::new();
        for (x, y) in self.tiles() {
            let image = mirror.tile((x, y), tiles);
            if self.is_solid(x, y) && !self.is_solid(image.0, image.1) {
                faults.push(format!("tile ({x}, {y}): cover, and none at tile {image:?}"));
            }
        }
        for Spawn(x, y) in &map.file.spawns {
            let image = mirror.point((*x, *y), size);
            if !map.file.spawns.contains(&Spawn(image.0, image.1)) {
                faults.push(format!("{}: a spawn, and none at {image:?}", tile(point(*x, *y))));
            }
        }
        for Pickup(what, x, y) in &map.file.pickups {
            let image = mirror.point((*x, *y), size);
            if !map.file.pickups.contains(&Pickup(what.clone(), image.0, image.1)) {
                faults.push(format!("{}: a {what}, and none at {image:?}", tile(point(*x, *y))));
            }
        }
        faults
    }

    /// Every place that the largest body can walk to from the first spawn. Ways lead back, so from another one it comes to
    /// the same places, or that spawn is among those that nobody comes to.
    fn walk(&mut self, map: &Map) {
        let first = map.file.spawns.first().map_or(point(0, 0), |Spawn(x, y)| point(*x, *y));
        let mut open: Vec<usize> = self.around(first).filter(|at| self.free[*at]).take(1).collect();
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut self.reached[at], true) {
                continue;
            }
            let (x, y) = (at as i32 % self.across, at as i32 / self.across);
            for (x, y) in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)] {
                let inside = (0..self.across).contains(&x) && (0..self.down).contains(&y);
                let next = (y * self.across + x).max(0) as usize;
                if inside && self.free[next] && is_clear(map, self.place(at), self.place(next), f64::from(ROOM)) {
                    open.push(next);
                }
            }
        }
    }

    /// The places of the walk within a stride, nearest first.
    fn around(&self, place: Vec2) -> impl Iterator<Item = usize> {
        let count = |units: f64| (units / f64::from(STRIDE)).floor() as i32;
        let (x, y) = (count(place.x), count(place.y));
        let mut places: Vec<usize> = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)]
            .into_iter()
            .filter(|(x, y)| (0..self.across).contains(x) && (0..self.down).contains(y))
            .map(|(x, y)| (y * self.across + x) as usize)
            .collect();
        places.sort_by(|a, b| (self.place(*a) - place).length().total_cmp(&(self.place(*b) - place).length()));
        places.into_iter()
    }

    /// Outside of the map all is solid.
    fn is_solid(&self, x: i32, y: i32) -> bool {
        let inside = (0..self.columns).contains(&x) && (0..self.rows).contains(&y);
        !inside || self.solid[(y * self.columns + x) as usize]
    }

    /// True when a free square of [`LANE`] tiles a side holds this tile and its neighbour to the right, or below.
    fn is_lane(&self, x: i32, y: i32, dx: i32, dy: i32) -> bool {
        let squares = (0..LANE - dx).flat_map(|back| (0..LANE - dy).map(move |up| (x - back, y - up)));
        let is_free =
            |(left, top): (i32, i32)| (0..LANE * LANE).all(|i| !self.is_solid(left + i % LANE, top + i / LANE));
        squares.into_iter().any(is_free)
    }

    /// Every tile, in rows.
    fn tiles(&self) -> impl Iterator<Item = (i32, i32)> + use<> {
        let columns = self.columns;
        (0..self.rows).flat_map(move |y| (0..columns).map(move |x| (x, y)))
    }

    /// Makes every tile solid of which a piece of cover has a part.
    fn fill(&mut self, Cover(left, top, width, height): &Cover) {
        for y in top.div_euclid(CELL)..(top + height + CELL - 1).div_euclid(CELL) {
            for x in left.div_euclid(CELL)..(left + width + CELL - 1).div_euclid(CELL) {
                self.mark(x, y);
            }
        }
    }

    /// The same for a wall that stands within tiles; one between two tiles is the side of something.
    fn trace(&mut self, Wall(ax, ay, bx, by): &Wall) {
        let (from, to) = (point(*ax, *ay), point(*bx, *by));
        let steps = ((to - from).length() / LOOK).ceil().max(1.0) as u32;
        for step in 0..=steps {
            let place = from + (to - from) * (f64::from(step) / f64::from(steps));
            let is_between = |units: f64| units % f64::from(CELL) == 0.0;
            if !is_between(place.x) && !is_between(place.y) {
                self.mark((place.x / f64::from(CELL)).floor() as i32, (place.y / f64::from(CELL)).floor() as i32);
            }
        }
    }

    fn mark(&mut self, x: i32, y: i32) {
        if (0..self.columns).contains(&x) && (0..self.rows).contains(&y) {
            self.solid[(y * self.columns + x) as usize] = true;
        }
    }

    fn middle(&self, at: usize) -> Vec2 {
        let (x, y) = (at as i32 % self.columns, at as i32 / self.columns);
        point(x * CELL + CELL / 2, y * CELL + CELL / 2)
    }

    fn place(&self, at: usize) -> Vec2 {
        point(at as i32 % self.across * STRIDE, at as i32 / self.across * STRIDE)
    }
}

/// Where a line from here that way meets a wall, at the latest at the border of the map.
fn line_end(map: &Map, from: Vec2, way: Vec2) -> Vec2 {
    let until = |place: f64, way: f64, side: i32| {
        let room = if way > 0.0 { f64::from(side) - place } else { place };
        if way == 0.0 { f64::INFINITY } else { room / way.abs() }
    };
    let border = way * until(from.x, way.x, map.file.width).min(until(from.y, way.y, map.file.height));
    from + border * map.cast(from, from + border).unwrap_or(1.0)
}

fn covers(Cover(left, top, width, height): &Cover, place: Vec2) -> bool {
    (f64::from(*left)..=f64::from(left + width)).contains(&place.x)
        && (f64::from(*top)..=f64::from(top + height)).contains(&place.y)
}

/// True inside of a polygon: a line from there to the right crosses an odd number of its sides.
fn is_within(place: Vec2, corners: &[(i32, i32)]) -> bool {
    let next = corners.iter().cycle().skip(1);
    let crosses = |((ax, ay), (bx, by)): (&(i32, i32), &(i32, i32))| {
        let (a, b) = (point(*ax, *ay), point(*bx, *by));
        (a.y > place.y) != (b.y > place.y) && place.x < a.x + (b.x - a.x) * (place.y - a.y) / (b.y - a.y)
    };
    corners.iter().zip(next).filter(|sides| crosses(*sides)).count() % 2 == 1
}
