//! `fray serve --check`: what it says of each thing, and that nothing starts.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::assets::Copy;

/// The lines of a check, and whether it found all well.
struct Checked {
    lines: Vec<String>,
    errors: String,
    well: bool,
}

impl Checked {
    fn of(output: Output) -> Checked {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
        Checked {
            lines: text(&output.stdout).lines().map(str::to_owned).collect(),
            errors: text(&output.stderr),
            well: output.status.success(),
        }
    }

    /// The line about a thing.
    fn line(&self, what: &str) -> &str {
        let found = self.lines.iter().find(|line| line.split_whitespace().nth(1) == Some(what));
        found.unwrap_or_else(|| panic!("nothing on {what}: {:?} {}", self.lines, self.errors))
    }

    /// The things that are wrong.
    fn wrong(&self) -> Vec<&str> {
        let wrong = self.lines.iter().filter(|line| line.starts_with('✗'));
        wrong.filter_map(|line| line.split_whitespace().nth(1)).filter(|what| *what != "client").collect()
    }
}

fn check(flags: &[&str]) -> Checked {
    let base = ["serve", "--check", "--listen", "127.0.0.1:0"];
    let base = base.iter().take(if flags.contains(&"--listen") { 2 } else { 4 });
    let command = Command::new(env!("CARGO_BIN_EXE_fray"))
        .args(base)
        .args(flags)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    Checked::of(command.unwrap())
}

#[test]
fn everything_that_is_well_is_said_to_be_and_nothing_listens_afterwards() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let checked = check(&["--listen", &free.to_string(), "--seats", "4"]);
    assert_eq!(checked.wrong(), [""; 0], "{:?}", checked.lines);
    let things: Vec<&str> = checked.lines.iter().filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert_eq!(things, ["settings", "assets", "tuning", "presets", "address", "descriptors", "client"]);
    assert!(checked.line("settings").contains("rooms.seats = 4 by --seats"), "{}", checked.line("settings"));
    let few = "unravel-hoop on hoop (by 4 of its 8: more need --seats 8), ";
    assert!(checked.line("presets").contains(few), "{}", checked.line("presets"));
    let enough = check(&["--presets", "unravel-hoop,tug-hoop", "--listen", &free.to_string()]);
    assert!(enough.line("presets").contains("unravel-hoop on hoop, tug-hoop on hoop"), "{}", enough.line("presets"));
    let one = check(&["--map", "hoop"]);
    assert!(one.line("map").contains("hoop, 2400 × 1600 u"), "{}", one.line("map"));
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("game-client/dist/index.html").exists();
    assert_eq!(checked.well, built, "{}", checked.line("client"));
    TcpListener::bind(free).expect("the address is free again");
}

#[test]
fn an_address_that_is_taken_is_told_with_a_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let checked = check(&["--listen", &taken.local_addr().unwrap().to_string()]);
    assert_eq!(checked.wrong(), ["address"]);
    assert!(!checked.well && checked.line("address").contains("--listen"), "{}", checked.line("address"));
}

#[test]
fn each_broken_file_is_told_by_its_place_and_the_others_are_looked_at_all_the_same() {
    let copy = Copy::new("check");
    copy.edit("tuning/default.toml", "radius = 20", "radius = \"wide\"");
    copy.edit("maps/hoop.json", "\"width\": 2400", "\"width\": 2410");
    copy.edit("presets/tug-loom.toml", "map = \"loom\"", "map = \"room\"");
    let checked = check(&["--assets", copy.flag(), "--presets", "tug-loom"]);
    assert_eq!(checked.wrong(), ["tuning", "presets"]);
    let presets = checked.line("presets");
    assert!(presets.contains("tug-loom.toml:") && presets.contains("room"), "{presets}");
    let checked = check(&["--assets", copy.flag(), "--map", "hoop"]);
    assert_eq!(checked.wrong(), ["tuning", "map"]);
    let (tuning, map) = (checked.line("tuning"), checked.line("map"));
    assert!(!checked.well && tuning.contains("default.toml:") && tuning.contains("fray config check"), "{tuning}");
    assert!(map.contains("hoop.json: ") && map.contains("2410") && map.contains("fray maps build"), "{map}");

    let checked = check(&["--assets", "src"]);
    assert_eq!(checked.wrong(), ["assets"]);
    assert!(checked.line("assets").contains("--assets"), "{}", checked.line("assets"));
}

#[test]
fn broken_settings_are_shown_with_their_place_and_end_the_check() {
    let checked = check(&["--seats", "0"]);
    assert_eq!(checked.wrong(), ["settings"]);
    assert!(!checked.well && checked.lines.len() == 1 && checked.errors.contains("--seats 0"), "{}", checked.errors);
}

#[test]
fn a_system_that_allows_too_few_descriptors_is_found_out() {
    let limited = Command::new("sh")
        .args(["-c", "ulimit -n 600; exec \"$0\" serve --check --listen 127.0.0.1:0 --sessions-max 1000"])
        .arg(env!("CARGO_BIN_EXE_fray"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let checked = Checked::of(limited.unwrap());
    assert_eq!(checked.wrong(), ["descriptors"]);
    assert!(checked.line("descriptors").contains("--sessions-max 236"), "{}", checked.line("descriptors"));
}
