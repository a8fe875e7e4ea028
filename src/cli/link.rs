//! `fray link`: what it is like to play from far away: a proxy that carries connections as a bad line would.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::settings::server_address;
use super::{Outcome, print_diagnostics};
use crate::config::assets::Assets;
use crate::config::{Diagnostics, link_file};
use crate::link::{Preset, Proxy};
use crate::server::signals;

/// Put a modelled network link between players and a running server.
///
/// Open the address that it prints in place of the server's. Bytes come late, in stalls and bursts, and never out of order
/// or not at all, as over TCP; who plays over it is told so on screen. The presets are files in assets/links.
#[derive(clap::Args)]
pub struct Args {
    /// The name of a preset, or the path of a file like those.
    #[arg(long, value_name = "NAME|FILE", default_value = "4g")]
    preset: String,
    /// Address and port to listen at, on this machine.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7790", value_parser = loopback)]
    listen: SocketAddr,
    /// Address and port of the server [default: the listen setting]
    #[arg(long, value_name = "ADDRESS")]
    to: Option<SocketAddr>,
    /// Decides all chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder of the assets, in place of ./assets or the embedded copy.
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
}

/// A server believes a link only on its own machine, so one that others reach would be of no use to them.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| format!("`{text}` is no address such as 127.0.0.1:7790"))?;
    if address.ip().is_loopback() { Ok(address) } else { Err(format!("{} is not on this machine alone", address.ip())) }
}

/// Returns once it is asked to stop.
pub fn run(args: Args) -> Outcome {
    let preset = match preset(&args) {
        Ok(preset) => preset,
        Err(diagnostics) => {
            print_diagnostics(&diagnostics);
            return Outcome::Failed;
        }
    };
    match carry(&args, preset) {
        Ok(()) => Outcome::Done,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Failed
        }
    }
}

fn preset(args: &Args) -> Result<Preset, Diagnostics> {
    let assets = Assets::choose(args.assets.as_deref(), Path::new(""));
    let assets = assets.map_err(|error| Diagnostics::unreadable("assets", error.to_string()))?;
    link_file::find(&args.preset, &assets)
}

fn carry(args: &Args, preset: Preset) -> Result<(), String> {
    let to = args.to.map_or_else(server_address, Ok)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(async {
        let (name, about) = (preset.name.clone(), preset.about.clone());
        let proxy = Proxy::start(args.listen, to, preset, args.seed).await;
        let proxy = proxy.map_err(|error| format!("{} cannot be listened at: {error}", args.listen))?;
        tell!("http://{}", proxy.address);
        tell!("  link  {name}: {about}");
        tell!("  to    {to}, seed {}", args.seed);
        signals::stop_asked().await.map(|_| ()).map_err(|error| error.to_string())
    })
}
