//! `fray config`: checks and lists tuning files and settings.

use std::path::{Path, PathBuf};

use super::{Outcome, print_diagnostics};
use crate::config::tuning::{self, TuningFile};

/// Check and list what designers turn and what operators set.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Look at a tuning file; exit with 1 and show every place when something is wrong.
    Check {
        /// The tuning file.
        #[arg(default_value = "assets/tuning/default.toml")]
        file: PathBuf,
    },
}

/// Runs the command.
pub fn run(args: Args) -> Outcome {
    match args.command {
        Command::Check { file } => check(&file),
    }
}

fn check(file: &Path) -> Outcome {
    match read(file) {
        Ok(found) => {
            println!("{}: {} values, all well", file.display(), found.values.len());
            Outcome::Done
        }
        Err(outcome) => outcome,
    }
}

fn read(file: &Path) -> Result<TuningFile, Outcome> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| {
        eprintln!("{name}: {error}");
        Outcome::Failed
    })?;
    tuning::read_file(&name, &text).map_err(|diagnostics| {
        print_diagnostics(&diagnostics);
        Outcome::Failed
    })
}
