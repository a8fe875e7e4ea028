//! Fences: what must not be in which file. Each one is checked against text that breaks it as well.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, in lines.
const LINES_MAX: usize = 500;
/// Where a clock may be read: at the edges, never in a core.
const CLOCKS: &[&str] = &[
    "room/metronome.rs",
    "session/gate.rs",
    "bots/wire.rs",
    "link/proxy.rs",
    "config/watch.rs",
    "server/",
    "cli/",
    "/actor.rs",
];
/// Modules in which chance must be our own and nothing may depend on a hasher or a platform.
const PURE: &[&str] = &["sim/", "protocol/", "journal/", "room/", "bots/"];

struct Source {
    /// Path below `src/`.
    path: String,
    text: String,
}

impl Source {
    /// The text without its unit tests.
    fn code(&self) -> &str {
        self.text.split("#[cfg(test)]").next().unwrap_or_default()
    }

    /// Lines of code that hold any of these words, comments aside, as `path:line`.
    fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let lines = self.code().lines().enumerate();
        let hits = lines.filter(|(_, line)| {
            let code = line.split("//").next().unwrap_or_default();
            words.iter().any(|word| code.contains(word))
        });
        hits.map(|(i, _)| format!("src/{}:{}", self.path, i + 1)).collect()
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path.starts_with(place) || self.path.ends_with(place))
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&src, &mut found);
    found.sort();
    let read = |path: PathBuf| Source {
        path: path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    };
    found.into_iter().map(read).collect()
}

fn check(rule: &str, breaks: impl Fn(&Source) -> Vec<String>) {
    let broken: Vec<String> = sources().iter().flat_map(breaks).collect();
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.into(), text: text.into() }
}

/// The layers in the order of `src/lib.rs`.
fn layers() -> Vec<String> {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

fn uses_from_below(source: &Source, layers: &[String]) -> Vec<String> {
    let own = source.path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    let Some(at) = layers.iter().position(|layer| layer == own) else { return Vec::new() };
    layers[at + 1..].iter().flat_map(|below| source.lines_with(&[&format!("crate::{below}")])).collect()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let layers = layers();
    assert!(layers.len() >= 2 && layers[0] == "sim", "{layers:?}");
    check("a module may use only modules above it in src/lib.rs", |source| uses_from_below(source, &layers));
    let broken = source("sim/step.rs", "//! x\nuse crate::room::Game;\n");
    assert_eq!(uses_from_below(&broken, &["sim".into(), "room".into()]), ["src/sim/step.rs:2"]);
}

fn long(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    if lines > LINES_MAX {
        vec![format!("src/{} has {lines} lines, the limit is {LINES_MAX}", source.path)]
    } else {
        vec![]
    }
}

#[test]
fn no_file_is_too_long() {
    check("a file is short enough to be read in one go", long);
    assert_eq!(long(&source("a.rs", &"x\n".repeat(501))).len(), 1);
}

fn headless(source: &Source) -> Vec<String> {
    if source.text.starts_with("//! ") { vec![] } else { vec![format!("src/{}", source.path)] }
}

#[test]
fn every_file_says_what_it_is() {
    check("a file starts with //! and what it is", headless);
    assert_eq!(headless(&source("a.rs", "use x;")).len(), 1);
}

fn clocks(source: &Source) -> Vec<String> {
    if source.is_in(CLOCKS) { vec![] } else { source.lines_with(&["Instant::now", "SystemTime::now", ".elapsed()"]) }
}

#[test]
fn no_core_reads_a_clock() {
    check("a core is handed the time", clocks);
    assert_eq!(clocks(&source("sim/a.rs", "//! x\nlet t = Instant::now();")), ["src/sim/a.rs:2"]);
}

fn prints(source: &Source) -> Vec<String> {
    if source.is_in(&["cli/"]) { vec![] } else { source.lines_with(&["println!", "print!", "eprintln!", "eprint!"]) }
}

#[test]
fn only_the_command_line_prints() {
    check("only cli prints", prints);
    assert_eq!(prints(&source("room/a.rs", "eprintln!(\"x\");")), ["src/room/a.rs:1"]);
}

fn distributions(source: &Source) -> Vec<String> {
    let words = ["random_range", "random_bool", "rand::rng", "rand_distr", "gen_range", "rand::random"];
    if source.is_in(PURE) { source.lines_with(&words) } else { vec![] }
}

#[test]
fn no_core_uses_a_distribution_of_a_library() {
    check("chance in a core is sim::chance", distributions);
    assert_eq!(distributions(&source("bots/a.rs", "chance.random_range(0..3);")), ["src/bots/a.rs:1"]);
}

fn unguarded(source: &Source) -> Vec<String> {
    let root = PURE.iter().any(|place| source.path == format!("{place}mod.rs"));
    let guard = "#![deny(clippy::disallowed_methods, clippy::disallowed_types)]";
    if root && !source.text.contains(guard) { vec![format!("src/{} lacks {guard}", source.path)] } else { vec![] }
}

#[test]
fn pure_modules_deny_hashers_and_platform_trigonometry() {
    check("clippy.toml lists what a pure module must not use; each one denies it", unguarded);
    assert_eq!(unguarded(&source("sim/mod.rs", "//! x")).len(), 1);
}

fn websockets(source: &Source) -> Vec<String> {
    if source.path == "session/actor.rs" { vec![] } else { source.lines_with(&["actix_web_actors"]) }
}

#[test]
fn one_file_names_actix_web_actors() {
    check("actix-web-actors stays inside session/actor.rs", websockets);
    assert_eq!(websockets(&source("server/a.rs", "use actix_web_actors::ws;")).len(), 1);
}

fn unfinished(source: &Source) -> Vec<String> {
    let words = ["todo!", "unimplemented!", "dbg!", "#[ignore", "FIXME"];
    let lines = source.text.lines().enumerate();
    let hits = lines.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    hits.map(|(i, _)| format!("src/{}:{}", source.path, i + 1)).collect()
}

#[test]
fn nothing_is_left_unfinished() {
    check("nothing is skipped or unfinished", unfinished);
    assert_eq!(unfinished(&source("a.rs", "#[ignore]")).len(), 1);
}
