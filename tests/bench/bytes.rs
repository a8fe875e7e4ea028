//! How many bytes snapshots take, in matches that were played.

use std::sync::Arc;

use fray::bots::filler::recruiter;
use fray::bots::remote::Role;
use fray::bots::{Atlas, Remote};
use fray::protocol::{Baseline, ClientMessage, Frame, Head, Look, Own, ServerMessage, Told, decode_server};
use fray::room::inbox::{Inbox, Packet};
use fray::room::interest::Window;
use fray::room::outbox::Outbox;
use fray::room::seats::Arrival;
use fray::room::sight::BOT_ASPECT;
use fray::sim::Tick;

use crate::busy::{Activity, IDLE_HANDS};
use crate::claim::{Claim, Failure, Figure, Stage, Verdict, ensure, percentile};
use crate::rooms::{game_by, game_of, wide};

/// The budget: for each visible other player, each live projectile, and the head with the own block.
const PLAYER: usize = 20;
const SHOT: usize = 16;
const HEAD: usize = 48;
/// The budget of a snapshot between keyframes in bytes, and of all that comes down with 12 others in view in bytes a second.
const MEDIAN: f64 = 135.0;
const P95: f64 = 190.0;
const DOWN: f64 = 4_000.0;
/// The defect that tells the own player among the others as well.
const TOLD_TWICE: &str = "own_told_twice";

pub fn claims() -> Vec<Claim> {
    let says = "a keyframe of busy players takes ≤ 20 B for each other one in view, 16 B a projectile, 48 B for head and own block";
    let tight = "16 busy players, all in view: a snapshot with own block, head and events takes ≤ 135 B at the median, ≤ 190 B at p95; 12 others in view take ≤ 4 kB/s";
    vec![
        Claim::new("keyframe", says, keyframe).turned_red_by(&[TOLD_TWICE, IDLE_HANDS]),
        Claim::new("bytes", tight, bytes).turned_red_by(&["keyframes_only", IDLE_HANDS]),
    ]
}

/// What one who sees the whole map is sent, and how much of it was sent.
struct Sent {
    snapshots: Vec<f64>,
    /// Of all messages with the headers of their ws frames.
    bytes_per_second: f64,
    did: String,
}

fn bytes(stage: &Stage) -> Verdict {
    let mut sixteen = watch(stage, 16)?;
    let thirteen = watch(stage, 13)?;
    let (median, p95) = (percentile(&mut sixteen.snapshots, 0.5), percentile(&mut sixteen.snapshots, 0.95));
    let down = thirteen.bytes_per_second;
    let told = format!("median {median} B, p95 {p95} B; with 12 others {down:.0} B/s in all; {}", sixteen.did);
    ensure(median <= MEDIAN && p95 <= P95 && down <= DOWN, || told.clone())?;
    Ok(Figure::new(told, format!("{MEDIAN} B, {P95} B, {DOWN} B/s")))
}

/// Plays with so many in one window, one of whom is at the other end of a connection.
fn watch(stage: &Stage, players: u8) -> Result<Sent, Failure> {
    let activity = Activity::default();
    let mut game = game_by(stage, players, players, wide(), |recruiter| activity.recruiter(recruiter, stage))?;
    let map = game.map().clone();
    let brain = recruiter(Arc::new(Atlas::default()))(stage.seed, 99).brain;
    let role = Role::Plays(activity.watch(brain, 99, stage), Arc::new(move |_| Some(map.clone())));
    let mut remote = Remote::new("wire", None, role);
    let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
    let guest = Arrival { name: "wire".into(), aspect: BOT_ASPECT, ..Arrival::default() };
    let joined = game.join(guest, inbox.clone(), outbox.clone());
    joined.map_err(|reason| Failure::Broken(format!("nobody may join: {reason:?}")))?;
    let (mut snapshots, mut bytes) = (Vec::new(), 0);
    let ticks = stage.pick(3_600, 14_400);
    for tick in 0..ticks {
        game.tick(tick * 16_667);
        let mut messages = Vec::new();
        outbox.take(&mut messages);
        for message in messages {
            bytes += message.len() + if message.len() < 126 { 2 } else { 4 };
            let heard = decode_server(&message).map_err(|error| Failure::Broken(error.to_string()))?;
            if matches!(heard, ServerMessage::Snapshot(_)) && game.world().players.len() == usize::from(players) {
                snapshots.push(message.len() as f64);
            }
            let answer = remote.hear(heard).map_err(|error| Failure::Broken(error.to_string()))?;
            let packet = match answer {
                Some(ClientMessage::Input(input)) => Packet::Input(input),
                Some(ClientMessage::Ack(ack)) => Packet::Ack { tick: Tick(ack.tick), hidden: false },
                _ => continue,
            };
            inbox.push(packet, tick * 16_667);
        }
    }
    ensure(remote.seen.mismatches == 0, || format!("{} sums of hashes differ", remote.seen.mismatches))?;
    ensure(snapshots.len() as u64 > ticks / 3, || format!("{} snapshots of a full room", snapshots.len()))?;
    let bytes_per_second = bytes as f64 * 60.0 / ticks as f64;
    // One bot gave way before it did anything, so that the least of all says nothing.
    let did = activity.reached(&Stage { long: false, ..*stage })?;
    Ok(Sent { snapshots, bytes_per_second, did })
}

/// Who is among the players of a keyframe.
fn seats_in(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let broken = |why: String| Failure::Broken(why);
    match decode_server(bytes).map_err(|error| broken(error.to_string()))? {
        ServerMessage::Snapshot(message) => {
            let rebuilt = Baseline::default().take(&message).map_err(|error| broken(error.to_string()))?;
            Ok(rebuilt.snapshot.players.iter().map(|piece| piece.seat).collect())
        }
        other => Err(broken(format!("{other:?} is no snapshot"))),
    }
}

fn keyframe(stage: &Stage) -> Verdict {
    let activity = Activity::default();
    let mut game = game_of(stage, 16, 16, |recruiter| activity.recruiter(recruiter, stage))?;
    let (mut sizes, mut players, mut shots, mut spare) = (Vec::new(), 0, 0, usize::MAX);
    for tick in 0..stage.pick(1_200, 14_400) {
        game.tick(tick * 16_667);
        if tick % 2 == 1 {
            continue;
        }
        let frame = Frame::of(game.world(), game.tuning());
        for player in &game.world().players {
            let mut visible = Window::around(player.body.place, BOT_ASPECT, game.tuning()).visible(&frame);
            let is_other = |at: &u16| frame.players[usize::from(*at)].data.seat != player.seat.0;
            let others = visible.players.iter().filter(|at| is_other(at)).count();
            if stage.fault != Some(TOLD_TWICE) {
                visible.players.retain(is_other);
            }
            let own = Own::of(player, game.world().now);
            let head = Head { flags: 0, lead: -3 };
            let in_flight = visible.shots.len();
            let look = Look { own: Some(own), visible, events: Vec::new() };
            let bytes = frame.snapshot(&head, &look, &mut Told::default(), None);
            let seats = seats_in(&bytes)?;
            ensure(!seats.contains(&player.seat.0), || format!("tick {tick}: seat {} is told twice", player.seat.0))?;
            let bytes = bytes.len();
            let limit = HEAD + PLAYER * others + SHOT * in_flight;
            ensure(bytes <= limit, || format!("tick {tick}: {bytes} bytes, {limit} are allowed: {look:?}"))?;
            spare = spare.min(limit - bytes);
            players += others;
            shots += in_flight;
            sizes.push(bytes as f64);
        }
    }
    ensure(players > 1_000 && shots > 1_000, || format!("{players} others and {shots} shots: too few"))?;
    let did = activity.reached(stage)?;
    let (median, most) = (percentile(&mut sizes, 0.5), percentile(&mut sizes, 1.0));
    Ok(Figure::new(
        format!(
            "median {median} B, most {most} B, always at least {spare} B below, {players} others, {shots} shots; {did}"
        ),
        "20 B a player + 16 B a shot + 48 B",
    ))
}
