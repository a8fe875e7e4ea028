//! A journal as a command is given it: read, its map made ready, and what is worth saying about it.

use std::path::Path;
use std::sync::Arc;

use crate::config::assets::Assets;
use crate::config::map_file;
use crate::journal::{self, Flaw, Header, Journal};
use crate::sim::Map;

/// A journal that can be played.
pub struct Recorded {
    /// The file, as messages name it.
    pub name: String,
    /// What could be read of it.
    pub journal: Arc<Journal>,
    /// The map that it holds.
    pub map: Arc<Map>,
    /// Why no more could be read.
    pub flaw: Option<Flaw>,
}

/// Reads a journal, or says in one line why there is nothing to read.
pub fn open(file: &Path) -> Result<Recorded, String> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| format!("{name}: {error}"))?;
    let reading = journal::read(&bytes).map_err(|flaw| format!("{name}: {flaw}"))?;
    let record = &reading.journal.header.map;
    let source = format!("{name}, its map {}", record.name);
    let map = map_file::read(&source, record.text.as_bytes()).map_err(|problems| problems.to_string())?;
    if map.hash != record.hash {
        return Err(format!("{source} has hash {}, it should be {:016x}", map.hash_hex(), record.hash));
    }
    Ok(Recorded { name, journal: Arc::new(reading.journal), map: Arc::new(map), flaw: reading.flaw })
}

impl Recorded {
    /// What differs between then and now: the build, and the map of that name.
    pub fn notes(&self) -> Vec<String> {
        let Header { build, map, .. } = &self.journal.header;
        let mut notes = Vec::new();
        if build != crate::BUILD {
            notes.push(format!("recorded by build {build}, this is build {}: its rules may be others", crate::BUILD));
        }
        let now = Assets::choose(None, Path::new("")).ok().and_then(|assets| assets.map(&map.name).ok());
        if now.is_none_or(|now| now.hash != map.hash) {
            let hash = self.map.hash_hex();
            notes.push(format!("map {} is no longer as it was, the one of then is played, hash {hash}", map.name));
        }
        notes
    }
}
