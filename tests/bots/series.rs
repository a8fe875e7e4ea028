//! Headless series: repeatable on any number of threads, and inside the bands that are asked of every report.

use std::sync::Arc;

use fray::bots::headless::Series;
use fray::bots::statistics::Report;
use fray::room::Faults;
use fray::sim::Time;

use super::assets;
use fray::config::assets::embedded_default;

fn series(matches: u32, seconds: f64, seed: u64) -> Series {
    let mut tuning = embedded_default();
    tuning.round.length = Time::from_seconds(seconds).0 as i32;
    let (map, tuning) = (assets().map("hoop").unwrap(), Arc::new(tuning));
    Series { matches, players: 8, seed, map, tuning, parts: Vec::new(), faults: Faults::default() }
}

fn play(series: &Series, threads: usize) -> Report {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let played = pool.install(|| series.play(|| 0, || ()));
    Report::of(&played.tallies, series.players)
}

fn text(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_report_on_one_thread_and_on_eight() {
    let series = series(8, 20.0, 7);
    let alone = play(&series, 1);
    assert!(alone.kills > 0 && alone.hashes.len() == 8);
    assert_eq!(text(&alone), text(&play(&series, 8)));
}

#[test]
fn another_seed_gives_other_matches() {
    let hash = |seed| play(&series(2, 5.0, seed), 2).hash;
    assert_ne!(hash(1), hash(2));
    let one = play(&series(2, 5.0, 1), 2);
    assert_ne!(one.hashes[0], one.hashes[1]);
}

#[test]
fn bots_kill_and_are_not_stuck_as_the_bands_ask() {
    let report = play(&series(12, 120.0, 3), 2);
    let bands = report.bands();
    for name in ["kills per player and minute", "bots stuck", "deaths within 3 s of the spawn"] {
        let band = bands.iter().find(|band| band.name == name).unwrap();
        assert!(band.holds(), "{band:?}");
    }
    assert!(report.stuck_could_count_share > 0.1 && report.dashes > 0, "{report:?}");
}

#[test]
fn two_at_a_corner_do_not_step_out_and_back_for_ever() {
    // With this seed two did so for twenty seconds: seen for less than it takes to act, they hid, and came back at one beat.
    let report = play(&series(2, 240.0, 51_972_951), 2);
    assert!(report.stuck_share < 0.01, "{}", report.stuck_share);
}
