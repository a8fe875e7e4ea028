//! The built program: matches of bots with their journals, verified, spoilt, and played once more.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use fray::protocol::{ClientMessage, ServerMessage};
use serde_json::Value;

use crate::support::child::Server;
use crate::support::client::{Client, hello};
use crate::support::http;
use crate::support::keyframe;

/// A folder that goes with this value.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("fray-journal-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    /// Runs the program in this folder.
    fn fray(&self, command: &str) -> Output {
        let output = Command::new(env!("CARGO_BIN_EXE_fray")).args(command.split(' ')).current_dir(&self.0).output();
        output.unwrap()
    }

    /// Runs the program, which must succeed, and answers what it said.
    fn said(&self, command: &str) -> String {
        let output = self.fray(command);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{command}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    fn read(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.0.join(file)).unwrap()
    }

    /// Results without what differs each time.
    fn results(&self, file: &str) -> Value {
        let mut results: Value = serde_json::from_slice(&self.read(file)).unwrap();
        assert!(results.as_object_mut().unwrap().remove("timing").is_some());
        results
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

const SERIES: &str = "bots --matches 5 --players 4 --seed 3 --minutes 0.1 --no-bands";

#[test]
fn five_matches_are_verified_one_is_had_again_and_a_changed_byte_is_named() {
    let scratch = Scratch::new("five");
    let said = scratch.said(&format!("{SERIES} --out a --threads 1"));
    let journals: Vec<String> = (1..=5).map(|number| format!("match-{number:03}.fray")).collect();
    assert_eq!(
        files(&scratch.0.join("a")),
        [&journals[..], &["results.json".into(), "results.schema.json".into()]].concat()
    );
    let all: Vec<String> = journals.iter().map(|journal| format!("a/{journal}")).collect();
    let verified = scratch.said(&format!("replay verify {}", all.join(" ")));
    assert!(verified.contains("a/match-005.fray: the same, 361 ticks, 362 hashes"), "{verified}");
    assert!(verified.ends_with("5 journals: 5 the same, 0 not\n"), "{verified}");

    // The command for one match is printed as it is to be typed.
    let again = said.lines().find_map(|line| line.trim().strip_prefix("fray bots ")).expect("a command for one match");
    assert!(again.starts_with("--players 4 --seed 3 --minutes 0.1 --only "), "{again}");
    scratch.said(&format!("bots {again} --out b"));
    let number = again.rsplit(' ').next().unwrap();
    let name = format!("match-{number:0>3}.fray");
    assert_eq!(scratch.read(&format!("a/{name}")), scratch.read(&format!("b/{name}")));
    scratch.said(&format!("{SERIES} --out c --only 3"));
    assert_eq!(scratch.read("a/match-003.fray"), scratch.read("c/match-003.fray"));

    let mut spoilt = scratch.read("a/match-003.fray");
    let at = spoilt.len() * 2 / 3;
    spoilt[at] ^= 4;
    std::fs::write(scratch.0.join("spoilt.fray"), &spoilt).unwrap();
    let refused = scratch.fray("replay verify spoilt.fray");
    let told = String::from_utf8(refused.stdout).unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(told.contains(&format!("spoilt.fray: byte {at} in chunk ")), "{told}");
    assert!(told.contains("spoilt.fray: up to there the same, ") && told.contains("what comes before tick "), "{told}");
}

#[test]
fn two_runs_of_a_series_differ_in_nothing_but_their_time() {
    let scratch = Scratch::new("twice");
    scratch.said(&format!("{SERIES} --out a --threads 1 --json copy.json"));
    scratch.said(&format!("{SERIES} --out a --threads 8"));
    assert_eq!(files(&scratch.0), ["a", "a-2", "copy.json"], "what was written stays");
    assert_eq!(files(&scratch.0.join("a")), files(&scratch.0.join("a-2")));
    assert_eq!(scratch.results("a/results.json"), scratch.results("a-2/results.json"));
    assert_eq!(scratch.read("a/results.json"), scratch.read("copy.json"));
    for journal in files(&scratch.0.join("a")).iter().filter(|name| name.ends_with(".fray")) {
        assert_eq!(scratch.read(&format!("a/{journal}")), scratch.read(&format!("a-2/{journal}")));
    }
}

#[test]
fn results_are_described_and_cover_every_kind_of_event() {
    let scratch = Scratch::new("described");
    let said = scratch.said(SERIES);
    let runs = files(&scratch.0.join("runs"));
    assert!(runs.len() == 1 && runs[0].ends_with("Z-3"), "{runs:?}");
    let run = format!("runs/{}", runs[0]);
    let results = scratch.results(&format!("{run}/results.json"));
    let schema: Value = serde_json::from_slice(&scratch.read(&format!("{run}/results.schema.json"))).unwrap();
    for (field, value) in results.as_object().unwrap() {
        let about = &schema["properties"][field];
        assert!(about["description"].is_string(), "{field} is not described");
        let kinds = [(about["type"] == "array", value.is_array()), (about["type"] == "string", value.is_string())];
        assert!(kinds.iter().all(|(asked, is)| asked == is), "{field}: {about} {value}");
    }
    assert!(
        schema["required"]
            .as_array()
            .unwrap()
            .iter()
            .all(|field| field == "timing" || !results[field.as_str().unwrap()].is_null())
    );
    assert_eq!((&results["schema"], &results["matches"]), (&4.into(), &5.into()));
    assert_eq!(results["played"][2]["journal"], "match-003.fray");
    assert_eq!(results["events"].as_object().unwrap().len(), fray::sim::Event::KINDS.len());
    assert!(results["events"]["Spawned"].as_u64().unwrap() >= 20);
    assert_eq!(results["events"]["Left"], 0);
    assert!(results["coverage"]["never"].as_array().unwrap().contains(&"Left".into()), "{results}");
    let seen = format!("{} of {}; never: ", results["coverage"]["seen"], results["coverage"]["kinds"]);
    assert!(said.contains(&seen), "{said}");
}

#[test]
fn a_figure_outside_of_its_band_is_exit_code_1_unless_nobody_asks() {
    let scratch = Scratch::new("bands");
    let short = "bots --matches 1 --players 1 --minutes 0.05 --no-files";
    let refused = scratch.fray(short);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stdout).unwrap().contains("✗ kills per player and minute"));
    scratch.said(&format!("{short} --no-bands"));
    scratch.said(&format!("{short} --only 1"));
    assert_eq!(files(&scratch.0), [""; 0], "no folder was asked for");
    let json: Value = serde_json::from_str(&scratch.said(&format!("{short} --no-bands --json -"))).unwrap();
    assert_eq!(json["played"][0]["journal"], Value::Null);
}

#[test]
fn two_journals_are_compared() {
    let scratch = Scratch::new("compared");
    scratch.said("bots --matches 2 --players 2 --seed 3 --minutes 0.05 --no-bands --out a");
    assert_eq!(scratch.said("replay diff a/match-001.fray a/match-001.fray"), "the same, 181 ticks\n");
    let differ = scratch.fray("replay diff a/match-001.fray a/match-002.fray");
    let told = String::from_utf8(differ.stdout).unwrap();
    assert_eq!(differ.status.code(), Some(1));
    assert!(told.starts_with("worlds part: tick 0, after `begin`: public_seed: "), "{told}");
}

#[test]
fn what_is_no_journal_is_refused() {
    let scratch = Scratch::new("refused");
    std::fs::write(scratch.0.join("note.txt"), "a note").unwrap();
    for command in
        ["replay verify note.txt", "replay verify nothing.fray", "watch note.txt", "replay diff note.txt note.txt"]
    {
        let refused = scratch.fray(command);
        assert_eq!(refused.status.code(), Some(1), "{command}");
        let said = [refused.stdout, refused.stderr].concat();
        assert!(String::from_utf8(said).unwrap().contains(".txt") != command.contains("nothing"), "{command}");
    }
}

#[test]
fn a_match_is_shown_to_whoever_comes() {
    let scratch = Scratch::new("shown");
    scratch.said("bots --matches 1 --players 3 --seed 3 --minutes 0.05 --no-bands --out a");
    let file = scratch.0.join("a/match-001.fray");
    let mut server = Server::of(&["watch", file.to_str().unwrap(), "--listen", "127.0.0.1:0", "--tick", "100"]);
    let mut client = Client::connect(server.address);
    // A client that wants to play watches as well.
    client.send(&ClientMessage::Hello(hello()));
    let welcome = client.welcome();
    assert_eq!((welcome.seat, welcome.seats), (None, 3));
    let map = http::get(server.address, &format!("/maps/{}.json", welcome.map));
    assert!(map.status == 200 && map.body.contains("\"hoop\""));
    let snapshot = loop {
        if let ServerMessage::Snapshot(snapshot) = client.message().expect("it is shown") {
            break keyframe(&snapshot);
        }
    };
    assert!(snapshot.tick >= 100 && snapshot.own.is_none() && snapshot.players.len() == 3, "{snapshot:?}");
    server.terminate();
    assert!(server.ended(std::time::Duration::from_secs(10)).1);
}

#[test]
fn a_preset_is_played_and_one_match_of_it_is_had_again() {
    let scratch = Scratch::new("preset");
    let said = scratch.said("bots --preset tug-quilt --matches 3 --minutes 0.1 --seed 5 --no-bands --out all");
    assert!(said.contains("3 matches by the preset tug-quilt, seed 5"), "{said}");
    let all = scratch.results("all/results.json");
    assert!(all["command"].as_str().unwrap().contains("--preset tug-quilt"), "{}", all["command"]);
    scratch.said("bots --preset tug-quilt --minutes 0.1 --seed 5 --only 2 --no-bands --out one");
    assert_eq!(scratch.read("all/match-002.fray"), scratch.read("one/match-002.fray"));
    let refused = scratch.fray("bots --preset tug-moon --matches 1 --no-files");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("tug-moon"), "{said}");
    assert!(!scratch.fray("bots --preset tug-quilt --map hoop --matches 1 --no-files").status.success());
}
