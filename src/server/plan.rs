//! What a server is started with, read and checked before anything starts.

use std::sync::Arc;

use crate::bots::{Atlas, filler};
use crate::config::assets::Assets;
use crate::config::map_file::MapProblems;
use crate::config::{Diagnostics, Settings, preset_file};
use crate::room::{Faults, Preset, Recruiter, Showing};
use crate::sim::{Map, Tuning};

/// Seats that bots keep filled where neither the operator nor a preset says it.
const FILL: u8 = 6;

/// Everything that a server needs to know.
#[derive(Clone)]
pub struct Plan {
    /// What the operator set.
    pub settings: Settings,
    /// Where maps come from.
    pub assets: Assets,
    /// What it is played by at first.
    pub tuning: Arc<Tuning>,
    /// What is played in turn; none: always the same, on `map`.
    pub presets: Arc<[Preset]>,
    /// Where it is played at first.
    pub map: Arc<Map>,
    /// Seats that bots keep filled where no preset says it.
    pub fill: u8,
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
    /// The tuning, or a preset, is broken.
    Diagnostics(Diagnostics),
    /// The map is broken.
    Map(MapProblems),
}

impl Plan {
    /// Reads tuning, presets and maps, and charts the maps for bots, so that no room need do it.
    pub fn read(settings: Settings, assets: Assets) -> Result<Plan, PlanError> {
        let tuning = Arc::new(assets.tuning().map_err(PlanError::Diagnostics)?);
        let rooms = &settings.rooms;
        let preset = |name: &String| preset_file::find(name, &assets).map(|preset| manned(preset, rooms.fill));
        let presets: Arc<[Preset]> = match rooms.map {
            Some(_) => Arc::default(),
            None => rooms.presets.iter().map(preset).collect::<Result<_, _>>().map_err(PlanError::Diagnostics)?,
        };
        let map = match (&rooms.map, presets.first()) {
            (None, Some(first)) => first.map.clone(),
            (name, _) => assets.map(name.as_deref().unwrap_or_default()).map_err(PlanError::Map)?,
        };
        let atlas = Arc::new(Atlas::default());
        let maps = presets.iter().map(|preset| &preset.map).chain([&map]);
        maps.for_each(|map| drop(atlas.chart(map, tuning.body.radius)));
        let fill = rooms.fill.unwrap_or(FILL).min(rooms.seats);
        let (recruiter, faults) = (filler::recruiter(atlas), Faults::default());
        Ok(Plan { settings, assets, tuning, presets, map, fill, recruiter, showing: None, sandbox: false, faults })
    }

    /// A server that shows a recorded match again, by its own map and tuning.
    pub fn showing(settings: Settings, assets: Assets, showing: Showing) -> Plan {
        Plan {
            settings,
            assets,
            tuning: Arc::new(showing.journal.header.tuning.clone()),
            presets: Arc::default(),
            map: showing.map.clone(),
            fill: 0,
            recruiter: filler::recruiter(Arc::default()),
            showing: Some(showing),
            sandbox: false,
            faults: Faults::default(),
        }
    }
}

/// The preset with as many bots as the operator wants.
pub fn manned(preset: Preset, fill: Option<u8>) -> Preset {
    let fill = fill.unwrap_or(preset.fill).min(preset.players);
    Preset { fill, ..preset }
}
