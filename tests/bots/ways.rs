//! Ways on the shipped maps.

use fray::bots::Navigation;
use fray::bots::navigation::is_clear;
use fray::sim::Vec2;
use fray::sim::grid::units;
use fray::sim::map::Spawn;

use super::maps;
use crate::support::tuning;

#[test]
fn every_spawn_can_be_reached_from_every_other() {
    let radius = tuning().body.radius;
    let maps = maps();
    assert!(maps.len() >= 2);
    for map in maps {
        let chart = Navigation::new(&map, radius);
        let places: Vec<Vec2> =
            map.file.spawns.iter().map(|Spawn(x, y)| Vec2::new(f64::from(*x), f64::from(*y))).collect();
        assert!(places.len() >= 2, "{}", map.file.name);
        for (from, to) in places.iter().flat_map(|from| places.iter().map(move |to| (*from, *to))) {
            let mut way = chart.plan(&map, from, to).unwrap_or_else(|| panic!("{} {from:?} {to:?}", map.file.name));
            way.push(from);
            for leg in way.windows(2) {
                assert!(is_clear(&map, leg[0], leg[1], units(radius) - 0.1), "{} {leg:?}", map.file.name);
            }
        }
    }
}
