//! The command line: one file per subcommand. The only layer that prints.
//!
//! A subcommand is a file with a `clap::Args` struct and a `run(args) -> Outcome`; it becomes one line in [`Command`] and
//! one in [`Command::run`].

/// Prints a line of a server that runs. Whoever read them may have gone, as after `| head -1`: the matches go on all the same.
/// (`println!` panics then.)
macro_rules! tell {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

/// As [`tell`], of what is wrong.
macro_rules! complain {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($line)*);
    }};
}

pub mod bots;
pub mod check;
pub mod config;
pub mod lan;
pub mod link;
pub mod load;
pub mod maps;
pub mod protocol;
mod recorded;
pub mod replay;
pub mod serve;
pub mod settings;
pub mod watch;

use std::io::{IsTerminal, Write};
use std::time::SystemTime;

use clap::{Parser, Subcommand};

use crate::config::Diagnostics;

/// How a command ended, and what the process exits with. Clap itself exits with 2 when the command line is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is well: 0.
    Done,
    /// A check found something, or an error kept the command from its work: 1.
    Failed,
}

impl Outcome {
    /// What the process exits with.
    pub fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Failed => 1,
        }
    }
}

/// The version with the build that it comes from.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("FRAY_BUILD"), ")");

#[derive(Parser)]
#[command(name = "fray", version = VERSION, about = "An authoritative multiplayer game server, with the arena shooter that it serves", subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Play matches of bots without a server, and report what they were like.
    Bots(bots::Args),
    /// Check and list what designers turn and what operators set.
    Config(config::Args),
    /// Put a modelled network link between players and a running server.
    Link(link::Args),
    /// Send bots over real sockets to a running server, and report what they got from it.
    Load(load::Args),
    /// Compile maps drawn in Tiled.
    Maps(maps::Args),
    /// Print the client's codec and the tables of the protocol's standard.
    Protocol(protocol::Args),
    /// Play recorded matches again, to see that they come out the same or where they part.
    Replay(replay::Args),
    /// Start the game server.
    Serve(serve::Args),
    /// Show a recorded match in the browser, or a room of a running server.
    Watch(watch::Args),
}

impl Command {
    fn run(self) -> Outcome {
        match self {
            Command::Bots(args) => bots::run(args),
            Command::Config(args) => config::run(args),
            Command::Link(args) => link::run(args),
            Command::Load(args) => load::run(args),
            Command::Maps(args) => maps::run(args),
            Command::Protocol(args) => protocol::run(args),
            Command::Replay(args) => replay::run(args),
            Command::Serve(args) => serve::run(args),
            Command::Watch(args) => watch::run(args),
        }
    }
}

/// Parses the command line of this process and does what it says.
pub fn run() -> Outcome {
    end_with_the_reader();
    Cli::parse().command.run()
}

/// Whoever reads only the first lines, as `| head` does, has had enough: that is no error. (`println!` panics then.)
fn end_with_the_reader() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout: Broken pipe") {
            std::process::exit(0);
        }
        before(panic);
    }));
}

/// Prints everything that is wrong with a text, in colour where somebody looks.
pub fn print_diagnostics(diagnostics: &Diagnostics) {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let _ = write!(std::io::stderr(), "{}", diagnostics.render(colour));
}

/// Processor time of this thread, in nanoseconds, as the kernel counts it; on a system that does not say, time itself.
fn cpu_clock() -> u64 {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = counted.as_deref().and_then(|text| text.split_whitespace().next()).and_then(|ns| ns.parse().ok());
    spent.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0, |since| since.as_nanos() as u64)
    })
}
