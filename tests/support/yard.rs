//! A map that no one plays on, with walls that the drawn maps lack: slanted ones, a sharp corner, a nook.

use fray::sim::map::{Cover, Map, MapFile, Spawn, Wall};

/// 900×700 units with a frame, a block, a wedge and a nook.
pub fn yard() -> Map {
    let file = MapFile {
        name: "yard".into(),
        width: 900,
        height: 700,
        walls: vec![
            Wall(0, 0, 900, 0),
            Wall(900, 0, 900, 700),
            Wall(900, 700, 0, 700),
            Wall(0, 700, 0, 0),
            Wall(200, 160, 360, 160),
            Wall(360, 160, 360, 280),
            Wall(360, 280, 200, 280),
            Wall(200, 280, 200, 160),
            Wall(520, 120, 700, 240),
            Wall(700, 240, 540, 300),
            Wall(600, 600, 680, 480),
            Wall(680, 480, 760, 600),
        ],
        covers: vec![Cover(200, 160, 160, 120)],
        spawns: vec![Spawn(100, 100), Spawn(450, 400)],
        pickups: Vec::new(),
    };
    Map::new(file, b"yard")
}
