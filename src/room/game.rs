//! A room without its actor: seats, viewers and the world, advanced by one tick at a time.
//!
//! Pure: it is told the time and owns no socket, no thread and no actor. Live rooms and headless matches run this same
//! code. What it says to a viewer goes into that viewer's [`super::outbox::Outbox`].

pub mod holding;
mod hosting;
mod lending;
mod sandbox;
pub mod script;
mod sending;
mod talk;
mod telling;
mod voting;

use std::collections::VecDeque;
use std::sync::Arc;

use self::script::Script;
use super::faults::{Faults, HOARD_SNAPSHOT, HOARD_VIEWER};
use super::history::History;
use super::hold::Claim;
use super::idle::{Sitter, Turn};
use super::inbox::Inbox;
use super::keyframes::Why;
use super::outbox::Outbox;
use super::programme::{Preset, Programme};
use super::sandbox::Pace;
use super::seats::{Arrival, Bot, Holder, Seat, Seats};
use super::tongue::{Person, Reports};
use super::view::{Recruit, Recruiter, View};
use super::viewer::{Health, Lag, Viewer, ViewerId};
use super::watch::Watch;
use super::work::Work;
use crate::protocol::{self, CloseReason};
use crate::sim::chance::mix;
use crate::sim::step::step_watched;
use crate::sim::{self, Entry, Event, Map, Phase, SeatId, Tick, Time, Tuning, World};

/// From the moment a change of the tuning is told to the tick at which it takes effect.
pub const TUNING_NOTICE: Time = Time(150);
/// How long a room without any session lives.
pub const EMPTY_MAX: Time = Time(6_000);
/// How long a room lives in which nobody has a seat, though somebody watches: 5 min.
pub const WATCHED_MAX: Time = Time(300 * sim::time::TIME_PER_SECOND);
/// A room that is older closes between two matches: 24 h.
pub const AGE_MAX: Time = Time(24 * 3600 * sim::time::TIME_PER_SECOND);

/// What makes a room the room that it is.
#[derive(Clone)]
pub struct GameSettings {
    /// Number of the room on its node.
    pub room: u32,
    /// Five letters by which people name it.
    pub code: String,
    /// How many seats it has.
    pub seats: u8,
    /// How many of them are kept filled.
    pub fill: u8,
    /// What is played in turn; the first of them decides `fill` and `map`. None: what these two say, for ever.
    pub presets: Arc<[Preset]>,
    /// Only those who know its code come in, and the one who sits there longest is its host.
    pub private: bool,
    /// Decides all chance in it.
    pub seed: u64,
    /// Where it is played.
    pub map: Arc<Map>,
    /// Makes its bots.
    pub recruiter: Recruiter,
    /// It takes orders from whoever has a seat in it.
    pub sandbox: bool,
    /// Deliberate defects.
    pub faults: Faults,
}

/// Why a room ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomEnd {
    /// Nobody has been there for [`EMPTY_MAX`], or nobody but watchers for [`WATCHED_MAX`].
    Empty,
    /// It is older than [`AGE_MAX`].
    Old,
    /// The match that it showed again is over.
    Shown,
}

/// What a tick led to.
#[derive(Debug, Default)]
pub struct Ticked {
    /// What the step was told.
    pub entries: Vec<Entry>,
    /// What happened in the world.
    pub events: Vec<Event>,
    /// The room is to end.
    pub end: Option<RoomEnd>,
}

/// Seats, viewers and the world of one room.
pub struct Game {
    settings: GameSettings,
    /// As the file has it, without what the preset and a sandbox change.
    base: Arc<Tuning>,
    tuning: Arc<Tuning>,
    /// Changes of the tuning that have been told, with the tick of their effect.
    coming: VecDeque<(Tick, Arc<Tuning>)>,
    world: World,
    /// Counts the matches of this room from 1.
    number: u32,
    seats: Seats,
    /// Sorted by number.
    viewers: Vec<Viewer>,
    /// What their next snapshots can lean on.
    history: History,
    next_viewer: u32,
    recruits: u32,
    /// What the next step will be told beside the inputs.
    entries: Vec<Entry>,
    /// What it is told instead where a match is shown again.
    script: Option<Script>,
    /// World time since which there is no viewer, or none with a seat.
    empty_since: Time,
    roster_stale: bool,
    scores_stale: bool,
    /// From when on the scores may be told again.
    scores_due: Time,
    /// When the pings are told next.
    pings_due: Time,
    match_stale: bool,
    /// What is played in turn, and the vote on it.
    programme: Programme,
    ballot_stale: bool,
    /// From when on the votes may be told again.
    ballot_due: Time,
    /// What was reported since somebody asked last.
    reports: Reports,
    /// Those whom the host has sent away.
    barred: Vec<Person>,
    /// How many bots the host wants; none: as many as the preset says.
    hosted_fill: Option<u8>,
    /// The host as all have been told.
    told_host: Option<SeatId>,
    hosting_stale: bool,
    /// How fast its time runs: who ticks it keeps to that.
    pace: Pace,
    /// What a planted defect never lets go of.
    hoard: Vec<Vec<u8>>,
    /// Work done since the beginning.
    pub work: Work,
}

impl Game {
    /// A room whose first match begins with its first tick.
    pub fn new(mut settings: GameSettings, base: Arc<Tuning>) -> Game {
        let programme = Programme::new(settings.presets.clone());
        programme.now().into_iter().for_each(|preset| settings.play(preset));
        let tuning = settings.tuned(&base, programme.now());
        let mut game = Game {
            seats: Seats::new(settings.seats),
            world: World::new(match_seed(settings.seed, 1), Tick(0), Time(0), &settings.map, &tuning),
            settings,
            base,
            tuning,
            coming: VecDeque::new(),
            number: 1,
            viewers: Vec::new(),
            history: History::default(),
            next_viewer: 0,
            recruits: 0,
            entries: Vec::new(),
            script: None,
            empty_since: Time(0),
            roster_stale: false,
            scores_stale: false,
            scores_due: Time(0),
            pings_due: Time(0),
            match_stale: false,
            programme,
            ballot_stale: false,
            ballot_due: Time(0),
            reports: Reports::default(),
            barred: Vec::new(),
            hosted_fill: None,
            told_host: None,
            hosting_stale: false,
            pace: Pace::default(),
            hoard: Vec::new(),
            work: Work::default(),
        };
        game.recruit();
        game
    }

    /// The world as it stands.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The tuning in effect.
    pub fn tuning(&self) -> &Arc<Tuning> {
        &self.tuning
    }

    /// The length of the next step: a change of the tick rate may take effect with it.
    pub fn next_step(&self) -> Time {
        self.tuning_at(self.world.tick).step()
    }

    /// The tuning that will be in effect at this tick, as far as is known now.
    fn tuning_at(&self, tick: Tick) -> &Tuning {
        let coming = self.coming.iter().rev().find(|(from, _)| *from <= tick);
        coming.map_or(&self.tuning, |(_, tuning)| tuning)
    }

    /// The map of the room.
    pub fn map(&self) -> &Arc<Map> {
        &self.settings.map
    }

    /// Deliberate defects.
    pub fn faults(&self) -> &Faults {
        &self.settings.faults
    }

    /// Who sits where.
    pub fn seats(&self) -> &Seats {
        &self.seats
    }

    /// Everybody who is sent the room's state.
    pub fn viewers(&self) -> &[Viewer] {
        &self.viewers
    }

    /// What a bot knows: the newest view of its seat.
    pub fn view(&self, seat: SeatId) -> Option<&View> {
        self.seats.playing_bot(seat)?.view.as_ref()
    }

    /// Seats a person, or lets one watch without a seat; a bot gives way at once where no seat is free. For a newcomer all
    /// bots are easy until the end of the first match.
    pub fn join(
        &mut self,
        guest: Arrival,
        inbox: Arc<Inbox>,
        outbox: Arc<Outbox>,
    ) -> Result<(ViewerId, Option<SeatId>), CloseReason> {
        let (id, aspect, link) = (ViewerId(self.next_viewer), guest.aspect, guest.link.clone());
        let seat = if guest.watch || self.script.is_some() { None } else { Some(self.take_seat(guest, id)?) };
        self.next_viewer += 1;
        self.admit(Viewer::new(id, seat, aspect, inbox, outbox), link);
        Ok((id, seat))
    }

    fn admit(&mut self, viewer: Viewer, link: Option<String>) {
        self.greet(&viewer, link);
        self.hoard.extend(self.settings.faults.hoard(HOARD_VIEWER));
        self.viewers.push(viewer);
    }

    fn take_seat(&mut self, guest: Arrival, id: ViewerId) -> Result<SeatId, CloseReason> {
        let Arrival { name, person, newcomer, ticket, reservation, .. } = guest;
        if self.barred.iter().any(|barred| barred.is(&person)) {
            return Err(CloseReason::Kicked);
        }
        if self.seats.people() >= usize::from(self.places()) {
            return Err(CloseReason::Full);
        }
        if self.seats.filled().count() >= usize::from(self.places()) {
            let bot = self.seats.bot_to_go().ok_or(CloseReason::Full)?;
            self.free(bot);
        }
        let seat = self.seats.free_seat().ok_or(CloseReason::Full)?;
        // Who comes when it is over plays the next one first.
        let is_over = matches!(self.world.phase, Phase::Results { .. } | Phase::Closed);
        let first_match = newcomer.then_some(self.number + u32::from(is_over));
        let mut sitter = Sitter::new(id, self.world.now, first_match);
        (sitter.claim, sitter.reservation, sitter.person) = (ticket.map(Claim::new), reservation, person);
        let name = self.seats.unique(&name);
        self.seats.fill(seat, Seat { name, holder: Holder::Viewer(Box::new(sitter)) });
        self.entries.push(Entry::Join(seat));
        self.roster_stale = true;
        Ok(seat)
    }

    fn free(&mut self, seat: SeatId) {
        if self.seats.free(seat).is_some() {
            self.entries.push(Entry::Leave(seat));
            self.roster_stale = true;
            self.ballot_stale |= self.programme.forget(seat);
        }
    }

    /// Changes the tuning of the file, [`TUNING_NOTICE`] from now, and tells all viewers.
    pub fn set_tuning(&mut self, base: Arc<Tuning>) {
        self.base = base;
        self.retune();
    }

    /// What is played by is another one, [`TUNING_NOTICE`] from now: tells all viewers.
    fn retune(&mut self) {
        let tuning = self.settings.tuned(&self.base, self.programme.next());
        let (mut tick, mut notice) = (self.world.tick, Time(0));
        // Step by step, because a change that is on its way may change their length: so what is told later never takes
        // effect sooner.
        while notice < TUNING_NOTICE {
            notice = notice.after(self.tuning_at(tick).step());
            tick = tick.plus(1);
        }
        self.tell(&protocol::tuning_message(tick, &tuning));
        self.coming.push_back((tick, tuning));
    }

    /// A map is another one. If it is played here, the next tick begins another match on it, with everybody in their seats;
    /// while a result is shown that stands, and so does what was voted for.
    pub fn set_map(&mut self, map: Arc<Map>) {
        self.programme.redraw(&map);
        let is_always = self.programme.now().is_none();
        let is_on = self.settings.map.file.name == map.file.name && !matches!(self.world.phase, Phase::Results { .. });
        if is_always || is_on {
            self.settings.map = map;
            self.world.phase = Phase::Closed;
        }
    }

    /// The schedule of ticks moved by this much: viewers are told in their next snapshot.
    pub fn schedule_moved(&mut self, by_us: u64) {
        self.viewers.iter_mut().for_each(|viewer| viewer.schedule_moved(by_us));
    }

    /// Advances the room by one tick.
    pub fn tick(&mut self, now_us: u64) -> Ticked {
        self.tick_watched(now_us, &mut ())
    }

    /// The same while somebody looks on.
    pub fn tick_watched(&mut self, now_us: u64, watch: &mut dyn Watch) -> Ticked {
        let tick = self.world.tick;
        assert!(!self.settings.faults.panics(self.settings.room, tick), "a fault was planted at this tick");
        self.turn_tuning(tick);
        self.settings.faults.waste();
        self.close_vote_if_due();
        self.start_match_if_due();
        self.read_inboxes(tick);
        self.heed_wishes();
        self.confirm_claims();
        self.expire_claims();
        watch.part("inboxes");
        self.recruit();
        let entries = if self.script.is_some() { self.follow_script(tick) } else { self.take_entries(tick) };
        watch.part("bots");
        let events =
            step_watched(&mut self.world, &entries, &self.settings.map, &self.tuning, |name, _| watch.part(name));
        self.heed(&events);
        self.gather(tick, &events);
        self.tell_changes();
        watch.part("events");
        // Whoever looks at time that is slow wants to see all of it.
        if tick.0.is_multiple_of(self.tuning.snapshot_ticks()) || self.pace != Pace::Full {
            self.show(tick, now_us, watch);
        }
        Ticked { entries, events, end: self.end() }
    }

    fn start_match_if_due(&mut self) {
        if self.world.phase != Phase::Closed || self.script.is_some() {
            return;
        }
        self.take_turn();
        self.number += 1;
        let seed = match_seed(self.settings.seed, self.number);
        self.world = World::new(seed, self.world.tick, self.world.now, &self.settings.map, &self.tuning);
        self.entries.retain(|entry| !matches!(entry, Entry::Join(_) | Entry::Leave(_)));
        self.entries.extend(self.seats.filled().map(|(seat, _)| Entry::Join(seat)));
        for viewer in &mut self.viewers {
            viewer.sight.forget_match();
            viewer.begin_anew(Why::Match);
        }
        self.seats.playing_bots_mut().for_each(|(_, bot)| bot.sight.forget_match());
        (self.match_stale, self.scores_stale, self.scores_due) = (true, true, Time(0));
        self.tell(&self.loose().into());
    }

    fn turn_tuning(&mut self, tick: Tick) {
        while self.coming.front().is_some_and(|(at, _)| *at <= tick) {
            if let Some((_, tuning)) = self.coming.pop_front() {
                self.tuning = tuning;
            }
        }
    }

    fn read_inboxes(&mut self, tick: Tick) {
        self.viewers.iter_mut().for_each(|viewer| viewer.read_inbox(tick, &self.tuning));
    }

    /// Keeps as many seats filled as the room wants. A bot that is to leave does so while it is dead.
    fn recruit(&mut self) {
        let newcomers = self.seats.newcomers(self.number);
        self.seats.playing_bots_mut().for_each(|(_, bot)| bot.brain.ease(newcomers));
        self.seats.settle(self.fill());
        let is_dead = |seat| self.world.player(seat).is_some_and(|player| !player.is_alive());
        let leaving: Vec<SeatId> = self.seats.leaving_bots().filter(|seat| is_dead(*seat)).collect();
        leaving.into_iter().for_each(|seat| self.free(seat));
        while self.seats.staying_bots() < self.seats.bots_wanted(self.fill()) {
            let Some(id) = self.seats.free_seat() else { return };
            let Recruit { name, brain } = self.recruit_one();
            let bot = Bot::new(id, brain, self.settings.faults.see_all);
            let name = self.seats.unique(&name);
            self.seats.fill(id, Seat { name, holder: Holder::Bot(Box::new(bot)) });
            self.entries.push(Entry::Join(id));
            self.roster_stale = true;
        }
    }

    /// Everything that the next step is told: arrivals and departures in their order, then an input per seat that changed.
    fn take_entries(&mut self, tick: Tick) -> Vec<Entry> {
        let mut entries = std::mem::take(&mut self.entries);
        let joining = |entries: &[Entry], seat| entries.contains(&Entry::Join(seat));
        let mut lent = Vec::new();
        let step = self.tuning.step();
        let end = self.world.now.after(step);
        for (id, seat) in self.seats.filled_mut() {
            let bots_act = !self.settings.faults.dazed;
            let input = match &mut seat.holder {
                Holder::Recorded { .. } => None,
                Holder::Bot(bot) => bot.act().filter(|_| bots_act),
                Holder::Viewer(sitter) => {
                    let own = match self.viewers.binary_search_by_key(&sitter.viewer, |v| v.id) {
                        Ok(at) => Some(self.viewers[at].input(tick, step, end)),
                        Err(_) => sitter.claim.as_mut().and_then(|claim| claim.plan(tick, step)),
                    };
                    let Some(own) = own else { continue };
                    match sitter.turn(own, self.world.now, Time(self.tuning.round.idle as u32)) {
                        Turn::Stay => (),
                        Turn::Leave => lent.push(id),
                        Turn::Return => self.roster_stale = true,
                    }
                    let stand_in = sitter.stand_in.as_mut().filter(|_| bots_act);
                    stand_in.and_then(|bot| bot.act()).or(Some(own))
                }
            };
            let Some(input) = input else { continue };
            let held = self.world.player(id).map(|player| player.input);
            if held != Some(input) || joining(&entries, id) {
                entries.push(Entry::Input(id, input));
            }
        }
        lent.into_iter().for_each(|seat| self.lend(seat));
        entries
    }

    /// Draws the room's conclusions from what happened.
    fn heed(&mut self, events: &[Event]) {
        for event in events {
            self.work.moments.count(event);
            match event {
                // A seat that changes hands begins at zero.
                Event::Killed { .. } | Event::Dropped { .. } | Event::Wound { .. } => self.scores_stale = true,
                Event::Joined { .. } | Event::Left { .. } => self.scores_stale = true,
                Event::Sided { .. } => self.roster_stale = true,
                Event::MatchBegan | Event::SuddenDeath => self.match_stale = true,
                Event::MatchEnded { .. } => {
                    self.match_stale = true;
                    self.open_vote();
                }
                _ => (),
            }
        }
    }

    fn is_only_watched(&self) -> bool {
        self.viewers.iter().all(|viewer| viewer.seat.is_none())
    }

    /// Nobody has played here for too long. Who watches a recorded match is all that there is of it.
    fn is_deserted(&self) -> bool {
        let most = match self.viewers.is_empty() {
            true => EMPTY_MAX,
            false if self.script.is_some() => return false,
            false => WATCHED_MAX,
        };
        self.is_only_watched() && !self.holds_seats() && self.empty_since.after(most) <= self.world.now
    }

    fn end(&self) -> Option<RoomEnd> {
        if self.is_deserted() && !self.settings.faults.room_kept {
            return Some(RoomEnd::Empty);
        }
        if self.script.as_ref().is_some_and(|script| script.is_over(&self.world)) {
            return Some(RoomEnd::Shown);
        }
        (self.world.phase == Phase::Closed && self.world.now >= AGE_MAX).then_some(RoomEnd::Old)
    }
}

/// The seed of the n-th match of a room.
fn match_seed(seed: u64, number: u32) -> u64 {
    let (high, low) = ((seed >> 32) as u32, seed as u32);
    u64::from(mix(high, low, number)) << 32 | u64::from(mix(low, high, number))
}
