//! `fray serve`: starts the server, keeps its tuning up to date, and stops it when asked to.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use tracing_subscriber::EnvFilter;

use super::settings::SettingsArgs;
use super::{Outcome, print_diagnostics};
use crate::config::assets::Assets;
use crate::config::watch::{Change, Watch, watch};
use crate::config::{Settings, tuning};
use crate::lobby::directory::SANDBOX_CODE;
use crate::server::plan::PlanError;
use crate::server::{Plan, Retuner, Running, signals, start};

/// Start the game server.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    settings: SettingsArgs,
    /// One room for designers, by the code SANDB: pause, single ticks, quarter pace, dummies, bots by persona, refill
    #[arg(long)]
    sandbox: bool,
}

/// Runs the command: returns once the server has stopped.
pub fn run(args: Args) -> Outcome {
    match args.settings.read().and_then(|settings| serve(settings, args.sandbox)) {
        Ok(()) => Outcome::Done,
        Err(outcome) => outcome,
    }
}

fn serve(settings: Settings, sandbox: bool) -> Result<(), Outcome> {
    log_from(&settings.log);
    // One line for a panic: a backtrace is gathered on the thread that panicked, which other rooms share.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    let assets = Assets::choose(settings.assets.as_deref(), Path::new("")).map_err(failed)?;
    let plan = Plan { sandbox, ..Plan::read(settings, assets.clone()).map_err(show)? };
    let running = start(plan).map_err(failed)?;
    let _watch = keep_up(&assets, running.retuner());
    announce(&running, &assets, sandbox);
    let signal = signals::wait_for_stop().map_err(failed)?;
    println!("{signal}: stopping");
    running.stop();
    println!("stopped");
    Ok(())
}

/// The HTTP library writes a line for each broken connection, which would let any client fill the disk.
const QUIET: &str = "actix_http=off,actix_server=warn";

/// Logs from this level on to standard error; `RUST_LOG` says it in more detail.
fn log_from(level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(format!("{level},{QUIET}")));
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colour);
    // An error means that the process logs already, which is as well.
    let _ = log.with_target(false).try_init();
}

/// The start line. The address comes first and alone, so that a terminal makes a link of it.
fn announce(running: &Running, assets: &Assets, sandbox: bool) {
    println!("http://{}", running.address);
    println!("  build   {}", crate::BUILD);
    println!("  assets  {assets}");
    println!("  tuning  {}", assets.name(tuning::DEFAULT));
    if sandbox {
        println!("  sandbox room {SANDBOX_CODE}");
    }
}

/// Reads the tuning again whenever it is saved. Without a folder there is nothing to watch.
fn keep_up(assets: &Assets, retuner: Retuner) -> Option<Watch> {
    match watch(assets.folder()?, move |change| take(change, &retuner)) {
        Ok(watch) => Some(watch),
        Err(error) => {
            eprintln!("saved files are not read again: {error}");
            None
        }
    }
}

fn take(change: Change, retuner: &Retuner) {
    match change {
        Change::Tuning(Ok(tuning)) => {
            retuner.retune(Arc::new(tuning));
            println!("tuning saved, in effect in 250 ms");
        }
        Change::Tuning(Err(diagnostics)) => {
            retuner.refused();
            print_diagnostics(&diagnostics);
            eprintln!("the last good tuning stays");
        }
        Change::Map(Ok(map)) => println!("map {} saved, played from the next start on", map.hash_hex()),
        Change::Map(Err(problems)) => eprintln!("{problems}\nthe map that is played stays"),
    }
}

fn failed(error: impl std::fmt::Display) -> Outcome {
    eprintln!("{error}");
    Outcome::Failed
}

fn show(error: PlanError) -> Outcome {
    match error {
        PlanError::Tuning(diagnostics) => print_diagnostics(&diagnostics),
        PlanError::Map(problems) => eprintln!("{problems}"),
    }
    Outcome::Failed
}
