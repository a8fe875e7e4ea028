//! From the Play click to the own body's first motion, in a browser.

use std::process::Command;

use crate::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure, percentile};

/// Seconds at p95.
const PLAY_S_MAX: f64 = 2.0;
const LOADS: usize = 20;
/// The browser test that measures.
const TEST: &str = "play_time";

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new("play", "from the Play click to the own body's motion ≤ 2 s at p95 over 20 loads", play).long_only(),
    ]
}

fn play(_: &Stage) -> Verdict {
    let scratch = Scratch::new("play")?;
    let file = scratch.0.join("times.json");
    let mut command = Command::new("npm");
    command.args(["--prefix", "game-client", "run", "browser", "--", TEST]).current_dir(crate::root());
    command.env("FRAY_BIN", env!("CARGO_BIN_EXE_fray")).env("PLAY_LOADS", LOADS.to_string()).env("PLAY_TIMES", &file);
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let times = std::fs::read_to_string(&file).map_err(|_| Failure::Broken(format!("no times were taken: {said}")))?;
    let mut times: Vec<f64> = serde_json::from_str(&times).map_err(|error| Failure::Broken(error.to_string()))?;
    ensure(times.len() == LOADS, || format!("{} loads", times.len()))?;
    let (p95, median) = (percentile(&mut times, 0.95), percentile(&mut times, 0.5));
    let figure = format!("p95 {p95:.2} s, median {median:.2} s, {LOADS} loads");
    ensure(p95 <= PLAY_S_MAX, || figure.clone())?;
    Ok(Figure::new(figure, "≤ 2 s"))
}
