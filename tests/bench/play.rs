//! From the Play click to the own body's first motion, in a browser.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use crate::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure, percentile};

/// Seconds at p95.
const PLAY_S_MAX: f64 = 2.0;
const LOADS: usize = 20;
/// The browser test that measures.
const TEST: &str = "play_time";

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new("play", "from the Play click to the own body's motion ≤ 2 s at p95 over 20 loads", play)
            .turned_red_by(&["sleeps"])
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

fn play(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("play")?;
    let loads = stage.pick(2, LOADS);
    let file = scratch.0.join("times.json");
    let mut command = Command::new("npm");
    command.args(["--prefix", "game-client", "run", "browser", "--", TEST]).current_dir(crate::root());
    command.env("FRAY_BIN", server(stage, &scratch)?).env("PLAY_LOADS", loads.to_string()).env("PLAY_TIMES", &file);
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let times = std::fs::read_to_string(&file).map_err(|_| Failure::Broken(format!("no times were taken: {said}")))?;
    let mut times: Vec<f64> = serde_json::from_str(&times).map_err(|error| Failure::Broken(error.to_string()))?;
    ensure(times.len() == loads, || format!("{} loads", times.len()))?;
    let (p95, median) = (percentile(&mut times, 0.95), percentile(&mut times, 0.5));
    let figure = format!("p95 {p95:.2} s, median {median:.2} s, {loads} loads");
    ensure(p95 <= PLAY_S_MAX, || figure.clone())?;
    Ok(Figure::new(figure, "≤ 2 s"))
}
