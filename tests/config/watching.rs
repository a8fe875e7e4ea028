//! Saving a file while something watches: what is handed on, and that a broken save is told.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use fray::config::watch::{Change, Watch, watch};
use fray::sim::Tuning;

use super::{Folder, asset};

/// Far longer than a change takes; only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(10);

struct Watched {
    folder: Folder,
    changes: Receiver<Change>,
    _watch: Watch,
}

fn watched(test: &str) -> Watched {
    let folder = Folder::new(test);
    folder.write("tuning/default.toml", &asset("tuning/default.toml"));
    folder.write("maps/box.json", &asset("maps/box.json"));
    let (sender, changes) = channel();
    let _watch = watch(&folder.0, move |change| sender.send(change).unwrap_or_default()).unwrap();
    Watched { folder, changes, _watch }
}

impl Watched {
    fn next(&self) -> Change {
        self.changes.recv_timeout(PATIENCE).expect("a change is told")
    }

    fn tuning(&self) -> Result<Tuning, String> {
        match self.next() {
            Change::Tuning(result) => result.map_err(|diagnostics| diagnostics.to_string()),
            Change::Map(map) => panic!("a map was told: {map:?}"),
        }
    }

    fn text(&self, top_speed: &str) -> String {
        let text = asset("tuning/default.toml");
        assert!(text.contains("top_speed = 320"));
        text.replace("top_speed = 320", &format!("top_speed = {top_speed}"))
    }
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
    match watched.next() {
        Change::Map(map) => assert_eq!(map.unwrap().file.name, "chest"),
        Change::Tuning(tuning) => panic!("a tuning was told: {tuning:?}"),
    }
}
