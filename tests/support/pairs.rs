//! Pairs of random tunings that the reader accepts, each played in one world, the second after the first: nobody may leave
//! the map or stand in a wall, and nothing may panic. A test and a claim play them.

use fray::config::maps::embedded;
use fray::config::tuning::{FLIGHT_SECONDS_MAX, read_tuning};
use fray::sim::grid::units;
use fray::sim::input::{BUTTONS, WALK_MAX};
use fray::sim::tuning::{KINDS, LOOKS, PERSONA, SCALARS, Scalar, Unit, WeaponKind};
use fray::sim::{Angle, Entry, Input, Map, SeatId, Tick, Time, Tuning, Walk, World};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;
use rayon::prelude::*;

#[path = "standing.rs"]
mod standing;
pub use standing::{is_free, look};

/// Ticks with each tuning of a pair.
const TICKS: u32 = 100;
const PLAYERS: u8 = 4;

/// What a pair has shown, so that a test can tell that its subject happened.
#[derive(Default)]
pub struct Seen {
    /// Shots in flight, over all ticks.
    pub shots: u64,
    /// Deaths.
    pub deaths: u64,
    /// Players who were at a wall in the end.
    pub touched: u64,
}

/// What advances the world: the step itself, or one with a planted defect.
pub type Step = fn(&mut World, &[Entry], &Map, &Tuning);

fn below(chance: &mut Pcg32, count: u32) -> u32 {
    chance.next_u32() % count
}

fn pick<T: Copy>(chance: &mut Pcg32, list: &[T]) -> T {
    list[below(chance, list.len() as u32) as usize]
}

/// A value of a range: at times one of its ends, where defects live.
fn value(chance: &mut Pcg32, scalar: &Scalar, max: f64) -> f64 {
    let max = max.min(scalar.max);
    let share = f64::from(chance.next_u32()) / f64::from(u32::MAX);
    let value = match below(chance, 8) {
        0 => scalar.min,
        1 => max,
        // Ranges span decades: half of the values are spread evenly by magnitude.
        2..=4 if scalar.min > 0.0 => scalar.min * (max / scalar.min).powf(share),
        _ => scalar.min + (max - scalar.min) * share,
    };
    let value = if matches!(scalar.unit, Unit::Count | Unit::Hertz | Unit::Look) { value.floor() } else { value };
    value.clamp(scalar.min, max)
}

/// The values of a table; of what a file may leave out, some are.
fn scalars(chance: &mut Pcg32, list: &[Scalar], tick: f64, first: bool, text: &mut String) {
    let mut speed = 0.0;
    // The first weapon is one that all have.
    for scalar in list.iter().filter(|scalar| !(first && scalar.key == "found")) {
        let max = match scalar.key {
            "rate" => tick,
            "reach" if speed > 0.0 => speed * FLIGHT_SECONDS_MAX,
            _ => f64::INFINITY,
        };
        let value = value(chance, scalar, max);
        if scalar.key == "speed" {
            speed = value;
        }
        if scalar.default.is_some() && below(chance, 3) == 0 {
            continue;
        }
        match scalar.unit {
            Unit::Look => text.push_str(&format!("{} = \"{}\"\n", scalar.key, LOOKS[value as usize])),
            _ => text.push_str(&format!("{} = {value}\n", scalar.key)),
        }
    }
}

/// The text of a random valid tuning. In half of them nobody is hurt at first.
fn document(chance: &mut Pcg32) -> String {
    let ticks: Vec<u32> = (10..=120).filter(|rate| 600 % rate == 0).collect();
    let tick = pick(chance, &ticks);
    let snapshots: Vec<u32> = (5..=60).filter(|rate| tick.is_multiple_of(*rate)).collect();
    let mut text = format!("[rates]\ntick = {tick}\nsnapshot = {}\n", pick(chance, &snapshots));
    for list in &SCALARS[1..] {
        text.push_str(&format!("[{}]\n", list[0].group));
        for scalar in *list {
            let max = if scalar.key == "warmup" { pick(chance, &[0.0, scalar.max]) } else { f64::INFINITY };
            text.push_str(&format!("{} = {}\n", scalar.key, value(chance, scalar, max)));
        }
    }
    for weapon in 0..=below(chance, 3) {
        let kind = below(chance, KINDS.len() as u32) as usize;
        text.push_str(&format!("[weapons.w{weapon}]\nkind = \"{}\"\n", KINDS[kind]));
        scalars(chance, WeaponKind::scalars(kind).unwrap(), f64::from(tick), weapon == 0, &mut text);
    }
    text.push_str("[personas.p]\n");
    scalars(chance, PERSONA, f64::from(tick), false, &mut text);
    text
}

fn tuning(chance: &mut Pcg32) -> Tuning {
    let text = document(chance);
    read_tuning("random", &text).unwrap_or_else(|report| panic!("{report}\n{text}"))
}

fn input(chance: &mut Pcg32) -> Input {
    let bits = chance.next_u32();
    let walk = Walk((bits >> 8) as u8 % (WALK_MAX + 1));
    Input {
        buttons: bits as u8 & BUTTONS,
        walk,
        aim: Angle((bits >> 16) as u16),
        weapon: (bits >> 5) as u8 % 4,
        seen: fray::sim::Seen::PRESENT,
    }
}

/// Plays one tuning, and then another one in the same world.
fn play(seed: u64, map: &Map, step: Step) -> Seen {
    let chance = &mut Pcg32::new(seed, 7);
    let tunings = [tuning(chance), tuning(chance)];
    let mut world = World::new(seed, Tick(0), Time(0), map, &tunings[0]);
    let mut seen = Seen::default();
    let mut entries: Vec<Entry> = (0..PLAYERS).map(|seat| Entry::Join(SeatId(seat))).collect();
    for (i, tuning) in tunings.iter().enumerate() {
        for tick in 0..TICKS {
            for seat in 0..PLAYERS {
                if below(chance, 4) == 0 {
                    entries.push(Entry::Input(SeatId(seat), input(chance)));
                }
            }
            step(&mut world, &entries, map, tuning);
            entries.clear();
            look(&world, map, tuning, i == 0 || tick > TICKS / 2);
            seen.shots += world.shots.len() as u64;
        }
    }
    let near = |p: &&fray::sim::Player| !is_free(p.body.place.units(), units(tunings[1].body.radius) + 1.0, map);
    seen.touched = world.players.iter().filter(near).count() as u64;
    seen.deaths = world.players.iter().map(|p| u64::from(p.deaths)).sum();
    seen
}

/// Plays the pairs of so many seeds from `first` on; the error names the seed of one that cannot be played.
pub fn play_all(first: u64, pairs: u64, step: Step) -> Result<Seen, String> {
    let map = embedded("hoop").ok_or("the shipped map is missing")?;
    let seen = (first..first + pairs).into_par_iter().map(|seed| {
        let played = std::panic::catch_unwind(|| play(seed, &map, step));
        played.map_err(|_| format!("the pair of tunings with seed {seed} cannot be played"))
    });
    let sum = |a: Seen, b: Seen| {
        Ok(Seen { shots: a.shots + b.shots, deaths: a.deaths + b.deaths, touched: a.touched + b.touched })
    };
    seen.try_reduce(Seen::default, sum)
}

impl Seen {
    /// Whether the tunings of so many pairs were played, and not merely read.
    pub fn is_enough(&self, pairs: u64) -> bool {
        self.shots > pairs && self.touched > 0 && self.deaths > 0
    }
}
