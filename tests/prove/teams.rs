//! What is shipped to be played: in each preset a match is a good one, and in Tug neither side has an advantage.

use std::sync::Arc;

use fray::bots::headless::Series;
use fray::bots::statistics::{Band, Report};
use fray::config::assets::{Assets, embedded_default};
use fray::config::preset_file;
use fray::room::{Faults, Preset};
use fray::sim::Mode;
use fray::sim::tuning::WeaponKind;

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};

/// What is shipped.
const PRESETS: &[&str] = &["unravel-hoop", "unravel-quilt", "unravel-loom", "tug-hoop", "tug-quilt", "tug-loom"];
/// Within these shares the wins of a side lie, with all of their interval.
const EVEN: [f64; 2] = [0.46, 0.54];
/// How many standard errors of a normal distribution 95 % of it lie within.
const ERRORS: f64 = 1.96;

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new(
            "modes",
            "both modes hold all bands on every map, with each weapon at 12 to 45 % of the kills",
            modes,
        )
        .turned_red_by(&["blunt"])
        .long_only(),
        Claim::new(
            "sides",
            "4,000 matches of Tug, each second one with the bots of the other side, favour no side",
            sides,
        )
        .long_only(),
    ]
}

fn preset(name: &str) -> Result<Preset, Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::Broken(error.to_string());
    let assets = Assets::choose(None, super::root()).map_err(|error| broken(&error))?;
    preset_file::find(name, &assets).map_err(|error| broken(&error))
}

/// So many matches by a preset.
fn report(preset: &Preset, matches: u32, stage: &Stage) -> Report {
    let mut tuning = preset.tuned(&embedded_default());
    if stage.fault == Some("blunt") {
        tuning.weapons.iter_mut().for_each(|weapon| match &mut weapon.kind {
            WeaponKind::Projectile(gun) => gun.damage /= 2,
            WeaponKind::Ray(ray) => (ray.damage, ray.pierced_damage) = (ray.damage / 2, ray.pierced_damage / 2),
        });
    }
    let (map, players, tuning) = (preset.map.clone(), preset.players, Arc::new(tuning));
    let series =
        Series { matches, players, seed: stage.seed, map, tuning, parts: Vec::new(), faults: Faults::default() };
    Report::of(&series.play(|| 0, || ()).tallies, series.sides())
}

fn modes(stage: &Stage) -> Verdict {
    let matches = stage.pick(20, 300);
    let mut held = 0;
    for name in PRESETS {
        let bands = report(&preset(name)?, matches, stage).bands();
        let out = bands.iter().filter(|band| !band.holds());
        let out: Vec<String> = out.map(|Band { name, value, .. }| format!("{name} {value:.2}")).collect();
        ensure(out.is_empty(), || format!("{name}: {}", out.join(", ")))?;
        held += bands.len();
    }
    Ok(Figure::new(format!("{held} bands hold in {} presets, {matches} matches each", PRESETS.len()), "all"))
}

fn sides(stage: &Stage) -> Verdict {
    let tug: Vec<Preset> = PRESETS.iter().map(|name| preset(name)).collect::<Result<_, _>>()?;
    let tug: Vec<&Preset> = tug.iter().filter(|preset| preset.mode == Mode::Tug).collect();
    // Even, because each two belong together.
    let each = (stage.pick(60, 4_000) / tug.len() as u32).next_multiple_of(2);
    let (mut wins, mut decided, mut told) = (0, 0, Vec::new());
    for preset in tug {
        let report = report(preset, each, stage);
        let [first, second] = report.wins_per_side[..] else { return Err(Failure::Broken("not two sides".into())) };
        (wins, decided) = (wins + first, decided + first + second);
        told.push(format!("{first}:{second} on {}", preset.map.file.name));
    }
    let [low, high] = interval(wins as f64, decided as f64);
    let told = format!("{:.1} to {:.1} % ({})", low * 100.0, high * 100.0, told.join(", "));
    ensure(low >= EVEN[0] && high <= EVEN[1], || told.clone())?;
    Ok(Figure::new(told, "46 to 54 %"))
}

/// Wilson's interval: where the true share lies, at 95 %.
fn interval(wins: f64, of: f64) -> [f64; 2] {
    let (share, square) = (wins / of, ERRORS * ERRORS);
    let middle = share + square / (2.0 * of);
    let half = ERRORS * (share * (1.0 - share) / of + square / (4.0 * of * of)).sqrt();
    [middle - half, middle + half].map(|edge| edge / (1.0 + square / of))
}
