//! `fray serve`: starts the server, keeps its tuning up to date, and stops it when asked to.

use std::io::IsTerminal;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use tracing_subscriber::EnvFilter;

use super::settings::SettingsArgs;
use super::{Outcome, check, lan, print_diagnostics};
use crate::config::assets::Assets;
use crate::config::watch::{Change, SavedMap, Watch, watch};
use crate::config::{Settings, listing, tuning};
use crate::lobby::directory::SANDBOX_CODE;
use crate::room::{Preset, programme};
use crate::server::plan::PlanError;
use crate::server::{Plan, Reloader, Remapped, Running, signals, start};
use crate::sim::Tuning;

/// Start the game server.
#[derive(clap::Args)]
pub struct Args {
    /// Look at everything that a start needs, say how it is, and start nothing; exit with 1 when something is wrong.
    #[arg(long)]
    check: bool,
    /// For others in the house: listen on all interfaces, and show the address that they open, with a code to scan.
    #[arg(long)]
    lan: bool,
    #[command(flatten)]
    settings: SettingsArgs,
    /// One room for designers, by the code SANDB: pause, single ticks, quarter pace, dummies, bots by persona, refill
    #[arg(long)]
    sandbox: bool,
}

/// Runs the command: returns once the server has stopped.
pub fn run(args: Args) -> Outcome {
    let settings = args.settings.read().map(|settings| if args.lan { everywhere(settings) } else { settings });
    if args.check {
        return check::run(settings.ok().as_ref(), args.lan);
    }
    match settings.and_then(|settings| serve(settings, args.lan, args.sandbox)) {
        Ok(()) => Outcome::Done,
        Err(outcome) => outcome,
    }
}

/// The port stays. A page of any of the addresses is of the host that it asks, so its origin is allowed.
fn everywhere(mut settings: Settings) -> Settings {
    settings.listen.set_ip(Ipv4Addr::UNSPECIFIED.into());
    settings
}

fn serve(settings: Settings, for_the_house: bool, sandbox: bool) -> Result<(), Outcome> {
    log_from(&settings.log);
    // One line for a panic: a backtrace is gathered on the thread that panicked, which other rooms share.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    let assets = Assets::choose(settings.assets.as_deref(), Path::new("")).map_err(failed)?;
    let plan = Plan { sandbox, ..Plan::read(settings, assets.clone()).map_err(show)? };
    let (tuning, presets) = (plan.tuning.clone(), plan.presets.clone());
    let running = start(plan).map_err(failed)?;
    let _watch = keep_up(&assets, Played { tuning, presets }, running.reloader());
    announce(&running, &assets, sandbox);
    if for_the_house {
        lan::announce(running.address.port());
    }
    let signal = signals::wait_for_stop().map_err(failed)?;
    tell!("{signal}: stopping");
    running.stop();
    tell!("stopped");
    Ok(())
}

/// The HTTP library writes a line for each broken connection, which would let any client fill the disk.
const QUIET: &str = "actix_http=off,actix_server=warn";

/// Logs from this level on to standard error; `RUST_LOG` says it in more detail.
fn log_from(level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(format!("{level},{QUIET}")));
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = tracing_subscriber::fmt()
        .log_internal_errors(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour);
    // An error means that the process logs already, which is as well.
    let _ = log.with_target(false).try_init();
}

/// The start line. The address comes first and alone, so that a terminal makes a link of it.
fn announce(running: &Running, assets: &Assets, sandbox: bool) {
    let mut address = running.address;
    if address.ip() == Ipv4Addr::UNSPECIFIED {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    tell!("http://{address}");
    tell!("  build   {}", crate::BUILD);
    tell!("  assets  {assets}");
    tell!("  tuning  {}", assets.name(tuning::DEFAULT));
    if sandbox {
        tell!("  sandbox room {SANDBOX_CODE}");
    }
}

/// The last good ones.
struct Played {
    tuning: Arc<Tuning>,
    presets: Arc<[Preset]>,
}

/// Reads the tuning again whenever it is saved. Without a folder there is nothing to watch.
fn keep_up(assets: &Assets, mut played: Played, reloader: Reloader) -> Option<Watch> {
    match watch(assets.folder()?, move |change| take(change, &mut played, &reloader)) {
        Ok(watch) => Some(watch),
        Err(error) => {
            complain!("saved files are not read again: {error}");
            None
        }
    }
}

fn take(change: Change, played: &mut Played, reloader: &Reloader) {
    match change {
        Change::Tuning(Ok(saved)) => {
            reloader.retune(saved.clone());
            tell!("tuning saved, in effect in 250 ms");
            listing::differences(&played.tuning, &saved).iter().for_each(|line| tell!("  {line}"));
            let kept = listing::kept_by_presets(&played.tuning, &saved, &played.presets);
            kept.iter().for_each(|line| tell!("  {line}"));
            played.tuning = saved;
        }
        Change::Tuning(Err(diagnostics)) => {
            reloader.tuning_refused();
            print_diagnostics(&diagnostics);
            complain!("the last good tuning stays");
        }
        Change::Preset(Ok(saved)) => {
            let name = saved.name.clone();
            programme::put(&mut played.presets, &saved);
            match reloader.represet(saved) {
                true => tell!(
                    "preset {name} saved, its tuning and bots hold in 250 ms, its map and mode from the next match"
                ),
                false => tell!("preset {name} saved, no room plays it"),
            }
        }
        Change::Preset(Err(diagnostics)) => {
            print_diagnostics(&diagnostics);
            complain!("the last good preset stays");
        }
        Change::Map(Ok(saved)) => take_map(saved, reloader),
        Change::Map(Err(problems)) => {
            reloader.map_refused();
            complain!("{problems}\nthe map that is played stays");
        }
    }
}

fn take_map(saved: SavedMap, reloader: &Reloader) {
    let (name, is_built) = (saved.name.clone(), saved.is_built);
    match reloader.remap(saved) {
        Remapped::Played if is_built => tell!("map {name} saved, every room that plays it begins another match"),
        Remapped::Played => tell!(
            "map {name} saved, every room that plays it begins another match; `fray maps build` makes it last beyond this run"
        ),
        Remapped::Same => tell!("map {name} saved, it is what is played"),
        Remapped::Unplayed => tell!("map {name} saved, no room plays it"),
    }
}

fn failed(error: impl std::fmt::Display) -> Outcome {
    complain!("{error}");
    Outcome::Failed
}

fn show(error: PlanError) -> Outcome {
    match error {
        PlanError::Diagnostics(diagnostics) => print_diagnostics(&diagnostics),
        PlanError::Map(problems) => complain!("{problems}"),
    }
    Outcome::Failed
}
