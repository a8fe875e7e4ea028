//! A room whose tick panics ends, and nothing else does.

use std::time::{Duration, Instant};

use fray::protocol::{ClientMessage, ServerMessage};

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};
use super::crowd::Crowd;
use super::machine::Machine;
use super::peer::{Peer, hello, message};

/// A room of its own for everybody.
const FLAGS: &[&str] = &["--seats", "1", "--fill", "0"];
/// What their players read.
const ROOM_ENDED: u16 = 4005;
/// A room catches up after so long a stall of the machine, and no longer.
const CATCH_UP: Duration = Duration::from_millis(60);

pub fn claims() -> Vec<Claim> {
    let says = "100 room panics in a row end those rooms with a reason; the process lives, another room misses no tick";
    vec![Claim::new("panics", says, panics).turned_red_by(&["panics_everywhere"])]
}

fn panics(stage: &Stage) -> Verdict {
    let fault = stage.fault.unwrap_or("panics");
    let mut server = super::child::Child::start(Some(fault), FLAGS)?;
    let good = Crowd::join(server.address, 1)?;
    let (began, machine) = (Instant::now(), Machine::watch());
    let count = stage.pick(25, 100);
    for number in 0..count {
        panic_once(&server).map_err(|failure| Failure::Broken(format!("panic {number}: {failure}")))?;
    }
    ensure(server.is_alive(), || "the process has ended".into())?;
    let ended = server.meters()?.sum("fray_rooms_ended_total", "why=\"panic\"");
    ensure(ended == f64::from(count), || format!("{ended} rooms ended by a panic"))?;
    ensure(good.gone() == 0 && good.snapshots() > 20, || "the other room stands still".into())?;
    let skipped = server.meters()?.sum("fray_ticks_skipped_total", "");
    if skipped > 0.0 || good.uneven() > 0 {
        let missed = format!("{skipped} ticks were skipped, {} steps were uneven", good.uneven());
        return Err(machine.blames(missed, CATCH_UP));
    }
    let seconds = began.elapsed().as_secs_f64();
    Ok(Figure::new(
        format!("{count} panics in {seconds:.1} s, {} even snapshots beside", good.snapshots()),
        "no exit, no tick missed",
    ))
}

/// Opens a room that will panic, and reads why it ended.
fn panic_once(server: &super::child::Child) -> Result<(), Failure> {
    let mut peer = Peer::upgraded(server.address)?;
    peer.send(&message(ClientMessage::Hello(hello("victim"))))?;
    match peer.until(Duration::from_secs(5), |message| matches!(message, ServerMessage::Goodbye(_)))? {
        ServerMessage::Goodbye(goodbye) if goodbye.code == ROOM_ENDED => Ok(()),
        other => Err(Failure::Broken(format!("the player was told {other:?}"))),
    }
}
