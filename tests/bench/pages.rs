//! What a person at the page gets, measured in a browser: how soon they play, how soon a key press is seen, how soon a
//! newcomer has a first kill, what a picture costs, and what a long evening leaves behind.
//!
//! Each claim runs a test of `tests/browser`, which measures `MEASURE_COUNT` times and writes its figures to `MEASURE_FILE`.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure, percentile};

/// From the Play click to the first motion, in seconds at p95.
const PLAY_S_MAX: f64 = 2.0;
const LOADS: usize = 20;
/// Script time of a picture of the crowd, as a multiple of the reference's.
const RATIO_MAX: f64 = 2.0;
const PICTURES: usize = 600;
/// A newcomer's first kill: seconds at the median, and deaths before it.
const FIRST_S_MAX: f64 = 45.0;
const DEATHS_MAX: u32 = 3;
const NEWCOMERS: usize = 9;
/// What a page may hold more after so many seconds than after a fifth of them.
const HEAP_KB_MAX: f64 = 1024.0;
const HEAP_S: usize = 600;
/// Presses at each tick rate, and of a hundred so many that the next frame shows.
const PRESSES: usize = 100;
const SOON_MIN: f64 = 0.95;
/// In a short form pools still fill, and the browser still compiles.
const HEAP_SHORT_KB_MAX: f64 = 4096.0;

pub fn claims() -> Vec<Claim> {
    let script =
        "32 players, 100 shots, 24 drops: script time of a picture ≤ 2 × that of as many plain sprites, at p95";
    vec![
        Claim::new("play", "from the Play click to the own body's motion ≤ 2 s at p95 over 20 loads", play)
            .turned_red_by(&["sleeps"])
            .long_only(),
        Claim::new("script_time", script, script_time).turned_red_by(&["drawn_twice"]).long_only(),
        Claim::new(
            "novice",
            "who plays for the first time has a first kill in 45 s at the median, after ≤ 3 deaths",
            novice,
        )
        .turned_red_by(&["blunt"])
        .long_only(),
        Claim::new(
            "feel",
            "over a line of 150 ms the next frame shows a key press, at 60 and at 20 ticks a second",
            feel,
        )
        .turned_red_by(&["late_keys"])
        .long_only(),
        Claim::new("heap", "a page that plays holds no more memory in minute 10 than in minute 2", heap)
            .turned_red_by(&["hoarding_page"])
            .long_only(),
    ]
}

/// The program that serves: the built one, or where a defect is planted a script that starts this one as its host.
fn server(stage: &Stage, scratch: &Scratch) -> Result<PathBuf, Failure> {
    let Some(fault) = stage.fault else { return Ok(PathBuf::from(env!("CARGO_BIN_EXE_fray"))) };
    let script = scratch.0.join("fray");
    let host = std::env::current_exe()?;
    std::fs::write(&script, format!("#!/bin/sh\nshift\nexec '{}' --host {fault} \"$@\"\n", host.display()))?;
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))?;
    Ok(script)
}

/// The browser test of this name, which is to measure so often.
fn browser(stage: &Stage, test: &str, count: usize) -> Command {
    let mut command = Command::new("npm");
    command.args(["--prefix", "game-client", "run", "browser", "--", test]).current_dir(crate::root());
    command.env("MEASURE_COUNT", count.to_string()).env("FRAY_SEED", stage.seed.to_string());
    command.env("FRAY_BIN", env!("CARGO_BIN_EXE_fray"));
    command
}

/// Runs a browser test, and reads the figures that it took. Whether they are good enough is for the claim to say.
fn measured<T: DeserializeOwned>(mut command: Command, scratch: &Scratch) -> Result<T, Failure> {
    let file = scratch.0.join("figures.json");
    let output = command.env("MEASURE_FILE", &file).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let figures =
        std::fs::read_to_string(&file).map_err(|_| Failure::Broken(format!("nothing was measured: {said}")))?;
    serde_json::from_str(&figures).map_err(|error| Failure::Broken(error.to_string()))
}

fn play(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("play")?;
    let loads = stage.pick(2, LOADS);
    let mut command = browser(stage, "play_time", loads);
    command.env("FRAY_BIN", server(stage, &scratch)?);
    let mut times: Vec<f64> = measured(command, &scratch)?;
    ensure(times.len() == loads, || format!("{} loads", times.len()))?;
    let (p95, median) = (percentile(&mut times, 0.95), percentile(&mut times, 0.5));
    let figure = format!("p95 {p95:.2} s, median {median:.2} s, {loads} loads");
    ensure(p95 <= PLAY_S_MAX, || figure.clone())?;
    Ok(Figure::new(figure, "≤ 2 s"))
}

fn script_time(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("script_time")?;
    let pictures = stage.pick(120, PICTURES);
    let mut command = browser(stage, "script_time", pictures);
    if stage.fault == Some("drawn_twice") {
        command.env("SCRIPT_SCENE", "?twice");
    }
    let [mut fight, mut sprites]: [Vec<f64>; 2] = measured(command, &scratch)?;
    ensure(fight.len() == pictures && sprites.len() == pictures, || format!("{} pictures", fight.len()))?;
    let (fight, sprites) = (percentile(&mut fight, 0.95), percentile(&mut sprites, 0.95));
    let ratio = fight / sprites;
    let figure = format!("{ratio:.2} ×; p95 {fight:.1} ms, plain sprites {sprites:.1} ms, {pictures} pictures");
    ensure(ratio <= RATIO_MAX, || figure.clone())?;
    Ok(Figure::new(figure, "≤ 2 ×"))
}

/// A first match, up to the first kill.
#[derive(Deserialize)]
struct First {
    seconds: f64,
    deaths: u32,
}

fn novice(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("novice")?;
    let newcomers = stage.pick(1, NEWCOMERS);
    let mut command = browser(stage, "novice", newcomers);
    if stage.fault == Some("blunt") {
        command.env("NOVICE_TUNING", r#"{"weapons.stitcher.damage":0,"weapons.needle.damage":0}"#);
    }
    let firsts: Vec<First> = measured(command, &scratch)?;
    ensure(firsts.len() == newcomers, || format!("{} newcomers", firsts.len()))?;
    let mut seconds: Vec<f64> = firsts.iter().map(|first| first.seconds).collect();
    let (median, latest) = (percentile(&mut seconds, 0.5), percentile(&mut seconds, 1.0));
    let deaths = firsts.iter().map(|first| first.deaths).max().unwrap_or(0);
    let figure =
        format!("median {median:.1} s, the last {latest:.1} s, at most {deaths} deaths, {newcomers} newcomers");
    ensure(median <= FIRST_S_MAX && deaths <= DEATHS_MAX, || figure.clone())?;
    Ok(Figure::new(figure, "≤ 45 s, ≤ 3 deaths"))
}

fn feel(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("feel")?;
    let presses = stage.pick(5, PRESSES);
    let mut command = browser(stage, "feel", presses);
    if stage.fault == Some("late_keys") {
        command.env("FEEL_LATE", "2");
    }
    let frames: [Vec<u32>; 2] = measured(command, &scratch)?;
    let soon = frames.each_ref().map(|rate| rate.iter().filter(|frames| **frames <= 1).count());
    let figure = format!("{} and {} of {presses} in the next frame", soon[0], soon[1]);
    ensure(frames.iter().all(|rate| rate.len() == presses), || format!("too few presses: {figure}"))?;
    ensure(soon.iter().all(|soon| *soon as f64 >= presses as f64 * SOON_MIN), || figure.clone())?;
    Ok(Figure::new(figure, "≥ 95 of 100 at 60 and at 20 Hz, each within 0.1 u of the predicted step"))
}

/// What a page holds, and how many pictures it drew.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Heap {
    from_kb: f64,
    to_kb: f64,
    pictures: u32,
}

fn heap(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("heap")?;
    let mut command = browser(stage, "heap", stage.pick(60, HEAP_S));
    if stage.fault == Some("hoarding_page") {
        command.env("HEAP_HOARDS", "1");
    }
    let Heap { from_kb, to_kb, pictures } = measured(command, &scratch)?;
    let figure = format!("{:+.0} KiB on {from_kb:.0} KiB, {pictures} pictures", to_kb - from_kb);
    let most = stage.pick(HEAP_SHORT_KB_MAX, HEAP_KB_MAX);
    ensure(to_kb - from_kb < most, || figure.clone())?;
    Ok(Figure::new(figure, format!("< {most} KiB more")))
}
