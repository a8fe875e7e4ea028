//! Presets of matches: those that ship, and what is wrong with others.

use fray::config::assets::Assets;
use fray::config::listing;
use fray::config::preset_file::{self, FOLDER};
use fray::config::setting::SETTINGS;
use fray::sim::Mode;

const GOOD: &str = "mode = \"tug\"\nmap = \"loom\"\nplayers = 12\nfill = 10\n";

fn check(text: &str, expected: &[&str]) {
    let report = preset_file::read("mine", "mine.toml", text, &Assets::Embedded).map(|_| ()).unwrap_err().to_string();
    assert_eq!(report.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn every_shipped_preset_is_well_and_in_turn_by_default() {
    let names = Assets::Embedded.names(FOLDER, "toml");
    assert_eq!(names.len(), 6);
    let setting = SETTINGS.iter().find(|setting| setting.key == "rooms.presets").unwrap();
    let mut turn: Vec<&str> = setting.default.split(',').collect();
    turn.sort_unstable();
    assert_eq!(turn, names);
    for name in &names {
        let preset = preset_file::find(name, &Assets::Embedded).unwrap_or_else(|problems| panic!("{problems}"));
        let mode = if preset.mode == Mode::Tug { "tug" } else { "unravel" };
        assert_eq!(*name, format!("{mode}-{}", preset.map.file.name));
    }
}

#[test]
fn a_preset_says_what_is_played_and_what_is_other_than_usual() {
    let text = format!("{GOOD}[match]\nlength = 300\n[life]\nrespawn = 1.5\n[bots]\nrating = 1200\n");
    let preset = preset_file::read("mine", "mine.toml", &text, &Assets::Embedded).unwrap();
    assert_eq!((preset.mode, preset.players, preset.fill), (Mode::Tug, 12, 10));
    let plain = Assets::Embedded.tuning().unwrap();
    let tuned = preset.tuned(&plain);
    assert_eq!((tuned.round.length, tuned.life.respawn, tuned.round.tug), (300 * 600, 900, 1));
    assert_eq!(tuned.bots.rating, 1200);
    let mut same = tuned.clone();
    (same.round, same.life, same.bots) = (plain.round.clone(), plain.life.clone(), plain.bots.clone());
    assert_eq!(same, plain, "and nothing else is other");
}

#[test]
fn a_value_that_a_preset_keeps_is_told_where_it_is_turned() {
    let text = format!("{GOOD}[match]\nlength = 300\n");
    let preset = preset_file::read("mine", "mine.toml", &text, &Assets::Embedded).unwrap();
    let before = Assets::Embedded.tuning().unwrap();
    let mut after = before.clone();
    (after.round.length, after.life.respawn) = (100 * 600, 300);
    let kept = listing::kept_by_presets(&before, &after, &[preset]);
    assert_eq!(kept, ["match.length stays as it is in mine"], "and nothing of the rest");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    check(
        "mode = \"tag\"\nmap = \"lom\"\nplayers = 65\n",
        &[
            "mine.toml:1:8: no mode is called `tag`",
            "mine.toml:2:7: embedded maps/lom.json: no such file among the assets; did you mean `loom`?",
            "mine.toml:3:11: `players` of 65 is out of range",
            "mine.toml:3:13: `fill` is missing",
        ],
    );
    check(&GOOD.replace("fill = 10", "fill = 12.5"), &["mine.toml:4:8: `fill` of 12.5 is no whole number"]);
    check(&GOOD.replace("fill = 10", "fill = 13"), &["mine.toml:4:8: `fill` of 13 is out of range"]);
    check(
        &format!("{GOOD}[match]\ntug = 0\ngaol = 3\ngoal = 501\n[rates]\ntick = 30\n"),
        &[
            "mine.toml:6:1: unknown key `tug`",
            "mine.toml:7:1: unknown key `gaol`",
            "mine.toml:8:8: `goal` of 501 is out of range",
            "mine.toml:9:2: unknown key `rates`",
        ],
    );
    check(&format!("{GOOD}match = 3\n"), &["mine.toml:5:9: `match` must be a table, and is a number"]);
}

#[test]
fn a_name_that_is_no_preset_is_answered_with_one_that_is_like_it() {
    let refused = preset_file::find("tug-lom", &Assets::Embedded).map(|_| ()).unwrap_err().to_string();
    assert_eq!(refused, "embedded presets/tug-lom.toml:1:1: no preset is called `tug-lom`; did you mean `tug-loom`?");
}
