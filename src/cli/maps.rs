//! `fray maps build`: compiles the maps drawn in Tiled, or says which compiled ones are stale.

use std::path::PathBuf;

use super::Outcome;
use crate::config::maps::{Compiled, compile_folder};

/// Compile maps drawn in Tiled.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Compile every .tmx of a folder into the .json beside it.
    Build {
        /// Folder of the maps.
        #[arg(default_value = "assets/maps")]
        folder: PathBuf,
        /// Write nothing; exit with 1 when a compiled map is stale.
        #[arg(long)]
        check: bool,
    },
}

/// Runs the command.
pub fn run(args: Args) -> Outcome {
    let Command::Build { folder, check } = args.command;
    let maps = match compile_folder(&folder) {
        Ok(maps) => maps,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            return Outcome::Failed;
        }
    };
    let mut outcome = Outcome::Done;
    for map in &maps {
        if !(if check { check_one(map) } else { build_one(map) }) {
            outcome = Outcome::Failed;
        }
    }
    if maps.is_empty() {
        eprintln!("{}: no .tmx file", folder.display());
        outcome = Outcome::Failed;
    }
    outcome
}

/// True when the compiled map is fresh.
fn check_one(map: &Compiled) -> bool {
    let target = map.target.display();
    match &map.text {
        Err(problems) => eprintln!("{problems}"),
        Ok(text) if std::fs::read(&map.target).is_ok_and(|old| old == text.as_bytes()) => {
            println!("{target} is fresh");
            return true;
        }
        Ok(_) => eprintln!("{target} is stale: run `fray maps build`"),
    }
    false
}

/// True when the map could be compiled and written.
fn build_one(map: &Compiled) -> bool {
    let target = map.target.display();
    match &map.text {
        Err(problems) => eprintln!("{problems}"),
        Ok(text) => match std::fs::write(&map.target, text) {
            Ok(()) => {
                println!("{target} written, {} bytes", text.len());
                return true;
            }
            Err(error) => eprintln!("{target}: {error}"),
        },
    }
    false
}
