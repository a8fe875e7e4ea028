//! `fray bots`: plays matches of bots as fast as the processor goes, says what they were like, and keeps their journals.

mod folder;
pub mod ladder;
mod results;
mod table;

use std::convert::Infallible;
use std::io::IsTerminal;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use self::folder::RunFolder;
use self::results::{Results, Timing};
use super::{Outcome, cpu_clock, print_diagnostics};
use crate::bots::headless::{Played, Series};
use crate::bots::statistics::{Band, Report};
use crate::config::assets::Assets;
use crate::config::diagnostics::Diagnostics;
use crate::config::preset_file;
use crate::config::tuning::read_tuning;
use crate::room::Faults;
use crate::sim::Tuning;
use crate::sim::time::Time;

/// Play matches of bots without a server, and report what they were like.
///
/// Each run writes a folder of its own, `runs/<UTC time>-<seed>`: results.json, its schema, and a journal of each match for
/// `fray replay` and `fray watch`. The same seed, map, tuning and build give the same results and the same journals on any
/// number of threads, but for the `timing`. The exit code is 1 when a figure lies outside its band.
#[derive(clap::Args)]
pub struct Args {
    /// How many matches.
    #[arg(long, default_value_t = MATCHES, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    matches: u32,
    /// How many bots in each.
    #[arg(long, default_value_t = PLAYERS, value_parser = clap::value_parser!(u8).range(1..=64))]
    players: u8,
    /// Decides all chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Play this match of the series alone, counted from 1: the same match, to the bit. Bands are not judged.
    #[arg(long, value_name = "MATCH", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    only: Option<u32>,
    /// Name of the map.
    #[arg(long, default_value = MAP)]
    map: String,
    /// A preset, which says map, mode, how many play and what is other than usual in the tuning.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["map", "players"])]
    preset: Option<String>,
    /// Play no matches but duels: each two of the ten characters have 40, or so many as --matches says. Prints who wins how
    /// often; the exit code is 1 where the better do not win more.
    #[arg(long, conflicts_with_all = ["players", "only", "map", "preset", "minutes", "out", "json"])]
    ladder: bool,
    /// A tuning file in place of the one in use.
    #[arg(long, value_name = "FILE")]
    tuning: Option<PathBuf>,
    /// Length of a match in minutes, in place of the tuning's, with neither warm-up nor sudden death.
    #[arg(long, value_parser = minutes)]
    minutes: Option<f64>,
    /// Threads to play on; 0 takes one per core.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
    /// Folder of this run; one that holds something already is left alone, and DIR-2 is written.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write no folder.
    #[arg(long, conflicts_with = "out")]
    no_files: bool,
    /// Write the results into this file as well; `-` writes them to the standard output, without the table.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Exit with 0 whatever the figures are.
    #[arg(long)]
    no_bands: bool,
    /// Folder of the assets, in place of ./assets or the embedded copy.
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
}

const MATCHES: u32 = 20;
const PLAYERS: u8 = 8;
const MAP: &str = "hoop";

/// Does what the command line says.
pub fn run(args: Args) -> Outcome {
    run_with(args, Faults::default())
}

/// The same with deliberate defects, for a program that links this library.
pub fn run_with(args: Args, faults: Faults) -> Outcome {
    match play(&args, faults) {
        Ok(outcome) => outcome,
        Err(refusal) => {
            match refusal {
                Refusal::Diagnostics(diagnostics) => print_diagnostics(&diagnostics),
                Refusal::Other(message) => eprintln!("{message}"),
            }
            Outcome::Failed
        }
    }
}

/// Why nothing is played, or nothing came of it.
enum Refusal {
    Diagnostics(Diagnostics),
    Other(String),
}

fn other(error: impl std::fmt::Display) -> Refusal {
    Refusal::Other(error.to_string())
}

fn play(args: &Args, faults: Faults) -> Result<Outcome, Refusal> {
    if args.ladder {
        return ladder::play(args);
    }
    let (series, map) = series(args, faults)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.into()).build().map_err(other)?;
    let folder = match args.no_files {
        true => None,
        false => Some(RunFolder::make(args.out.as_deref(), args.seed, SystemTime::now()).map_err(other)?),
    };
    let numbers = args.numbers();
    let bar = progress(numbers.len() as u64);
    let began = Instant::now();
    let played = pool.install(|| match &folder {
        None => series
            .play_each(numbers.clone(), cpu_clock, |i, atlas| Ok(series.play_one(i, atlas, |_, _| ())), || bar.inc(1))
            .map_err(|never: Infallible| match never {}),
        Some(folder) => {
            let record = |i, atlas: &_| series.record_one(i, atlas, &map, folder.journal(i + 1)?);
            series.play_each(numbers.clone(), cpu_clock, record, || bar.inc(1)).map_err(other)
        }
    })?;
    bar.finish_and_clear();
    let report = Report::of(&played.tallies, series.sides());
    let timing = timing(&report, &played, began.elapsed(), pool.current_num_threads());
    let results = Results::of(args, &series, &report, &played.tallies, timing);
    present(args, &results, folder.as_ref()).map_err(other)
}

impl Args {
    /// The matches that are played, counted from 0.
    fn numbers(&self) -> Range<u32> {
        self.only.map_or(0..self.matches, |only| only - 1..only)
    }

    /// The command that plays the same series, or one match of it.
    fn command(&self, only: Option<u32>) -> String {
        let mut command = String::from("fray bots");
        let mut flag = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                command += &format!(" --{name} {value}");
            }
        };
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        flag("matches", (only.is_none() && self.matches != MATCHES).then(|| self.matches.to_string()));
        flag("players", (self.players != PLAYERS).then(|| self.players.to_string()));
        flag("seed", Some(self.seed.to_string()));
        flag("map", (self.map != MAP).then(|| self.map.clone()));
        flag("preset", self.preset.clone());
        flag("tuning", path(&self.tuning));
        flag("minutes", self.minutes.map(|minutes| minutes.to_string()));
        flag("assets", path(&self.assets));
        flag("only", only.map(|only| only.to_string()));
        command
    }
}

/// What is played, and the compiled file of its map.
fn series(args: &Args, faults: Faults) -> Result<(Series, String), Refusal> {
    let here = std::env::current_dir().map_err(other)?;
    let assets = Assets::choose(args.assets.as_deref(), &here).map_err(other)?;
    let mut tuning = tuning(args, &assets).map_err(Refusal::Diagnostics)?;
    let preset = args.preset.as_ref().map(|name| preset_file::find(name, &assets));
    let preset = preset.transpose().map_err(Refusal::Diagnostics)?;
    if let Some(preset) = &preset {
        tuning = preset.tuned(&tuning);
    }
    if let Some(minutes) = args.minutes {
        tuning.round.length = Time::from_seconds(minutes * 60.0).0 as i32;
        (tuning.round.warmup, tuning.round.sudden_death) = (0, 0);
    }
    let (map, players) = match &preset {
        Some(preset) => (preset.map.clone(), preset.players),
        None => (assets.map(&args.map).map_err(other)?, args.players),
    };
    let bytes = assets.read(&format!("maps/{}.json", map.file.name)).map_err(other)?;
    let text = String::from_utf8(bytes.into_owned()).map_err(other)?;
    let (matches, seed) = (args.matches, args.seed);
    let (tuning, parts) = (Arc::new(tuning), Vec::new());
    Ok((Series { matches, players, seed, map, tuning, parts, faults }, text))
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

fn progress(matches: u64) -> ProgressBar {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} matches, {eta} left");
    ProgressBar::with_draw_target(Some(matches), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
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

/// Writes and prints what came of it.
fn present(args: &Args, results: &Results<'_>, folder: Option<&RunFolder>) -> std::io::Result<Outcome> {
    let text = serde_json::to_string_pretty(results)? + "\n";
    if let Some(folder) = folder {
        folder.write(results::FILE, &text)?;
        folder.write(results::SCHEMA_FILE, &results::schema())?;
    }
    match &args.json {
        Some(path) if path.as_os_str() == "-" => print!("{text}"),
        Some(path) => std::fs::write(path, text)?,
        None => (),
    }
    if args.json.as_ref().is_none_or(|path| path.as_os_str() != "-") {
        table::print(args, results, folder);
    }
    let judged = !args.no_bands && args.only.is_none();
    let holds = results.report.bands().iter().all(Band::holds);
    Ok(if judged && !holds { Outcome::Failed } else { Outcome::Done })
}
