//! The compiled form of a map as a file: how it is written, read and checked.
//!
//! The type stands in `sim/map.rs`. One wall, cover and spawn a line and integers only, so that the same map always has
//! the same bytes, hence the same hash, and a change reads well in a diff. Knows nothing of Tiled.

use std::fmt;

use serde::Serialize;

use crate::sim::Vec2;
use crate::sim::map::{CELL, Cover, Map, MapFile, PICKUPS_MAX, Pickup, SIDE_MAX, SPAWNS_MAX, Spawn, WALLS_MAX, Wall};
use crate::sim::movement::from_wall;
use crate::sim::tuning::{BODY, NAME_MAX, is_name};

/// Shortest side of a map, in units: ten tiles.
pub const SIDE_MIN: i32 = 400;
/// Fewest spawns of a map: two players must not share one.
pub const SPAWNS_MIN: usize = 2;
/// How far spawns and things to pick up keep from walls, in units: the largest body that the tuning allows.
pub const ROOM: i32 = BODY[0].max as i32;

/// Everything that is wrong with one map file. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapProblems {
    /// The file.
    pub source: String,
    /// One sentence each, with layer, object or tile where there is one.
    pub problems: Vec<String>,
}

impl MapProblems {
    /// `Ok` when there is no problem.
    pub fn check(source: &str, problems: Vec<String>) -> Result<(), MapProblems> {
        if problems.is_empty() { Ok(()) } else { Err(MapProblems { source: source.to_owned(), problems }) }
    }

    /// A single problem.
    pub fn one(source: &str, problem: impl Into<String>) -> MapProblems {
        MapProblems { source: source.to_owned(), problems: vec![problem.into()] }
    }
}

impl fmt::Display for MapProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            write!(f, "{}{}: {problem}", if i == 0 { "" } else { "\n" }, self.source)?;
        }
        Ok(())
    }
}

impl std::error::Error for MapProblems {}

/// Reads and checks a compiled map. `source` names the file in problems.
pub fn read(source: &str, bytes: &[u8]) -> Result<Map, MapProblems> {
    let file: MapFile =
        serde_json::from_slice(bytes).map_err(|error| MapProblems::one(source, format!("not a map: {error}")))?;
    MapProblems::check(source, problems(&file))?;
    Ok(Map::new(file, bytes))
}

/// The bytes of a compiled map.
pub fn write(file: &MapFile) -> String {
    let MapFile { name, width, height, walls, covers, spawns, pickups } = file;
    let name = serde_json::Value::from(name.as_str());
    format!(
        "{{\n\"name\": {name},\n\"width\": {width},\n\"height\": {height},\n\"walls\": {},\n\"covers\": {},\n\"spawns\": {},\n\"pickups\": {}\n}}\n",
        lines(walls),
        lines(covers),
        lines(spawns),
        lines(pickups)
    )
}

fn lines<T: Serialize>(list: &[T]) -> String {
    let line = |item| serde_json::to_string(item).expect("integers and texts can always be written");
    format!("[\n{}\n]", list.iter().map(line).collect::<Vec<_>>().join(",\n"))
}

/// Everything that breaks a limit. Walls, covers, spawns and pickups are named by their place.
pub fn problems(file: &MapFile) -> Vec<String> {
    let mut problems = sides(file);
    if !(1..=NAME_MAX).contains(&file.name.len()) {
        problems.push(format!("the name `{}` has {} bytes, the range is 1 to {NAME_MAX}", file.name, file.name.len()));
    }
    if !problems.is_empty() {
        // Without a sane size every wall would be outside too.
        return problems;
    }
    problems.extend(count("walls", file.walls.len(), 0, WALLS_MAX));
    problems.extend(count("spawns", file.spawns.len(), SPAWNS_MIN, SPAWNS_MAX));
    problems.extend(count("pickups", file.pickups.len(), 0, PICKUPS_MAX));
    let inside = |x: i32, y: i32| (0..=file.width).contains(&x) && (0..=file.height).contains(&y);
    for wall @ Wall(ax, ay, bx, by) in &file.walls {
        if !inside(*ax, *ay) || !inside(*bx, *by) {
            problems.push(format!("the wall ({ax}, {ay}) to ({bx}, {by}) leaves the map"));
        }
        if (ax, ay) == (bx, by) {
            problems.push(format!("the wall at ({ax}, {ay}) has no length: {wall:?}"));
        }
    }
    for Cover(x, y, width, height) in &file.covers {
        let far = (x.saturating_add(*width), y.saturating_add(*height));
        if *width <= 0 || *height <= 0 || !inside(*x, *y) || !inside(far.0, far.1) {
            problems.push(format!("the cover at ({x}, {y}), {width} × {height}, leaves the map or has no area"));
        }
    }
    for side in side_walls(file.width, file.height) {
        if !file.walls.contains(&side) {
            problems.push(format!("the side {side:?} of the map is no wall"));
        }
    }
    if problems.is_empty() {
        // Distances to a wall that leaves the map may be beyond every integer.
        problems.extend(file.spawns.iter().filter_map(|spawn| spawn_problem(*spawn, file)));
        problems.extend(file.pickups.iter().filter_map(|pickup| pickup_problem(pickup, file)));
    }
    problems
}

/// The four sides of a map.
pub fn side_walls(width: i32, height: i32) -> [Wall; 4] {
    [Wall(0, 0, width, 0), Wall(0, height, width, height), Wall(0, 0, 0, height), Wall(width, 0, width, height)]
}

/// What is wrong with a spawn.
pub fn spawn_problem(Spawn(x, y): Spawn, file: &MapFile) -> Option<String> {
    room_problem("spawn", x, y, file)
}

/// What is wrong with a thing to pick up.
pub fn pickup_problem(Pickup(what, x, y): &Pickup, file: &MapFile) -> Option<String> {
    if !is_name(what) {
        return Some(format!("the pickup ({x}, {y}) has no name of a thing to pick up: `{what}`"));
    }
    room_problem("pickup", *x, *y, file)
}

/// Why no body can stand there.
fn room_problem(what: &str, x: i32, y: i32, file: &MapFile) -> Option<String> {
    if !(0..=file.width).contains(&x) || !(0..=file.height).contains(&y) {
        return Some(format!("the {what} ({x}, {y}) is outside of the map"));
    }
    let covers = |Cover(left, top, width, height): &Cover| {
        (*left..=left + width).contains(&x) && (*top..=top + height).contains(&y)
    };
    if file.covers.iter().any(covers) {
        return Some(format!("the {what} ({x}, {y}) is inside of cover"));
    }
    let place = Vec2::new(f64::from(x), f64::from(y));
    let nearest = file.walls.iter().map(|wall| from_wall(place, *wall).length()).fold(f64::INFINITY, f64::min);
    (nearest < f64::from(ROOM))
        .then(|| format!("the {what} ({x}, {y}) is {nearest:.0} u from a wall, at least {ROOM} u are needed"))
}

fn sides(file: &MapFile) -> Vec<String> {
    let side = |name: &str, length: i32| {
        let fits = (SIDE_MIN..=SIDE_MAX).contains(&length) && length % CELL == 0;
        let limits = format!("{SIDE_MIN} to {SIDE_MAX} u in tiles of {CELL} u are allowed");
        (!fits).then(|| format!("the map's {name} is {length} u, {limits}"))
    };
    [side("width", file.width), side("height", file.height)].into_iter().flatten().collect()
}

fn count(what: &str, count: usize, min: usize, max: usize) -> Option<String> {
    (!(min..=max).contains(&count)).then(|| format!("{count} {what}, {min} to {max} are allowed"))
}
