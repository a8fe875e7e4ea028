//! What a connection costs in memory.

use std::time::Duration;

use crate::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, ensure};
use crate::crowd::Crowd;

/// KiB for each further connection, the room's share included.
const CONNECTION_KIB_MAX: f64 = 24.0;
/// KiB that a server with a steady crowd may grow by.
const GROWTH_KIB_MAX: f64 = 1024.0;

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new("memory", "a connection costs ≤ 24 KB, as the slope from 500 to 1,500 sessions at 20/10 Hz", slope)
            .turned_red_by(&["hoards"]),
        Claim::new("flat", "the memory of a steady crowd is flat after warm-up", flat).turned_red_by(&["hoards"]),
    ]
}

/// Rooms of 50 at 20 ticks and 10 snapshots a second.
fn flags(assets: &Scratch) -> [&str; 8] {
    ["--seats", "50", "--fill", "0", "--assets", assets.flag(), "--log", "warn"]
}

fn slow_assets(name: &str) -> Result<Scratch, Failure> {
    Scratch::with_assets(name, &[("tick = 60", "tick = 20"), ("snapshot = 30", "snapshot = 10")])
}

fn slope(stage: &Stage) -> Verdict {
    let assets = slow_assets("memory")?;
    let server = stage.server(&flags(&assets))?;
    let (few, many) = stage.pick((150, 450), (500, 1_500));
    let settle = Duration::from_secs(stage.pick(2, 10));
    let _first = Crowd::join(server.address, few)?;
    let before = server.resident_most_kib(settle);
    let second = Crowd::join(server.address, many - few)?;
    let after = server.resident_most_kib(settle);
    let open = server.meters()?.sum("fray_sessions", "");
    ensure(open == many as f64 && second.gone() == 0, || format!("{open} sessions are open, not {many}"))?;
    let each = (after - before) / (many - few) as f64;
    ensure(each <= CONNECTION_KIB_MAX, || format!("{each:.1} KiB a connection: {before} KiB, then {after} KiB"))?;
    Ok(Figure::new(format!("{each:.1} KiB a connection ({before} KiB at {few}, {after} KiB at {many})"), "≤ 24 KiB"))
}

fn flat(stage: &Stage) -> Verdict {
    // Who only acknowledges is played by a bot after a while, which takes memory once: here nobody is.
    let assets = Scratch::with_assets("flat", &[("idle = 40", "idle = 0")])?;
    let flags = ["--seats", "10", "--fill", "0", "--log", "warn", "--assets", assets.flag()];
    let server = stage.server(&flags)?;
    let crowd = Crowd::join(server.address, stage.pick(40, 200))?;
    let warm = server.resident_most_kib(Duration::from_secs(stage.pick(4, 30)));
    let later = server.resident_most_kib(Duration::from_secs(stage.pick(4, 90)));
    ensure(crowd.gone() == 0, || format!("{} good clients were closed", crowd.gone()))?;
    let grown = later - warm;
    ensure(grown <= GROWTH_KIB_MAX, || format!("{grown} KiB more than the {warm} KiB after warm-up"))?;
    Ok(Figure::new(format!("{grown:+.0} KiB on {warm:.0} KiB, {} snapshots", crowd.snapshots()), "≤ 1024 KiB"))
}
