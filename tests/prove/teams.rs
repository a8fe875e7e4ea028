//! What is shipped to be played: in each preset a match is a good one, in Tug neither side has an advantage, and its
//! bots play together.

use std::sync::Arc;

use fray::bots::headless::Series;
use fray::bots::ladder::{self, Character, LADDER};
use fray::bots::statistics::{Band, Report};
use fray::bots::{Atlas, Part};
use fray::cli::bots::ladder::ORDER;
use fray::config::assets::{Assets, embedded_default};
use fray::config::preset_file;
use fray::room::{Faults, Preset};
use fray::sim::tuning::WeaponKind;
use fray::sim::{Event, Mode, SeatId, Tick, World};

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};

/// What is shipped.
const PRESETS: &[&str] = &["unravel-hoop", "unravel-quilt", "unravel-loom", "tug-hoop", "tug-quilt", "tug-loom"];
/// Within these shares the wins of a side lie, with all of their interval.
const EVEN: [f64; 2] = [0.46, 0.54];
/// Who kills the killer of a mate within so many seconds avenges.
const AVENGED_S: u32 = 4;
/// So much larger a share of deaths is avenged, and this share is left of the way to the nearest mate, where bots play together.
const AVENGED_MORE: f64 = 0.001;
const NEARER: f64 = 0.985;
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
        .turned_red_by(&["favourite_side"])
        .long_only(),
        Claim::new("sense", "bots of a team avenge more of their dead and keep nearer to one another than bots that play for themselves", sense)
            .turned_red_by(&["no_sense"])
            .long_only(),
        Claim::new("ladder", "of ten named characters the better ones win more of their duels", climbs)
            .turned_red_by(&["one_rating"])
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
    let series = series(preset, matches, Vec::new(), stage);
    Report::of(&series.play(|| 0, || ()).tallies, series.sides())
}

fn series(preset: &Preset, matches: u32, parts: Vec<Part>, stage: &Stage) -> Series {
    let mut tuning = preset.tuned(&embedded_default());
    if stage.fault == Some("blunt") {
        tuning.weapons.iter_mut().for_each(|weapon| match &mut weapon.kind {
            WeaponKind::Projectile(gun) => gun.damage /= 2,
            WeaponKind::Ray(ray) => (ray.damage, ray.pierced_damage) = (ray.damage / 2, ray.pierced_damage / 2),
        });
    }
    let (map, players, tuning) = (preset.map.clone(), preset.players, Arc::new(tuning));
    Series { matches, players, seed: stage.seed, map, tuning, parts, faults: Faults::default() }
}

/// Those that are played in teams.
fn tug() -> Result<Vec<Preset>, Failure> {
    let all = PRESETS.iter().map(|name| preset(name)).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|preset| preset.mode == Mode::Tug).collect())
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
    let tug = tug()?;
    // Even, because each two belong together.
    let each = (stage.pick(60, 4_000) / tug.len() as u32).next_multiple_of(2);
    let (mut wins, mut decided, mut told) = (0, 0, Vec::new());
    for preset in &tug {
        let series = series(preset, each, favourites(preset, stage), stage);
        // The defect: one side's bots are better, and there is no second match in which they change sides.
        let kept = if stage.fault == Some("favourite_side") { 2 } else { 1 };
        let tallies: Vec<_> = series.play(|| 0, || ()).tallies.into_iter().step_by(kept).collect();
        let [first, second] = Report::of(&tallies, series.sides()).wins_per_side[..] else {
            return Err(Failure::Broken("not two sides".into()));
        };
        (wins, decided) = (wins + first, decided + first + second);
        told.push(format!("{first}:{second} on {}", preset.map.file.name));
    }
    let [low, high] = interval(wins as f64, decided as f64);
    let told = format!("{:.1} to {:.1} % ({})", low * 100.0, high * 100.0, told.join(", "));
    // Few matches cannot say more than that nothing speaks against it.
    let even = if stage.long { low >= EVEN[0] && high <= EVEN[1] } else { low <= 0.5 && high >= 0.5 };
    ensure(even, || told.clone())?;
    Ok(Figure::new(told, "46 to 54 %"))
}

/// Parts that make one side better, where that defect is planted.
fn favourites(preset: &Preset, stage: &Stage) -> Vec<Part> {
    let better = |bot: u8| Part { better: if bot.is_multiple_of(2) { 400 } else { -400 }, ..Part::default() };
    if stage.fault == Some("favourite_side") { (0..preset.players).map(better).collect() } else { Vec::new() }
}

fn sense(stage: &Stage) -> Verdict {
    let mut sides = [Company::default(), Company::default()];
    let matches = stage.pick(10, 200);
    // The bots of one side play together, then those of the other: their tempers differ.
    for (preset, odd) in tug()?.iter().flat_map(|preset| [(preset, 0), (preset, 1)]) {
        let none = stage.fault == Some("no_sense");
        let part = |bot: u8| Part { alone: none || bot % 2 == odd, ..Part::default() };
        let series = series(preset, matches, (0..preset.players).map(part).collect(), stage);
        let atlas = Arc::new(Atlas::default());
        for number in 0..matches {
            // Each second match is the one before it from the other side.
            let together = (1 - odd) ^ (number % 2) as u8;
            let mut watch = Watch { together, deaths: Vec::new(), sides: &mut sides };
            series.play_one(number, &atlas, |game, ticked| watch.tick(game.world(), &ticked.events));
        }
    }
    let [together, alone] = sides.map(|side| (side.avenged / side.deaths.max(1.0), side.ways / side.looks.max(1.0)));
    let told = format!(
        "{:.1} % of deaths avenged in {AVENGED_S} s and {:.0} u to the nearest mate, {:.1} % and {:.0} u of those who play \
         for themselves",
        together.0 * 100.0,
        together.1,
        alone.0 * 100.0,
        alone.1
    );
    ensure(together.0 >= alone.0 + AVENGED_MORE && together.1 <= alone.1 * NEARER, || told.clone())?;
    Ok(Figure::new(told, "0.1 % more, 1.5 % nearer"))
}

/// How one side keeps together.
#[derive(Default)]
struct Company {
    deaths: f64,
    avenged: f64,
    ways: f64,
    looks: f64,
}

/// Counts in one match who is avenged by a mate, and twice a second how far each is from the nearest one.
struct Watch<'s> {
    /// The side that plays together.
    together: u8,
    /// Those of late: when, by whom, and of which side.
    deaths: Vec<(Tick, SeatId, u8)>,
    sides: &'s mut [Company; 2],
}

impl Watch<'_> {
    fn tick(&mut self, world: &World, events: &[Event]) {
        for event in events {
            if let Event::Killed { seat, by: Some(by), .. } = event {
                self.killed(world.tick, *seat, *by);
            }
        }
        if world.tick.0.is_multiple_of(30) {
            self.look(world);
        }
    }

    fn killed(&mut self, now: Tick, seat: SeatId, by: SeatId) {
        self.deaths.retain(|(at, ..)| now.since(*at) <= i64::from(AVENGED_S) * 60);
        let (before, mates) = (self.deaths.len(), by.0 % 2);
        self.deaths.retain(|(_, killer, side)| !(*killer == seat && *side == mates));
        self.side(mates).avenged += (before - self.deaths.len()) as f64;
        if seat.0 % 2 != mates {
            self.side(seat.0).deaths += 1.0;
            self.deaths.push((now, by, seat.0 % 2));
        }
    }

    fn look(&mut self, world: &World) {
        let alive = || world.players.iter().filter(|player| player.is_alive());
        for player in alive() {
            let mates = alive().filter(|mate| mate.seat != player.seat && mate.seat.0 % 2 == player.seat.0 % 2);
            let ways = mates.map(|mate| (mate.body.place.units() - player.body.place.units()).length());
            if let Some(nearest) = ways.min_by(f64::total_cmp) {
                let side = self.side(player.seat.0);
                (side.ways, side.looks) = (side.ways + nearest, side.looks + 1.0);
            }
        }
    }

    fn side(&mut self, seat: u8) -> &mut Company {
        &mut self.sides[usize::from(seat % 2 != self.together)]
    }
}

fn climbs(stage: &Stage) -> Verdict {
    let assets = Assets::choose(None, super::root()).map_err(|error| Failure::Broken(error.to_string()))?;
    let map = assets.map("box").map_err(|error| Failure::Broken(error.to_string()))?;
    let tuning = Arc::new(ladder::duel_tuning(embedded_default()));
    let alike = |character: &Character| match stage.fault {
        Some("one_rating") => Part { better: 0, ..character.part() },
        _ => character.part(),
    };
    let parts: Vec<Part> = LADDER.iter().map(alike).collect();
    let standing = ladder::climb(&parts, &map, &tuning, stage.pick(10, 100), stage.seed, || ());
    let wins: Vec<String> = standing.wins.iter().map(|share| format!("{:.0}", share * 100.0)).collect();
    let told = format!("{:.3}; wins {} % from the lowest rung up", standing.order, wins.join(", "));
    ensure(standing.order >= ORDER, || told.clone())?;
    Ok(Figure::new(told, format!("rank correlation ≥ {ORDER}")))
}

/// Wilson's interval: where the true share lies, at 95 %.
fn interval(wins: f64, of: f64) -> [f64; 2] {
    let (share, square) = (wins / of, ERRORS * ERRORS);
    let middle = share + square / (2.0 * of);
    let half = ERRORS * (share * (1.0 - share) / of + square / (4.0 * of * of)).sqrt();
    [middle - half, middle + half].map(|edge| edge / (1.0 + square / of))
}
