//! What a run of bots came to, as `results.json`. Its schema is written beside it, from the types below and their comments.

use schemars::JsonSchema;
use serde::Serialize;

use super::Args;
use super::folder::journal_name;
use crate::bots::headless::Series;
use crate::bots::statistics::{Band, Report, Tally};
use crate::sim::time::{TIME_PER_SECOND, Time};

/// The file's name.
pub const FILE: &str = "results.json";
/// The name of the file that describes it.
pub const SCHEMA_FILE: &str = "results.schema.json";
/// The version of the form: a field that goes or changes its meaning makes another one, a new field does not.
const SCHEMA: u32 = 4;

/// What a run of bots came to. Everything but `timing` is the same each time for the same seed, map, tuning and build.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Results of fray bots")]
pub struct Results<'a> {
    /// The file that describes this one.
    #[serde(rename = "$schema")]
    schema_file: &'a str,
    /// Version of the form.
    schema: u32,
    /// The build that played.
    build: &'a str,
    /// The command that plays the same again.
    command: String,
    /// How many matches were played.
    matches: u32,
    /// How many bots in each.
    players: u8,
    /// What decides all chance.
    seed: u64,
    /// Name of the map.
    map: &'a str,
    /// Hash of the map.
    map_hash: String,
    /// Length of a match, in seconds.
    match_seconds: f64,
    /// Figures over all matches.
    #[serde(flatten)]
    pub report: &'a Report,
    /// The bands of good play.
    bands: Vec<BandResult>,
    /// Which rules came to bear.
    pub coverage: Coverage,
    /// The matches in their order.
    pub played: Vec<MatchResult>,
    /// How long it took; differs each time.
    pub timing: Timing,
}

/// A figure, its band, and whether it lies in it.
#[derive(Serialize, JsonSchema)]
struct BandResult {
    #[serde(flatten)]
    band: Band,
    /// It does.
    holds: bool,
}

/// Kinds of events that came at all.
#[derive(Serialize, JsonSchema)]
pub struct Coverage {
    /// How many kinds came.
    pub seen: usize,
    /// How many there are.
    pub kinds: usize,
    /// Those that never came.
    pub never: Vec<&'static str>,
}

/// One match.
#[derive(Serialize, JsonSchema)]
pub struct MatchResult {
    /// Its number, from 1: for `--only`.
    pub number: u32,
    /// Hash of the world at its end.
    hash: String,
    /// How long it was, in seconds.
    seconds: f64,
    /// The winner's seat, or the winning team; null on a draw.
    winner: Option<u8>,
    /// Kills.
    kills: u64,
    /// Deaths.
    deaths: u64,
    /// Deaths within three seconds of the spawn.
    pub early_deaths: u64,
    /// Shots.
    shots: u64,
    /// Shots that hurt.
    hits: u64,
    /// Dashes.
    dashes: u64,
    /// Share of the time that could count in which a bot was stuck.
    pub stuck_share: f64,
    /// Its journal, in the folder of this file; null where none was written.
    journal: Option<String>,
}

/// How long it took.
#[derive(Serialize, JsonSchema)]
pub struct Timing {
    /// Threads that played.
    pub threads: usize,
    /// By a clock on the wall.
    pub wall_seconds: f64,
    /// Processor time.
    pub cpu_seconds: f64,
    /// Simulated seconds per second of processor time.
    pub speed_x_per_core: f64,
    /// Simulated seconds per second of a clock on the wall.
    pub speed_x: f64,
}

impl<'a> Results<'a> {
    /// Puts everything together.
    pub fn of(
        args: &'a Args,
        series: &'a Series,
        report: &'a Report,
        tallies: &[Tally],
        timing: Timing,
    ) -> Results<'a> {
        let never: Vec<&str> = report.events.iter().filter(|(_, count)| **count == 0).map(|(kind, _)| *kind).collect();
        let kinds = report.events.len();
        let numbers = args.numbers().map(|number| number + 1);
        let bands = report.bands().into_iter().map(|band| BandResult { holds: band.holds(), band });
        Results {
            schema_file: SCHEMA_FILE,
            schema: SCHEMA,
            build: crate::BUILD,
            command: args.command(args.only),
            matches: tallies.len() as u32,
            players: series.players,
            seed: args.seed,
            map: &series.map.file.name,
            map_hash: series.map.hash_hex(),
            match_seconds: Time(series.tuning.round.length as u32).seconds(),
            report,
            bands: bands.collect(),
            coverage: Coverage { seen: kinds - never.len(), kinds, never },
            played: numbers
                .zip(tallies)
                .map(|(number, tally)| MatchResult::of(number, tally, !args.no_files))
                .collect(),
            timing,
        }
    }

    /// The match that is most worth a look: the one whose bots were stuck longest, or else died soonest after a spawn.
    pub fn oddest(&self) -> Option<&MatchResult> {
        let oddity = |a: &MatchResult, b: &MatchResult| {
            a.stuck_share.total_cmp(&b.stuck_share).then(a.early_deaths.cmp(&b.early_deaths))
        };
        // Of several that are equal the last one counts as the greatest, and the first is to be named.
        self.played.iter().rev().max_by(|a, b| oddity(a, b))
    }
}

impl MatchResult {
    fn of(number: u32, tally: &Tally, recorded: bool) -> MatchResult {
        MatchResult {
            number,
            hash: format!("{:016x}", tally.hash),
            seconds: f64::from(tally.length) / f64::from(TIME_PER_SECOND),
            winner: tally.winner,
            kills: tally.kills,
            deaths: tally.deaths,
            early_deaths: tally.early_deaths,
            shots: tally.shots,
            hits: tally.hits,
            dashes: tally.dashes,
            stuck_share: tally.stuck_share(),
            journal: recorded.then(|| journal_name(number)),
        }
    }
}

/// The schema of the results, as JSON.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Results<'static>);
    serde_json::to_string_pretty(&schema).expect("a schema is plain data") + "\n"
}
