//! Any tuning that the reader accepts can be played: nobody leaves the map, nothing panics, also when it changes live.
//!
//! `make prove ONLY=tunings` plays a million pairs.

use rand_pcg::rand_core::Rng;

use crate::support::{chance, pairs};

const PAIRS: u64 = 10_000;

#[test]
fn any_valid_tuning_can_be_played() {
    let first = u64::from(chance("any_valid_tuning_can_be_played").next_u32());
    let step: pairs::Step = |world, entries, map, tuning| drop(fray::sim::step(world, entries, map, tuning));
    let seen = pairs::play_all(first, PAIRS, step).unwrap_or_else(|seed| panic!("{seed}"));
    assert!(seen.is_enough(PAIRS), "the tunings were played");
}
