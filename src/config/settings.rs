//! What an operator sets: one table of settings, four layers, and where each value came from.
//!
//! ```text
//! default  <  fray.toml or --config FILE  <  FRAY_… of the environment  <  flags
//! ```
//!
//! The file, the environment and the flags are given as text, so nothing here touches the process.

use std::net::SocketAddr;
use std::ops::Range;
use std::path::PathBuf;

use super::diagnostics::{Diagnostics, Problem};
use super::document::{Document, Entry, entries, together};
use super::setting::{AUTO, SETTINGS, Setting};
use crate::room::hold::HoldTimes;

/// The file that is read when none is named.
pub const FILE: &str = "fray.toml";
/// Most presets that one server plays: as many as the protocol names to a host.
const PRESETS_MAX: usize = 64;
/// From this likeness on an unknown variable is taken for a misspelt one.
const MISSPELT: f64 = 0.85;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// A file and a line in it.
    File(String, usize),
    /// A variable of the environment.
    Environment(String),
    /// A flag.
    Flag(String),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File(name, line) => write!(f, "{name}:{line}"),
            Origin::Environment(name) => f.write_str(name),
            Origin::Flag(name) => f.write_str(name),
        }
    }
}

/// The layers above the defaults, as text.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// Name and text of the file.
    pub file: Option<(String, String)>,
    /// Variables of the environment; those that are not ours are passed over.
    pub environment: Vec<(String, String)>,
    /// Keys of [`SETTINGS`] and what the flags say.
    pub flags: Vec<(String, String)>,
}

/// A value of the topmost layer that has it.
#[derive(Clone, Debug)]
pub struct Given {
    /// What is set.
    pub setting: &'static Setting,
    /// The value as text.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
    source: usize,
    at: Range<usize>,
}

/// A room's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomSettings {
    /// Seats of a room, 1 to 64.
    pub seats: u8,
    /// Seats that bots keep filled, at most `seats`; `None` is as many as a preset says.
    pub fill: Option<u8>,
    /// How long seats are held whose connection was lost.
    pub hold: HoldTimes,
    /// Names of the presets that are played in turn.
    pub presets: Vec<String>,
    /// Name of the one map that is played; `None` leaves it to the presets.
    pub map: Option<String>,
}

/// Every setting, ready for use.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address that the server listens on.
    pub listen: SocketAddr,
    /// Threads that serve connections; `None` is half of the cores.
    pub workers: Option<usize>,
    /// Threads that run rooms; `None` is the cores that are left.
    pub arbiters: Option<usize>,
    /// Most rooms at once.
    pub rooms_max: usize,
    /// Most connections at once.
    pub sessions_max: usize,
    /// Folder of assets; `None` looks for one.
    pub assets: Option<PathBuf>,
    /// Origins beside the server's own whose pages may connect.
    pub allow_origin: Vec<String>,
    /// Least level that is logged.
    pub log: String,
    /// `[rooms]`
    pub rooms: RoomSettings,
    /// Every value as text with its origin, in table order.
    pub given: Vec<Given>,
}

impl Settings {
    /// Threads for connections and for rooms on a machine with so many cores.
    pub fn threads(&self, cores: usize) -> (usize, usize) {
        let workers = self.workers.unwrap_or((cores / 2).max(1));
        (workers, self.arbiters.unwrap_or(cores.saturating_sub(workers).max(1)))
    }
}

/// Lays the layers over one another. Every layer that has something wrong in it gets its own report.
pub fn read(layers: &Layers) -> Result<Settings, Vec<Diagnostics>> {
    let mut sources =
        [Source::file(layers.file.as_ref()), Source::environment(&layers.environment), Source::flags(&layers.flags)];
    let given: Vec<Given> = SETTINGS.iter().map(|setting| topmost(setting, &sources)).collect();
    for value in given.iter().filter(|value| value.origin == Origin::Default) {
        debug_assert!(value.setting.kind.check(&value.text).is_ok(), "the default of {} is valid", value.setting.key);
    }
    let well = sources.iter().all(|source| source.problems.is_empty());
    let settings = well.then(|| compose(given, &mut sources));
    let reports = sources.into_iter().filter_map(|s| Diagnostics::check(&s.name, &s.text, s.problems).err());
    let reports: Vec<Diagnostics> = reports.collect();
    settings.filter(|_| reports.is_empty()).ok_or(reports)
}

fn topmost(setting: &'static Setting, sources: &[Source]) -> Given {
    let found = sources.iter().enumerate().rev().find_map(|(source, layer)| {
        let value = layer.values.iter().rev().find(|value| value.setting.key == setting.key)?;
        Some(Given { source, ..value.clone() })
    });
    let default = setting.default.to_owned();
    found.unwrap_or(Given { setting, text: default, origin: Origin::Default, source: 0, at: 0..0 })
}

/// Turns checked text into values, and checks what no single value can.
fn compose(given: Vec<Given>, sources: &mut [Source]) -> Settings {
    let find = |key: &str| given.iter().find(|value| value.setting.key == key).expect("the key is in the table");
    let text = |key: &str| find(key).text.clone();
    let count = |key: &str| text(key).parse::<usize>().ok();
    let list = |key: &str| -> Vec<String> {
        text(key).split(',').filter(|item| !item.is_empty()).map(str::to_owned).collect()
    };
    let seats = count("rooms.seats").unwrap_or(1) as u8;
    let seconds = |key: &str| count(key).unwrap_or(0) as u16;
    let hold = HoldTimes { shown_s: seconds("rooms.hold"), hidden_s: seconds("rooms.hold_hidden") };
    let fill = find("rooms.fill");
    let wanted = count("rooms.fill").map(|wanted| wanted as u8);
    if let Some(wanted) = wanted.filter(|wanted| *wanted > seats) {
        let message = format!("`rooms.fill` of {wanted} is more than the {seats} seats of a room");
        sources[fill.source].problems.push(Problem::new(fill.at.clone(), message, "at most `rooms.seats`"));
    }
    let (named, presets) = (find("rooms.presets"), list("rooms.presets"));
    if presets.len() > PRESETS_MAX {
        let message = format!("`rooms.presets` names {} presets", presets.len());
        sources[named.source].problems.push(Problem::new(named.at.clone(), message, format!("at most {PRESETS_MAX}")));
    }
    let map = Some(text("rooms.map")).filter(|map| map != AUTO);
    Settings {
        listen: text("listen").parse().expect("the address has been checked"),
        workers: count("workers"),
        arbiters: count("arbiters"),
        rooms_max: count("rooms_max").unwrap_or(1),
        sessions_max: count("sessions_max").unwrap_or(1),
        assets: Some(text("assets")).filter(|folder| !folder.is_empty()).map(PathBuf::from),
        allow_origin: list("allow_origin"),
        log: text("log"),
        rooms: RoomSettings { seats, fill: wanted, hold, presets, map },
        given,
    }
}

/// One layer: its text, what it sets, and what is wrong with it.
struct Source {
    name: String,
    text: String,
    values: Vec<Given>,
    problems: Vec<Problem>,
}

impl Source {
    fn new(name: &str, text: &str) -> Source {
        Source { name: name.to_owned(), text: text.to_owned(), values: Vec::new(), problems: Vec::new() }
    }

    /// Takes a value if it is a good one.
    fn take(&mut self, setting: &'static Setting, text: String, origin: Origin, at: Range<usize>) {
        match setting.kind.check(&text) {
            Ok(()) => self.values.push(Given { setting, text, origin, source: 0, at }),
            Err(wrong) => {
                let message = format!("`{}`: {wrong}", setting.key);
                self.problems.push(Problem::new(at, message, setting.kind.range()));
            }
        }
    }

    fn file(file: Option<&(String, String)>) -> Source {
        let Some((name, text)) = file else { return Source::new(FILE, "") };
        let mut source = Source::new(name, text);
        let document = Document::parse(text);
        source.table(&entries(&document.root), "");
        source.problems = together(text, document.syntax, source.problems);
        source
    }

    /// Reads a table whose keys begin with `prefix`.
    fn table(&mut self, table: &[Entry<'_>], prefix: &str) {
        for entry in table {
            let key = format!("{prefix}{}", entry.key);
            let inner = format!("{key}.");
            if let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) {
                match setting.kind.text_of(entry) {
                    Ok(text) => {
                        let line = self.text[..entry.key_at.start].matches('\n').count() + 1;
                        let origin = Origin::File(self.name.clone(), line);
                        self.take(setting, text, origin, entry.value_at.clone());
                    }
                    Err(problem) => self.problems.push(problem),
                }
            } else if SETTINGS.iter().any(|setting| setting.key.starts_with(&inner)) {
                match entry.table() {
                    Ok(table) => self.table(&entries(table), &inner),
                    Err(problem) => self.problems.push(problem),
                }
            } else {
                let known = SETTINGS.iter().filter_map(|setting| setting.key.strip_prefix(prefix));
                let known = known.map(|key| key.split('.').next().unwrap_or(key));
                self.problems.push(entry.unknown("setting", known));
            }
        }
    }

    fn environment(variables: &[(String, String)]) -> Source {
        let mut source = Source::new("environment", "");
        for (name, value) in variables.iter().filter(|(name, _)| name.starts_with("FRAY_")) {
            let setting = SETTINGS.iter().find(|setting| setting.variable() == *name);
            let names: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
            let near = names.iter().find(|known| strsim::jaro_winkler(&known[5..], &name[5..]) >= MISSPELT);
            let as_flag = |setting: &&Setting| setting.flag.to_uppercase().replace('-', "_") == name[5..];
            let flagged = SETTINGS.iter().find(as_flag).map(Setting::variable);
            let near = flagged.as_ref().or(near);
            if setting.is_none() && near.is_none() {
                continue;
            }
            let start = source.text.len();
            source.text.push_str(&format!("{name}={value}\n"));
            match (setting, near) {
                (Some(setting), _) => {
                    let at = start + name.len() + 1..start + name.len() + 1 + value.len();
                    source.take(setting, value.clone(), Origin::Environment(name.clone()), at);
                }
                (None, near) => {
                    let message = format!("unknown variable `{name}`");
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    source.problems.push(Problem::new(start..start + name.len(), message, "not known").helped(help));
                }
            }
        }
        source
    }

    fn flags(flags: &[(String, String)]) -> Source {
        let mut source = Source::new("command line", "");
        for (key, value) in flags {
            let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else { continue };
            let flag = format!("--{}", setting.flag);
            let start = source.text.len() + flag.len() + 1;
            source.text.push_str(&format!("{flag} {value} "));
            source.take(setting, value.clone(), Origin::Flag(flag), start..start + value.len());
        }
        source
    }
}
