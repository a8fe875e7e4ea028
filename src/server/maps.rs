//! The compiled maps by their hashes: what `/maps/<hash>.json` answers.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::config::assets::Assets;
use crate::room::Showing;
use crate::sim::Map;

/// Compiled maps as bytes, by hash.
#[derive(Debug, Default)]
pub struct Maps(BTreeMap<String, Bytes>);

impl Maps {
    /// All maps among the assets that are well; one that is not is left out, and said so, unless it is `played`, which has
    /// been checked before. A match that is shown brings its own.
    pub fn of(assets: &Assets, played: &Map, showing: Option<&Showing>) -> Maps {
        let mut maps = BTreeMap::new();
        for name in assets.map_names() {
            match (assets.map(&name), assets.read(&format!("maps/{name}.json"))) {
                (Ok(map), Ok(bytes)) => drop(maps.insert(map.hash_hex(), Bytes::from(bytes.into_owned()))),
                (Err(problems), _) => tracing::warn!("a map that cannot be served: {problems}"),
                (_, Err(error)) => tracing::warn!("the map {name} cannot be read: {error}"),
            }
        }
        if let Some(Showing { journal, map, .. }) = showing {
            maps.insert(map.hash_hex(), Bytes::from(journal.header.map.text.clone()));
        }
        debug_assert!(maps.contains_key(&played.hash_hex()), "the map that is played is among them");
        Maps(maps)
    }

    /// The map with this hash.
    pub fn get(&self, hash: &str) -> Option<Bytes> {
        self.0.get(hash).cloned()
    }
}
