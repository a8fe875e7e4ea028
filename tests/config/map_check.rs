//! The check of maps: a good one passes, and each way of breaking it is found, at its tile.

use std::path::Path;
use std::process::Command;

use fray::config::assets::embedded_default;
use fray::config::map_check::{Figure, judge};
use fray::config::map_file::side_walls;
use fray::config::maps::mirror::Mirror;
use fray::config::maps::plan::Plan;
use fray::config::maps::read;
use fray::sim::Map;
use fray::sim::map::{Cover, MapFile, Pickup, Spawn, Wall};

use super::{Folder, asset};

/// The shipped maps that are judged, and for how many players each is drawn.
const SHIPPED: [(&str, i32); 3] = [("hoop", 8), ("loom", 12), ("quilt", 10)];
const WIDTH: i32 = 2400;
const HEIGHT: i32 = 1600;

/// One more piece of cover, with its walls.
fn cover(file: &mut MapFile, x: i32, y: i32, width: i32, height: i32) {
    let (right, bottom) = (x + width, y + height);
    file.covers.push(Cover(x, y, width, height));
    file.walls.extend([
        Wall(x, y, right, y),
        Wall(right, y, right, bottom),
        Wall(x, bottom, right, bottom),
        Wall(x, y, x, bottom),
    ]);
}

/// A map for eight: blocks of 3 × 3 tiles four tiles apart, every second row of them shifted, spawns and pickups between.
fn good() -> MapFile {
    let mut file = MapFile {
        name: "good".into(),
        width: WIDTH,
        height: HEIGHT,
        walls: side_walls(WIDTH, HEIGHT).to_vec(),
        covers: Vec::new(),
        spawns: Vec::new(),
        pickups: Vec::new(),
    };
    for row in 0..5 {
        for column in 0..8 {
            cover(&mut file, column * 280 + 120 + row % 2 * 80, row * 280 + 160, 120, 120);
        }
    }
    file.spawns = [60, 640, 920, 1500].iter().flat_map(|y| (0..4).map(|column| Spawn(column * 640 + 60, *y))).collect();
    let whats = ["spool", "battery", "shears", "shears", "bobbin", "bobbin"];
    file.pickups = whats.iter().zip(0..).map(|(what, i)| Pickup((*what).into(), i * 320 + 200, 360)).collect();
    file.pickups.push(Pickup("thimble".into(), 1140, 920));
    file
}

fn judged(file: MapFile, plan: &Plan, players: i32) -> Vec<Figure> {
    judge(&Map::new(file, b"map"), plan, players, &embedded_default())
}

/// Breaks the good map, and expects that figure, and it alone, to be out of its bounds, with this said of it.
fn check(figure: &str, fault: &str, break_it: impl Fn(&mut MapFile)) {
    let mut file = good();
    break_it(&mut file);
    let figures = judged(file, &Plan::default(), 8);
    let broken: Vec<&Figure> = figures.iter().filter(|figure| !figure.holds()).collect();
    let [found] = broken.as_slice() else { panic!("{figure} alone should break: {broken:?}") };
    assert_eq!(found.name, figure);
    assert!(found.faults.iter().any(|found| found.contains(fault)) || fault.is_empty(), "{fault} in {found:?}");
}

#[test]
fn the_good_map_is_good() {
    let figures = judged(good(), &Plan::default(), 8);
    let broken: Vec<&Figure> = figures.iter().filter(|figure| !figure.holds()).collect();
    assert!(broken.is_empty() && figures.len() > 10, "{broken:?}");
}

#[test]
fn each_thing_that_is_wrong_is_found_at_its_tile() {
    check("places that nobody comes to", "tile (8, 1): nobody comes there", |file| {
        file.walls.extend([Wall(280, 0, 280, 120), Wall(400, 0, 400, 120), Wall(280, 120, 400, 120)]);
    });
    check("passages narrower than three tiles", "tile (5, 14): a gap of less than 3 tiles", |file| {
        cover(file, 200, 600, 120, 40);
    });
    check("passages narrower than three tiles", "two pieces of cover touch at its upper left corner", |file| {
        cover(file, 240, 280, 120, 40);
    });
    check("longest line free of walls", " sees tile (", |file| file.walls.truncate(4));
    check("spawns per player", "", |file| file.spawns.truncate(15));
    check("nearest two spawns", "tile (1, 1) and tile (4, 1), 100 u apart", |file| {
        file.walls.push(Wall(120, 0, 120, 120));
        file.spawns.push(Spawn(160, 60));
    });
    check("nearest two spawns in sight", "tile (1, 1) and tile (4, 1), 130 u apart", |file| {
        file.spawns.push(Spawn(190, 60));
    });
    check("nearest two pickups", "tile (5, 9) and tile (8, 9), 140 u apart", |file| {
        file.pickups.push(Pickup("spool".into(), 340, 360));
    });
    check("thimbles aside", "tile (28, 37): a thimble outside of the middle third", |file| {
        file.pickups.last_mut().unwrap().2 = 1500;
    });
    check("pickups that the tuning does not know", "tile (5, 9): a spoon", |file| file.pickups[0].0 = "spoon".into());
    check("of the rarest weapon", "bobbin lies about 1 times", |file| drop(file.pickups.remove(4)));
    check("cover", "", |file| [160, 720, 1280].into_iter().for_each(|y| cover(file, 120, y, 2080, 120)));
}

#[test]
fn too_many_and_too_few_players_are_told() {
    let broken = |players| {
        let figures = judged(good(), &Plan::default(), players);
        figures.into_iter().filter(|figure| !figure.holds()).map(|figure| figure.name).collect::<Vec<_>>()
    };
    assert_eq!(broken(10), ["area per player", "spawns per player"]);
    assert_eq!(broken(6), ["players", "area per player"]);
}

#[test]
fn a_mirrored_map_that_is_not_even_is_found_out() {
    let plan = Plan { mirror: Some(Mirror::Turn), ..Plan::default() };
    let mut file = MapFile { covers: Vec::new(), walls: side_walls(WIDTH, HEIGHT).to_vec(), ..good() };
    cover(&mut file, 200, 200, 120, 120);
    let images = |file: &MapFile| {
        let figures = judged(file.clone(), &plan, 8);
        figures.into_iter().find(|figure| figure.name.contains("image")).unwrap()
    };
    file.spawns = vec![Spawn(60, 60), Spawn(WIDTH - 60, HEIGHT - 60)];
    file.pickups = vec![Pickup("spool".into(), 100, 100)];
    let uneven = images(&file);
    assert!(uneven.faults.contains(&"tile (5, 5): cover, and none at tile (54, 34)".into()), "{uneven:?}");
    assert!(uneven.faults.contains(&"tile (2, 2): a spool, and none at (2300, 1500)".into()), "{uneven:?}");
    assert_eq!(uneven.faults.len(), 9 + 1, "{uneven:?}");
    cover(&mut file, WIDTH - 320, HEIGHT - 320, 120, 120);
    file.pickups.push(Pickup("spool".into(), WIDTH - 100, HEIGHT - 100));
    assert!(images(&file).holds());
    file.spawns.pop();
    assert_eq!(images(&file).faults, ["tile (1, 1): a spawn, and none at (2340, 1540)"]);
}

#[test]
fn the_inside_of_a_polygon_is_no_place_that_somebody_should_come_to() {
    let corners = vec![(940, 700), (1560, 700), (1560, 860), (940, 860)];
    let mut file = MapFile { covers: Vec::new(), walls: side_walls(WIDTH, HEIGHT).to_vec(), ..good() };
    let next = corners.iter().cycle().skip(1);
    file.walls.extend(corners.iter().zip(next).map(|(a, b)| Wall(a.0, a.1, b.0, b.1)));
    let unreached = |plan: &Plan| judged(file.clone(), plan, 8)[3].clone();
    assert!(unreached(&Plan { polygons: vec![corners], ..Plan::default() }).holds());
    assert!(!unreached(&Plan::default()).holds(), "without it, it is a room without a door");
}

/// What the command prints of a folder, and how it ends.
fn command(folder: &Path) -> (String, Option<i32>) {
    let told = Command::new(env!("CARGO_BIN_EXE_fray")).args(["maps", "check"]).arg(folder).output().unwrap();
    (String::from_utf8(told.stdout).unwrap() + &String::from_utf8(told.stderr).unwrap(), told.status.code())
}

#[test]
fn the_command_names_the_tile_and_fails_when_something_is_wrong() {
    let folder = Folder::new("map-check");
    folder.write("cloth.tsx", &asset("maps/cloth.tsx"));
    folder.write("hoop.tmx", &asset("maps/hoop.tmx"));
    folder.write("box.tmx", &asset("maps/box.tmx"));
    let (told, code) = command(&folder.0);
    assert!(code == Some(0) && told.contains("✓ area per player") && !told.contains('✗'), "{told}");
    assert!(told.contains("box.tmx: not judged, it has no property `players`"), "{told}");
    // A thimble at the border; for nine players there is room all the same.
    let spoilt = asset("maps/hoop.tmx").replace("type=\"thimble\" x=\"1200\"", "type=\"thimble\" x=\"2260\"");
    folder.write(
        "hoop.tmx",
        &spoilt.replace("\"players\" type=\"int\" value=\"8\"", "\"players\" type=\"int\" value=\"9\""),
    );
    let (told, code) = command(&folder.0);
    assert!(code == Some(1) && told.contains("✓ area per player"), "{told}");
    assert!(told.contains("✗ thimbles aside") && told.contains("tile (56, 23): a thimble outside"), "{told}");
    folder.write("hoop.tmx", "<map>");
    let (told, code) = command(&folder.0);
    assert!(code == Some(1) && told.contains("hoop.tmx: not a map of Tiled"), "{told}");
}

#[test]
fn the_shipped_maps_are_good() {
    for (name, players) in SHIPPED {
        let path = format!("{}/assets/maps/{name}.tmx", env!("CARGO_MANIFEST_DIR"));
        let drawn = read(path.as_ref()).unwrap();
        assert_eq!(drawn.plan.players, Some(players), "{name}");
        let broken: Vec<Figure> =
            judged(drawn.file, &drawn.plan, players).into_iter().filter(|figure| !figure.holds()).collect();
        assert!(broken.is_empty(), "{name}: {broken:?}");
        assert_eq!(drawn.plan.mirror.is_some(), name != "hoop", "{name}");
    }
}
