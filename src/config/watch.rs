//! Watches the folder of assets, and reads a tuning, a preset or a map again when it has been saved. A drawing of Tiled is compiled.
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
use super::map_file::{self, MapProblems};
use super::{maps, preset_file, tuning};
use crate::room::Preset;
use crate::sim::{Map, Tuning};

/// How long a file must rest before it is read: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// A file that has been saved.
#[derive(Debug)]
pub enum Change {
    /// The tuning, or what is wrong with it.
    Tuning(Result<Arc<Tuning>, Diagnostics>),
    /// A preset, or what is wrong with it.
    Preset(Result<Preset, Diagnostics>),
    /// A map, or what is wrong with it.
    Map(Result<SavedMap, MapProblems>),
}

/// A map that has been saved, drawn or compiled.
#[derive(Debug)]
pub struct SavedMap {
    /// Its file's name without the ending.
    pub name: String,
    /// Ready for play.
    pub map: Arc<Map>,
    /// Its compiled form, as clients are served it.
    pub bytes: Vec<u8>,
    /// The compiled file beside the drawing says the same; else this is in memory alone.
    pub is_built: bool,
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
    let mut debouncer = new_debouncer_opt(QUIET, Some(QUIET), events, NoCache, notify::Config::default())?;
    for inside in ["tuning", preset_file::FOLDER, "maps"].map(|name| folder.join(name)) {
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
        let mut reader = Reader { assets: Assets::Folder(folder.to_owned()), changed, known: BTreeMap::new() };
        let inside = |inside: &'static str| {
            let files = std::fs::read_dir(folder.join(inside)).into_iter().flatten().flatten();
            files.map(move |file| format!("{inside}/{}", file.file_name().to_string_lossy()))
        };
        for path in inside("maps").chain(inside(preset_file::FOLDER)).chain([tuning::DEFAULT.to_owned()]) {
            reader.is_new(&path);
        }
        reader
    }

    fn read(&mut self, path: &Path) {
        let (Some(name), Some(stem)) = (path.file_name(), path.file_stem()) else { return };
        let is_in = |folder| path.parent().and_then(Path::file_name).is_some_and(|parent| parent == folder);
        let in_maps = is_in("maps");
        let ending = path.extension().unwrap_or_default();
        let map = stem.to_string_lossy();
        if in_maps && (ending == "json" || ending == "tmx") {
            if self.is_new(&format!("maps/{}", name.to_string_lossy())) {
                let saved = if ending == "tmx" { self.drawn(path, &map) } else { self.compiled(&map) };
                (self.changed)(Change::Map(saved));
            }
        } else if is_in(preset_file::FOLDER) {
            if ending == "toml" && self.is_new(&format!("{}/{}", preset_file::FOLDER, name.to_string_lossy())) {
                (self.changed)(Change::Preset(preset_file::find(&map, &self.assets)));
            }
        } else if !in_maps && Path::new(tuning::DEFAULT).file_name() == Some(name) && self.is_new(tuning::DEFAULT) {
            (self.changed)(Change::Tuning(self.assets.tuning().map(Arc::new)));
        }
    }

    /// Compiles a drawing in memory; nothing is written.
    fn drawn(&self, path: &Path, name: &str) -> Result<SavedMap, MapProblems> {
        let file = maps::compile(path)?;
        let bytes = map_file::write(&file).into_bytes();
        let is_built = self.assets.read(&format!("maps/{name}.json")).is_ok_and(|built| *built == bytes);
        Ok(SavedMap { name: name.to_owned(), map: Arc::new(Map::new(file, &bytes)), bytes, is_built })
    }

    fn compiled(&self, name: &str) -> Result<SavedMap, MapProblems> {
        let (map, bytes) = self.assets.map_and_bytes(name)?;
        Ok(SavedMap { name: name.to_owned(), map, bytes: bytes.into_owned(), is_built: true })
    }

    /// True when the file does not say what it said last time. A file that is gone says nothing.
    fn is_new(&mut self, path: &str) -> bool {
        let bytes = self.assets.read(path).map(|bytes| bytes.into_owned()).unwrap_or_default();
        self.known.insert(path.to_owned(), bytes.clone()).is_none_or(|before| before != bytes)
    }
}
