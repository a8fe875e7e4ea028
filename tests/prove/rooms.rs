//! Claims about a room without its actor and without a socket: what it encodes, what it lets a seat know, when it ends.

use std::sync::Arc;

use fray::bots::filler::recruiter;
use fray::bots::navigation::Atlas;
use fray::config::assets::embedded_default;
use fray::config::maps::embedded;
use fray::protocol::Snapshot;
use fray::room::game::RoomEnd;
use fray::room::inbox::{Inbox, Packet};
use fray::room::interest::view_half;
use fray::room::outbox::Outbox;
use fray::room::seats::Arrival;
use fray::room::sight::BOT_ASPECT;
use fray::room::{Game, GameSettings, Recruiter};
use fray::sim::{Tick, Time, Tuning, World, fields};

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};
use super::host::faults;

/// Microseconds of a tick at 60 Hz.
const TICK_US: u64 = 16_667;
/// A piece's place is rounded to an eighth of a unit.
const ROUNDING: f64 = 0.13;

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new(
            "work",
            "8 viewers, one stalled, 1,000 ticks: each player encoded once beside first sights, nothing for the stalled",
            work,
        )
        .turned_red_by(&["encode_each", "acks_ignored"]),
        Claim::new("views", "a brain is given nothing outside of its view rectangle and margin", views)
            .turned_red_by(&["see_all"]),
        Claim::new("seeds", "the same seed gives the same match", seeds).turned_red_by(&["unseeded"]),
        Claim::new("seats", "who leaves frees the seat, and a bot takes it", seats).turned_red_by(&["seat_kept"]),
        Claim::new("empty_room", "a room without any session for 10 s ends", empty_room).turned_red_by(&["room_kept"]),
    ]
}

/// A room of bots on the shipped map.
fn game(stage: &Stage, seats: u8, fill: u8) -> Result<Game, Failure> {
    game_of(stage, seats, fill, |recruiter| recruiter)
}

/// The same, whose bots are made otherwise.
pub fn game_of(
    stage: &Stage,
    seats: u8,
    fill: u8,
    change: impl FnOnce(Recruiter) -> Recruiter,
) -> Result<Game, Failure> {
    game_by(stage, seats, fill, embedded_default(), change)
}

/// The same by another tuning.
pub fn game_by(
    stage: &Stage,
    seats: u8,
    fill: u8,
    tuning: Tuning,
    change: impl FnOnce(Recruiter) -> Recruiter,
) -> Result<Game, Failure> {
    let map = embedded("hoop").ok_or_else(|| Failure::Broken("the shipped map is missing".into()))?;
    let settings = GameSettings {
        room: 2,
        code: "BCDFG".into(),
        seats,
        fill,
        seed: stage.seed,
        presets: Arc::default(),
        private: false,
        map,
        recruiter: change(recruiter(Arc::new(Atlas::default()))),
        sandbox: false,
        faults: faults(stage.fault),
    };
    Ok(Game::new(settings, Arc::new(tuning)))
}

/// The shipped tuning with a view of the whole map.
pub fn wide() -> Tuning {
    let mut tuning = embedded_default();
    (tuning.view.width, tuning.view.height, tuning.view.margin) = (3_200 * 256, 1_800 * 256, 500);
    tuning
}

/// A viewer at the other end of an inbox and an outbox.
struct Viewer {
    inbox: Arc<Inbox>,
    outbox: Arc<Outbox>,
}

impl Viewer {
    fn join(game: &mut Game) -> Result<Viewer, Failure> {
        let viewer = Viewer { inbox: Arc::default(), outbox: Arc::default() };
        let joined = game.join(
            Arrival { name: "guest".into(), aspect: BOT_ASPECT, ..Arrival::default() },
            viewer.inbox.clone(),
            viewer.outbox.clone(),
        );
        joined.map_err(|reason| Failure::Broken(format!("nobody may join: {reason:?}")))?;
        Ok(viewer)
    }

    /// Takes what waits and acknowledges the snapshot in it.
    fn keep_up(&self, now_us: u64) {
        let mut messages = Vec::new();
        self.outbox.take(&mut messages);
        let ticks = messages.iter().filter_map(|message| super::peer::snapshot_tick(message));
        for tick in ticks {
            self.inbox.push(Packet::Ack { tick: Tick(tick), hidden: false }, now_us);
        }
    }
}

fn work(stage: &Stage) -> Verdict {
    let mut game = game_by(stage, 16, 16, wide(), |recruiter| recruiter)?;
    let viewers = (0..8).map(|_| Viewer::join(&mut game)).collect::<Result<Vec<_>, _>>()?;
    let mut at_overdue = 0;
    for tick in 0..1_000_u64 {
        let now_us = tick * TICK_US;
        game.tick(now_us);
        // The last one stalls from tick 100 on; its socket takes what is written, but it acknowledges nothing.
        let keeps_up = if tick < 100 { 8 } else { 7 };
        viewers[..keeps_up].iter().for_each(|viewer| viewer.keep_up(now_us));
        viewers[keeps_up..].iter().for_each(|viewer| drop(viewer.outbox.take(&mut Vec::new())));
        if tick == 120 {
            at_overdue = game.viewers()[7].snapshots;
        }
        if tick % 50 == 0 {
            same_after_a_round_trip(game.world())?;
        }
    }
    let (counted, stalled) = (game.work, game.viewers()[7].snapshots - at_overdue);
    let each = counted.encodings as f64 / counted.pieces as f64;
    ensure(counted.pieces > 6_000, || format!("too little happened: {counted:?}"))?;
    ensure(each <= 1.1, || format!("{each:.2} encodings of each player and snapshot tick"))?;
    ensure(stalled == 0, || format!("{stalled} snapshots were encoded for one who acknowledges nothing"))?;
    Ok(Figure::new(format!("{each:.2} encodings a player, {stalled} for the stalled"), "≤ 1.1, 0"))
}

/// The world as bytes and back is the same world.
fn same_after_a_round_trip(world: &World) -> Result<(), Failure> {
    let bytes = rmp_serde::to_vec(world).map_err(|error| Failure::Broken(error.to_string()))?;
    let back: World = rmp_serde::from_slice(&bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    ensure(fields::hash(&back) == fields::hash(world), || "a world is another one after bytes and back".into())
}

fn views(stage: &Stage) -> Verdict {
    let mut game = game(stage, 8, 8)?;
    let (mut shown, mut hidden) = (0_u64, 0_u64);
    for tick in 0..stage.pick(1_200, 14_400) {
        game.tick(tick * TICK_US);
        let present: Vec<_> = game.seats().filled().map(|(seat, _)| seat).collect();
        for view in present.iter().filter_map(|seat| game.view(*seat)) {
            if u64::from(view.snapshot.tick) == tick {
                outside(&view.snapshot, game.tuning())?;
                shown += view.snapshot.players.len() as u64;
                hidden += (game.world().players.len() - view.snapshot.players.len()) as u64;
            }
        }
    }
    ensure(shown > 1_000 && hidden > 1_000, || format!("{shown} players were shown, {hidden} hidden: too few"))?;
    Ok(Figure::new(format!("{shown} players shown, {hidden} hidden"), "0 outside of the rectangle"))
}

/// Fails if anything of this snapshot lies where its owner may not see.
fn outside(snapshot: &Snapshot, tuning: &Tuning) -> Result<(), Failure> {
    let Some(own) = &snapshot.own else { return Ok(()) };
    let margin = 1.0 + f64::from(tuning.view.margin) / 1000.0;
    let half = view_half(BOT_ASPECT, tuning);
    let place = |x8: u16, y8: u16| (f64::from(x8) / 8.0, f64::from(y8) / 8.0);
    let players = snapshot.players.iter().map(|piece| place(piece.x8, piece.y8));
    for (x, y) in players.chain(snapshot.shots.iter().map(|piece| place(piece.x8, piece.y8))) {
        let (dx, dy) = ((x - f64::from(own.x) / 256.0).abs(), (y - f64::from(own.y) / 256.0).abs());
        let inside = dx <= half.x * margin + ROUNDING && dy <= half.y * margin + ROUNDING;
        ensure(inside, || format!("tick {}: something {dx:.0}, {dy:.0} units away is shown", snapshot.tick))?;
    }
    Ok(())
}

fn seeds(stage: &Stage) -> Verdict {
    let ticks = stage.pick(1_200, 14_000);
    let hash = |stage: &Stage| -> Result<(u64, u32), Failure> {
        let mut game = game(stage, 8, 8)?;
        (0..ticks).for_each(|tick| drop(game.tick(tick * TICK_US)));
        Ok((fields::hash(game.world()), game.world().players.iter().map(|player| u32::from(player.deaths)).sum()))
    };
    let ((first, deaths), (second, _)) = (hash(stage)?, hash(stage)?);
    ensure(deaths > 0, || "nobody died: nothing happened".into())?;
    ensure(first == second, || format!("the worlds' hashes are {first:016x} and {second:016x}"))?;
    let other = Stage { seed: stage.seed ^ 1, ..*stage };
    ensure(hash(&other)?.0 != first, || "another seed gives the same match".into())?;
    Ok(Figure::new(format!("{first:016x} twice, {deaths} deaths"), "equal hashes"))
}

fn seats(stage: &Stage) -> Verdict {
    let mut game = game(stage, 8, 8)?;
    let mut now_us = 0;
    for _ in 0..20 {
        let (inbox, outbox) = (Arc::default(), Arc::default());
        let (id, _) = game
            .join(Arrival { name: "guest".into(), aspect: BOT_ASPECT, ..Arrival::default() }, inbox, outbox)
            .map_err(|reason| Failure::Broken(format!("a seat was not freed: {reason:?}")))?;
        for turn in 0..10 {
            now_us += TICK_US;
            game.tick(now_us);
            if turn == 4 {
                game.leave(id);
            }
        }
    }
    let people = game.seats().filled().filter(|(_, seat)| !seat.is_bot()).count();
    ensure(people == 0, || format!("{people} seats are filled by people who have left"))?;
    Ok(Figure::new("20 people came and went", "no seat stays taken"))
}

fn empty_room(stage: &Stage) -> Verdict {
    let mut game = game(stage, 8, 2)?;
    let (inbox, outbox) = (Arc::default(), Arc::default());
    let joined = game.join(Arrival { name: "guest".into(), aspect: BOT_ASPECT, ..Arrival::default() }, inbox, outbox);
    let (id, _) = joined.map_err(|reason| Failure::Broken(format!("nobody may join: {reason:?}")))?;
    game.tick(0);
    game.leave(id);
    let left = game.world().now;
    let ended = (1..900).find(|tick| game.tick(tick * TICK_US).end == Some(RoomEnd::Empty));
    ensure(ended.is_some(), || "it goes on for 15 s".into())?;
    let after = f64::from(Time(game.world().now.0 - left.0).0) / 600.0;
    ensure((9.9..10.2).contains(&after), || format!("it ended after {after:.1} s"))?;
    Ok(Figure::new(format!("ended after {after:.1} s"), "10 s"))
}
