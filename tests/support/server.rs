//! A server in this process, on a free port: for what only the library can set.

use std::path::Path;
use std::sync::Arc;

use fray::config::assets::Assets;
use fray::config::settings::{self, Layers};
use fray::room::{Recruit, Recruiter};
use fray::server::{Plan, Running, start};

use super::Idler;

/// A plan for a free port, the tiny map, no bots and one thread of each sort; `flags` are keys and values of settings.
pub fn plan(flags: &[(&str, &str)]) -> Plan {
    let base =
        [("listen", "127.0.0.1:0"), ("rooms.map", "box"), ("rooms.fill", "0"), ("workers", "1"), ("arbiters", "1")];
    let flags = base.iter().chain(flags).map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let settings = settings::read(&Layers { flags, ..Layers::default() }).unwrap();
    let assets = Assets::choose(None, Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    Plan { recruiter: idlers(), ..Plan::read(settings, assets).unwrap() }
}

/// Starts it.
pub fn serve(flags: &[(&str, &str)]) -> Running {
    start(plan(flags)).unwrap()
}

fn idlers() -> Recruiter {
    Arc::new(|_, number| Recruit { name: format!("Idler {number}"), brain: Box::new(Idler) })
}
