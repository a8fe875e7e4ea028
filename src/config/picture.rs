//! A map as a small picture, an SVG: for the choice of the next map, and for whoever looks through the folder.
//!
//! Shapes and colours are those of the game: cloth with its weave, linen with its shadow, gold for what can be picked up.
//! Attributes alone, no style: a page that is served under a strict policy shows it all the same.

use std::fmt::Write;

use super::map_file::side_walls;
use crate::sim::map::{CELL, Cover, MapFile, Pickup, Wall};

/// Width of every picture, in pixels; the height follows from the map.
pub const WIDTH: i32 = 320;

/// The hoop around the cloth: its colour, and its width in units.
const HOOP: &str = "#8a6a45";
const HOOP_WIDTH: i32 = 24;
const CLOTH: &str = "#1b1e33";
/// Lines of the cloth, so many tiles apart: one for each tile would be a grey haze at this size.
const WEAVE: &str = "#252a47";
const WEAVE_TILES: i32 = 5;
const LINEN: &str = "#e8dfca";
const LINEN_EDGE: &str = "#b3a688";
/// How far the shadow of linen falls, in units.
const SHADOW: i32 = 10;
const SHADOW_COLOUR: &str = "#05060f";
const GOLD: &str = "#ffcf5a";
/// Radius of the dot of a pickup, in units; a thimble, of which there is one, is larger.
const DOT: i32 = 18;
const THIMBLE: i32 = 30;

/// The picture of a map. The same map has the same one, byte for byte.
pub fn draw(file: &MapFile) -> String {
    let (width, height) = (file.width + 2 * HOOP_WIDTH, file.height + 2 * HOOP_WIDTH);
    let pixels = WIDTH * height / width;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{pixels}\" viewBox=\"-{HOOP_WIDTH} -{HOOP_WIDTH} {width} {height}\">\n"
    );
    let mut line = |text: String| {
        svg.push_str(&text);
        svg.push('\n');
    };
    line(format!("<rect width=\"{}\" height=\"{}\" fill=\"{CLOTH}\"/>", file.width, file.height));
    line(format!("<path d=\"{}\" stroke=\"{WEAVE}\" stroke-width=\"6\"/>", weave(file)));
    line(format!("<path d=\"{}\" fill=\"{SHADOW_COLOUR}\"/>", pieces(file, SHADOW)));
    line(format!("<path d=\"{}\" fill=\"none\" stroke=\"{LINEN_EDGE}\" stroke-width=\"12\"/>", outlines(file)));
    line(format!("<path d=\"{}\" fill=\"{LINEN}\"/>", pieces(file, 0)));
    for Pickup(what, x, y) in &file.pickups {
        let radius = if what == "thimble" { THIMBLE } else { DOT };
        line(format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{GOLD}\"/>"));
    }
    let middle = HOOP_WIDTH / 2;
    line(format!(
        "<rect x=\"-{middle}\" y=\"-{middle}\" width=\"{}\" height=\"{}\" rx=\"{HOOP_WIDTH}\" fill=\"none\" stroke=\"{HOOP}\" stroke-width=\"{HOOP_WIDTH}\"/>",
        file.width + HOOP_WIDTH,
        file.height + HOOP_WIDTH
    ));
    svg + "</svg>\n"
}

/// The lines of the cloth.
fn weave(file: &MapFile) -> String {
    let mut path = String::new();
    let step = (WEAVE_TILES * CELL) as usize;
    for x in (0..file.width).step_by(step).skip(1) {
        let _ = write!(path, "M{x} 0v{}", file.height);
    }
    for y in (0..file.height).step_by(step).skip(1) {
        let _ = write!(path, "M0 {y}h{}", file.width);
    }
    path
}

/// All cover, moved by so many units to the right and down.
fn pieces(file: &MapFile, by: i32) -> String {
    let mut path = String::new();
    for Cover(x, y, width, height) in &file.covers {
        let _ = write!(path, "M{} {}h{width}v{height}h-{width}z", x + by, y + by);
    }
    path
}

/// Every wall but the map's four sides.
fn outlines(file: &MapFile) -> String {
    let mut path = String::new();
    let sides = side_walls(file.width, file.height);
    for Wall(ax, ay, bx, by) in file.walls.iter().filter(|wall| !sides.contains(wall)) {
        let _ = write!(path, "M{ax} {ay}L{bx} {by}");
    }
    path
}
