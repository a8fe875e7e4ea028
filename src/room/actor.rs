//! The `GameRoom` actor: it hands beats, arrivals and departures to its [`Game`] and wakes whoever got something.
//!
//! A panic in a tick ends this room alone: its players are told, and the game that panicked is never touched again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix::prelude::*;
use metrics::{counter, gauge, histogram};

use super::fanout::{Fanout, Flush, Post, SessionId};
use super::game::{Game, RoomEnd};
use super::messages::{Join, Joined, Leave, Obey, Parting, Pass, RoomEnded, SetMap, SetPreset, SetTuning, Stop};
use super::metrics as names;
use super::metronome::{Beat, Tempo};
use super::outbox::Outbox;
use super::pacer::Pacer;
use super::sandbox::{Heed, Order};
use super::seats::Arrival;
use super::tongue::Report;
use super::viewer::{Queued, ViewerId};
use super::watch::Watch;
use super::work::Work;
use crate::protocol::CloseReason;
use crate::sim::Time;

/// Kinds of snapshots.
const KEYFRAME: &str = "keyframe";
const DELTA: &str = "delta";
/// Counters are moved with each so many beats: to move all of them costs more than many a tick.
const REPORTED_EVERY: u64 = 6;
/// Why a room ends that has shown its match.
const SHOWN: &str = "shown";

/// A session in this room.
struct Member {
    viewer: ViewerId,
    session: SessionId,
    outbox: Arc<Outbox>,
    post: Arc<Post>,
}

/// Hosts one match at a time.
pub struct GameRoom {
    number: u32,
    /// None once a tick has panicked.
    game: Option<Game>,
    pacer: Pacer,
    tempo: Arc<dyn Tempo>,
    members: Vec<Member>,
    /// One post per worker thread that has a member here.
    posts: Vec<(Addr<Fanout>, Arc<Post>)>,
    ended: Recipient<RoomEnded>,
    /// How many may play here now, for whoever sends people here.
    places: Arc<AtomicU32>,
    /// Beats that were handled.
    beats: u64,
    reported: Work,
    skipped: u64,
    reported_bots: usize,
    /// A tick of this beat is measured part by part.
    measures: bool,
    /// A beat is on its way.
    beating: bool,
}

impl GameRoom {
    /// A room whose first tick is due at `start_us`.
    pub fn new(number: u32, game: Game, start_us: u64, tempo: Arc<dyn Tempo>, ended: Recipient<RoomEnded>) -> GameRoom {
        let places = Arc::new(AtomicU32::new(game.places().into()));
        GameRoom {
            places,
            number,
            game: Some(game),
            pacer: Pacer::new(start_us),
            tempo,
            members: Vec::new(),
            posts: Vec::new(),
            ended,
            beats: 0,
            reported: Work::default(),
            skipped: 0,
            reported_bots: 0,
            measures: false,
            beating: false,
        }
    }

    /// How many may play here, now and later on.
    pub fn places(&self) -> Arc<AtomicU32> {
        self.places.clone()
    }

    /// Runs the ticks that are due; answers why the room ends, if it does.
    fn run_due(&mut self) -> Option<&'static str> {
        let game = self.game.as_mut()?;
        let length = Time(game.next_step().0 * game.pace().slowness()?);
        let due = self.pacer.due(self.tempo.now_us(), length);
        if let Some(by_us) = self.pacer.take_moved() {
            game.schedule_moved(by_us);
        }
        self.run(due)
    }

    /// Runs so many ticks; answers why the room ends, if it does.
    fn run(&mut self, ticks: u32) -> Option<&'static str> {
        let game = self.game.as_mut()?;
        for _ in 0..ticks {
            let begun_us = self.tempo.now_us();
            let measures = game.world().tick.0.is_multiple_of(names::SAMPLED_EVERY);
            self.measures |= measures;
            let mut meter = Meter { tempo: &*self.tempo, since_us: begun_us };
            let watch: &mut dyn Watch = if measures { &mut meter } else { &mut () };
            let ticked = catch_unwind(AssertUnwindSafe(|| game.tick_watched(begun_us, watch).end));
            histogram!(names::TICK_TIME).record((self.tempo.now_us() - begun_us) as f64 / 1e6);
            match ticked {
                Ok(None) => (),
                Ok(Some(RoomEnd::Empty)) => return Some("empty"),
                Ok(Some(RoomEnd::Old)) => return Some("old"),
                Ok(Some(RoomEnd::Shown)) => return Some(SHOWN),
                Err(_) => return Some("panic"),
            }
        }
        for report in game.take_reports() {
            counter!(names::REPORTS, "why" => report.reason()).increment(1);
            let Report { name, mark, by, said, .. } = &report;
            tracing::warn!(room = self.number, why = report.reason(), name, mark, by, ?said, "a player was reported");
        }
        self.places.store(game.places().into(), Ordering::Release);
        counter!(names::TICKS).increment(u64::from(ticks));
        None
    }

    /// Wakes whoever got something in these ticks.
    fn wake(&mut self) {
        let begun_us = self.tempo.now_us();
        self.flush();
        if std::mem::take(&mut self.measures) {
            Meter { tempo: &*self.tempo, since_us: begun_us }.part("wake");
        }
    }

    /// Asks for the next beat, unless one is on its way or the room stands still.
    fn ask_beat(&mut self, ctx: &mut Context<Self>) {
        let stands = self.game.as_ref().is_none_or(|game| game.pace().slowness().is_none());
        if !self.beating && !stands {
            self.beating = true;
            self.tempo.beat_at(self.pacer.deadline_us(), ctx.address().recipient());
        }
    }

    /// The pace may be another one: who stood still goes on from now.
    fn keep_pace(&mut self, ctx: &mut Context<Self>) {
        if !self.beating {
            self.pacer.go_on(self.tempo.now_us());
        }
        self.ask_beat(ctx);
    }

    /// One tick, whatever the pace.
    fn step(&mut self, ctx: &mut Context<Self>) {
        if let Some(why) = self.run(1) {
            self.end(why, &CloseReason::RoomEnded, ctx);
        }
    }

    fn obey(&mut self, session: SessionId, order: Order, ctx: &mut Context<Self>) -> Heed {
        let viewer = self.members.iter().find(|member| member.session == session).map(|member| member.viewer);
        let (Some(game), Some(viewer)) = (&mut self.game, viewer) else { return Heed::Ignored };
        let heed = game.order(viewer, order, self.tempo.now_us());
        if heed == Heed::Step {
            self.step(ctx);
        }
        self.keep_pace(ctx);
        self.flush();
        heed
    }

    /// Wakes every member whose outbox holds something.
    fn flush(&self) {
        for member in self.members.iter().filter(|member| member.outbox.claim_wake()) {
            member.post.add(member.session);
        }
        for (fanout, post) in self.posts.iter().filter(|(_, post)| post.claim_flush()) {
            fanout.do_send(Flush(post.clone()));
        }
    }

    fn report(&mut self) {
        let Some(game) = &self.game else { return };
        let (work, before) = (game.work, self.reported);
        let (snapshots, keyframes) = (work.snapshots - before.snapshots, work.keyframes.sum() - before.keyframes.sum());
        counter!(names::SNAPSHOTS, "kind" => KEYFRAME).increment(keyframes);
        counter!(names::SNAPSHOTS, "kind" => DELTA).increment(snapshots.saturating_sub(keyframes));
        for ((reason, now), (_, then)) in work.keyframes.by_reason().zip(before.keyframes.by_reason()) {
            counter!(names::KEYFRAMES, "reason" => reason).increment(now - then);
        }
        for ((reason, now), (_, then)) in work.skipped.by_reason().into_iter().zip(before.skipped.by_reason()) {
            counter!(names::SNAPSHOTS_SKIPPED, "reason" => reason).increment(now - then);
        }
        for ((to, now), (_, then)) in work.steps.by_rate().zip(before.steps.by_rate()) {
            counter!(names::RATE_STEPS, "to" => to).increment(now - then);
        }
        for ((moment, now), (_, then)) in work.moments.by_name().into_iter().zip(before.moments.by_name()) {
            counter!(names::MOMENTS, "moment" => moment).increment(now - then);
        }
        let kills = work.moments.kills.into_iter().zip(before.moments.kills);
        for (weapon, (now, then)) in game.tuning().weapons.iter().zip(kills).filter(|(_, (now, then))| now > then) {
            counter!(names::KILLS, "weapon" => weapon.name.clone()).increment(now - then);
        }
        counter!(names::SAID).increment(work.said - before.said);
        counter!(names::KICKS).increment(work.kicks - before.kicks);
        counter!(names::SEATS_EXPIRED).increment(work.expired - before.expired);
        counter!(names::TICKS_SKIPPED).increment(self.pacer.skipped - self.skipped);
        let bots = game.seats().filled().filter(|(_, seat)| seat.is_bot()).count();
        gauge!(names::BOTS).increment(bots as f64 - self.reported_bots as f64);
        (self.reported, self.skipped, self.reported_bots) = (work, self.pacer.skipped, bots);
    }

    /// Tells everybody why, and stops.
    fn end(&mut self, why: &'static str, reason: &CloseReason, ctx: &mut Context<Self>) {
        self.report();
        self.game = None;
        self.members.iter().for_each(|member| member.outbox.close(reason.clone()));
        self.flush();
        counter!(names::ROOMS_ENDED, "why" => why).increment(1);
        match why {
            "panic" => tracing::error!(room = self.number, "a tick panicked, the room ends"),
            _ => tracing::info!(room = self.number, why, "the room ends"),
        }
        ctx.stop();
    }

    fn post_for(&mut self, fanout: Addr<Fanout>) -> Arc<Post> {
        if let Some((_, post)) = self.posts.iter().find(|(known, _)| *known == fanout) {
            return post.clone();
        }
        let post = Arc::new(Post::default());
        self.posts.push((fanout, post.clone()));
        post
    }

    fn admit(&mut self, join: Join) -> Result<Joined, CloseReason> {
        let game = self.game.as_mut().ok_or(CloseReason::RoomEnded)?;
        let Join { name, person, newcomer, aspect, link, ticket, inbox, outbox, .. } = join;
        let guest = Arrival { name, person, aspect, link, newcomer, ticket, ..Arrival::default() };
        let (joined, replaced) = match join.pass {
            Pass::Watch => (game.join(Arrival { watch: true, ..guest }, inbox, outbox.clone())?, None),
            Pass::Sit(kept) => (game.join(Arrival { reservation: Some(kept), ..guest }, inbox, outbox.clone())?, None),
            Pass::Resume(token) => {
                let resumed = game.resume(token, guest, inbox, outbox.clone())?;
                ((resumed.viewer, Some(resumed.seat)), resumed.replaced)
            }
        };
        let (viewer, seat) = joined;
        let post = self.post_for(join.fanout);
        self.members.push(Member { viewer, session: join.session, outbox, post });
        // Whoever was replaced is woken to hear of it, and then no member any more.
        self.flush();
        self.members.retain(|member| Some(member.viewer) != replaced);
        Ok(Joined { viewer, seat })
    }
}

/// Measures the parts of one tick.
struct Meter<'a> {
    tempo: &'a dyn Tempo,
    since_us: u64,
}

impl Watch for Meter<'_> {
    fn part(&mut self, name: &str) {
        let now_us = self.tempo.now_us();
        let took = now_us.saturating_sub(self.since_us) as f64 / 1e6;
        histogram!(names::TICK_PART_TIME, "part" => name.to_owned()).record(took);
        self.since_us = now_us;
    }

    fn snapshot(&mut self, Queued { bytes, keyframe }: Queued, round_trip: Option<Duration>) {
        let kind = if keyframe.is_some() { KEYFRAME } else { DELTA };
        histogram!(names::SNAPSHOT_BYTES, "kind" => kind).record(bytes as f64);
        if let Some(round_trip) = round_trip {
            histogram!(names::ROUND_TRIP).record(round_trip);
        }
    }
}

impl Actor for GameRoom {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.ask_beat(ctx);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        gauge!(names::BOTS).decrement(self.reported_bots as f64);
        self.ended.do_send(RoomEnded(self.number));
    }
}

impl Handler<Beat> for GameRoom {
    type Result = ();
    fn handle(&mut self, beat: Beat, ctx: &mut Self::Context) {
        self.beating = false;
        if let Some(game) = &self.game {
            game.faults().nap();
        }
        histogram!(names::TICK_LATENESS).record(self.tempo.now_us().saturating_sub(beat.due_us) as f64 / 1e6);
        match self.run_due() {
            Some(SHOWN) => self.end(SHOWN, &CloseReason::ReplayOver, ctx),
            Some(why) => self.end(why, &CloseReason::RoomEnded, ctx),
            None => {
                self.wake();
                self.beats += 1;
                if self.beats.is_multiple_of(REPORTED_EVERY) {
                    self.report();
                }
                self.ask_beat(ctx);
            }
        }
    }
}

impl Handler<Join> for GameRoom {
    type Result = Result<Joined, CloseReason>;
    fn handle(&mut self, join: Join, ctx: &mut Self::Context) -> Self::Result {
        let joined = self.admit(join);
        // Who joins a room that stands still brings a tick with them, or they would have no body and see nothing.
        if self.game.as_ref().is_some_and(|game| game.pace().slowness().is_none()) {
            self.step(ctx);
            self.flush();
        }
        joined
    }
}

impl Handler<Leave> for GameRoom {
    type Result = ();
    fn handle(&mut self, Leave { session, parting }: Leave, ctx: &mut Self::Context) {
        for member in self.members.extract_if(.., |member| member.session == session) {
            match (&mut self.game, parting) {
                (Some(game), Parting::Left) => game.leave(member.viewer),
                (Some(game), Parting::Lost) => game.lose(member.viewer),
                (None, _) => (),
            }
        }
        self.keep_pace(ctx);
    }
}

impl Handler<Obey> for GameRoom {
    type Result = ();
    fn handle(&mut self, Obey { session, order }: Obey, ctx: &mut Self::Context) {
        let heeded = if self.obey(session, order, ctx) == Heed::Ignored { "no" } else { "yes" };
        counter!(names::COMMANDS, "heeded" => heeded).increment(1);
    }
}

impl Handler<SetTuning> for GameRoom {
    type Result = ();
    fn handle(&mut self, SetTuning(tuning): SetTuning, _: &mut Self::Context) {
        if let Some(game) = &mut self.game {
            game.set_tuning(tuning);
        }
        self.flush();
    }
}

impl Handler<SetPreset> for GameRoom {
    type Result = ();
    fn handle(&mut self, SetPreset(preset): SetPreset, _: &mut Self::Context) {
        if let Some(game) = &mut self.game {
            game.set_preset(&preset);
        }
        self.flush();
    }
}

impl Handler<SetMap> for GameRoom {
    type Result = ();
    fn handle(&mut self, SetMap(map): SetMap, _: &mut Self::Context) {
        if let Some(game) = &mut self.game {
            game.set_map(map);
        }
    }
}

impl Handler<Stop> for GameRoom {
    type Result = ();
    fn handle(&mut self, _: Stop, ctx: &mut Self::Context) {
        self.end("stopping", &CloseReason::Stopping, ctx);
    }
}
