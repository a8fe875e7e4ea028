//! One full room: 64 bots that fight over sockets, and 64 of its own with as many who watch.

use std::net::SocketAddr;
use std::time::Duration;

use super::load::{Rates, percentile_ms, ratio};
use crate::busy::Activity;
use crate::claim::{Claim, Failure, Figure, Stage, Verdict, ensure, percentile};
use crate::players::Players;

/// A tick may take so long at p99, in milliseconds: a fifth of the time between two.
const TICK_MS_MAX: f64 = 3.0;
const RATIO_MAX: f64 = 3.5;
const COUNT: usize = 64;
const FULL_OF_BOTS: &[&str] = &["--seats", "64", "--fill", "64", "--log", "warn"];
const EMPTY: &[&str] = &["--seats", "64", "--fill", "0", "--log", "warn"];

pub fn claims() -> Vec<Claim> {
    let wire = "a room of 64 busy bots, each a viewer over a socket: ticks take ≤ 3 ms at p99, at ≤ 3.5 × the processor time of a bare loop";
    let watched = "a room of 64 bots of its own with 64 who watch all of it: ticks take ≤ 3 ms at p99";
    vec![
        Claim::new("room64", wire, room).turned_red_by(&["wasteful"]),
        Claim::new("watched64", watched, watched_room).turned_red_by(&["wasteful"]),
    ]
}

/// What some rounds came to: ticks at p99 in milliseconds, and the processor time in that of a bare loop.
struct Rounds {
    ticks: Vec<f64>,
    ratios: Vec<f64>,
    told: String,
}

impl Rounds {
    /// Lets clients come to a fresh server, and counts what passes then.
    fn run(
        stage: &Stage,
        flags: &[&str],
        clients: impl Fn(SocketAddr) -> Result<Players, Failure>,
    ) -> Result<Rounds, Failure> {
        let length = Duration::from_secs(stage.pick(3, 20));
        let mut rounds = Rounds { ticks: Vec::new(), ratios: Vec::new(), told: String::new() };
        for _ in 0..stage.pick(1, 3) {
            let server = stage.server(flags)?;
            let real = {
                let clients = clients(server.address)?;
                // Past the warm-up, so that there is thread as well.
                std::thread::sleep(Duration::from_secs(stage.pick(1, 8)));
                let before = server.meters()?;
                let real = Rates::of(&server, COUNT, length)?;
                ensure(clients.gone() == 0, || format!("{} clients were closed", clients.gone()))?;
                rounds.ticks.push(percentile_ms(&before, &server.meters()?, "fray_tick_seconds", 0.99));
                real
            };
            drop(server);
            rounds.ratios.push(ratio(COUNT, COUNT, &real, length)?);
            rounds.told = real.in_words(COUNT);
        }
        Ok(rounds)
    }

    fn judge(mut self, ratio_max: f64, limit: &'static str) -> Verdict {
        let (ratio, tick_ms) = (percentile(&mut self.ratios, 0.5), percentile(&mut self.ticks, 0.5));
        let figure = format!("p99 {tick_ms:.2} ms, {ratio:.2} ×; {}", self.told);
        if !cfg!(debug_assertions) {
            ensure(tick_ms <= TICK_MS_MAX && ratio <= ratio_max, || figure.clone())?;
        }
        Ok(Figure::new(figure, limit))
    }
}

fn room(stage: &Stage) -> Verdict {
    let activity = Activity::default();
    let rounds = Rounds::run(stage, EMPTY, |address| Players::busy(address, COUNT, stage, &activity))?;
    rounds.judge(RATIO_MAX, "≤ 3 ms, ≤ 3.5 × in release")
}

/// Here the room thinks for 64 as well, which no loop does that only moves messages: of that nothing is asked.
fn watched_room(stage: &Stage) -> Verdict {
    let rounds = Rounds::run(stage, FULL_OF_BOTS, |address| Players::watch(address, COUNT))?;
    rounds.judge(f64::INFINITY, "≤ 3 ms in release")
}
