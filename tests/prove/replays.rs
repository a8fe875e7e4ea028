//! Claims about recorded matches: they come out the same to the bit, and what was spoilt is named.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure};

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new("replays", "recorded bot matches come out the same to the bit, one of a series too", replays)
            .turned_red_by(&["journal_forgets", "unseeded"]),
        Claim::new("spoilt", "a changed byte of a journal is named, and so is the place where it was cut", spoilt)
            .turned_red_by(&["other_byte"]),
    ]
}

fn fray(arguments: &[&str]) -> Result<Output, Failure> {
    Ok(Command::new(env!("CARGO_BIN_EXE_fray")).args(arguments).current_dir(super::root()).output()?)
}

/// Plays a series with its journals into a folder: by the built program, or by this one where a defect is planted.
fn play(stage: &Stage, folder: &Path, flags: &[&str]) -> Result<(), Failure> {
    let mut command = match stage.fault {
        Some(fault) => {
            let mut host = Command::new(std::env::current_exe()?);
            host.args(["--play", fault]);
            host
        }
        None => {
            let mut program = Command::new(env!("CARGO_BIN_EXE_fray"));
            program.arg("bots");
            program
        }
    };
    let seed = stage.seed.to_string();
    command.args(["--seed", &seed, "--no-bands", "--out"]).arg(folder).args(flags).current_dir(super::root());
    let output = command.output()?;
    ensure(output.status.success(), || String::from_utf8_lossy(&output.stderr).into_owned())
}

fn journals(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let files = std::fs::read_dir(folder)?.flatten().map(|file| file.path());
    let mut journals: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "fray")).collect();
    journals.sort();
    Ok(journals)
}

fn replays(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("replays")?;
    let (whole, one) = (scratch.0.join("whole"), scratch.0.join("one"));
    let matches = stage.pick("4", "200");
    let flags = ["--matches", matches, "--minutes", stage.pick("0.25", "4")];
    play(stage, &whole, &flags)?;
    let only = (stage.seed % stage.pick(4, 200) + 1).to_string();
    play(stage, &one, &[&flags[..], &["--only", &only]].concat())?;

    let files = journals(&whole)?;
    let names: Vec<&str> = files.iter().filter_map(|file| file.to_str()).collect();
    let verified = fray(&[&["replay", "verify"], &names[..]].concat())?;
    let said = String::from_utf8_lossy(&verified.stdout);
    let told = said.lines().last().unwrap_or_default();
    ensure(verified.status.success(), || {
        said.lines().find(|line| line.contains("differs")).unwrap_or(told).to_owned()
    })?;
    ensure(told == format!("{matches} journals: {matches} the same, 0 not"), || told.to_owned())?;
    let again = journals(&one)?;
    ensure(again.len() == 1, || format!("{} journals of one match", again.len()))?;
    let name = again[0].file_name().unwrap_or_default();
    ensure(std::fs::read(whole.join(name))? == std::fs::read(&again[0])?, || format!("match {only} is another alone"))?;
    let bytes: u64 = files.iter().map(|file| file.metadata().map_or(0, |about| about.len())).sum();
    Ok(Figure::new(
        format!("{matches} the same, match {only} alone too; {} KiB each", bytes / 1024 / files.len() as u64),
        "all",
    ))
}

fn spoilt(stage: &Stage) -> Verdict {
    let scratch = Scratch::new("spoilt")?;
    play(&Stage { fault: None, ..*stage }, &scratch.0.join("run"), &["--matches", "1", "--minutes", "0.25"])?;
    let whole = std::fs::read(scratch.0.join("run/match-001.fray"))?;
    let file = scratch.0.join("spoilt.fray");
    let tries = stage.pick(10, 300);
    for attempt in 0..tries {
        let place =
            (stage.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(attempt * 7_919)) as usize % whole.len();
        let place = place.max(10);
        let mut changed = whole.clone();
        // The planted defect: another byte than the one that is to be named.
        changed[if stage.fault.is_some() { (place + 1) % whole.len() } else { place }] ^= 1 << (attempt % 8);
        named(&file, &changed, &format!("byte {place} in chunk "), "the byte was changed")?;
        named(&file, &whole[..place], &format!("byte {place} in chunk "), "the file ends here")?;
    }
    Ok(Figure::new(format!("{tries} changed bytes and {tries} cuts named"), "all"))
}

/// Verifies a journal that is not well: exit code 1, the place, and what is wrong.
fn named(file: &Path, bytes: &[u8], place: &str, what: &str) -> Result<(), Failure> {
    std::fs::write(file, bytes)?;
    let refused = fray(&["replay", "verify", file.to_str().unwrap_or_default()])?;
    let said = String::from_utf8_lossy(&refused.stdout).into_owned();
    ensure(refused.status.code() == Some(1) && said.contains(place) && said.contains(what), || {
        format!("{place}…, {what} was expected: {said}")
    })
}
