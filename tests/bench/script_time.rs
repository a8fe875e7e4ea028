//! What a picture of a crowd costs in script, in a browser: processor time of the page's thread, against as many plain
//! sprites in the same run.

use std::process::Command;

use crate::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure, percentile};

/// Script time of a picture of the crowd, as a multiple of the reference's.
const RATIO_MAX: f64 = 2.0;
const PICTURES: usize = 600;
/// The browser test that measures.
const TEST: &str = "script_time";

pub fn claims() -> Vec<Claim> {
    let says = "32 players, 100 shots, 24 drops: script time of a picture ≤ 2 × that of as many plain sprites, at p95";
    vec![Claim::new("script_time", says, script_time).turned_red_by(&["drawn_twice"]).long_only()]
}

fn script_time(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("script_time")?;
    let pictures = stage.pick(120, PICTURES);
    let file = scratch.0.join("times.json");
    let mut command = Command::new("npm");
    command.args(["--prefix", "game-client", "run", "browser", "--", TEST]).current_dir(crate::root());
    command.env("SCRIPT_PICTURES", pictures.to_string()).env("SCRIPT_TIMES", &file);
    if stage.fault == Some("drawn_twice") {
        command.env("SCRIPT_SCENE", "?twice");
    }
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let times = std::fs::read_to_string(&file).map_err(|_| Failure::Broken(format!("no times were taken: {said}")))?;
    let [mut fight, mut sprites]: [Vec<f64>; 2] =
        serde_json::from_str(&times).map_err(|error| Failure::Broken(error.to_string()))?;
    ensure(fight.len() == pictures && sprites.len() == pictures, || format!("{} pictures", fight.len()))?;
    let (fight, sprites) = (percentile(&mut fight, 0.95), percentile(&mut sprites, 0.95));
    let ratio = fight / sprites;
    let figure = format!("{ratio:.2} ×; p95 {fight:.1} ms, plain sprites {sprites:.1} ms, {pictures} pictures");
    ensure(ratio <= RATIO_MAX, || figure.clone())?;
    ensure(output.status.success(), || format!("the browser test failed: {said}"))?;
    Ok(Figure::new(figure, "≤ 2 ×"))
}
