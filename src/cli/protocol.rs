//! `fray protocol`: prints the client's codec and the tables of the standard, or says which of them are stale.

use std::path::{Path, PathBuf};

use super::Outcome;
use crate::protocol::generate::{TARGETS, Target};

/// Print what the client and the standard need of the table of messages.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true)))]
pub struct Args {
    /// Write the files that are stale.
    #[arg(long, group = "what")]
    write: bool,
    /// Write nothing; exit with 1 when a file is stale.
    #[arg(long, group = "what")]
    check: bool,
    /// Root of the project.
    #[arg(long, default_value = ".")]
    root: PathBuf,
}

/// Runs the command.
pub fn run(args: Args) -> Outcome {
    let mut outcome = Outcome::Done;
    for target in TARGETS {
        if !each(target, &args.root, args.write) {
            outcome = Outcome::Failed;
        }
    }
    outcome
}

/// True when the file is fresh, before or after.
fn each(target: &Target, root: &Path, write: bool) -> bool {
    let path = root.join(target.path);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    let fresh = (target.fresh)(&old);
    let shown = path.display();
    if old == fresh {
        println!("{shown} is fresh");
        return true;
    }
    if !write {
        eprintln!("{shown} is stale: run `fray protocol --write`");
        return false;
    }
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    match folder.and_then(|()| std::fs::write(&path, &fresh)) {
        Ok(()) => {
            println!("{shown} written, {} bytes", fresh.len());
            true
        }
        Err(error) => {
            eprintln!("{shown}: {error}");
            false
        }
    }
}
