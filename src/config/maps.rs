//! From a map drawn in Tiled to a map ready for play.
//!
//! ```text
//! tile layer `cover`     solid tiles ─▶ outline as walls, merged rectangles as cover
//! object layer `cover`   rectangles ─▶ walls and cover, polygons ─▶ walls
//! object layer `spawns`  points ─▶ spawns
//! object layer `pickups` points ─▶ things to pick up; the class of each says what
//! the map's four sides   ─▶ walls
//! ```
//!
//! Tiled's reader knows no line numbers, so a problem names layer, object and tile.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tiled::{Layer, LayerType, Loader, ObjectData, ObjectShape, Orientation};

use super::assets::Assets;
use super::document::nearest;
use super::map_file::{self, MapProblems, side_walls};
use crate::sim::map::{CELL, Cover, Map, MapFile, Pickup, SIDE_MAX, Spawn, Wall};
use crate::sim::tuning::is_name;

/// Layers that mean something.
const LAYERS: &[&str] = &["cover", "spawns", "pickups"];

/// A map of the embedded assets, by name; `None` when there is no such map.
pub fn embedded(name: &str) -> Option<Arc<Map>> {
    Assets::Embedded.map(name).ok()
}

/// A map of Tiled and what it compiles to.
pub struct Compiled {
    /// The file of Tiled.
    pub source: PathBuf,
    /// Where the compiled form belongs: beside it, as `.json`.
    pub target: PathBuf,
    /// The compiled form, or what is wrong with the source.
    pub text: Result<String, MapProblems>,
}

/// Compiles every map of a folder, sorted by name.
pub fn compile_folder(folder: &Path) -> std::io::Result<Vec<Compiled>> {
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "tmx") {
            sources.push(path);
        }
    }
    sources.sort();
    let compiled = |source: PathBuf| Compiled {
        target: source.with_extension("json"),
        text: compile(&source).map(|file| map_file::write(&file)),
        source,
    };
    Ok(sources.into_iter().map(compiled).collect())
}

/// Compiles one map of Tiled.
pub fn compile(path: &Path) -> Result<MapFile, MapProblems> {
    let source = path.display().to_string();
    let problem = |problem: String| MapProblems::one(&source, problem);
    let text = std::fs::read_to_string(path).map_err(|error| problem(format!("cannot be read: {error}")))?;
    MapProblems::check(&source, encoding_problems(&text))?;
    let map = Loader::new().load_tmx_map(path).map_err(|error| problem(format!("not a map of Tiled: {error}")))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    MapProblems::check(&source, shape_problems(&map, &text))?;

    let (width, height) = (map.width as i32 * CELL, map.height as i32 * CELL);
    let mut drawing = Drawing::new(name, width, height);
    for layer in map.layers() {
        drawing.layer(&layer);
    }
    let (file, mut problems) = drawing.finish();
    problems.extend(
        map_file::problems(&file).into_iter().filter(|p| !p.starts_with("the spawn") && !p.starts_with("the pickup")),
    );
    MapProblems::check(&source, problems)?;
    Ok(file)
}

/// What keeps the layers from being read at all.
fn shape_problems(map: &tiled::Map, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if map.infinite() || map.orientation != Orientation::Orthogonal {
        problems.push("the map must be orthogonal and of a fixed size".to_owned());
    }
    if (map.tile_width, map.tile_height) != (CELL as u32, CELL as u32) {
        problems.push(format!("tiles are {} × {} u, they must be {CELL} × {CELL}", map.tile_width, map.tile_height));
    }
    let side_max = (SIDE_MAX / CELL) as u32;
    if map.width > side_max || map.height > side_max {
        problems.push(format!("{} × {} tiles, at most {side_max} × {side_max} are allowed", map.width, map.height));
    }
    // Tiled's reader asks a layer for tiles that the map has and the layer has not.
    for layer in map.layers() {
        let LayerType::Tiles(tiles) = layer.layer_type() else { continue };
        let (width, height) = (tiles.width().unwrap_or(0), tiles.height().unwrap_or(0));
        if (width, height) != (map.width, map.height) {
            let of_map = format!("the map {} × {}", map.width, map.height);
            problems.push(format!("layer `{}`: it has {width} × {height} tiles, {of_map}", layer.name));
        }
    }
    // Nor does it notice a layer with too few tiles.
    let tiles = map.width as usize * map.height as usize;
    for (i, data) in text.split("<data").skip(1).enumerate() {
        let body = data.split("</data>").next().unwrap_or_default();
        let (_, body) = body.split_once('>').unwrap_or_default();
        if let Some(other) = body.chars().find(|c| matches!(c, '<' | '&')) {
            // It reads no further than this.
            problems.push(format!("tile layer {}: `{other}` stands among its tiles", i + 1));
            continue;
        }
        let found = body.split(',').filter(|tile| !tile.trim().is_empty()).count();
        if found != tiles {
            problems.push(format!("tile layer {}: {found} tiles, the map has {tiles}", i + 1));
        }
    }
    problems
}

/// Tiles that Tiled's reader would read, but nobody can compare.
fn encoding_problems(text: &str) -> Vec<String> {
    let heads = text.split("<data").skip(1).map(|data| data.split('>').next().unwrap_or_default());
    let others = heads.enumerate().filter(|(_, head)| !head.contains("\"csv\""));
    others.map(|(i, _)| format!("tile layer {}: its tiles must be stored as CSV", i + 1)).collect()
}

/// How an object is named.
fn named(object: &ObjectData) -> String {
    let name = if object.name.is_empty() { String::new() } else { format!(" \"{}\"", object.name) };
    format!("object {}{name}", object.id())
}

/// A map in the making.
struct Drawing {
    file: MapFile,
    /// What the object of each spawn is called, and that of each thing to pick up.
    spawns: Vec<String>,
    pickups: Vec<String>,
    problems: Vec<String>,
}

impl Drawing {
    fn new(name: String, width: i32, height: i32) -> Drawing {
        let walls = side_walls(width, height).to_vec();
        let (covers, spawns, pickups) = (Vec::new(), Vec::new(), Vec::new());
        let file = MapFile { name, width, height, walls, covers, spawns, pickups };
        Drawing { file, spawns: Vec::new(), pickups: Vec::new(), problems: Vec::new() }
    }

    fn layer(&mut self, layer: &Layer<'_>) {
        let name = layer.name.as_str();
        if (layer.offset_x, layer.offset_y) != (0.0, 0.0) {
            self.problems.push(format!("layer `{name}`: it must have no offset"));
        }
        match (layer.layer_type(), name) {
            (LayerType::Tiles(tiles), "cover") => self.tiles(name, &tiles),
            (LayerType::Objects(objects), "cover") => {
                objects.object_data().iter().for_each(|object| self.cover(name, object));
            }
            (LayerType::Objects(objects), "spawns") => {
                objects.object_data().iter().for_each(|object| self.spawn(name, object));
            }
            (LayerType::Objects(objects), "pickups") => {
                objects.object_data().iter().for_each(|object| self.pickup(name, object));
            }
            (_, "pickups") => self.problems.push("layer `pickups`: it must be an object layer".to_owned()),
            (_, "spawns") => self.problems.push("layer `spawns`: it must be an object layer".to_owned()),
            (_, "cover") => self.problems.push("layer `cover`: it must be a tile layer or an object layer".to_owned()),
            _ => {
                let help = nearest(name, LAYERS).map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                self.problems.push(format!("layer `{name}` means nothing{help}"));
            }
        }
    }

    fn tiles(&mut self, layer: &str, tiles: &tiled::TileLayer<'_>) {
        let (columns, rows) = (self.file.width / CELL, self.file.height / CELL);
        let mut solid = Solid { columns, rows, tiles: vec![false; (columns * rows) as usize] };
        for row in 0..rows {
            for column in 0..columns {
                let Some(tile) = tiles.get_tile(column, row) else { continue };
                if tile.id() >= tile.get_tileset().tilecount {
                    self.problems
                        .push(format!("layer `{layer}`, tile ({column}, {row}): the tileset has no such tile"));
                }
                solid.tiles[(row * columns + column) as usize] = true;
            }
        }
        self.file.walls.extend(solid.walls());
        self.file.covers.extend(solid.covers());
    }

    fn cover(&mut self, layer: &str, object: &ObjectData) {
        let whole = |x: f32, y: f32| Some((whole(x)?, whole(y)?));
        let corners: Option<Vec<(i32, i32)>> = match &object.shape {
            ObjectShape::Rect { width, height } => {
                let (right, bottom) = (object.x + width, object.y + height);
                let corners = [(object.x, object.y), (right, object.y), (right, bottom), (object.x, bottom)];
                corners.iter().map(|(x, y)| whole(*x, *y)).collect()
            }
            ObjectShape::Polygon { points } => points.iter().map(|(x, y)| whole(object.x + x, object.y + y)).collect(),
            _ => return self.object_problem(layer, object, "only rectangles and polygons can be cover"),
        };
        let Some(corners) = corners else {
            return self.object_problem(layer, object, "its corners must be whole units");
        };
        if object.rotation != 0.0 {
            return self.object_problem(layer, object, "it is rotated: draw it as a polygon");
        }
        if corners.iter().any(|(x, y)| !self.inside(*x, *y)) {
            return self.object_problem(layer, object, "it leaves the map");
        }
        if area_doubled(&corners) == 0 {
            return self.object_problem(layer, object, "it has no area");
        }
        let next = corners.iter().cycle().skip(1);
        self.file.walls.extend(corners.iter().zip(next).map(|(a, b)| Wall(a.0, a.1, b.0, b.1)));
        if let (ObjectShape::Rect { .. }, [(left, top), _, (right, bottom), _]) = (&object.shape, corners.as_slice()) {
            self.file.covers.push(Cover(*left, *top, right - left, bottom - top));
        }
    }

    fn spawn(&mut self, layer: &str, object: &ObjectData) {
        if let Some((x, y)) = self.point(layer, object) {
            self.file.spawns.push(Spawn(x, y));
            self.spawns.push(named(object));
        }
    }

    /// What is to be picked up is said by the class of the point.
    fn pickup(&mut self, layer: &str, object: &ObjectData) {
        if !is_name(&object.user_type) {
            let class = &object.user_type;
            let help = "`spool`, `battery`, `thimble`, or the name of a weapon";
            return self.object_problem(layer, object, &format!("its class is `{class}`, it must be {help}"));
        }
        if let Some((x, y)) = self.point(layer, object) {
            self.file.pickups.push(Pickup(object.user_type.clone(), x, y));
            self.pickups.push(named(object));
        }
    }

    fn point(&mut self, layer: &str, object: &ObjectData) -> Option<(i32, i32)> {
        match (&object.shape, whole(object.x), whole(object.y)) {
            (ObjectShape::Point(..), Some(x), Some(y)) => return Some((x, y)),
            (ObjectShape::Point(..), ..) => self.object_problem(layer, object, "its place must be whole units"),
            _ => self.object_problem(layer, object, "it must be a point"),
        }
        None
    }

    fn inside(&self, x: i32, y: i32) -> bool {
        (0..=self.file.width).contains(&x) && (0..=self.file.height).contains(&y)
    }

    fn object_problem(&mut self, layer: &str, object: &ObjectData, problem: &str) {
        let (column, row) = ((object.x / CELL as f32).floor(), (object.y / CELL as f32).floor());
        self.problems.push(format!("layer `{layer}`, {} at tile ({column}, {row}): {problem}", named(object)));
    }

    /// The map, and what is wrong with it. Points are judged last, when every wall stands.
    fn finish(mut self) -> (MapFile, Vec<String>) {
        let told = |layer: &str, object: &str, x: i32, y: i32, problem: String| {
            let (column, row) = (x.div_euclid(CELL), y.div_euclid(CELL));
            format!("layer `{layer}`, {object} at tile ({column}, {row}): {problem}")
        };
        let spawns = self.file.spawns.iter().zip(&self.spawns).filter_map(|(spawn, object)| {
            let problem = map_file::spawn_problem(*spawn, &self.file)?;
            Some(told("spawns", object, spawn.0, spawn.1, problem))
        });
        let pickups = self.file.pickups.iter().zip(&self.pickups).filter_map(|(pickup, object)| {
            let problem = map_file::pickup_problem(pickup, &self.file)?;
            Some(told("pickups", object, pickup.1, pickup.2, problem))
        });
        self.problems.extend(spawns.chain(pickups));
        (self.file, self.problems)
    }
}

/// A number as whole units; `None` when it has a fraction or fits no map.
fn whole(value: f32) -> Option<i32> {
    let most = SIDE_MAX as f32 * 2.0;
    (value.fract() == 0.0 && value.abs() <= most).then_some(value as i32)
}

/// Twice the area of a polygon, by the shoelace formula.
fn area_doubled(corners: &[(i32, i32)]) -> i64 {
    let next = corners.iter().cycle().skip(1);
    let cross = |((ax, ay), (bx, by)): (&(i32, i32), &(i32, i32))| {
        i64::from(*ax) * i64::from(*by) - i64::from(*bx) * i64::from(*ay)
    };
    corners.iter().zip(next).map(cross).sum::<i64>().abs()
}

/// The solid tiles of a layer.
struct Solid {
    columns: i32,
    rows: i32,
    tiles: Vec<bool>,
}

impl Solid {
    fn at(&self, column: i32, row: i32) -> bool {
        let inside = (0..self.columns).contains(&column) && (0..self.rows).contains(&row);
        inside && self.tiles[(row * self.columns + column) as usize]
    }

    /// The outline, each straight stretch one wall. The sides of the map are walls already.
    fn walls(&self) -> Vec<Wall> {
        let mut walls = Vec::new();
        for row in 1..self.rows {
            for (from, to) in stretches(self.columns, |column| self.at(column, row - 1) != self.at(column, row)) {
                walls.push(Wall(from * CELL, row * CELL, to * CELL, row * CELL));
            }
        }
        for column in 1..self.columns {
            for (from, to) in stretches(self.rows, |row| self.at(column - 1, row) != self.at(column, row)) {
                walls.push(Wall(column * CELL, from * CELL, column * CELL, to * CELL));
            }
        }
        walls
    }

    /// The area as few rectangles: each as wide as its first row allows, then as high as its width allows.
    fn covers(&self) -> Vec<Cover> {
        let mut covers = Vec::new();
        let mut taken = vec![false; self.tiles.len()];
        for row in 0..self.rows {
            for column in 0..self.columns {
                let open = |c: i32, r: i32| self.at(c, r) && !taken[(r * self.columns + c) as usize];
                if !open(column, row) {
                    continue;
                }
                let right = (column..).find(|c| !open(*c, row)).unwrap_or(column);
                let bottom = (row..).find(|r| !(column..right).all(|c| open(c, *r))).unwrap_or(row);
                for r in row..bottom {
                    taken[(r * self.columns + column) as usize..(r * self.columns + right) as usize].fill(true);
                }
                covers.push(Cover(column * CELL, row * CELL, (right - column) * CELL, (bottom - row) * CELL));
            }
        }
        covers
    }
}

/// The stretches of `0..count` on which `on` holds.
fn stretches(count: i32, on: impl Fn(i32) -> bool) -> Vec<(i32, i32)> {
    let mut stretches = Vec::new();
    let mut from = None;
    for i in 0..=count {
        match (from, i < count && on(i)) {
            (None, true) => from = Some(i),
            (Some(start), false) => {
                stretches.push((start, i));
                from = None;
            }
            _ => (),
        }
    }
    stretches
}
