//! A million random tunings: what the test of the config layer plays, at full length.

#[path = "../support/pairs.rs"]
mod pairs;

use fray::sim::time::TIME_PER_SECOND;
use fray::sim::{Entry, Map, Tuning, World, step};

use crate::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};

pub fn claims() -> Vec<Claim> {
    let says =
        "a million random pairs of valid tunings run 100 ticks each, one after the other: no panic, nothing non-finite";
    vec![Claim::new("tunings", says, tunings).turned_red_by(&["ghosts"]).long_only()]
}

fn tunings(stage: &Stage) -> Verdict {
    let pairs = stage.pick(1_000, 1_000_000);
    let step = if stage.fault.is_some() { ghosts } else { sound };
    let seen = pairs::play_all(stage.seed, pairs, step).map_err(Failure::Broken)?;
    ensure(seen.is_enough(pairs), || "the tunings were not played".into())?;
    let pairs::Seen { shots, deaths, touched } = seen;
    let told = format!("{pairs} pairs of tunings: {shots} shots in flight, {deaths} deaths, {touched} at a wall");
    Ok(Figure::new(told, "1,000,000 pairs, 100 ticks each"))
}

fn sound(world: &mut World, entries: &[Entry], map: &Map, tuning: &Tuning) {
    step(world, entries, map, tuning);
}

/// The planted defect: bodies drift on by a step of their velocity, walls or not.
fn ghosts(world: &mut World, entries: &[Entry], map: &Map, tuning: &Tuning) {
    step(world, entries, map, tuning);
    let seconds = f64::from(tuning.step().0) / f64::from(TIME_PER_SECOND);
    for player in &mut world.players {
        let drift = player.body.velocity.units() * seconds;
        player.body.place = (player.body.place.units() + drift).snap();
    }
}
