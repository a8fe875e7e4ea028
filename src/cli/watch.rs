//! `fray watch`: shows a recorded match in the browser, as it was, at its own speed.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::{Outcome, recorded, replay};
use crate::config::assets::Assets;
use crate::config::settings::{self, Layers};
use crate::room::Showing;
use crate::server::{Plan, signals, start};
use crate::sim::Tick;

/// Show a recorded match in the browser.
///
/// The match is played again from its journal and shown to whoever opens the address: the whole map, or one player after
/// the other by the arrow keys. It begins when the first page opens, and again once nobody has watched for ten seconds.
#[derive(clap::Args)]
pub struct Args {
    /// The journal, such as runs/…/match-017.fray.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Begin at this tick, for example the one that `fray replay verify` names.
    #[arg(long, default_value_t = 0)]
    tick: u32,
    /// Address and port to show it at; port 0 takes any that is free.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS")]
    listen: SocketAddr,
}

/// Returns once it is asked to stop.
pub fn run(args: Args) -> Outcome {
    match watch(&args) {
        Ok(()) => Outcome::Done,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Failed
        }
    }
}

fn watch(args: &Args) -> Result<(), String> {
    let recorded = recorded::open(&args.file)?;
    let layers = Layers { flags: vec![("listen".to_owned(), args.listen.to_string())], ..Layers::default() };
    let settings = settings::read(&layers).map_err(|_| format!("{} cannot be listened on", args.listen))?;
    let assets = Assets::choose(None, Path::new("")).map_err(|error| error.to_string())?;
    let showing = Showing { journal: recorded.journal.clone(), map: recorded.map.clone(), from: Tick(args.tick) };
    let running = start(Plan::showing(settings, assets, showing)).map_err(|error| error.to_string())?;
    println!("http://{}/?watch", running.address);
    replay::tell(&recorded);
    recorded.notes().iter().for_each(|note| println!("  {note}"));
    signals::wait_for_stop().map_err(|error| error.to_string())?;
    running.stop();
    Ok(())
}
