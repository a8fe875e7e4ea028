//! From the Play click to the own body's first motion, in a browser.

use std::process::Command;

use crate::claim::{Claim, Failure, Stage, Verdict, ensure, percentile};

/// Seconds at p95.
const PLAY_S_MAX: f64 = 2.0;
/// Measures one load after the other and prints the seconds of each as one JSON list on its last line.
const SCRIPT: &str = "tests/browser/play-time.mjs";

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new("play", "from the Play click to the own body's motion ≤ 2 s at p95 over 20 loads", play).long_only(),
    ]
}

fn play(stage: &Stage) -> Verdict {
    if !crate::root().join(SCRIPT).exists() {
        return Err(Failure::Void(format!("{SCRIPT} is missing")));
    }
    let server = stage.server(&[])?;
    let address = format!("http://{}", server.address);
    let output = Command::new("node").args([SCRIPT, &address, "20"]).current_dir(crate::root()).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure(output.status.success(), || format!("{said}{}", String::from_utf8_lossy(&output.stderr)))?;
    let times = said.lines().last().unwrap_or_default();
    let mut times: Vec<f64> =
        serde_json::from_str(times).map_err(|error| Failure::Broken(format!("{error}: {said}")))?;
    ensure(times.len() >= 20, || format!("{} loads", times.len()))?;
    let p95 = percentile(&mut times, 0.95);
    crate::claim::Figure::at_most("p95", p95, PLAY_S_MAX, "s")
}
