//! Ten characters among the bots: whoever bears one of these names plays like it wherever it turns up, so that one comes to
//! know whom one meets. From rung to rung they are better.
//!
//! ```text
//! a room's chance ─▶ name ─▶ one of the ten: its temper, and so much better or worse than `[bots] rating`
//!                        └─▶ any other: the temper that its number gives it, rated as the tuning says
//! ```

use std::sync::Arc;

use rayon::prelude::*;

use super::headless::Series;
use super::skill::{PLAIN, Part};
use crate::room::Faults;
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::{Map, Time, Tuning};

/// A duel lasts so long after a second of warm-up; whoever kills more often wins it.
const DUEL_LENGTH: Time = Time(60 * TIME_PER_SECOND);

/// The personas of the shipped tuning, in file order.
const RUSHER: u32 = 0;
const MARKSMAN: u32 = 1;
const WINDER: u32 = 2;

/// One who always plays alike.
#[derive(Clone, Copy, Debug)]
pub struct Character {
    /// What it is called.
    pub name: &'static str,
    /// How good it is, where a plain bot is rated [`PLAIN`].
    pub rating: i32,
    /// Of which persona it is, counted in file order.
    pub persona: u32,
}

/// The ten, from the lowest rung to the highest.
pub const LADDER: [Character; 10] = [
    Character { name: "Oakum", rating: 600, persona: WINDER },
    Character { name: "Felt", rating: 690, persona: RUSHER },
    Character { name: "Hank", rating: 780, persona: MARKSMAN },
    Character { name: "Twill", rating: 870, persona: WINDER },
    Character { name: "Inkle", rating: 960, persona: RUSHER },
    Character { name: "Worsted", rating: 1040, persona: MARKSMAN },
    Character { name: "Ravel", rating: 1130, persona: RUSHER },
    Character { name: "Jacquard", rating: 1220, persona: WINDER },
    Character { name: "Selvage", rating: 1310, persona: RUSHER },
    Character { name: "Bodkin", rating: 1400, persona: MARKSMAN },
];

impl Character {
    /// The part that it plays.
    pub fn part(&self) -> Part {
        Part { better: self.rating - PLAIN, persona: Some(self.persona), ..Part::default() }
    }
}

/// The character of this name, if it is one.
pub fn named(name: &str) -> Option<&'static Character> {
    LADDER.iter().find(|character| character.name == name)
}

/// The tuning of duels: nothing but time ends them.
pub fn duel_tuning(mut tuning: Tuning) -> Tuning {
    let warmup = TIME_PER_SECOND as i32;
    (tuning.round.warmup, tuning.round.length, tuning.round.sudden_death) = (warmup, DUEL_LENGTH.0 as i32, 0);
    tuning.round.goal = i32::MAX / 2;
    tuning
}

/// The share of decided duels that the first of two parts wins. Each half of them is played from the other seat.
pub fn duel(map: &Arc<Map>, tuning: &Arc<Tuning>, parts: [Part; 2], count: u32, seed: u64) -> f64 {
    let mut won = [0, 0];
    for swap in [0, 1] {
        let series = Series {
            matches: count / 2,
            players: 2,
            seed: seed.wrapping_add(swap as u64),
            map: map.clone(),
            tuning: tuning.clone(),
            parts: vec![parts[swap], parts[1 - swap]],
            faults: Faults::default(),
        };
        for tally in series.play(|| 0, || ()).tallies {
            let kills = [tally.deeds[swap].kills, tally.deeds[1 - swap].kills];
            won[0] += u32::from(kills[0] > kills[1]);
            won[1] += u32::from(kills[1] > kills[0]);
        }
    }
    f64::from(won[0]) / f64::from((won[0] + won[1]).max(1))
}

/// What came of everybody's duels with everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The mean share of duels that each wins, in the order of the parts.
    pub wins: Vec<f64>,
    /// How well the order by wins is that of the parts, from -1 to 1: Spearman's rank correlation.
    pub order: f64,
}

/// Each part has so many duels with each other one; `done` is called after each two's. Plays on the threads of the present
/// rayon pool.
pub fn climb(
    parts: &[Part],
    map: &Arc<Map>,
    tuning: &Arc<Tuning>,
    count: u32,
    seed: u64,
    done: impl Fn() + Sync,
) -> Standing {
    let pairs: Vec<(usize, usize)> = (0..parts.len()).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    let shares: Vec<f64> = pairs
        .par_iter()
        .map(|(a, b)| {
            let share = duel(map, tuning, [parts[*a], parts[*b]], count, seed);
            done();
            share
        })
        .collect();
    let mut wins = vec![0.0; parts.len()];
    for ((a, b), share) in pairs.iter().zip(shares) {
        wins[*a] += share;
        wins[*b] += 1.0 - share;
    }
    let others = parts.len().saturating_sub(1).max(1) as f64;
    wins.iter_mut().for_each(|sum| *sum /= others);
    let order = rank_correlation(&wins);
    Standing { wins, order }
}

/// Spearman's correlation of values with their places. Equal ones share their rank.
fn rank_correlation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let rank = |value: f64| {
        let below = values.iter().filter(|other| **other < value).count() as f64;
        let same = values.iter().filter(|other| **other == value).count() as f64;
        below + (same - 1.0) / 2.0
    };
    let middle = (count - 1.0) / 2.0;
    let off: Vec<(f64, f64)> =
        values.iter().enumerate().map(|(place, value)| (place as f64 - middle, rank(*value) - middle)).collect();
    let sum = |of: fn(&(f64, f64)) -> f64| off.iter().map(of).sum::<f64>();
    let both = (sum(|(a, _)| a * a) * sum(|(_, b)| b * b)).sqrt();
    if both > 0.0 { sum(|(a, b)| a * b) / both } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_agree_fully_not_at_all_and_in_part() {
        assert!((rank_correlation(&[0.1, 0.2, 0.7, 0.9]) - 1.0).abs() < 1e-9);
        assert!((rank_correlation(&[0.9, 0.7, 0.2, 0.1]) + 1.0).abs() < 1e-9);
        // Two neighbours of ten change places: 1 - 6 · 2 / 990.
        let swapped = [0.0, 1.0, 2.0, 4.0, 3.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        assert!((rank_correlation(&swapped) - (1.0 - 12.0 / 990.0)).abs() < 1e-9);
        assert!(rank_correlation(&[1.0, 1.0, 1.0]).abs() < 1e-9, "nobody is better than anybody");
    }

    #[test]
    fn each_rung_is_higher_and_each_is_a_name_of_a_bot() {
        assert!(LADDER.windows(2).all(|rungs| rungs[0].rating < rungs[1].rating));
        assert!(LADDER.iter().all(|character| super::super::filler::NAMES.contains(&character.name)));
        assert_eq!(named("Bodkin").map(|character| character.part().better), Some(400));
        assert!(named("Yarrow").is_none());
    }

    #[test]
    fn the_rules_name_them_in_every_language() {
        let names = LADDER.map(|character| character.name).join(", ");
        for text in [
            include_str!("../../game-client/lang/en.json"),
            include_str!("../../game-client/lang/de.json"),
            include_str!("../../game-client/lang/es.json"),
            include_str!("../../game-client/lang/fr.json"),
        ] {
            assert!(text.contains(&names), "{names}");
        }
    }
}
