//! Bots: what they know, where they go, whom they shoot, and that a seed makes a match.

mod fairness;
mod remote;
mod series;
mod statistics;
mod tempers;
mod ways;
mod weapons;
mod wire;

use std::path::Path;
use std::sync::Arc;

use fray::bots::{Atlas, filler};
use fray::config::assets::Assets;
use fray::room::{Faults, Game, GameSettings, Recruiter};
use fray::sim::Map;

use fray::config::assets::embedded_default;

/// The shipped assets.
fn assets() -> Assets {
    Assets::choose(None, Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Every shipped map.
fn maps() -> Vec<Arc<Map>> {
    let assets = assets();
    assets.map_names().iter().map(|name| assets.map(name).unwrap()).collect()
}

fn recruiter() -> Recruiter {
    filler::recruiter(Arc::new(Atlas::default()))
}

/// A room of bots, without viewers.
fn room(map: Arc<Map>, seats: u8, fill: u8, recruiter: Recruiter, faults: Faults) -> Game {
    let code = String::from("BCDFG");
    let presets = Arc::default();
    let settings = GameSettings {
        presets,
        room: 1,
        code,
        seats,
        fill,
        seed: 21,
        private: false,
        map,
        recruiter,
        sandbox: false,
        faults,
    };
    Game::new(settings, Arc::new(embedded_default()))
}
