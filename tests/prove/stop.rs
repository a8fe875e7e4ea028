//! A server that stops says so to everybody and is gone in five seconds, whatever its clients do.

use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use super::claim::{Claim, Figure, Stage, Verdict, ensure, wait_until};
use super::crowd::Crowd;
use super::peer::{Peer, ack};

const EXIT_MAX: Duration = Duration::from_secs(5);
const STOPPING: u32 = 4000;

pub fn claims() -> Vec<Claim> {
    let says = "a server that is told to stop says goodbye to every client and exits in 5 s";
    vec![Claim::new("stop", says, stop).turned_red_by(&["leave_unsaid"])]
}

fn stop(stage: &Stage) -> Verdict {
    let mut server = stage.server(&[])?;
    let good = Crowd::join(server.address, stage.pick(12, 200))?;
    // These make it hard: one never reads, one has not said hello, one has not even asked.
    let mut stalled = Peer::joined(server.address, "never reads")?;
    let _silent = Peer::upgraded(server.address)?;
    let _mute = Peer::connect(server.address)?;
    for _ in 0..20 {
        stalled.send(&ack(1))?;
        std::thread::sleep(Duration::from_millis(10));
    }
    let told = Instant::now();
    server.terminate()?;
    let status = server.wait(EXIT_MAX + Duration::from_secs(3));
    let took = told.elapsed();
    ensure(status.is_some_and(|status| status.success()), || format!("it ended with {status:?} after {took:?}"))?;
    ensure(took <= EXIT_MAX, || format!("it took {took:?}"))?;
    wait_until(Duration::from_secs(1), || good.gone() == good.members.len());
    for member in good.members.iter() {
        let (goodbye, close) = (member.goodbye.load(Relaxed), member.close.load(Relaxed));
        ensure(goodbye == STOPPING && close == STOPPING, || format!("a client read goodbye {goodbye}, close {close}"))?;
    }
    Ok(Figure::new(format!("{} goodbyes, gone after {:.1} s", good.members.len(), took.as_secs_f64()), "≤ 5 s"))
}
