//! A million random tunings: the test of the config layer, at its full length.

use std::process::Command;

use crate::claim::{Claim, Figure, Stage, Verdict, ensure};

pub fn claims() -> Vec<Claim> {
    let says =
        "a million random pairs of valid tunings run 100 ticks each, one after the other: no panic, nothing non-finite";
    vec![Claim::new("tunings", says, tunings).long_only()]
}

fn tunings(stage: &Stage) -> Verdict {
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--release", "--test", "proofs", "random_tunings", "--", "--nocapture"]);
    let output =
        command.env("FRAY_PROVE", "1").env("FRAY_SEED", stage.seed.to_string()).current_dir(crate::root()).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure(output.status.success(), || format!("{said}{}", String::from_utf8_lossy(&output.stderr)))?;
    ensure(said.contains(" passed") && !said.contains("ok. 0 passed"), || format!("no such test ran: {said}"))?;
    let told = said.lines().find(|line| line.contains("pairs of tunings:")).unwrap_or_default().trim().to_owned();
    ensure(told.starts_with("1000000 pairs"), || format!("too few were played: {said}"))?;
    Ok(Figure::new(told, "1,000,000 pairs, 100 ticks each"))
}
