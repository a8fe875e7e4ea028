//! `fray maps`: compiles the maps drawn in Tiled, says which compiled ones are stale, and which are no good to play on.

use std::path::{Path, PathBuf};

use super::{Outcome, print_diagnostics};
use crate::config::assets::Assets;
use crate::config::map_check::{Figure, judge};
use crate::config::map_file;
use crate::config::maps::{Compiled, Drawn, compile_folder, drawings, read};
use crate::sim::{Map, Tuning};

/// So many faults of one figure are named; the rest is counted.
const FAULTS_MAX: usize = 8;

/// Compile and judge maps drawn in Tiled.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Compile every .tmx of a folder into the .json and the picture beside it.
    Build {
        /// Folder of the maps.
        #[arg(default_value = FOLDER)]
        folder: PathBuf,
        /// Write nothing; exit with 1 when a compiled map or a picture is stale.
        #[arg(long)]
        check: bool,
    },
    /// Judge every map of a folder as a designer would, tile by tile; exit with 1 when something is wrong with one.
    Check {
        /// Folder of the maps.
        #[arg(default_value = FOLDER)]
        folder: PathBuf,
    },
}

const FOLDER: &str = "assets/maps";

/// Runs the command.
pub fn run(args: Args) -> Outcome {
    match args.command {
        Command::Build { folder, check } => build(&folder, check),
        Command::Check { folder } => judge_folder(&folder),
    }
}

fn build(folder: &Path, check: bool) -> Outcome {
    match compile_folder(folder) {
        Ok(maps) => all(folder, &maps, |map: &Compiled| write_or_compare(map, check)),
        Err(error) => unreadable(folder, &error),
    }
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Outcome {
    eprintln!("{}: {error}", folder.display());
    Outcome::Failed
}

/// Does the same with every map, and is done when all went well and there was one.
fn all<T>(folder: &Path, maps: &[T], work: impl Fn(&T) -> bool) -> Outcome {
    if maps.is_empty() {
        eprintln!("{}: no .tmx file", folder.display());
        return Outcome::Failed;
    }
    let failed = maps.iter().filter(|map| !work(map)).count();
    if failed == 0 { Outcome::Done } else { Outcome::Failed }
}

/// True when all that belongs beside a drawing is fresh, or could be written.
fn write_or_compare(map: &Compiled, check: bool) -> bool {
    match &map.files {
        Err(problems) => {
            eprintln!("{problems}");
            false
        }
        Ok(files) => {
            let done = files.iter().filter(|(path, text)| if check { is_fresh(path, text) } else { write(path, text) });
            done.count() == files.len()
        }
    }
}

fn is_fresh(path: &Path, text: &str) -> bool {
    let is_fresh = std::fs::read(path).is_ok_and(|old| old == text.as_bytes());
    match is_fresh {
        true => println!("{} is fresh", path.display()),
        false => eprintln!("{} is stale: run `fray maps build`", path.display()),
    }
    is_fresh
}

fn write(path: &Path, text: &str) -> bool {
    match std::fs::write(path, text) {
        Ok(()) => println!("{} written, {} bytes", path.display(), text.len()),
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return false;
        }
    }
    true
}

fn judge_folder(folder: &Path) -> Outcome {
    let assets = std::env::current_dir().ok().and_then(|here| Assets::choose(None, &here).ok());
    let tuning = match assets.unwrap_or(Assets::Embedded).tuning() {
        Ok(tuning) => tuning,
        Err(diagnostics) => {
            print_diagnostics(&diagnostics);
            return Outcome::Failed;
        }
    };
    match drawings(folder) {
        Ok(maps) => all(folder, &maps, |path: &PathBuf| judge_one(path, &tuning)),
        Err(error) => unreadable(folder, &error),
    }
}

/// True when the map is good, or is none to be judged.
fn judge_one(path: &Path, tuning: &Tuning) -> bool {
    let Drawn { file, plan } = match read(path) {
        Ok(drawn) => drawn,
        Err(problems) => {
            eprintln!("{problems}");
            return false;
        }
    };
    let Some(players) = plan.players else {
        println!("{}: not judged, it has no property `players`\n", path.display());
        return true;
    };
    let bytes = map_file::write(&file);
    let map = Map::new(file, bytes.as_bytes());
    println!("{}: {} × {} u, drawn for {players} players", path.display(), map.file.width, map.file.height);
    let figures = judge(&map, &plan, players, tuning);
    figures.iter().for_each(print);
    println!();
    figures.iter().all(Figure::holds)
}

/// One line for a figure, and one for each of the first faults.
fn print(figure: &Figure) {
    let Figure { name, value, low, high, unit, faults } = figure;
    let mark = if figure.holds() { '✓' } else { '✗' };
    let bounds = match (*low, *high) {
        (0.0, 0.0) => "none".to_owned(),
        (low, f64::INFINITY) => format!("{low} {unit} or more"),
        (0.0, high) => format!("{high} {unit} or less"),
        (low, high) => format!("{low} to {high} {unit}"),
    };
    println!("  {mark} {name:<42} {value:>8.2} {unit:<4}  {bounds}");
    for fault in faults.iter().take(FAULTS_MAX) {
        println!("      {fault}");
    }
    if faults.len() > FAULTS_MAX {
        println!("      and {} more", faults.len() - FAULTS_MAX);
    }
}
