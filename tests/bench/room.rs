//! One full room: 64 bots that fight, and 64 viewers who see all of it.

use std::time::Duration;

use super::load::{Rates, percentile_ms, ratio};
use crate::claim::{Claim, Figure, Stage, Verdict, ensure, percentile};
use crate::players::Players;

/// A tick may take so long at p99, in milliseconds: a fifth of the time between two.
const TICK_MS_MAX: f64 = 3.0;
const RATIO_MAX: f64 = 3.5;
const COUNT: usize = 64;
const FLAGS: &[&str] = &["--seats", "64", "--fill", "64", "--log", "warn"];

pub fn claims() -> Vec<Claim> {
    let about =
        "a room of 64 bots with 64 viewers: ticks take ≤ 3 ms at p99, at ≤ 3.5 × the processor time of a bare loop";
    vec![Claim::new("room64", about, room).turned_red_by(&["wasteful"])]
}

fn room(stage: &Stage) -> Verdict {
    let length = Duration::from_secs(stage.pick(3, 20));
    let (mut ticks, mut ratios, mut told) = (Vec::new(), Vec::new(), String::new());
    for _ in 0..stage.pick(1, 3) {
        let server = stage.server(FLAGS)?;
        let (real, tick_ms) = {
            let viewers = Players::watch(server.address, COUNT)?;
            // Past the warm-up, so that there is thread as well.
            std::thread::sleep(Duration::from_secs(stage.pick(1, 8)));
            let before = server.meters()?;
            let real = Rates::of(&server, COUNT, length)?;
            ensure(viewers.gone() == 0, || format!("{} viewers were closed", viewers.gone()))?;
            (real, percentile_ms(&before, &server.meters()?, "fray_tick_seconds", 0.99))
        };
        drop(server);
        ratios.push(ratio(COUNT, COUNT, &real, length)?);
        ticks.push(tick_ms);
        told = real.in_words(COUNT);
    }
    let (ratio, tick_ms) = (percentile(&mut ratios, 0.5), percentile(&mut ticks, 0.5));
    let figure = format!("p99 {tick_ms:.2} ms, {ratio:.2} ×; {told}");
    if !cfg!(debug_assertions) {
        ensure(tick_ms <= TICK_MS_MAX && ratio <= RATIO_MAX, || figure.clone())?;
    }
    Ok(Figure::new(figure, "≤ 3 ms, ≤ 3.5 × in release"))
}
