//! `fray watch`: shows a recorded match in the browser, as it was, at its own speed; or says where a live room is watched.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::settings::server_address;
use super::{Outcome, recorded, replay};
use crate::bots::WireBot;
use crate::bots::remote::{Remote, RemoteError, Role};
use crate::bots::wire::WireError;
use crate::config::assets::Assets;
use crate::config::settings::{self, Layers};
use crate::lobby::directory::CODE_LENGTH;
use crate::protocol::CloseReason;
use crate::room::Showing;
use crate::server::{Plan, signals, start};
use crate::sim::Tick;

/// A server that has not let a watcher in by then does not answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Where a journal is shown when nothing is said: any free port.
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Show a recorded match in the browser, or a room of a running server.
///
/// A match is played again from its journal and shown to whoever opens the address: the whole map, or one player after
/// the other by the arrow keys. It begins when the first page opens, and again once nobody has watched for ten seconds.
///
/// Of a room, which is named by its five letters, the address is printed where the running server shows it.
#[derive(clap::Args)]
pub struct Args {
    /// The journal, such as runs/…/match-017.fray, or the code of a room.
    #[arg(value_name = "FILE|CODE")]
    what: PathBuf,
    /// Begin at this tick, for example the one that `fray replay verify` names.
    #[arg(long)]
    tick: Option<u32>,
    /// Address and port to show a journal at [default: a free port of 127.0.0.1]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Address and port of the server that has the room [default: the listen setting]
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["tick", "listen"])]
    at: Option<SocketAddr>,
}

/// Returns once it is asked to stop, or at once where another process shows the match.
pub fn run(args: Args) -> Outcome {
    let done = match code_in(&args) {
        Some(code) => watch_room(&args, &code),
        None => watch_journal(&args),
    };
    match done {
        Ok(()) => Outcome::Done,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Failed
        }
    }
}

/// The code of a room: what is no file and has as many letters, or whatever a server is asked for.
fn code_in(args: &Args) -> Option<String> {
    let text = args.what.to_str()?;
    let looks_like_one = text.len() == CODE_LENGTH && text.bytes().all(|letter| letter.is_ascii_alphabetic());
    (args.at.is_some() || (looks_like_one && !args.what.exists())).then(|| text.to_ascii_uppercase())
}

fn watch_room(args: &Args, code: &str) -> Result<(), String> {
    if args.tick.is_some() || args.listen.is_some() {
        return Err(format!(
            "{code} is a live room: --tick and --listen are for journals, --at says where its server is"
        ));
    }
    let at = args.at.map_or_else(server_address, Ok)?;
    let code = look_for(at, code)?;
    println!("http://{at}/?watch&room={code}");
    Ok(())
}

/// Watches the room for a moment, as a page would: only so one learns that it is there. Answers how its server spells it.
fn look_for(at: SocketAddr, code: &str) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let eyes = Remote::new("fray watch", Some(code.to_owned()), Role::Watches);
    let wrong_code = CloseReason::WrongCode { code: code.to_owned() }.info().code;
    runtime.block_on(async {
        match tokio::time::timeout(PATIENCE, WireBot::connect(at, eyes)).await {
            Ok(Ok(watcher)) => {
                let code = watcher.welcome.code.clone();
                // How it goes does not matter: the socket goes with this process.
                let _ = tokio::time::timeout(PATIENCE, watcher.leave()).await;
                Ok(code)
            }
            Ok(Err(WireError::Remote(RemoteError::Goodbye(goodbye)))) if goodbye.code == wrong_code => {
                Err(format!("the server at {at} has no room {code}"))
            }
            Ok(Err(WireError::Connection(error))) => {
                Err(format!("no server answers at {at}, so room {code} cannot be watched: {error}"))
            }
            Ok(Err(error)) => Err(format!("room {code} at {at} cannot be watched: {error}")),
            Err(_) => Err(format!("no server answers at {at} within {PATIENCE:?}, so room {code} cannot be watched")),
        }
    })
}

fn watch_journal(args: &Args) -> Result<(), String> {
    let recorded = recorded::open(&args.what)?;
    let listen = args.listen.unwrap_or(ANY_PORT);
    let layers = Layers { flags: vec![("listen".to_owned(), listen.to_string())], ..Layers::default() };
    let settings = settings::read(&layers).map_err(|_| format!("{listen} cannot be listened on"))?;
    let assets = Assets::choose(None, Path::new("")).map_err(|error| error.to_string())?;
    let from = Tick(args.tick.unwrap_or(0));
    let showing = Showing { journal: recorded.journal.clone(), map: recorded.map.clone(), from };
    let running = start(Plan::showing(settings, assets, showing)).map_err(|error| error.to_string())?;
    tell!("http://{}/?watch", running.address);
    replay::tell(&recorded);
    recorded.notes().iter().for_each(|note| tell!("  {note}"));
    signals::wait_for_stop().map_err(|error| error.to_string())?;
    running.stop();
    Ok(())
}
