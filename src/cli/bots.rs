//! `fray bots`: plays matches of bots as fast as the processor goes, and says what they were like.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::{Outcome, print_diagnostics};
use crate::bots::headless::{Played, Series};
use crate::bots::statistics::{Band, Report};
use crate::config::assets::Assets;
use crate::config::diagnostics::Diagnostics;
use crate::config::tuning::read_tuning;
use crate::room::Faults;
use crate::sim::Tuning;
use crate::sim::time::Time;

/// Version of the report's form.
const SCHEMA: u32 = 1;

/// Play matches of bots without a server, and report what they were like.
///
/// The same seed, map, tuning and build give the same report on any number of threads, but for its `timing`. The exit
/// code is 0 whatever the figures are; with --bands it is 1 when one lies outside its band.
#[derive(clap::Args)]
pub struct Args {
    /// How many matches.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    matches: u32,
    /// How many bots in each.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    players: u8,
    /// Decides all chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Name of the map.
    #[arg(long, default_value = "hoop")]
    map: String,
    /// A tuning file in place of the one in use.
    #[arg(long, value_name = "FILE")]
    tuning: Option<PathBuf>,
    /// Length of a match in minutes, in place of the tuning's.
    #[arg(long, value_parser = minutes)]
    minutes: Option<f64>,
    /// Threads to play on; 0 takes one per core.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
    /// Write the report as JSON into this file; `-` writes it to the standard output, without the table.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Exit with 1 when a figure lies outside its band.
    #[arg(long)]
    bands: bool,
    /// Folder of the assets, in place of ./assets or the embedded copy.
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
}

/// The JSON report. Everything but `timing` is the same each time.
#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    build: &'a str,
    matches: u32,
    players: u8,
    seed: u64,
    map: &'a str,
    map_hash: String,
    match_seconds: f64,
    #[serde(flatten)]
    report: &'a Report,
    bands: Vec<JsonBand<'a>>,
    timing: Timing,
}

#[derive(Serialize)]
struct JsonBand<'a> {
    #[serde(flatten)]
    band: &'a Band,
    holds: bool,
}

/// How long it took.
#[derive(Serialize)]
struct Timing {
    threads: usize,
    wall_seconds: f64,
    cpu_seconds: f64,
    /// Simulated seconds per second of processor time.
    speed_x_per_core: f64,
    /// Simulated seconds per second of a clock on the wall.
    speed_x: f64,
}

/// Does what the command line says.
pub fn run(args: Args) -> Outcome {
    run_with(args, Faults::default())
}

/// The same with deliberate defects, for a program that links this library.
pub fn run_with(args: Args, faults: Faults) -> Outcome {
    let series = match series(&args) {
        Ok(series) => Series { faults, ..series },
        Err(refusal) => {
            match refusal {
                Refusal::Diagnostics(diagnostics) => print_diagnostics(&diagnostics),
                Refusal::Other(message) => eprintln!("{message}"),
            }
            return Outcome::Failed;
        }
    };
    let pool = match rayon::ThreadPoolBuilder::new().num_threads(args.threads.into()).build() {
        Ok(pool) => pool,
        Err(error) => {
            eprintln!("no threads to play on: {error}");
            return Outcome::Failed;
        }
    };
    let bar = progress(args.matches);
    let began = Instant::now();
    let played = pool.install(|| series.play(cpu_clock, || bar.inc(1)));
    bar.finish_and_clear();
    let report = Report::of(&played.tallies, args.players);
    let timing = timing(&report, &played, began.elapsed(), pool.current_num_threads());
    present(&args, &series, &report, timing)
}

/// Why nothing is played.
enum Refusal {
    Diagnostics(Diagnostics),
    Other(String),
}

fn series(args: &Args) -> Result<Series, Refusal> {
    let other = |error: &dyn std::fmt::Display| Refusal::Other(error.to_string());
    let here = std::env::current_dir().map_err(|error| other(&error))?;
    let assets = Assets::choose(args.assets.as_deref(), &here).map_err(|error| other(&error))?;
    let mut tuning = tuning(args, &assets).map_err(Refusal::Diagnostics)?;
    if let Some(minutes) = args.minutes {
        tuning.round.length = Time::from_seconds(minutes * 60.0).0 as i32;
    }
    let map = assets.map(&args.map).map_err(|error| other(&error))?;
    let (matches, players, seed) = (args.matches, args.players, args.seed);
    let (tuning, parts) = (Arc::new(tuning), Vec::new());
    Ok(Series { matches, players, seed, map, tuning, parts, faults: Faults::default() })
}

fn tuning(args: &Args, assets: &Assets) -> Result<Tuning, Diagnostics> {
    let Some(file) = &args.tuning else { return assets.tuning() };
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| Diagnostics::unreadable(&name, error.to_string()))?;
    read_tuning(&name, &text)
}

fn minutes(text: &str) -> Result<f64, String> {
    let minutes: f64 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    if (0.05..=60.0).contains(&minutes) { Ok(minutes) } else { Err(format!("{text} minutes, the range is 0.05 to 60")) }
}

fn progress(matches: u32) -> ProgressBar {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} matches, {eta} left");
    ProgressBar::with_draw_target(Some(matches.into()), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Processor time of this thread, in nanoseconds, as the kernel counts it; on a system that does not say, time itself.
fn cpu_clock() -> u64 {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = counted.as_deref().and_then(|text| text.split_whitespace().next()).and_then(|ns| ns.parse().ok());
    spent.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0, |since| since.as_nanos() as u64)
    })
}

fn timing(report: &Report, played: &Played, wall: Duration, threads: usize) -> Timing {
    let cpu_seconds = Duration::from_nanos(played.cpu_ns.max(1)).as_secs_f64();
    let wall_seconds = wall.as_secs_f64().max(1e-9);
    Timing {
        threads,
        wall_seconds,
        cpu_seconds,
        speed_x_per_core: report.simulated_seconds / cpu_seconds,
        speed_x: report.simulated_seconds / wall_seconds,
    }
}

fn present(args: &Args, series: &Series, report: &Report, timing: Timing) -> Outcome {
    let bands = report.bands();
    let to_stdout = args.json.as_ref().is_some_and(|path| path.as_os_str() == "-");
    if !to_stdout {
        print_table(args, report, &bands, &timing);
    }
    if let Some(path) = &args.json {
        let json = Json {
            schema: SCHEMA,
            build: crate::BUILD,
            matches: args.matches,
            players: args.players,
            seed: args.seed,
            map: &args.map,
            map_hash: series.map.hash_hex(),
            match_seconds: Time(series.tuning.round.length as u32).seconds(),
            report,
            bands: bands.iter().map(|band| JsonBand { band, holds: band.holds() }).collect(),
            timing,
        };
        let text = serde_json::to_string_pretty(&json).expect("a report is plain data") + "\n";
        if to_stdout {
            print!("{text}");
        } else if let Err(error) = std::fs::write(path, text) {
            eprintln!("{}: {error}", path.display());
            return Outcome::Failed;
        }
    }
    let holds = bands.iter().all(Band::holds);
    if args.bands && !holds { Outcome::Failed } else { Outcome::Done }
}

fn print_table(args: &Args, report: &Report, bands: &[Band], timing: &Timing) {
    let Args { matches, players, seed, map, .. } = args;
    println!("{matches} matches on {map}, {players} bots each, seed {seed}, build {}", crate::BUILD);
    println!();
    for band in bands {
        let Band { name, value, low, high, unit } = band;
        let mark = if band.holds() { '✓' } else { '✗' };
        println!("  {mark} {name:<38} {value:>8.2} {unit:<2}  {low} to {high} {unit}");
    }
    println!();
    let line = |name: &str, value: String| println!("    {name:<38} {value}");
    line("shots that hurt", format!("{:.1} % of {}", report.accuracy * 100.0, report.shots));
    line("dashes per player and minute", format!("{:.2}", report.dashes_per_player_min));
    line("kills, deaths", format!("{}, {}", report.kills, report.deaths));
    let wins: Vec<String> = report.wins_per_seat.iter().map(u64::to_string).collect();
    line("wins by seat, draws", format!("{}, {}", wins.join(" "), report.draws));
    line("kills by slot", report.weapon_kills.iter().map(u64::to_string).collect::<Vec<_>>().join(" "));
    line("great unravels, slips per match", format!("{}, {}", report.great_unravels_per_match, report.slips_per_match));
    line("hash", report.hash.clone());
    println!();
    report.personas.iter().for_each(|persona| println!("    {}", persona.line()));
    println!();
    println!(
        "  {:.0} s played in {:.2} s on {} threads: {:.0} × real time per core",
        report.simulated_seconds, timing.wall_seconds, timing.threads, timing.speed_x_per_core
    );
}
