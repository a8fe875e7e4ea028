//! Bytes that nobody has checked: the seeds of cargo-fuzz are replayed and mutated in process.
//!
//! `make fuzz` hunts with coverage and for long; this is the short form, whose work is counted in executions, so that it
//! is the same on every machine. `FRAY_SEED` repeats a run.

mod mutator;
mod seeds;
mod targets;

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::support::chance;
use mutator::Mutator;
use targets::{TARGETS, Target};

/// Seeds that are made here begin with this; others were found, and stay as they are.
const GOLDEN: &str = "golden-";

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target)
}

/// The stored seeds of a target by the names of their files.
fn stored(target: &str) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder(target)).into_iter().flatten().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
}

#[test]
fn golden_seeds_are_fresh() {
    for (target, seeds) in seeds::all() {
        let name = |at: usize| format!("{GOLDEN}{at:02}");
        let fresh: BTreeMap<String, Vec<u8>> = seeds.into_iter().enumerate().map(|(at, s)| (name(at), s)).collect();
        if std::env::var_os("FRAY_BLESS").is_some() {
            fs::create_dir_all(folder(target)).unwrap();
            let old = stored(target).into_keys().filter(|name| name.starts_with(GOLDEN));
            old.for_each(|name| fs::remove_file(folder(target).join(name)).unwrap());
            fresh.iter().for_each(|(name, bytes)| fs::write(folder(target).join(name), bytes).unwrap());
        }
        let stored: BTreeMap<String, Vec<u8>> =
            stored(target).into_iter().filter(|(name, _)| name.starts_with(GOLDEN)).collect();
        assert!(stored == fresh, "fuzz/seeds/{target} is stale; bless it with FRAY_BLESS=1 cargo test golden");
    }
}

#[test]
fn every_target_has_seeds_and_is_known_to_cargo_fuzz() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let made: Vec<&str> = seeds::all().into_iter().map(|(target, _)| target).collect();
    assert_eq!(made, TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let mut bytes = 0;
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} in fuzz/Cargo.toml");
        let text = fs::read_to_string(fuzz.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(text.contains(&format!("targets::{name}(bytes)")), "{name}");
        bytes += stored(name).values().map(Vec::len).sum::<usize>();
    }
    assert!(bytes < 200_000, "{bytes} bytes of seeds");
}

#[test]
fn a_journal_is_packed_as_it_was_unpacked() {
    for seed in seeds::journals() {
        assert_eq!(targets::packed(&targets::unpacked(&seed)), seed);
    }
}

/// Runs a target once; a panic tells where its input was put.
fn run(name: &str, target: Target, input: &[u8], what: &str) {
    let caught = catch_unwind(AssertUnwindSafe(|| target(input)));
    if caught.is_err() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(format!("fuzz-{name}"));
        fs::write(&path, input).unwrap();
        panic!("{name}, {what}: its input stands in {}; keep it in fuzz/seeds/{name}", path.display());
    }
}

/// Replays the seeds of a target, and then so many mutations of them.
fn hunt(name: &str, executions: u32) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let mut mutator = Mutator::new(chance(&format!("fuzz {name}")), stored(name).into_values().collect());
    stored(name).iter().for_each(|(file, seed)| run(name, *target, seed, file));
    for execution in 0..executions {
        run(name, *target, mutator.next(), &format!("execution {execution}"));
    }
}

macro_rules! hunts {
    ($($name:ident $executions:literal)*) => {$(
        #[test]
        fn $name() {
            hunt(stringify!($name), $executions);
        }
    )*};
}

// Three to six seconds each as tests are built.
hunts! {
    client 2_500_000
    server 2_000_000
    snapshot 700_000
    frames 500_000
    journal 45_000
    tuning 40_000
    map 400_000
    drawing 150_000
    link 120_000
    settings 150_000
    room 30_000
}
