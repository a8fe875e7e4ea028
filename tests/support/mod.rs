//! What several proofs share: a small map, the shipped tuning, and chance that prints its seed.

pub mod assets;
pub mod child;
pub mod client;
pub mod duels;
pub mod http;
pub mod pairs;
pub mod server;
mod yard;

use std::sync::Arc;

use fray::config::tuning::read_tuning;
use fray::protocol::{Baseline, Snapshot, SnapshotMessage};
use fray::sim::map::{MapFile, Spawn, Wall};
use fray::sim::tuning::{Projectile, WeaponKind};
use fray::sim::{Map, Tuning};
use rand_pcg::Pcg32;

pub use yard::yard;

/// What tests play by: it stays as it is when the shipped tuning is turned.
pub fn tuning() -> Tuning {
    read_tuning("tests/support/tuning.toml", include_str!("tuning.toml")).unwrap()
}

/// What a keyframe holds.
pub fn keyframe(message: &SnapshotMessage) -> Snapshot {
    Baseline::default().take(message).expect("a keyframe leans on nothing").snapshot
}

/// The first weapon, to change.
pub fn first_weapon(tuning: &mut Tuning) -> &mut Projectile {
    let WeaponKind::Projectile(weapon) = &mut tuning.weapons[0].kind else {
        panic!("the first weapon shoots projectiles")
    };
    weapon
}

/// An empty field of this size with these spawns.
pub fn field(width: i32, height: i32, spawns: &[(i32, i32)]) -> Arc<Map> {
    let spawns = spawns.iter().map(|(x, y)| Spawn(*x, *y)).collect();
    let walls = rectangle(0, 0, width, height);
    map(MapFile { name: "field".into(), width, height, walls, covers: Vec::new(), spawns, pickups: Vec::new() })
}

/// The four sides of a rectangle.
pub fn rectangle(x: i32, y: i32, width: i32, height: i32) -> Vec<Wall> {
    let (right, low) = (x + width, y + height);
    vec![Wall(x, y, right, y), Wall(right, y, right, low), Wall(right, low, x, low), Wall(x, low, x, y)]
}

/// A map from its parts.
pub fn map(file: MapFile) -> Arc<Map> {
    let bytes = serde_json::to_vec(&file).expect("a map is plain data");
    Arc::new(Map::new(file, &bytes))
}

pub use fray::room::sandbox::Idler;

/// Chance for a test: from `FRAY_SEED`, else from the time, and printed, so that a failure can be repeated.
pub fn chance(test: &str) -> Pcg32 {
    let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64);
    let seed = std::env::var("FRAY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(time);
    println!("{test}: FRAY_SEED={seed}");
    Pcg32::new(seed, 1)
}
