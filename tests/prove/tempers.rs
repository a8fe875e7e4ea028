//! Bots of three tempers: unlike one another, even in duels, as good as they are rated, and never shooting at walls.

use std::sync::Arc;

use fray::bots::headless::Series;
use fray::bots::ladder::duel;
use fray::bots::statistics::{Band, Report};
use fray::bots::{Atlas, filler};
use fray::config::assets::{Assets, embedded_default};
use fray::room::{Faults, Recruiter};
use fray::sim::Map;
use fray::sim::tuning::WeaponKind;

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};
use super::duels::{DIFFER, EVEN, STEP, STEPS, blinded, duel_tuning, most_alike, part, shots};

/// In short forms chance has this much more room.
const SHORT_ROOM: f64 = 0.17;
/// And for the four steps of rating together.
const SHORT_STEPS_ROOM: f64 = 0.03;

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new("tempers", "each two personas differ by 25 % in how far or with what they fight", tempers)
            .turned_red_by(&["one_temper"]),
        Claim::new("bands", "1,000 bot matches lie in all bands of good play", bands)
            .turned_red_by(&["blunt"])
            .long_only(),
        Claim::new("duels", "at equal rating no persona wins above 57 % of its duels with another", even)
            .turned_red_by(&["favourite"]),
        Claim::new("ratings", "200 points of rating win 65 to 85 % of duels", ratings).turned_red_by(&["one_rating"]),
        Claim::new("walls", "no bot shoots at a target behind a wall", walls).turned_red_by(&["no_walls"]),
    ]
}

fn map(name: &str) -> Result<Arc<Map>, Failure> {
    let assets = Assets::choose(None, super::root()).map_err(|error| Failure::Broken(error.to_string()))?;
    assets.map(name).map_err(|error| Failure::Broken(error.to_string()))
}

/// The report of matches of eight on the first map.
fn report(stage: &Stage, matches: u32) -> Result<Report, Failure> {
    let mut tuning = embedded_default();
    if stage.fault == Some("one_temper") {
        let temper = tuning.personas[1].temper.clone();
        tuning.personas.iter_mut().for_each(|persona| persona.temper = temper.clone());
    }
    if stage.fault == Some("blunt") {
        tuning.weapons.iter_mut().for_each(|weapon| match &mut weapon.kind {
            WeaponKind::Projectile(gun) => gun.damage /= 2,
            WeaponKind::Ray(ray) => (ray.damage, ray.pierced_damage) = (ray.damage / 2, ray.pierced_damage / 2),
        });
    }
    let (map, tuning, parts) = (map("hoop")?, Arc::new(tuning), Vec::new());
    let series = Series { matches, players: 8, seed: stage.seed, map, tuning, parts, faults: Faults::default() };
    Ok(Report::of(&series.play(|| 0, || ()).tallies, 8))
}

fn tempers(stage: &Stage) -> Verdict {
    let report = report(stage, stage.pick(6, 200))?;
    let (pair, differ) = most_alike(&report.personas).ok_or_else(|| Failure::Broken("no two personas".into()))?;
    ensure(report.personas.len() == 3, || format!("{} personas", report.personas.len()))?;
    ensure(differ >= DIFFER, || format!("{pair} differ by {:.0} %", differ * 100.0))?;
    Ok(Figure::new(format!("most alike: {pair}, by {:.0} %", differ * 100.0), "≥ 25 %"))
}

fn bands(stage: &Stage) -> Verdict {
    let matches = stage.pick(40, 1_000);
    let report = report(stage, matches)?;
    let bands = report.bands();
    let outside = |band: &&Band| !band.holds();
    let out: Vec<String> =
        bands.iter().filter(outside).map(|band| format!("{} {:.2}", band.name, band.value)).collect();
    ensure(out.is_empty(), || out.join(", "))?;
    let Report { dashes_per_player_min: dashes, shots_per_player_s: shots, .. } = report;
    Ok(Figure::new(
        format!(
            "{} of {} bands hold over {matches} matches; {dashes:.1} dashes a player and minute, {shots:.2} shots a player \
             and second alive",
            bands.len(),
            bands.len()
        ),
        "all",
    ))
}

fn even(stage: &Stage) -> Verdict {
    let (map, tuning) = (map("box")?, duel_tuning());
    let rating = if stage.fault == Some("favourite") { 1400 } else { 1000 };
    let mut worst = (0.0, String::new());
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        let share = duel(&map, &tuning, [part(a, rating), part(b, 1000)], stage.pick(60, 1000), stage.seed);
        let names = [a, b].map(|at| tuning.personas[at as usize].name.clone());
        let (share, winner) = if share > 0.5 { (share, &names[0]) } else { (1.0 - share, &names[1]) };
        if share > worst.0 {
            worst = (share, format!("{winner} in {} against {}", names[0], names[1]));
        }
    }
    let most = EVEN + stage.pick(SHORT_ROOM, 0.0);
    ensure(worst.0 <= most, || format!("{:.1} %: {}", worst.0 * 100.0, worst.1))?;
    Ok(Figure::new(format!("at most {:.1} %: {}", worst.0 * 100.0, worst.1), format!("≤ {:.0} %", most * 100.0)))
}

fn ratings(stage: &Stage) -> Verdict {
    let (map, tuning) = (map("box")?, duel_tuning());
    let mut shares = Vec::new();
    for low in (600..1400).step_by(STEP as usize) {
        let high = if stage.fault == Some("one_rating") { low } else { low + STEP };
        // All personas, a third of the duels each.
        let each = |persona| {
            let parts = [part(persona, high), part(persona, low)];
            duel(&map, &tuning, parts, stage.pick(36, 1000) / 3, stage.seed)
        };
        shares.push((0..3).map(each).sum::<f64>() / 3.0);
    }
    let told = shares.iter().map(|share| format!("{:.0}", share * 100.0)).collect::<Vec<_>>().join(", ");
    let told = format!("{told} % for the steps from 600 to 1400");
    if stage.long {
        ensure(shares.iter().all(|share| STEPS.contains(share)), || told.clone())?;
        return Ok(Figure::new(told, "65 to 85 %"));
    }
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    let wide = STEPS.start() - SHORT_STEPS_ROOM..=STEPS.end() + SHORT_STEPS_ROOM;
    ensure(wide.contains(&mean), || told.clone())?;
    Ok(Figure::new(told, "65 to 85 % on the mean, give or take 3"))
}

fn walls(stage: &Stage) -> Verdict {
    let map = map("hoop")?;
    let recruiter: Recruiter = filler::recruiter(Arc::new(Atlas::default()));
    let recruiter = if stage.fault == Some("no_walls") { blinded(&map, recruiter) } else { recruiter };
    let seen = shots(&map, recruiter, stage.seed, stage.pick(3_600, 144_000));
    ensure(seen.fired > 100 && seen.rays > 0, || format!("hardly a shot: {seen:?}"))?;
    ensure(seen.blind == 0, || format!("{} of {} shots were blind", seen.blind, seen.fired))?;
    let now = f64::from(seen.blind_now) * 100.0 / f64::from(seen.fired);
    Ok(Figure::new(
        format!(
            "0 of {} shots, {} of them rays; {now:.2} % were overtaken by a wall within a snapshot",
            seen.fired, seen.rays
        ),
        "0 on what a bot knows",
    ))
}
