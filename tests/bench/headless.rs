//! Headless matches: how fast, how lively, and the same each time.

use std::process::Command;

use fray::sim::map::fnv;
use serde_json::Value;

use crate::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure};

const SPEED_MIN: f64 = 200.0;
const KILLS: std::ops::RangeInclusive<f64> = 3.0..=8.0;
const STUCK_MAX: f64 = 0.01;
/// Matches whose ends are compared: a debug build plays them in 270 s of processor time, a release in 120 s.
const MATCHES: usize = 1_000;

/// Reports that differ, no kills, and ticks that take too long: the last only where speed is judged.
const HEADLESS_FAULTS: &[&str] =
    if cfg!(debug_assertions) { &["unseeded", "dazed"] } else { &["unseeded", "dazed", "wasteful"] };

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new(
            "headless",
            "50 bot matches are fast, lively and nobody is stuck; twice, the report is the same",
            headless,
        )
        .turned_red_by(HEADLESS_FAULTS),
        Claim::new(
            "same_hash",
            "one seed gives one hash a match on 1 and 8 threads, in debug and in release",
            same_hash,
        )
        .turned_red_by(&["unseeded"]),
    ]
}

/// The program with the first arguments that make it play: the given one, or where a defect is planted this one.
fn bots(program: &str, fault: Option<&str>) -> Result<Command, Failure> {
    let mut command = Command::new(program);
    match fault {
        None => command.arg("bots"),
        Some(fault) => {
            command = Command::new(std::env::current_exe()?);
            command.args(["--play", fault])
        }
    };
    Ok(command)
}

/// The report of a run of bots, as it was printed.
fn report(program: &str, fault: Option<&str>, flags: &[&str]) -> Result<Value, Failure> {
    let scratch = Scratch::new("report")?;
    let file = scratch.0.join("report.json");
    let mut command = bots(program, fault)?;
    command.args(flags).args(["--no-files", "--no-bands", "--json"]).arg(&file).current_dir(crate::root());
    let output = command.output()?;
    ensure(output.status.success(), || String::from_utf8_lossy(&output.stderr).into_owned())?;
    serde_json::from_str(&std::fs::read_to_string(file)?).map_err(|error| Failure::Broken(error.to_string()))
}

/// The report without its times.
fn timeless(mut report: Value) -> String {
    if let Some(report) = report.as_object_mut() {
        report.remove("timing");
    }
    report.to_string()
}

fn number(report: &Value, key: &str) -> Result<f64, Failure> {
    report[key].as_f64().ok_or_else(|| Failure::Broken(format!("the report has no number {key}: {report}")))
}

fn headless(stage: &Stage) -> Verdict {
    let (seed, matches) = (stage.seed.to_string(), stage.pick("2", "50"));
    let flags = ["--matches", matches, "--players", "8", "--seed", &seed];
    let first = report(env!("CARGO_BIN_EXE_fray"), stage.fault, &flags)?;
    let second = report(env!("CARGO_BIN_EXE_fray"), stage.fault, &flags)?;
    let (kills, stuck) = (number(&first, "kills_per_player_min")?, number(&first, "stuck_share")?);
    let speeds = [number(&first["timing"], "speed_x_per_core")?, number(&second["timing"], "speed_x_per_core")?];
    let speed = speeds[0].max(speeds[1]);
    ensure(timeless(first) == timeless(second), || "two runs of one seed differ".into())?;
    ensure(KILLS.contains(&kills), || format!("{kills:.2} kills per player and minute"))?;
    ensure(stuck < STUCK_MAX, || format!("{:.2} % of the time stuck", stuck * 100.0))?;
    // Processor time does not count what others take, but a build without optimisation says nothing.
    ensure(speed >= SPEED_MIN || cfg!(debug_assertions), || format!("{speed:.0} × real time per core"))?;
    Ok(Figure::new(
        format!(
            "{speed:.0} × real time per core, {kills:.2} kills per player and min, {:.2} % stuck, twice the same",
            stuck * 100.0
        ),
        "≥ 200 ×, 3 to 8, < 1 %",
    ))
}

/// The program of the other profile, built if need be.
fn of_profile(release: bool) -> Result<String, Failure> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--bin", "fray"]).current_dir(crate::root());
    if release {
        command.arg("--release");
    }
    ensure(command.status()?.success(), || "the build failed".into())?;
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_fray")).parent().and_then(|profile| profile.parent());
    let folder = folder.ok_or_else(|| Failure::Broken("the program lies in no target folder".into()))?;
    Ok(folder.join(if release { "release/fray" } else { "debug/fray" }).to_string_lossy().into_owned())
}

/// Hashes of the worlds at the end of each match of a series, in their order.
fn hashes(program: &str, stage: &Stage, matches: usize, flags: &[&str]) -> Result<Vec<String>, Failure> {
    let (seed, count) = (stage.seed.to_string(), matches.to_string());
    let whole = [&["--matches", &count, "--players", "8", "--seed", &seed], flags].concat();
    let report = report(program, stage.fault, &whole)?;
    let hashes = report["hashes"].as_array().into_iter().flatten().filter_map(|hash| hash.as_str().map(str::to_owned));
    let hashes: Vec<String> = hashes.collect();
    ensure(hashes.len() == matches, || format!("{} hashes of {matches} matches", hashes.len()))?;
    Ok(hashes)
}

/// Fails with the first match in which two series part; both have as many.
fn same(what: &str, one: &[String], other: &[String]) -> Result<(), Failure> {
    let parted = one.iter().zip(other).position(|(one, other)| one != other);
    parted.map_or(Ok(()), |at| {
        Err(Failure::Broken(format!("{what}: match {} ends with {}, and with {}", at + 1, one[at], other[at])))
    })
}

fn same_hash(stage: &Stage) -> Verdict {
    if !stage.long {
        let ours = env!("CARGO_BIN_EXE_fray");
        let on = |threads| hashes(ours, stage, 3, &["--minutes", "0.5", "--threads", threads]);
        same("1 and 8 threads", &on("1")?, &on("8")?)?;
        return Ok(Figure::new("3 matches of half a minute end with equal worlds on 1 and 8 threads", "equal hashes"));
    }
    let (debug, release) = (of_profile(false)?, of_profile(true)?);
    let one = hashes(&release, stage, MATCHES, &["--threads", "1"])?;
    same("release, 1 and 8 threads", &one, &hashes(&release, stage, MATCHES, &["--threads", "8"])?)?;
    same("release and debug", &one, &hashes(&debug, stage, MATCHES, &["--threads", "8"])?)?;
    let all: Vec<u8> = one.iter().flat_map(|hash| hash.bytes()).collect();
    Ok(Figure::new(
        format!(
            "{MATCHES} whole matches of 8 end with equal worlds: in release on 1 and on 8 threads, in debug on 8; \
             {:016x} over all",
            fnv(&all)
        ),
        "the hash of the world at the end of each match",
    ))
}
