//! What a picture of a crowd costs in script, in a browser: against as many plain sprites in the same run.

use std::process::Command;

use crate::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure};

/// Script time of a picture of the crowd, as a multiple of the reference's.
const RATIO_MAX: f64 = 2.0;
const ROUNDS: usize = 25;
/// The browser test that measures.
const TEST: &str = "script_time";

/// Milliseconds of a picture at p95 in one round.
#[derive(serde::Deserialize)]
struct Round {
    scene: f64,
    reference: f64,
}

pub fn claims() -> Vec<Claim> {
    let says = "32 players, 100 shots, 24 drops: script time of a picture ≤ 2 × that of as many plain sprites, at p95";
    vec![Claim::new("script_time", says, script_time).long_only()]
}

fn script_time(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("script_time")?;
    let count = stage.pick(6, ROUNDS);
    let file = scratch.0.join("times.json");
    let mut command = Command::new("npm");
    command.args(["--prefix", "game-client", "run", "browser", "--", TEST]).current_dir(crate::root());
    command.env("SCRIPT_ROUNDS", count.to_string()).env("SCRIPT_TIMES", &file);
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let times = std::fs::read_to_string(&file).map_err(|_| Failure::Broken(format!("no times were taken: {said}")))?;
    let rounds: Vec<Round> = serde_json::from_str(&times).map_err(|error| Failure::Broken(error.to_string()))?;
    ensure(rounds.len() == count, || format!("{} rounds", rounds.len()))?;
    // What else the machine does adds to a round and never takes away.
    let scene = rounds.iter().map(|round| round.scene).fold(f64::INFINITY, f64::min);
    let reference = rounds.iter().map(|round| round.reference).fold(f64::INFINITY, f64::min);
    let ratio = scene / reference;
    let figure = format!("{ratio:.2} ×; p95 {scene:.1} ms, plain sprites {reference:.1} ms, {count} rounds");
    ensure(ratio <= RATIO_MAX, || figure.clone())?;
    ensure(output.status.success(), || format!("the browser test failed: {said}"))?;
    Ok(Figure::new(figure, "≤ 2 ×"))
}
