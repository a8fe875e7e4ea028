//! From a map drawn in Tiled to a map ready for play.
//!
//! ```text
//! tile layer `cover`     solid tiles ─▶ outline as walls, merged rectangles as cover
//! object layer `cover`   rectangles ─▶ walls and cover, polygons ─▶ walls
//! object layer `spawns`  points ─▶ spawns
//! object layer `pickups` points ─▶ things to pick up; the class of each says what
//! the map's four sides   ─▶ walls
//! property `mirror`      half of a map is drawn, the other half is made of it
//! property `players`     for `map_check` alone
//! ```
//!
//! Objects may be made from templates beside the drawing. Tiled's reader knows no line numbers, so a problem names layer, object and tile.

pub mod mirror;
pub mod plan;
mod solid;

use std::cell::Cell;
use std::fs::File;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tiled::{Layer, LayerType, Loader, ObjectData, ObjectShape, Orientation};

use self::mirror::Mirror;
use self::plan::Plan;
use self::solid::Solid;
use super::assets::Assets;
use super::document::nearest;
use super::map_file::{self, MapProblems, side_walls};
use super::picture;
use crate::sim::map::{CELL, Cover, Map, MapFile, Pickup, SIDE_MAX, Spawn, Wall};
use crate::sim::tuning::is_name;

/// Layers that mean something.
const LAYERS: &[&str] = &["cover", "spawns", "pickups"];
/// Files that one drawing may read: itself, its tileset, a template for each kind of object. Templates that name one
/// another in a ring would be read for ever.
const FILES_MAX: u32 = 64;
/// How the names of such files end.
const ENDINGS: &[&str] = &["tmx", "tsx", "tx"];

/// A map of the embedded assets, by name; `None` when there is no such map.
pub fn embedded(name: &str) -> Option<Arc<Map>> {
    Assets::Embedded.map(name).ok()
}

/// A map of Tiled and what it compiles to.
pub struct Compiled {
    /// The file of Tiled.
    pub source: PathBuf,
    /// What belongs beside it, or what is wrong with the source.
    pub files: Result<[(PathBuf, String); 2], MapProblems>,
}

/// What a drawing says: the map, and what its designer has in mind with it.
#[derive(Debug)]
pub struct Drawn {
    /// The map.
    pub file: MapFile,
    /// What is for the check alone.
    pub plan: Plan,
}

/// The drawings of a folder, sorted by name.
pub fn drawings(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "tmx") {
            sources.push(path);
        }
    }
    sources.sort();
    Ok(sources)
}

/// Compiles every map of a folder, sorted by name: into its `.json` and its picture.
pub fn compile_folder(folder: &Path) -> std::io::Result<Vec<Compiled>> {
    let compiled = |source: PathBuf| {
        let files = compile(&source).map(|file| {
            let beside = |end: &str, text: String| (source.with_extension(end), text);
            [beside("json", map_file::write(&file)), beside("svg", picture::draw(&file))]
        });
        Compiled { source, files }
    };
    Ok(drawings(folder)?.into_iter().map(compiled).collect())
}

/// Compiles one map of Tiled.
pub fn compile(path: &Path) -> Result<MapFile, MapProblems> {
    read(path).map(|drawn| drawn.file)
}

/// The same with what its designer has in mind.
pub fn read(path: &Path) -> Result<Drawn, MapProblems> {
    let source = path.display().to_string();
    let problem = |problem: String| MapProblems::one(&source, problem);
    let text = std::fs::read_to_string(path).map_err(|error| problem(format!("cannot be read: {error}")))?;
    MapProblems::check(&source, encoding_problems(&text))?;
    let read = Cell::new(0);
    let map = Loader::with_reader(|path: &Path| open(path, &read))
        .load_tmx_map(path)
        .map_err(|error| problem(format!("not a map of Tiled: {error}")))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    MapProblems::check(&source, shape_problems(&map, &text))?;

    let (plan, unknown) = Plan::of(&map.properties);
    let (width, height) = (map.width as i32 * CELL, map.height as i32 * CELL);
    let mut drawing = Drawing::new(name, width, height, plan);
    drawing.problems = unknown;
    for layer in map.layers() {
        drawing.layer(&layer);
    }
    let (drawn, mut problems) = drawing.finish();
    problems.extend(
        map_file::problems(&drawn.file)
            .into_iter()
            .filter(|p| !p.starts_with("the spawn") && !p.starts_with("the pickup")),
    );
    MapProblems::check(&source, problems)?;
    Ok(drawn)
}

/// Opens a file of Tiled for its reader, which would read any other just as gladly.
fn open(path: &Path, read: &Cell<u32>) -> std::io::Result<File> {
    if !path.extension().is_some_and(|end| ENDINGS.iter().any(|known| end == *known)) {
        return Err(Error::new(ErrorKind::InvalidInput, "its name ends neither in .tsx nor in .tx"));
    }
    read.set(read.get() + 1);
    if read.get() > FILES_MAX {
        return Err(Error::other(format!("more than {FILES_MAX} files for one map")));
    }
    File::open(path)
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
    plan: Plan,
    /// What the object of each spawn is called, and that of each thing to pick up.
    spawns: Vec<String>,
    pickups: Vec<String>,
    problems: Vec<String>,
}

impl Drawing {
    fn new(name: String, width: i32, height: i32, plan: Plan) -> Drawing {
        let walls = side_walls(width, height).to_vec();
        let (covers, spawns, pickups) = (Vec::new(), Vec::new(), Vec::new());
        let file = MapFile { name, width, height, walls, covers, spawns, pickups };
        Drawing { file, plan, spawns: Vec::new(), pickups: Vec::new(), problems: Vec::new() }
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
        let mut solid = Solid::none(columns, rows);
        for row in 0..rows {
            for column in 0..columns {
                let Some(tile) = tiles.get_tile(column, row) else { continue };
                let mut problem = |problem: &str| {
                    self.problems.push(format!("layer `{layer}`, tile ({column}, {row}): {problem}"));
                };
                if tile.id() >= tile.get_tileset().tilecount {
                    problem("the tileset has no such tile");
                }
                solid.fill((column, row));
                let Some(mirror) = self.plan.mirror else { continue };
                if !mirror.is_tile_drawn((column, row), (columns, rows)) {
                    problem(mirror.other_half());
                }
                solid.fill(mirror.tile((column, row), (columns, rows)));
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
        let is_rectangle = matches!(object.shape, ObjectShape::Rect { .. });
        if let Some(mirror) = self.plan.mirror {
            let size = (self.file.width, self.file.height);
            if !corners.iter().all(|corner| mirror.is_drawn(*corner, size)) {
                return self.object_problem(layer, object, mirror.other_half());
            }
            self.piece(corners.iter().map(|corner| mirror.point(*corner, size)).collect(), is_rectangle);
        }
        self.piece(corners, is_rectangle);
    }

    /// One piece of cover, or a polygon.
    fn piece(&mut self, corners: Vec<(i32, i32)>, is_rectangle: bool) {
        let next = corners.iter().cycle().skip(1);
        self.file.walls.extend(corners.iter().zip(next).map(|(a, b)| Wall(a.0, a.1, b.0, b.1)));
        match corners.as_slice() {
            [a, _, c, _] if is_rectangle => {
                let (left, top) = (a.0.min(c.0), a.1.min(c.1));
                self.file.covers.push(Cover(left, top, (c.0 - a.0).abs(), (c.1 - a.1).abs()));
            }
            _ => self.plan.polygons.push(corners),
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
        let is_drawn =
            |x, y| self.plan.mirror.is_none_or(|mirror| mirror.is_drawn((x, y), (self.file.width, self.file.height)));
        match (&object.shape, whole(object.x), whole(object.y)) {
            (ObjectShape::Point(..), Some(x), Some(y)) if is_drawn(x, y) => return Some((x, y)),
            (ObjectShape::Point(..), Some(_), Some(_)) => {
                self.object_problem(layer, object, self.plan.mirror.map_or("", Mirror::other_half));
            }
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

    /// The map, and what is wrong with it. Points are judged last, when every wall stands, and those that were drawn alone:
    /// what is wrong with one is wrong with its image.
    fn finish(mut self) -> (Drawn, Vec<String>) {
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
        if let Some(mirror) = self.plan.mirror {
            mirror.complete(&mut self.file);
        }
        (Drawn { file: self.file, plan: self.plan }, self.problems)
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
