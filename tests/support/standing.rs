//! What must hold of a world after every tick: nobody leaves the map or stands in a wall.

use fray::sim::grid::units;
use fray::sim::map::Cover;
use fray::sim::movement::from_wall;
use fray::sim::{Map, Tuning, Vec2, World};

/// How far a body may reach into a wall, in units: rounding onto the grid.
const SLACK: f64 = 1.0 / 64.0;

/// Everything that must hold after a tick. `settled` is false while a body that has just grown may still touch a wall.
pub fn look(world: &World, map: &Map, tuning: &Tuning, settled: bool) {
    let (width, height) = (f64::from(map.file.width), f64::from(map.file.height));
    let radius = units(tuning.body.radius);
    for player in &world.players {
        let place = player.body.place.units();
        let within = |Cover(x, y, w, h): &Cover| {
            let (x, y) = (f64::from(*x), f64::from(*y));
            place.x > x && place.x < x + f64::from(*w) && place.y > y && place.y < y + f64::from(*h)
        };
        assert!(place.x > 0.0 && place.y > 0.0 && place.x < width && place.y < height, "{player:?} left the map");
        assert!(!map.file.covers.iter().any(within), "{player:?} is inside of cover");
        assert!(
            !settled || !player.is_alive() || is_free(place, radius - SLACK, map),
            "{player:?} is inside of a wall"
        );
        assert_eq!(player.is_alive(), player.health > 0, "{player:?}");
        assert!(player.thread >= 0 && player.longest >= player.thread, "{player:?}");
    }
    for shot in &world.shots {
        let place = shot.place.units();
        assert!(place.x >= 0.0 && place.y >= 0.0 && place.x <= width && place.y <= height, "{shot:?} left the map");
    }
}

/// True when a circle here touches no wall.
pub fn is_free(place: Vec2, radius: f64, map: &Map) -> bool {
    map.near(place).all(|wall| from_wall(place, wall).length() >= radius)
}
