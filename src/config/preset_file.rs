//! Reads a preset, `presets/NAME.toml`: mode, map, players and fill of a match, and what it changes of the tuning.
//!
//! ```toml
//! mode = "tug"      # unravel or tug
//! map = "loom"      # a map among the assets
//! players = 12      # how many may play, 1 to 64
//! fill = 10         # how many seats bots keep filled, 0 to players
//!
//! [match]           # any table of the tuning but rates, view, feel, weapons and personas
//! length = 300
//! ```

use std::sync::Arc;

use super::assets::Assets;
use super::diagnostics::{Diagnostics, Problem};
use super::document::{Document, Entry, entries, nearest, together};
use super::tuning::{chosen, value};
use crate::room::Preset;
use crate::sim::tuning::SCALARS;
use crate::sim::world::SEATS_MAX;
use crate::sim::{Map, Mode};

/// The folder of the presets, below the assets.
pub const FOLDER: &str = "presets";
/// What modes are called; by place.
const MODES: &[&str] = &["unravel", "tug"];
/// The keys beside the tables.
const KEYS: &[&str] = &["mode", "map", "players", "fill"];
/// Tables that a preset leaves alone: how often things happen and what is seen is one for all matches of a room, and how
/// it feels is no rule.
const FIXED: &[&str] = &["rates", "view", "feel"];
/// What `mode` says is said once.
const SAID_BY_MODE: &str = "tug";

/// The preset of this name among the assets.
pub fn find(name: &str, assets: &Assets) -> Result<Preset, Diagnostics> {
    let path = format!("{FOLDER}/{name}.toml");
    let file = assets.name(&path);
    let Ok(bytes) = assets.read(&path) else {
        let known = assets.names(FOLDER, "toml");
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = nearest(name, &known).map_or(known.join(", "), |near| format!("did you mean `{near}`?"));
        return Err(Diagnostics::unreadable(&file, format!("no preset is called `{name}`; {help}")));
    };
    read(name, &file, &String::from_utf8_lossy(&bytes), assets)
}

/// Reads the preset `name` from the text of `file`.
pub fn read(name: &str, file: &str, text: &str, assets: &Assets) -> Result<Preset, Diagnostics> {
    let document = Document::parse(text);
    let root = entries(&document.root);
    let mut reader = Reader { problems: Vec::new(), end: text.trim_end().len() };
    reader.unknown(&root);
    let mode = reader.key(&root, "mode", |entry| chosen(entry, entry.text()?, MODES, "mode"));
    let map = reader.key(&root, "map", |entry| map(entry, assets));
    let players = reader.key(&root, "players", |entry| whole(entry, 1, SEATS_MAX.into()));
    let most = players.unwrap_or(SEATS_MAX.into());
    let fill = reader.key(&root, "fill", |entry| whole(entry, 0, most));
    let changes = reader.changes(&root);
    Diagnostics::check(file, text, together(text, document.syntax, reader.problems))?;
    let (Some(mode), Some(map), Some(players), Some(fill)) = (mode, map, players, fill) else {
        return Err(Diagnostics::unreadable(file, "the preset says too little".to_owned()));
    };
    let mode = if mode == 0 { Mode::Unravel } else { Mode::Tug };
    Ok(Preset { name: name.to_owned(), mode, map, players: players as u8, fill: fill as u8, changes })
}

struct Reader {
    problems: Vec<Problem>,
    /// Where a missing key is shown.
    end: usize,
}

impl Reader {
    fn unknown(&mut self, root: &[Entry<'_>]) {
        let groups = groups().map(|(_, group)| group);
        let known: Vec<&str> = KEYS.iter().copied().chain(groups).collect();
        for entry in root.iter().filter(|entry| !known.contains(&entry.key)) {
            self.problems.push(entry.unknown("key", known.iter().copied()));
        }
    }

    fn key<T>(
        &mut self,
        root: &[Entry<'_>],
        key: &str,
        read: impl FnOnce(&Entry<'_>) -> Result<T, Problem>,
    ) -> Option<T> {
        let found = root.iter().find(|entry| entry.key == key);
        let missing = || Problem::new(self.end..self.end, format!("`{key}` is missing"), "missing here");
        found.ok_or_else(missing).and_then(read).map_err(|problem| self.problems.push(problem)).ok()
    }

    /// Places among all values of the tuning, and what stands there instead.
    fn changes(&mut self, root: &[Entry<'_>]) -> Vec<(usize, i32)> {
        let mut changes = Vec::new();
        for (first, group) in groups() {
            let Some(entry) = root.iter().find(|entry| entry.key == group) else { continue };
            let table = match entry.table() {
                Ok(table) => entries(table),
                Err(problem) => {
                    self.problems.push(problem);
                    continue;
                }
            };
            let list = SCALARS.iter().find(|list| list.first().is_some_and(|scalar| scalar.group == group));
            let list = list.copied().unwrap_or_default();
            let known: Vec<&str> = list.iter().map(|scalar| scalar.key).filter(|key| *key != SAID_BY_MODE).collect();
            for entry in table {
                let at = list.iter().position(|scalar| scalar.key == entry.key && known.contains(&entry.key));
                match at.map(|at| (at, value(&entry, &list[at]))) {
                    Some((at, Ok(found))) => changes.push((first + at, list[at].unit.store(found))),
                    Some((_, Err(problem))) => self.problems.push(problem),
                    None => self.problems.push(entry.unknown("key", known.iter().copied())),
                }
            }
        }
        changes
    }
}

/// The tables of the tuning that a preset may change: the place of the first value of each, and its name.
fn groups() -> impl Iterator<Item = (usize, &'static str)> {
    let firsts = SCALARS.iter().scan(0, |next, list| {
        let first = *next;
        *next += list.len();
        Some((first, list.first()?.group))
    });
    firsts.filter(|(_, group)| !FIXED.contains(group))
}

fn map(entry: &Entry<'_>, assets: &Assets) -> Result<Arc<Map>, Problem> {
    let name = entry.text()?;
    assets.map(name).map_err(|problems| Problem::new(entry.value_at.clone(), problems.to_string(), "this map"))
}

fn whole(entry: &Entry<'_>, min: usize, max: usize) -> Result<usize, Problem> {
    let number = entry.number()?;
    let problem = |message| Err(Problem::new(entry.value_at.clone(), message, format!("whole number, {min} to {max}")));
    match number {
        number if number.fract() != 0.0 => problem(format!("`{}` of {number} is no whole number", entry.key)),
        number if !(min as f64..=max as f64).contains(&number) => {
            problem(format!("`{}` of {number} is out of range", entry.key))
        }
        number => Ok(number as usize),
    }
}
