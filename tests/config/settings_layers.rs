//! Settings: which layer wins, what is refused, and whose layer the report points at.

use fray::config::settings::{Layers, read};
use fray::config::{Settings, listing};

/// Layers from a file, variables and flags.
fn layers(file: &str, environment: &[(&str, &str)], flags: &[(&str, &str)]) -> Layers {
    let pairs = |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let file = Some(("fray.toml".to_owned(), file.to_owned()));
    Layers { file, environment: pairs(environment), flags: pairs(flags) }
}

fn good(layers: &Layers) -> Settings {
    read(layers).unwrap_or_else(|reports| panic!("{}", reports[0]))
}

/// What is wrong with a file, variables and flags, one line a problem.
fn check(file: &str, environment: &[(&str, &str)], flags: &[(&str, &str)], expected: &[&str]) {
    let reports = read(&layers(file, environment, flags)).expect_err("something is wrong");
    let found: Vec<String> = reports.iter().map(ToString::to_string).collect();
    assert_eq!(found.join("\n").lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_later_layer_wins() {
    let file = "listen = \"0.0.0.0:1000\"\nworkers = 3\n[rooms]\nseats = 12\nfill = 2\n";
    let variables = [("FRAY_LISTEN", "0.0.0.0:2000"), ("FRAY_WORKERS", "4"), ("HOME", "/root")];
    let settings = good(&layers(file, &variables, &[("listen", "0.0.0.0:3000")]));
    assert_eq!(settings.listen.port(), 3000);
    assert_eq!(settings.workers, Some(4));
    assert_eq!((settings.rooms.seats, settings.rooms.fill), (12, Some(2)));
    assert_eq!(settings.rooms.map, None);
    assert_eq!(settings.rooms.presets.first().map(String::as_str), Some("unravel-hoop"));
    let table = listing::settings(&settings);
    let origin = |key: &str| table.lines().find(|l| l.starts_with(key)).unwrap().split_whitespace().last().unwrap();
    assert_eq!(
        ["listen", "workers", "rooms.seats", "rooms.map"].map(origin),
        ["--listen", "FRAY_WORKERS", "fray.toml:4", "default"]
    );
}

#[test]
fn without_any_layer_the_defaults_hold() {
    let settings = good(&Layers::default());
    assert_eq!(settings.listen.to_string(), "127.0.0.1:7777");
    assert_eq!((settings.rooms.seats, settings.rooms.fill), (12, None));
    assert_eq!([1, 2, 8].map(|cores| settings.threads(cores)), [(1, 1), (1, 1), (4, 4)]);
    assert!(settings.allow_origin.is_empty() && settings.assets.is_none());
}

#[test]
fn one_map_or_a_list_of_presets_is_played() {
    let settings =
        good(&layers("[rooms]\npresets = [\"tug-loom\", \"unravel-hoop\"]\n", &[], &[("rooms.map", "quilt")]));
    assert_eq!(settings.rooms.presets, ["tug-loom", "unravel-hoop"]);
    assert_eq!(settings.rooms.map.as_deref(), Some("quilt"));
    let problem = "fray.toml:2:11: `rooms.presets`: `tug loom` is no name";
    check("[rooms]\npresets = [\"tug loom\"]\n", &[], &[], &[problem]);
}

#[test]
fn more_bots_than_seats_are_refused_where_they_were_asked_for() {
    check("[rooms]\nfill = 13\n", &[], &[], &["fray.toml:2:8: `rooms.fill` of 13 is more than the 12 seats of a room"]);
}

#[test]
fn each_layer_is_refused_with_its_own_places_and_all_at_once() {
    check(
        "listn = \"x\"\nworkers = \"many\"\nrooms_max = \"7\"\nallow_origin = [\"https://a.example:99999\"]\nrooms = 3\n",
        &[("FRAY_LISTEN", "7777"), ("FRAY_ROOM_SEATS", "3")],
        &[("rooms.seats", "65"), ("log", "warning")],
        &[
            "fray.toml:1:1: unknown setting `listn`",
            "fray.toml:2:11: `workers`: `many` is no whole number",
            "fray.toml:3:13: `rooms_max` must be a whole number, and is text",
            "fray.toml:4:16: `allow_origin`: `https://a.example:99999` is no origin",
            "fray.toml:5:9: `rooms` must be a table, and is a number",
            "environment:1:13: `listen`: `7777` is no address with a port",
            "environment:2:1: unknown variable `FRAY_ROOM_SEATS`",
            "command line:1:9: `rooms.seats`: 65 is out of range",
            "command line:1:18: `log`: `warning` is none of its words, did you mean `warn`?",
        ],
    );
}

#[test]
fn a_flag_s_own_spelling_in_the_environment_is_told() {
    check("", &[("FRAY_SEATS", "16")], &[], &["environment:1:1: unknown variable `FRAY_SEATS`"]);
}

#[test]
fn variables_of_others_are_left_alone() {
    good(&layers("", &[("FRAY_PROVE", "1"), ("LISTEN", "nonsense")], &[]));
}
