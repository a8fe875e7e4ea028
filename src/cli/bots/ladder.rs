//! `fray bots --ladder`: whether each rung of the ladder is higher than the one below.

use super::{Args, MATCHES, Refusal, other, progress, tuning};
use crate::bots::Part;
use crate::bots::ladder::{Character, LADDER, climb, duel_tuning};
use crate::cli::Outcome;
use crate::config::assets::Assets;
use std::sync::Arc;

/// Where duels are: a room with cover and nothing to pick up.
const MAP: &str = "box";
/// Duels of each two, unless another number is asked for.
const DUELS: u32 = 40;
/// The order by wins must be that of the ratings as well as this: Spearman's rank correlation.
pub const ORDER: f64 = 0.9;

/// Everybody's duels with everybody, as a table.
pub(super) fn play(args: &Args) -> Result<Outcome, Refusal> {
    let here = std::env::current_dir().map_err(other)?;
    let assets = Assets::choose(args.assets.as_deref(), &here).map_err(other)?;
    let tuning = Arc::new(duel_tuning(tuning(args, &assets).map_err(Refusal::Diagnostics)?));
    let map = assets.map(MAP).map_err(other)?;
    let duels = if args.matches == MATCHES { DUELS } else { args.matches.next_multiple_of(2) };
    let parts: Vec<Part> = LADDER.iter().map(Character::part).collect();
    let pairs = parts.len() * (parts.len() - 1) / 2;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.into()).build().map_err(other)?;
    let bar = progress(pairs as u64);
    let standing = pool.install(|| climb(&parts, &map, &tuning, duels, args.seed, || bar.inc(1)));
    bar.finish_and_clear();
    println!("the ladder: {duels} duels of each two, seed {}, on {MAP}, build {}", args.seed, crate::BUILD);
    println!();
    println!("  rung  name        rated  temper      wins");
    for (rung, (character, wins)) in LADDER.iter().zip(&standing.wins).enumerate().rev() {
        let Character { name, rating, .. } = character;
        let temper = character.part().persona(0, &tuning).map_or("", |persona| &persona.name);
        println!("  {:>4}  {name:<10}  {rating:>5}  {temper:<10}  {:>3.0} %", rung + 1, wins * 100.0);
    }
    println!();
    let holds = standing.order >= ORDER;
    let mark = if holds { '✓' } else { '✗' };
    println!("  {mark} the order by wins is that of the ratings: {:.3}, at least {ORDER}", standing.order);
    Ok(if holds || args.no_bands { Outcome::Done } else { Outcome::Failed })
}
