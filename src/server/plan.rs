//! What a server is started with, read and checked before anything starts.

use std::sync::Arc;

use crate::bots::{Atlas, filler};
use crate::config::assets::Assets;
use crate::config::map_file::MapProblems;
use crate::config::{Diagnostics, Settings};
use crate::room::{Faults, Recruiter, Showing};
use crate::sim::{Map, Tuning};

/// Everything that a server needs to know.
#[derive(Clone)]
pub struct Plan {
    /// What the operator set.
    pub settings: Settings,
    /// Where maps come from.
    pub assets: Assets,
    /// What it is played by at first.
    pub tuning: Arc<Tuning>,
    /// Where it is played.
    pub map: Arc<Map>,
    /// Makes the bots.
    pub recruiter: Recruiter,
    /// The recorded match that it shows; then nobody plays.
    pub showing: Option<Showing>,
    /// Its one room is a sandbox for designers.
    pub sandbox: bool,
    /// Deliberate defects.
    pub faults: Faults,
}

/// Why there is no plan: a broken file never starts a server.
#[derive(Debug)]
pub enum PlanError {
    /// The tuning is broken.
    Tuning(Diagnostics),
    /// The map is broken.
    Map(MapProblems),
}

impl Plan {
    /// Reads tuning and map, and charts the map for bots, so that the first room need not.
    pub fn read(settings: Settings, assets: Assets) -> Result<Plan, PlanError> {
        let tuning = Arc::new(assets.tuning().map_err(PlanError::Tuning)?);
        let map = assets.map(&settings.rooms.map).map_err(PlanError::Map)?;
        let atlas = Arc::new(Atlas::default());
        atlas.chart(&map, tuning.body.radius);
        let recruiter = filler::recruiter(atlas);
        Ok(Plan { settings, assets, tuning, map, recruiter, showing: None, sandbox: false, faults: Faults::default() })
    }

    /// A server that shows a recorded match again, by its own map and tuning.
    pub fn showing(settings: Settings, assets: Assets, showing: Showing) -> Plan {
        Plan {
            settings,
            assets,
            tuning: Arc::new(showing.journal.header.tuning.clone()),
            map: showing.map.clone(),
            recruiter: filler::recruiter(Arc::default()),
            showing: Some(showing),
            sandbox: false,
            faults: Faults::default(),
        }
    }
}
