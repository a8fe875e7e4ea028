//! Hosts the server with a planted defect: what a claim must notice.
//!
//! The binary knows no defects. This program links the library, plants one and serves like `fray serve` does, as a child
//! of the prover, so that the same measurements can be taken from outside.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use fray::cli::bots;
use fray::config::assets::Assets;
use fray::config::setting::SETTINGS;
use fray::config::settings::{self, Layers};
use fray::room::Faults;
use fray::server::{Plan, signals, start};
use fray::sim::Tick;

use super::busy::IDLE_HANDS;

const DEFAULTS_INSTEAD: &str = "defaults_instead";

type Plant = fn(&mut Faults);

/// The defects that can be planted, by name.
pub const FAULTS: &[(&str, Plant)] = &[
    ("gate_off", |faults| faults.gate_off = true),
    ("acks_ignored", |faults| faults.acks_ignored = true),
    ("seat_kept", |faults| faults.seat_kept = true),
    ("seat_dropped", |faults| faults.seat_dropped = true),
    ("token_spent_early", |faults| faults.token_spent_early = true),
    ("token_lasts", |faults| faults.token_lasts = true),
    ("room_kept", |faults| faults.room_kept = true),
    ("see_all", |faults| faults.see_all = true),
    ("keyframes_only", |faults| faults.keyframes_only = true),
    ("encode_each", |faults| faults.encode_each = true),
    ("any_origin", |faults| faults.any_origin = true),
    ("unseeded", |faults| faults.unseeded = true),
    ("malformed_ignored", |faults| faults.malformed_ignored = true),
    ("any_version", |faults| faults.any_version = true),
    ("hello_waits", |faults| faults.hello_waits = true),
    ("leave_unsaid", |faults| faults.leave_unsaid = true),
    ("hoards", |faults| faults.hoards = true),
    ("wasteful", |faults| faults.wasteful = true),
    ("naps", |faults| faults.nap = Duration::from_millis(2)),
    ("sleeps", |faults| faults.nap = Duration::from_secs(3)),
    ("dazed", |faults| faults.dazed = true),
    ("journal_forgets", |faults| faults.journal_forgets = true),
    // Planted by the claim itself, after each step: bodies pass through walls.
    ("ghosts", |_| ()),
    // Planted by the claim itself: another byte is changed than the one that is looked for.
    ("other_byte", |_| ()),
    // Planted by the claim itself: the own player is told among the others as well.
    ("own_told_twice", |_| ()),
    // Planted by the claims themselves: tables of one temper, a persona that is rated higher, one rating for all, and bots
    // that are told of no walls.
    ("one_temper", |_| ()),
    ("favourite", |_| ()),
    ("one_rating", |_| ()),
    ("no_walls", |_| ()),
    // Planted by the claims themselves: players as they are where busy ones are wanted, weapons that hurt half as much, and
    // a scene whose fight is drawn twice.
    (IDLE_HANDS, |_| ()),
    ("blunt", |_| ()),
    ("drawn_twice", |_| ()),
    // Planted by the claim itself: a page that lets go of nothing.
    ("hoarding_page", |_| ()),
    // Planted by the claim itself: a page that hears of each key two frames late.
    ("late_keys", |_| ()),
    // Panics that are part of the claim: in every room but the first.
    ("panics", |faults| {
        faults.panic_at = Some(Tick(6));
        faults.panic_spares = Some(1);
    }),
    // Defects of this host, which stands for the command line: broken files are replaced, saved ones are not read.
    (DEFAULTS_INSTEAD, |_| ()),
    ("nobody_watches", |_| ()),
    // Planted by the claim itself, in a copy of the client's sources.
    ("typescript_constant", |_| ()),
    ("panics_everywhere", |faults| faults.panic_at = Some(Tick(60))),
];

/// The defects of this name; none without a name.
pub fn faults(name: Option<&str>) -> Faults {
    let mut faults = Faults::default();
    if let Some((_, plant)) = FAULTS.iter().find(|(known, _)| Some(*known) == name) {
        plant(&mut faults);
    }
    faults
}

/// The command line of `fray bots`.
#[derive(Parser)]
#[command(no_binary_name = true)]
struct Bots {
    #[command(flatten)]
    args: bots::Args,
}

/// Plays matches of bots. The flags are those of `fray bots`.
pub fn play(fault: &str, flags: &[String]) -> ExitCode {
    let outcome = bots::run_with(Bots::parse_from(flags).args, faults(Some(fault)));
    ExitCode::from(outcome.code())
}

/// Serves until it is asked to stop. The flags are those of `fray serve`.
pub fn run(fault: &str, flags: &[String]) {
    let given = flags.chunks_exact(2).filter_map(|pair| {
        let setting = SETTINGS.iter().find(|setting| pair[0].strip_prefix("--") == Some(setting.flag))?;
        Some((setting.key.to_owned(), pair[1].clone()))
    });
    let layers = Layers { flags: given.collect(), ..Layers::default() };
    let settings = settings::read(&layers).expect("the prover gives good flags");
    let assets = Assets::choose(settings.assets.as_deref(), Path::new("")).expect("the prover gives good assets");
    let plan = match Plan::read(settings.clone(), assets) {
        Err(_) if fault == DEFAULTS_INSTEAD => Plan::read(settings, Assets::Embedded),
        plan => plan,
    };
    let plan = plan.unwrap_or_else(|_| panic!("the prover gives good assets"));
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    let running = start(Plan { faults: faults(Some(fault)), ..plan }).expect("a port is free");
    println!("http://{}", running.address);
    let _ = signals::wait_for_stop();
    running.stop();
}
