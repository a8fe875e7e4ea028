//! Watches the folder of assets, and reads a tuning or a map again when it has been saved.
//!
//! The folder is watched, not the file: editors replace a file by renaming another one over it. What cannot be read is
//! handed on as what is wrong with it; whoever listens keeps the last good values.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify_debouncer_full::notify::event::{AccessKind, AccessMode, EventKind};
use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use super::assets::Assets;
use super::diagnostics::Diagnostics;
use super::map_file::MapProblems;
use super::tuning;
use crate::sim::{Map, Tuning};

/// How long a file must rest before it is read: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// A file that has been saved.
#[derive(Debug)]
pub enum Change {
    /// The tuning, or what is wrong with it.
    Tuning(Result<Tuning, Diagnostics>),
    /// A compiled map, or what is wrong with it.
    Map(Result<Arc<Map>, MapProblems>),
}

/// Watches for as long as it lives.
pub struct Watch {
    _debouncer: Debouncer<RecommendedWatcher, NoCache>,
}

/// Watches a folder of assets, and calls `changed` on a thread of its own.
pub fn watch(folder: &Path, changed: impl FnMut(Change) + Send + 'static) -> Result<Watch, notify::Error> {
    let mut reader = Reader::new(folder, changed);
    let events = move |events: DebounceEventResult| {
        for path in saved_paths(events) {
            reader.read(&path);
        }
    };
    let mut debouncer = new_debouncer_opt(QUIET, None, events, NoCache, notify::Config::default())?;
    for inside in ["tuning", "maps"].map(|name| folder.join(name)) {
        if inside.is_dir() {
            debouncer.watch(inside, RecursiveMode::NonRecursive)?;
        }
    }
    Ok(Watch { _debouncer: debouncer })
}

/// Every path that may hold something new, once. Reading a file is an event as well, and must not cause another one.
fn saved_paths(events: DebounceEventResult) -> Vec<PathBuf> {
    let may_matter = |kind: &EventKind| match kind {
        EventKind::Access(access) => *access == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    let events = events.unwrap_or_default();
    let mut paths: Vec<PathBuf> =
        events.iter().filter(|event| may_matter(&event.kind)).flat_map(|event| event.paths.clone()).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Reads what was saved, and forgets what says the same as before.
struct Reader<F> {
    assets: Assets,
    changed: F,
    known: BTreeMap<String, Vec<u8>>,
}

impl<F: FnMut(Change)> Reader<F> {
    fn new(folder: &Path, changed: F) -> Self {
        let assets = Assets::Folder(folder.to_owned());
        let mut known = BTreeMap::new();
        let maps = assets.map_names().into_iter().map(|name| format!("maps/{name}.json"));
        for path in maps.chain([tuning::DEFAULT.to_owned()]) {
            if let Ok(bytes) = assets.read(&path) {
                known.insert(path, bytes.into_owned());
            }
        }
        Reader { assets, changed, known }
    }

    fn read(&mut self, path: &Path) {
        let (Some(name), Some(stem)) = (path.file_name(), path.file_stem()) else { return };
        let in_maps = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "maps");
        if in_maps && path.extension().is_some_and(|end| end == "json") {
            let name = stem.to_string_lossy();
            if self.is_new(&format!("maps/{name}.json")) {
                (self.changed)(Change::Map(self.assets.map(&name)));
            }
        } else if !in_maps && Path::new(tuning::DEFAULT).file_name() == Some(name) && self.is_new(tuning::DEFAULT) {
            (self.changed)(Change::Tuning(self.assets.tuning()));
        }
    }

    /// True when the file does not say what it said last time. A file that is gone says nothing.
    fn is_new(&mut self, path: &str) -> bool {
        let bytes = self.assets.read(path).map(|bytes| bytes.into_owned()).unwrap_or_default();
        self.known.insert(path.to_owned(), bytes.clone()).is_none_or(|before| before != bytes)
    }
}
