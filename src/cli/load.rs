//! `fray load`: sends bots over real sockets to a running server, and says what they got from it.
//!
//! ```text
//! join, so many at once ─▶ play ─▶ each second: who is gone, the gaps between snapshots ─▶ leave ─▶ figures and limits
//! ```

mod report;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use tokio::time::{Instant as Moment, sleep_until, timeout};

use self::report::Report;
use super::Outcome;
use super::settings::server_address;
use crate::bots::remote::{MapSource, Remote, Role};
use crate::bots::{Atlas, BotBrain, WireBot};
use crate::config::assets::Assets;

/// Send bots over real sockets to a running server, and report what they got from it.
///
/// They come as any player does, into rooms with people and bots in them, and leave when the time is up or at Ctrl-C.
/// The exit code is 1 when one of them did not get in or was lost, or when snapshots came too rarely or too late.
#[derive(clap::Args)]
pub struct Args {
    /// Address and port of the server [default: the listen setting]
    #[arg(long, value_name = "ADDRESS")]
    at: Option<SocketAddr>,
    /// How many bots.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    players: u32,
    /// How long they play once all have tried to join, in seconds.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    seconds: u32,
    /// The room that all of them join, by its code; without it each is given one, as by Play.
    #[arg(long, value_name = "CODE")]
    room: Option<String>,
    /// Decides what the bots do.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder of the assets that the server plays with, in place of ./assets or the embedded copy.
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
}

/// Joins in flight at once: players do not arrive in one instant.
const ARRIVALS: usize = 16;
/// Who is not in by then is not let in.
const PATIENCE: Duration = Duration::from_secs(5);
/// Time between two looks at the bots: far less than it takes to fill their lists of gaps.
const LOOK: Duration = Duration::from_secs(1);

/// Returns once the bots have left.
pub fn run(args: Args) -> Outcome {
    let report = prepare(&args).and_then(|(at, maps)| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(runtime.map_err(|error| error.to_string())?.block_on(load(&args, at, maps)))
    });
    match report {
        Ok(report) => report.print(),
        Err(message) => {
            eprintln!("{message}");
            Outcome::Failed
        }
    }
}

fn prepare(args: &Args) -> Result<(SocketAddr, MapSource), String> {
    let at = args.at.map_or_else(server_address, Ok)?;
    let assets = Assets::choose(args.assets.as_deref(), Path::new("")).map_err(|error| error.to_string())?;
    let maps: Vec<_> = assets.map_names().iter().filter_map(|name| assets.map(name).ok()).collect();
    Ok((at, Arc::new(move |hash| maps.iter().find(|map| map.hash_hex() == hash).cloned())))
}

async fn load(args: &Args, at: SocketAddr, maps: MapSource) -> Report {
    let mut report = Report::new(at, args.players);
    let atlas = Arc::new(Atlas::default());
    let joining = stream::iter(0..args.players).map(|number| {
        let brain = Box::new(BotBrain::new(args.seed, number, atlas.clone()));
        let remote = Remote::new(format!("Load {number}"), args.room.clone(), Role::Plays(brain, maps.clone()));
        async move {
            match timeout(PATIENCE, WireBot::connect(at, remote)).await {
                Ok(joined) => joined.map_err(|error| error.to_string()),
                Err(_) => Err(format!("no welcome within {PATIENCE:?}")),
            }
        }
    });
    let began = Instant::now();
    let mut bots = Vec::new();
    for joined in joining.buffer_unordered(ARRIVALS).collect::<Vec<_>>().await {
        match joined {
            Ok(bot) => bots.push(bot),
            Err(why) => *report.refused.entry(why).or_default() += 1,
        }
    }
    report.joining = began.elapsed();
    if !bots.is_empty() {
        play(&bots, Duration::from_secs(args.seconds.into()), &mut report).await;
        leave(bots, &mut report).await;
    }
    report
}

/// Lets them play, and takes what they see from now on: what came while others joined counts as little as what comes
/// while they leave.
async fn play(bots: &[WireBot], time: Duration, report: &mut Report) {
    let (began, busy) = (Instant::now(), super::cpu_clock());
    let first: Vec<_> = bots.iter().map(Counted::of).collect();
    bots.iter().for_each(|bot| drop(bot.counters.take_gaps_ms()));
    let end = Moment::now() + time;
    let mut stop = std::pin::pin!(tokio::signal::ctrl_c());
    let mut going = true;
    while going {
        let look = (Moment::now() + LOOK).min(end);
        going = look < end;
        tokio::select! {
            () = sleep_until(look) => (),
            _ = &mut stop => going = false,
        }
        bots.iter().for_each(|bot| report.gaps_ms.extend(bot.counters.take_gaps_ms()));
        going &= bots.iter().any(|bot| !bot.is_gone());
    }
    report.played = began.elapsed();
    report.busy = Duration::from_nanos(super::cpu_clock().saturating_sub(busy));
    for (bot, first) in bots.iter().zip(first) {
        let now = Counted::of(bot);
        report.add(Counted { rate: now.rate, ..now.since(first) });
        *report.rooms.entry(bot.welcome.code.clone()).or_default() += 1;
    }
}

/// Those who are gone by now were lost, and say why.
async fn leave(bots: Vec<WireBot>, report: &mut Report) {
    report.joined = bots.len();
    let (lost, left): (Vec<_>, Vec<_>) = bots.into_iter().partition(WireBot::is_gone);
    for bot in lost {
        let code = bot.counters.close_code.load(Relaxed);
        let why = match (bot.leave().await, code) {
            (Err(error), _) => error.to_string(),
            (Ok(()), 0) => "the connection ended".to_owned(),
            (Ok(()), code) => format!("closed with code {code}"),
        };
        *report.lost.entry(why).or_default() += 1;
    }
    // How it goes does not matter: the sockets go with this process.
    let leaving = futures_util::future::join_all(left.into_iter().map(WireBot::leave));
    let _ = timeout(PATIENCE, leaving).await;
}

/// What one bot has counted, or all of them.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    snapshots: u64,
    /// Snapshots a second that it was promised.
    rate: u64,
    late: u64,
    kills: u64,
    shots: u64,
    bytes: u64,
    sent: u64,
}

impl Counted {
    fn of(bot: &WireBot) -> Counted {
        let (seen, counters) = (bot.counters.seen(), &bot.counters);
        Counted {
            snapshots: seen.snapshots,
            rate: seen.rate,
            late: seen.late,
            kills: seen.kills,
            shots: seen.shots,
            bytes: counters.bytes.load(Relaxed),
            sent: counters.sent.load(Relaxed),
        }
    }

    fn since(self, before: Counted) -> Counted {
        self.with(before, u64::saturating_sub)
    }

    fn with(self, other: Counted, what: fn(u64, u64) -> u64) -> Counted {
        Counted {
            snapshots: what(self.snapshots, other.snapshots),
            rate: what(self.rate, other.rate),
            late: what(self.late, other.late),
            kills: what(self.kills, other.kills),
            shots: what(self.shots, other.shots),
            bytes: what(self.bytes, other.bytes),
            sent: what(self.sent, other.sent),
        }
    }
}

/// How often each thing happened, by its name.
type Tally = BTreeMap<String, usize>;
