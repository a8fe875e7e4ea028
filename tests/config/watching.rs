//! Saving a file while something watches: what is handed on, and that a broken save is told.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use fray::config::map_file;
use fray::config::watch::{Change, SavedMap, Watch, watch};
use fray::sim::Tuning;
use fray::sim::map::Cover;

use super::{Folder, asset};

/// Far longer than a change takes; only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(10);

/// A preset.
const PRESET: &str = "presets/tug-hoop.toml";

struct Watched {
    folder: Folder,
    changes: Receiver<Change>,
    _watch: Watch,
}

fn watched(test: &str) -> Watched {
    let folder = Folder::new(test);
    folder.write("tuning/default.toml", &asset("tuning/default.toml"));
    for file in ["maps/box.json", "maps/box.tmx", "maps/cloth.tsx", PRESET] {
        folder.write(file, &asset(file));
    }
    let (sender, changes) = channel();
    let _watch = watch(&folder.0, move |change| sender.send(change).unwrap_or_default()).unwrap();
    Watched { folder, changes, _watch }
}

impl Watched {
    fn next(&self) -> Change {
        self.changes.recv_timeout(PATIENCE).expect("a change is told")
    }

    fn tuning(&self) -> Result<Arc<Tuning>, String> {
        match self.next() {
            Change::Tuning(result) => result.map_err(|diagnostics| diagnostics.to_string()),
            other => panic!("{other:?} in place of a tuning"),
        }
    }

    fn map(&self) -> Result<SavedMap, String> {
        match self.next() {
            Change::Map(result) => result.map_err(|problems| problems.to_string()),
            other => panic!("{other:?} in place of a map"),
        }
    }

    fn text(&self, top_speed: &str) -> String {
        let text = asset("tuning/default.toml");
        assert!(text.contains("top_speed = 320"));
        text.replace("top_speed = 320", &format!("top_speed = {top_speed}"))
    }
}

#[test]
fn a_saved_preset_is_told_and_a_broken_one_with_what_is_wrong() {
    let watched = watched("preset");
    let good = asset(PRESET).replace("\"hoop\"", "\"box\"");
    let told = |text: &str| {
        watched.folder.write(PRESET, text);
        match watched.next() {
            Change::Preset(preset) => preset.map(|preset| preset.fill).map_err(|problems| problems.to_string()),
            other => panic!("{other:?} in place of a preset"),
        }
    };
    assert_eq!(told(&good.replace("fill = 10", "fill = 5")), Ok(5));
    assert!(told(&good.replace("fill = 10", "fill = 11")).is_err_and(|problem| problem.contains("`fill` of 11")));
}

#[test]
fn a_saved_tuning_is_read_again() {
    let watched = watched("saved");
    watched.folder.write("tuning/default.toml", &watched.text("400"));
    assert_eq!(watched.tuning().unwrap().body.top_speed, 400 * 256);
}

#[test]
fn a_file_that_is_renamed_over_is_seen_again_and_again() {
    let watched = watched("renamed");
    for speed in [410, 420, 430] {
        let new = watched.folder.write("tuning/default.toml~", &watched.text(&speed.to_string()));
        std::fs::rename(new, watched.folder.0.join("tuning/default.toml")).unwrap();
        assert_eq!(watched.tuning().unwrap().body.top_speed, speed * 256);
    }
}

#[test]
fn a_broken_save_is_told_with_its_place_and_a_mended_one_counts_again() {
    let watched = watched("broken");
    watched.folder.write("tuning/default.toml", &watched.text("fast"));
    let report = watched.tuning().unwrap_err();
    assert!(report.contains("tuning/default.toml:21:13: "), "{report}");
    watched.folder.write("tuning/default.toml", &watched.text("500"));
    assert_eq!(watched.tuning().unwrap().body.top_speed, 500 * 256);
}

#[test]
fn a_save_without_a_change_and_a_file_beside_it_say_nothing() {
    let watched = watched("same");
    watched.folder.write("tuning/default.toml", &watched.text("320"));
    watched.folder.write("tuning/notes.toml", "nothing = 1");
    watched.folder.write("maps/box.json", "{}");
    assert!(matches!(watched.next(), Change::Map(Err(problems)) if problems.to_string().contains("not a map")));
}

#[test]
fn a_rebuilt_map_is_read_again() {
    let watched = watched("map");
    watched.folder.write("maps/box.json", &asset("maps/box.json").replace("\"box\"", "\"chest\""));
    let saved = watched.map().unwrap();
    assert_eq!((saved.name.as_str(), saved.map.file.name.as_str(), saved.is_built), ("box", "chest", true));
}

/// The shipped drawing with its crate elsewhere.
fn moved_crate(x: &str) -> String {
    let drawing = asset("maps/box.tmx");
    assert!(drawing.contains("x=\"540\" y=\"140\""));
    drawing.replace("x=\"540\" y=\"140\"", &format!("x=\"{x}\" y=\"140\""))
}

#[test]
fn a_saved_drawing_is_compiled_and_nothing_is_written() {
    let watched = watched("drawing");
    watched.folder.write("maps/box.tmx", &moved_crate("440"));
    let saved = watched.map().unwrap();
    assert_eq!((saved.name.as_str(), saved.is_built), ("box", false));
    assert!(saved.map.file.covers.contains(&Cover(440, 140, 60, 60)), "{:?}", saved.map.file.covers);
    assert_eq!(map_file::read("box", &saved.bytes).unwrap().hash, saved.map.hash, "what is served is what is played");
    let built = std::fs::read_to_string(watched.folder.0.join("maps/box.json")).unwrap();
    assert_eq!(built, asset("maps/box.json"));
    watched.folder.write("maps/box.tmx", &asset("maps/box.tmx"));
    assert!(watched.map().unwrap().is_built, "the compiled file says the same as the first drawing");
}

#[test]
fn a_broken_drawing_is_told_by_layer_object_and_tile_and_a_mended_one_counts_again() {
    let watched = watched("scrawl");
    watched.folder.write("maps/box.tmx", &moved_crate("790"));
    let problems = watched.map().unwrap_err();
    assert!(problems.contains("layer `cover`, object 1 \"crate\" at tile (19, 3): it leaves the map"), "{problems}");
    watched.folder.write("maps/box.tmx", &moved_crate("500"));
    assert!(watched.map().unwrap().map.file.covers.contains(&Cover(500, 140, 60, 60)));
}
