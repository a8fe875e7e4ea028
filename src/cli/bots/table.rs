//! What a run of bots came to, for people.

use super::Args;
use super::folder::{RunFolder, journal_name};
use super::results::{MatchResult, Results, Timing};
use crate::bots::statistics::Band;

/// Prints bands, figures, coverage, and the commands for the match that is most worth a look.
pub fn print(args: &Args, results: &Results<'_>, folder: Option<&RunFolder>) {
    println!("{}, build {}", results.title(args), crate::BUILD);
    println!();
    for Band { name, value, low, high, unit } in results.report.bands() {
        // One match is no measure of play.
        let mark = match args.only {
            Some(_) => ' ',
            None if (low..=high).contains(&value) => '✓',
            None => '✗',
        };
        println!("  {mark} {name:<38} {value:>8.2} {unit:<2}  {low} to {high} {unit}");
    }
    println!();
    figures(results);
    println!();
    let Timing { threads, wall_seconds, speed_x_per_core, .. } = results.timing;
    let played = results.report.simulated_seconds;
    println!(
        "  {played:.0} s played in {wall_seconds:.2} s on {threads} threads, {:.2} s of a core: {speed_x_per_core:.0} × real time per core",
        played / speed_x_per_core.max(1.0)
    );
    if let Some(folder) = folder {
        println!(
            "  {}: {} with its schema, {} journals",
            folder.path().display(),
            super::results::FILE,
            results.played.len()
        );
    }
    oddest(args, results, folder);
}

fn figures(results: &Results<'_>) {
    let line = |name: &str, value: String| println!("    {name:<38} {value}");
    let report = results.report;
    line("shots that hurt", format!("{:.1} % of {}", report.accuracy * 100.0, report.shots));
    line("dashes per player and minute", format!("{:.2}", report.dashes_per_player_min));
    line("shots per player and second alive", format!("{:.2}", report.shots_per_player_s));
    line("kills, deaths", format!("{}, {}", report.kills, report.deaths));
    let wins: Vec<String> = report.wins_per_side.iter().map(u64::to_string).collect();
    line("wins by seat, draws", format!("{}, {}", wins.join(" "), report.draws));
    line("kills by slot", report.weapon_kills.iter().map(u64::to_string).collect::<Vec<_>>().join(" "));
    line("great unravels, slips per match", format!("{}, {}", report.great_unravels_per_match, report.slips_per_match));
    let coverage = &results.coverage;
    let never = if coverage.never.is_empty() { "none".to_owned() } else { coverage.never.join(", ") };
    line("events seen", format!("{} of {}; never: {never}", coverage.seen, coverage.kinds));
    line("hash", report.hash.clone());
    println!();
    report.personas.iter().for_each(|persona| println!("    {}", persona.line()));
}

/// How to have the match that is most worth a look once more, and how to watch it.
fn oddest(args: &Args, results: &Results<'_>, folder: Option<&RunFolder>) {
    let Some(oddest) = results.oddest() else { return };
    let MatchResult { number, stuck_share, early_deaths, .. } = oddest;
    println!();
    if args.only.is_none() {
        let why = match (stuck_share, early_deaths) {
            (share, _) if *share > 0.0 => format!("bots were stuck longest, {:.2} % of the time", share * 100.0),
            (_, 0) => "nobody was stuck in any, and nobody died right after a spawn".to_owned(),
            (_, deaths) => format!("most died right after a spawn, {deaths} times"),
        };
        println!("  match {number} is the first to look at ({why}):");
        println!("    {}", args.command(Some(*number)));
    }
    if let Some(folder) = folder {
        println!("    fray watch {}", folder.path().join(journal_name(*number)).display());
    }
}

impl Results<'_> {
    fn title(&self, args: &Args) -> String {
        let Args { matches, players, seed, map, .. } = args;
        let what = match args.only {
            Some(only) => format!("match {only}"),
            None => format!("{matches} matches"),
        };
        match &args.preset {
            Some(preset) => format!("{what} by the preset {preset}, seed {seed}"),
            None => format!("{what} on {map}, {players} bots each, seed {seed}"),
        }
    }
}
