//! `fray replay`: plays recorded matches again and says whether they come out the same, or where two of them part.

use std::path::PathBuf;

use super::Outcome;
use super::recorded::{self, Recorded};
use crate::journal::{self, compare};
use crate::sim::Tick;

/// Play recorded matches again.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Play each match again and name the first tick that differs from its journal; exit with 1 if one does.
    ///
    /// A journal that was cut or changed is verified as far as it is well, and the place is named.
    Verify {
        /// Journals, such as runs/…/match-017.fray.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Play two matches side by side and name the first tick, system, entity and field that differ; exit with 1 if any does.
    Diff {
        /// One journal.
        left: PathBuf,
        /// Another one.
        right: PathBuf,
    },
}

/// Does what the command line says.
pub fn run(args: Args) -> Outcome {
    let same = match args.action {
        Action::Verify { files } => {
            let same = files.iter().map(|file| verify(file)).filter(|same| *same).count();
            if files.len() > 1 {
                println!("{} journals: {same} the same, {} not", files.len(), files.len() - same);
            }
            same == files.len()
        }
        Action::Diff { left, right } => diff(&left, &right),
    };
    if same { Outcome::Done } else { Outcome::Failed }
}

/// Verifies one journal and tells of it; true if it is whole and comes out the same.
fn verify(file: &std::path::Path) -> bool {
    let recorded = match recorded::open(file) {
        Ok(recorded) => recorded,
        Err(refusal) => {
            println!("{refusal}");
            return false;
        }
    };
    let same = tell(&recorded);
    recorded.notes().iter().for_each(|note| println!("  {note}"));
    same
}

/// Tells whether a journal is whole and comes out the same.
pub fn tell(recorded: &Recorded) -> bool {
    let Recorded { name, journal, map, flaw } = recorded;
    let verified = journal::verify(journal, map);
    flaw.iter().for_each(|flaw| tell!("{name}: {flaw}"));
    let far = if flaw.is_some() { "up to there " } else { "" };
    match &verified {
        Ok(same) => tell!("{name}: {far}the same, {} ticks, {} hashes", same.ticks, same.hashes),
        Err(differs) => tell!("{name}: {differs}"),
    }
    verified.is_ok() && flaw.is_none()
}

fn diff(left: &std::path::Path, right: &std::path::Path) -> bool {
    let (left, right) = match (recorded::open(left), recorded::open(right)) {
        (Ok(left), Ok(right)) => (left, right),
        (left, right) => {
            [left.err(), right.err()].into_iter().flatten().for_each(|refusal| println!("{refusal}"));
            return false;
        }
    };
    for side in [&left, &right] {
        side.flaw.iter().for_each(|flaw| println!("{}: {flaw}", side.name));
        side.notes().iter().for_each(|note| println!("{}: {note}", side.name));
    }
    if left.map.hash != right.map.hash {
        println!("maps: {} on the left, {} on the right", left.map.hash_hex(), right.map.hash_hex());
    }
    let comparison = compare::compare((&left.journal, &left.map), (&right.journal, &right.map));
    if let Some((Tick(tick), only_left, only_right)) = &comparison.told {
        println!("told otherwise: tick {tick}");
        only_left.iter().for_each(|entry| println!("  left   {entry}"));
        only_right.iter().for_each(|entry| println!("  right  {entry}"));
    }
    if let Some(parting) = &comparison.parting {
        println!("worlds part: {parting}");
    }
    if let Some(Tick(tick)) = comparison.recorded.filter(|_| comparison.parting.is_none()) {
        println!("recorded hashes part: tick {tick}; played by this build the worlds are the same up to the end");
    }
    if let Some((Tick(left), Tick(right))) = comparison.ends {
        println!("ends: the left before tick {left}, the right before tick {right}");
    }
    if comparison.is_same() {
        println!("the same, {} ticks", left.journal.steps.len());
    }
    comparison.is_same() && left.flaw.is_none() && right.flaw.is_none()
}
