//! The prover: claims about the server, each with the defects that must turn it red.
//!
//! ```text
//! cargo test --test prove [WORD]             short forms, at most ten seconds each
//! cargo test --release --test prove -- --long [NAME]    long forms; writes tests/PROOFS.md
//! ```
//! Servers are children of this process, started one at a time and killed by their id. Machines are shared: comparisons
//! are ratios within one run, and a claim about which nothing can be said because others keep the machine busy is void.

#![allow(clippy::unwrap_used)]

#[path = "../bench/mod.rs"]
mod bench;
mod busy;
mod child;
mod churn;
mod claim;
mod crowd;
mod door;
mod doubles;
#[path = "../support/duels.rs"]
mod duels;
mod faults;
mod files;
mod flood;
mod host;
mod machine;
mod mirror;
mod netcheck;
mod panics;
mod peer;
mod players;
mod replays;
mod report;
mod resume;
mod rooms;
mod stall;
mod stop;
mod teams;
mod tempers;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use claim::{Claim, Failure, Stage, Verdict};

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every claim but the one about the defects.
fn claims() -> Vec<Claim> {
    let parts = [door::claims(), flood::claims(), stall::claims(), churn::claims(), panics::claims(), stop::claims()];
    let more = [
        resume::claims(),
        files::claims(),
        rooms::claims(),
        mirror::claims(),
        netcheck::claims(),
        replays::claims(),
        teams::claims(),
        tempers::claims(),
        bench::claims(),
    ];
    parts.into_iter().chain(more).flatten().collect()
}

/// What the command line asks for.
#[derive(Default)]
struct Wishes {
    long: bool,
    list: bool,
    exact: bool,
    words: Vec<String>,
}

impl Wishes {
    fn read(arguments: &[String]) -> Wishes {
        let mut wishes = Wishes::default();
        for argument in arguments {
            match argument.as_str() {
                "--long" => wishes.long = true,
                "--list" => wishes.list = true,
                "--exact" => wishes.exact = true,
                flag if flag.starts_with('-') => {}
                word => wishes.words.push(word.to_owned()),
            }
        }
        wishes
    }

    fn wants(&self, claim: &Claim) -> bool {
        let exact = self.exact || self.long;
        let fits = |word: &String| if exact { claim.name == word } else { claim.name.contains(word.as_str()) };
        self.words.is_empty() || self.words.iter().any(fits)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((first, rest)) if first == "--host" && !rest.is_empty() => {
            host::run(&rest[0], &rest[1..]);
            return ExitCode::SUCCESS;
        }
        Some((first, rest)) if first == "--play" && !rest.is_empty() => return host::play(&rest[0], &rest[1..]),
        Some((first, rest)) if first == "--bare" => {
            bench::bare::host(rest);
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    // A planted defect may panic hundreds of times, each with a backtrace where the environment asks for one.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let wishes = Wishes::read(&arguments);
    let mut all = claims();
    all.push(faults::claim());
    let (wanted, others): (Vec<Claim>, Vec<Claim>) = all.into_iter().partition(|claim| wishes.wants(claim));
    if wishes.list {
        wanted.iter().for_each(|claim| println!("{}: test", claim.name));
        return ExitCode::SUCCESS;
    }
    if wanted.is_empty() && wishes.long {
        let mut names: Vec<&str> = others.iter().map(|claim| claim.name).collect();
        names.sort_unstable();
        eprintln!("no claim is called {}; claims are: {}", wishes.words.join(" or "), names.join(", "));
        return ExitCode::FAILURE;
    }
    prove(&wanted, others.len(), wishes.long)
}

/// Tries the claims one after the other, tells of each, and sums up as a test program does.
fn prove(wanted: &[Claim], filtered: usize, long: bool) -> ExitCode {
    let began = Instant::now();
    println!("\nrunning {} claims\n", wanted.len());
    let (mut passed, mut failed, mut ignored) = (0, 0, 0);
    for claim in wanted {
        if claim.long_only && !long {
            println!(
                "test {} ... ignored, only its long form says something: make prove ONLY={}",
                claim.name, claim.name
            );
            ignored += 1;
            continue;
        }
        let stage = Stage { long, fault: None, seed: seed() };
        let (verdict, took) = timed(|| attempt(claim, &stage));
        match &verdict {
            Ok(_) => passed += 1,
            Err(Failure::Void(_)) => ignored += 1,
            Err(Failure::Broken(_)) => failed += 1,
        }
        tell(claim, &stage, &verdict, took);
        if long {
            report::write(&report::Row::of(claim, &verdict));
        }
    }
    let result = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; {filtered} filtered \
         out; finished in {:.2}s\n",
        began.elapsed().as_secs_f64()
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a claim; a panic in it is a claim that does not hold.
fn attempt(claim: &Claim, stage: &Stage) -> Verdict {
    catch_unwind(AssertUnwindSafe(|| (claim.run)(stage))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
        Err(Failure::Broken(text.unwrap_or_else(|| "a panic without words".into())))
    })
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let began = Instant::now();
    let done = work();
    (done, began.elapsed().as_secs_f64())
}

fn tell(claim: &Claim, stage: &Stage, verdict: &Verdict, took: f64) {
    let (name, seed) = (claim.name, stage.seed);
    match verdict {
        Ok(figure) => {
            println!("test {name} ... ok  {} ({}) seed {seed}, {took:.1} s", figure.measured, figure.limit);
        }
        Err(Failure::Void(why)) => println!("test {name} ... ignored, void: {why}; seed {seed}, {took:.1} s"),
        Err(Failure::Broken(why)) => {
            println!("test {name} ... FAILED\n    {}\n    {why}; FRAY_SEED={seed}, {took:.1} s", claim.says);
        }
    }
}

/// From `FRAY_SEED`, else from the time.
fn seed() -> u64 {
    let given = std::env::var("FRAY_SEED").ok().and_then(|seed| seed.parse().ok());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_nanos() as u64);
    given.unwrap_or(now % 1_000_000_000)
}
