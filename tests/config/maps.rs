//! Maps: what Tiled draws and what comes out, what is refused, and that the shipped ones can be played.

use fray::config::map_file;
use fray::config::maps::{compile, compile_folder, embedded};
use fray::config::picture;
use fray::sim::map::{CELL, Cover, MapFile, Pickup, Spawn, Wall};

use fray::sim::{Map, Vec2};

use super::{Folder, asset};
use crate::support::pairs::is_free;

/// A map of 10 × 10 tiles with the solid ones as `x y`, and the layers behind.
fn drawing(solid: &[(usize, usize)], layers: &str) -> String {
    let tile = |x: usize, y: usize| if solid.contains(&(x, y)) { "1" } else { "0" };
    let row = |y: usize| (0..10).map(|x| tile(x, y)).collect::<Vec<_>>().join(",");
    let tiles = (0..10).map(row).collect::<Vec<_>>().join(",\n");
    format!(
        r#"<map version="1.10" orientation="orthogonal" renderorder="right-down" width="10" height="10" tilewidth="40" tileheight="40" infinite="0">
 <tileset firstgid="1" source="cloth.tsx"/>
 <layer id="1" name="cover" width="10" height="10"><data encoding="csv">
{tiles}
</data></layer>
 {layers}
</map>"#
    )
}

const SPAWNS: &str = r#"<objectgroup id="3" name="spawns"><object id="8" x="60" y="60"><point/></object>
 <object id="9" x="340" y="340"><point/></object></objectgroup>"#;

fn compiled(test: &str, text: &str) -> Result<MapFile, String> {
    compiled_beside(test, text, &[])
}

/// The same with more files beside the drawing.
fn compiled_beside(test: &str, text: &str, files: &[(&str, &str)]) -> Result<MapFile, String> {
    let folder = Folder::new(test);
    folder.write("cloth.tsx", &asset("maps/cloth.tsx"));
    files.iter().for_each(|(path, text)| drop(folder.write(path, text)));
    let path = folder.write("den.tmx", text);
    let place = format!("{}: ", path.display());
    let folder = format!("{}/", folder.0.display());
    compile(&path).map_err(|problems| problems.to_string().replace(&place, "").replace(&folder, ""))
}

/// A drawing with properties of the map.
fn with_properties(text: &str, properties: &str) -> String {
    text.replace(" <tileset", &format!(" <properties>{properties}</properties>\n <tileset"))
}

fn mirrored(text: &str, mirror: &str) -> String {
    with_properties(text, &format!(r#"<property name="mirror" propertytype="Mirror" value="{mirror}"/>"#))
}

fn check(test: &str, text: &str, expected: &[&str]) {
    let found = compiled(test, text).expect_err("the map is broken");
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn tiles_become_an_outline_and_few_rectangles() {
    let map = compiled("outline", &drawing(&[(4, 4), (5, 4), (4, 5), (0, 9)], SPAWNS)).unwrap();
    let outline = [
        Wall(160, 160, 240, 160),
        Wall(200, 200, 240, 200),
        Wall(160, 240, 200, 240),
        Wall(0, 360, 40, 360),
        Wall(40, 360, 40, 400),
        Wall(160, 160, 160, 240),
        Wall(200, 200, 200, 240),
        Wall(240, 160, 240, 200),
    ];
    let mut walls = map.walls[4..].to_vec();
    walls.sort_by_key(|Wall(ax, ay, bx, by)| (ax == bx, *if ax == bx { ax } else { ay }, *ay, *bx, *by));
    assert_eq!(walls, outline);
    assert_eq!(map.walls[..4], map_file::side_walls(400, 400));
    assert_eq!(map.covers, [Cover(160, 160, 80, 40), Cover(160, 200, 40, 40), Cover(0, 360, 40, 40)]);
    assert_eq!(map.spawns, [Spawn(60, 60), Spawn(340, 340)]);
}

#[test]
fn objects_become_walls_and_rectangles_cover() {
    let objects = r#"<objectgroup id="2" name="cover"><object id="1" x="150" y="150" width="70" height="60"/>
 <object id="2" x="250" y="50"><polygon points="0,0 60,10 20,70"/></object></objectgroup>"#;
    let map = compiled("objects", &drawing(&[], &format!("{objects}{SPAWNS}"))).unwrap();
    assert_eq!(map.covers, [Cover(150, 150, 70, 60)]);
    assert_eq!(map.walls.len(), 4 + 4 + 3);
    assert_eq!(map.walls[8..], [Wall(250, 50, 310, 60), Wall(310, 60, 270, 120), Wall(270, 120, 250, 50)]);
}

#[test]
fn objects_that_mean_nothing_are_refused_by_name_and_tile() {
    let objects = r#"<objectgroup id="2" name="cover">
 <object id="1" name="barrel" x="80" y="80" width="40" height="40"><ellipse/></object>
 <object id="2" x="80.5" y="80" width="40" height="40"/>
 <object id="3" x="200" y="200" width="40" height="40" rotation="30"/>
 <object id="4" x="380" y="200" width="40" height="40"/>
 <object id="5" x="200" y="200" width="40"/>
 </objectgroup>
 <objectgroup id="3" name="spawns">
 <object id="6" x="60" y="60" width="40" height="40"/><object id="7" x="60" y="30"><point/></object>
 </objectgroup>
 <objectgroup id="4" name="spwns"/>"#;
    check(
        "meaningless",
        &drawing(&[], objects),
        &[
            "layer `cover`, object 1 \"barrel\" at tile (2, 2): only rectangles and polygons can be cover",
            "layer `cover`, object 2 at tile (2, 2): its corners must be whole units",
            "layer `cover`, object 3 at tile (5, 5): it is rotated: draw it as a polygon",
            "layer `cover`, object 4 at tile (9, 5): it leaves the map",
            "layer `cover`, object 5 at tile (5, 5): it has no area",
            "layer `spawns`, object 6 at tile (1, 1): it must be a point",
            "layer `spwns` means nothing, did you mean `spawns`?",
            "layer `spawns`, object 7 at tile (1, 0): the spawn (60, 30) is 30 u from a wall, at least 32 u are needed",
            "1 spawns, 2 to 256 are allowed",
        ],
    );
}

/// What stands in the upper left quarter, where every half that can be drawn has a part.
const QUARTER: &str = r#"<objectgroup id="2" name="cover"><object id="1" x="40" y="170" width="70" height="20"/>
 <object id="2" x="130" y="50"><polygon points="0,0 30,10 20,40"/></object></objectgroup>
 <objectgroup id="3" name="spawns"><object id="8" x="80" y="80"><point/></object></objectgroup>
 <objectgroup id="4" name="pickups"><object id="9" type="spool" x="40" y="120"><point/></object>
 <object id="10" type="thimble" x="200" y="200"><point/></object></objectgroup>"#;

#[test]
fn the_half_that_is_not_drawn_is_an_image_of_the_other() {
    let drawn = drawing(&[(0, 0), (3, 4)], QUARTER);
    let cases = [
        ("x", [Cover(360, 0, 40, 40), Cover(290, 170, 70, 20)], Spawn(320, 80), Wall(270, 50, 240, 60)),
        ("y", [Cover(0, 360, 40, 40), Cover(40, 210, 70, 20)], Spawn(80, 320), Wall(130, 350, 160, 340)),
        ("turn", [Cover(360, 360, 40, 40), Cover(290, 210, 70, 20)], Spawn(320, 320), Wall(270, 350, 240, 340)),
    ];
    for (mirror, covers, spawn, wall) in cases {
        let map = compiled(mirror, &mirrored(&drawn, mirror)).unwrap_or_else(|problems| panic!("{mirror}: {problems}"));
        for cover in covers.iter().chain(&[Cover(0, 0, 40, 40), Cover(40, 170, 70, 20)]) {
            assert!(map.covers.contains(cover), "{mirror}: {cover:?} in {:?}", map.covers);
        }
        assert_eq!(map.spawns, [Spawn(80, 80), spawn], "{mirror}");
        assert!(map.walls.contains(&wall) && map.walls.contains(&Wall(130, 50, 160, 60)), "{mirror}: {:?}", map.walls);
        let spools = map.pickups.iter().filter(|pickup| pickup.0 == "spool");
        let thimbles = map.pickups.iter().filter(|pickup| pickup.0 == "thimble");
        assert_eq!((spools.count(), thimbles.count()), (2, 1), "{mirror}: what is its own image stays alone");
    }
}

#[test]
fn cover_beside_the_border_between_the_halves_has_no_seam() {
    let map = compiled("seam", &mirrored(&drawing(&[(4, 4)], SPAWNS_LEFT), "x")).unwrap();
    assert_eq!(map.covers, [Cover(160, 160, 80, 40)]);
    assert_eq!(map.walls.len(), 4 + 4, "{:?}", map.walls);
}

const SPAWNS_LEFT: &str =
    r#"<objectgroup id="3" name="spawns"><object id="8" x="60" y="60"><point/></object></objectgroup>"#;

#[test]
fn what_is_drawn_in_the_other_half_is_refused_by_name_and_tile() {
    let objects = r#"<objectgroup id="2" name="cover"><object id="1" name="crate" x="180" y="80" width="40" height="40"/></objectgroup>
 <objectgroup id="3" name="spawns"><object id="8" x="60" y="60"><point/></object><object id="9" x="340" y="80"><point/></object></objectgroup>
 <objectgroup id="4" name="pickups"><object id="10" type="spool" x="240" y="320"><point/></object></objectgroup>"#;
    let left = "it leaves the left half, of which `mirror` makes the right one";
    check(
        "right",
        &mirrored(&drawing(&[(5, 0)], objects), "x"),
        &[
            &format!("layer `cover`, tile (5, 0): {left}"),
            &format!("layer `cover`, object 1 \"crate\" at tile (4, 2): {left}"),
            &format!("layer `spawns`, object 9 at tile (8, 2): {left}"),
            &format!("layer `pickups`, object 10 at tile (6, 8): {left}"),
        ],
    );
    check(
        "below",
        &mirrored(&drawing(&[(5, 0)], objects), "y"),
        &["layer `pickups`, object 10 at tile (6, 8): it leaves the upper half, of which `mirror` makes the lower one"],
    );
    check(
        "turned",
        &mirrored(&drawing(&[(5, 9)], SPAWNS_LEFT), "turn"),
        &["layer `cover`, tile (5, 9): it leaves the left half, which `mirror` turns into the right one"],
    );
}

#[test]
fn properties_that_mean_nothing_are_refused() {
    let properties = r#"<property name="mirror" value="z"/><property name="players" type="int" value="3"/>
 <property name="player" value="x"/>"#;
    check(
        "properties",
        &with_properties(&drawing(&[], SPAWNS), properties),
        &[
            "property `mirror`: it must be one of x, y, turn",
            "property `player` means nothing, did you mean `players`?",
            "property `players`: it must be a whole number, 8 to 16",
        ],
    );
}

#[test]
fn objects_of_a_template_are_what_the_template_says() {
    let objects = r#"<objectgroup id="3" name="spawns"><object id="8" template="templates/spawn.tx" x="60" y="60"/>
 <object id="9" template="templates/spawn.tx" x="340" y="60"/></objectgroup>
 <objectgroup id="4" name="pickups"><object id="10" template="templates/shears.tx" x="200" y="200"/></objectgroup>"#;
    let templates = ["templates/spawn.tx", "templates/shears.tx"].map(|path| (path, asset(&format!("maps/{path}"))));
    let templates = templates.each_ref().map(|(path, text)| (*path, text.as_str()));
    let map = compiled_beside("templates", &drawing(&[], objects), &templates).unwrap();
    assert_eq!(map.spawns, [Spawn(60, 60), Spawn(340, 60)]);
    assert_eq!(map.pickups, [Pickup("shears".into(), 200, 200)]);
    let missing = compiled_beside("no-template", &drawing(&[], objects), &templates[..1]).unwrap_err();
    assert!(missing.starts_with("not a map of Tiled: ") && missing.contains("templates/shears.tx"), "{missing}");
}

#[test]
fn a_template_that_never_ends_or_is_none_is_refused() {
    let object = |template: &str| {
        let object = format!(r#"<object id="8" template="{template}" x="60" y="60"/>"#);
        drawing(&[], &format!(r#"<objectgroup id="3" name="spawns">{object}</objectgroup>"#))
    };
    let ring = r#"<template><object template="ring.tx"><point/></object></template>"#;
    let endless = compiled_beside("ring", &object("ring.tx"), &[("ring.tx", ring)]).unwrap_err();
    assert!(endless.contains("more than 64 files for one map"), "{endless}");
    let device = compiled("device", &object("/dev/zero")).unwrap_err();
    assert!(device.contains("its name ends neither in .tsx nor in .tx"), "{device}");
}

#[test]
fn a_picture_shows_cloth_cover_and_what_can_be_picked_up() {
    let map = embedded("hoop").unwrap();
    let svg = picture::draw(&map.file);
    assert_eq!(svg, picture::draw(&map.file));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && svg.contains("width=\"320\""), "{svg}");
    assert_eq!(svg.matches("fill=\"#ffcf5a\"").count(), map.file.pickups.len());
    for Cover(x, y, width, height) in &map.file.covers {
        assert!(svg.contains(&format!("M{x} {y}h{width}v{height}h-{width}z")), "the cover at ({x}, {y})");
    }
    assert!(!svg.contains("style"), "a strict policy shows attributes alone");
}

#[test]
fn tiles_that_are_missing_or_unknown_are_refused() {
    let good = drawing(&[(4, 4)], SPAWNS);
    check(
        "unknown",
        &good.replace("0,0,0,0,1,", "0,0,0,0,7,"),
        &["layer `cover`, tile (4, 4): the tileset has no such tile"],
    );
    check("short", &good.replace("0,0,0,0,1,", "0,0,0,0,"), &["tile layer 1: 99 tiles, the map has 100"]);
    check("among", &good.replace("0,0,0,0,1,", "0,0,0,0<point/>,1,"), &["tile layer 1: `<` stands among its tiles"]);
    let wide = good.replace("name=\"cover\" width=\"10\"", "name=\"cover\" width=\"11\"");
    check("wide", &wide, &["layer `cover`: it has 11 × 10 tiles, the map 10 × 10"]);
    let small = good.replace("tilewidth=\"40\"", "tilewidth=\"32\"");
    check("small", &small, &["tiles are 32 × 40 u, they must be 40 × 40"]);
    let cut = compiled("cut", &good[..good.len() / 2]).unwrap_err();
    assert!(cut.starts_with("not a map of Tiled: "), "{cut}");
}

#[test]
fn a_spawn_inside_of_cover_is_refused() {
    let block: Vec<(usize, usize)> = (0..16).map(|i| (1 + i % 4, 1 + i / 4)).collect();
    let spawns = SPAWNS.replace("x=\"60\" y=\"60\"", "x=\"120\" y=\"120\"");
    check(
        "inside",
        &drawing(&block, &spawns),
        &["layer `spawns`, object 8 at tile (3, 3): the spawn (120, 120) is inside of cover"],
    );
}

#[test]
fn a_compiled_map_is_checked_when_it_is_read() {
    let good = asset("maps/box.json");
    let refused = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} is in the map");
        map_file::read("box.json", good.replacen(from, to, 1).as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(
        refused("\"width\": 800", "\"width\": 810"),
        "box.json: the map's width is 810 u, 400 to 8000 u in tiles of 40 u are allowed"
    );
    let name = "a".repeat(25);
    assert_eq!(
        refused("\"box\"", &format!("\"{name}\"")),
        format!("box.json: the name `{name}` has 25 bytes, the range is 1 to 24")
    );
    assert!(refused("[0,0,800,0]", "[0,0,900,0]").starts_with("box.json: the wall (0, 0) to (900, 0) leaves the map"));
    assert!(refused("[0,0,800,0]", "[0,0,800.5,0]").starts_with("box.json: not a map: "));
    assert!(refused("[100,100]", "[10,100]").ends_with("is 10 u from a wall, at least 32 u are needed"));
    assert!(refused("}", "").starts_with("box.json: not a map: EOF"));
    let far = refused("[0,0,800,0]", "[-2147483648,0,2147483647,0]");
    assert!(far.starts_with("box.json: the wall (-2147483648, 0) to (2147483647, 0) leaves the map"), "{far}");
    let wide = refused("\"covers\": [\n", "\"covers\": [\n[2147483647,100,2147483647,40],\n");
    assert!(wide.starts_with("box.json: the cover at (2147483647, 100), 2147483647 × 40, leaves the map"), "{wide}");
}

#[test]
fn the_compiled_maps_and_their_pictures_are_fresh() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/maps");
    let maps = compile_folder(&folder).unwrap();
    assert_eq!(maps.len(), 4);
    for (path, text) in maps.into_iter().flat_map(|map| map.files.unwrap()) {
        assert!(std::fs::read(&path).unwrap() == text.as_bytes(), "{}: run `fray maps build`", path.display());
    }
}

/// Steps of the walk below, in units.
const STRIDE: i32 = 20;

/// Every place on a grid that a body of this radius can walk to from the first spawn.
fn walked(map: &Map, radius: f64) -> Vec<Vec<bool>> {
    let (columns, rows) = (map.file.width / STRIDE + 1, map.file.height / STRIDE + 1);
    let mut reached = vec![vec![false; columns as usize]; rows as usize];
    let Spawn(x, y) = map.file.spawns[0];
    let mut open = vec![(x / STRIDE, y / STRIDE)];
    while let Some((x, y)) = open.pop() {
        let place = Vec2::new(f64::from(x * STRIDE), f64::from(y * STRIDE));
        let inside = (0..columns).contains(&x) && (0..rows).contains(&y);
        if !inside || reached[y as usize][x as usize] || !is_free(place, radius, map) {
            continue;
        }
        reached[y as usize][x as usize] = true;
        open.extend([(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]);
    }
    reached
}

#[test]
fn on_the_shipped_maps_every_free_place_can_be_reached_by_the_largest_body() {
    for name in ["hoop", "box", "loom", "quilt"] {
        let map = embedded(name).unwrap();
        let reached = walked(&map, 32.0);
        for (y, row) in reached.iter().enumerate() {
            for (x, reached) in row.iter().enumerate() {
                let place = Vec2::new((x as i32 * STRIDE).into(), (y as i32 * STRIDE).into());
                let (px, py) = (x as i32 * STRIDE, y as i32 * STRIDE);
                let within = |c: &Cover| (c.0..=c.0 + c.2).contains(&px) && (c.1..=c.1 + c.3).contains(&py);
                let free = is_free(place, 32.0, &map) && !map.file.covers.iter().any(within);
                assert!(*reached || !free, "{name}: nobody comes to ({px}, {py})");
            }
        }
    }
}

/// From one rectangle to another, in units.
fn between(a: &Cover, b: &Cover) -> f64 {
    let x = (b.0 - a.0 - a.2).max(a.0 - b.0 - b.2).max(0);
    let y = (b.1 - a.1 - a.3).max(a.1 - b.1 - b.3).max(0);
    f64::from(x).hypot(f64::from(y))
}

#[test]
fn the_hoop_has_wide_lanes_and_spawns_for_all() {
    let map = embedded("hoop").unwrap();
    let Map { file: MapFile { width, height, covers, spawns, .. }, .. } = &*map;
    assert!(spawns.len() >= 12 && covers.len() >= 30, "{} spawns, {} covers", spawns.len(), covers.len());
    // Three tiles between two sides, and three on the slant between two corners.
    let lane = f64::from(3 * CELL) - 8.0;
    for (i, a) in covers.iter().enumerate() {
        for b in &covers[..i] {
            assert!(between(a, b) == 0.0 || between(a, b) >= lane, "the lane between {a:?} and {b:?} is too narrow");
        }
        for gap in [a.0, a.1, width - a.0 - a.2, height - a.1 - a.3] {
            assert!(gap == 0 || f64::from(gap) >= lane, "the lane beside {a:?} is too narrow");
        }
    }
    for spawn in spawns {
        let near = covers.iter().map(|cover| between(cover, &Cover(spawn.0, spawn.1, 0, 0)));
        assert!(near.fold(f64::INFINITY, f64::min) <= 160.0, "{spawn:?} is far from cover");
    }
}
