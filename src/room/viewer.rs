//! One viewer: whoever is sent the room's state, with a seat or without, and what it was sent.
//!
//! Pure but for its [`Inbox`] and [`Outbox`]. The client's health is read from its acknowledgements alone, never from
//! how full a buffer is.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::history::History;
use super::inbox::{Inbox, Packet, Wish};
use super::keyframes::{Lean, SUM_EVERY, Why};
use super::outbox::Outbox;
use super::plan::{Done, Plan, Timing};
use super::shown::Shown;
use super::sight::Sight;
use super::steps::{Steps, Taken};
use crate::protocol::{Frame, Head};
use crate::sim::input::FIRE;
use crate::sim::{Input, SeatId, Seen, Tick, Time, Tuning, World};

/// Snapshots in flight longer than the fastest round trip and this are overdue: the viewer is skipped.
pub const OVERDUE_US: u64 = 250_000;
/// A snapshot that stays unacknowledged for so long closes the connection.
pub const SILENT_US: u64 = 5_000_000;
/// Most snapshots in flight. One more would push out the oldest, by which a viewer's silence is measured.
pub const SENT_MAX: usize = 64;
/// From one snapshot to the next for a page that is hidden.
pub const HIDDEN_US: u64 = 1_000_000;
/// Round trips of which the fastest counts.
const ROUND_TRIPS: usize = 32;

/// The number of a viewer within its room; never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ViewerId(pub u32);

/// One viewer.
#[derive(Debug)]
pub struct Viewer {
    /// Its number.
    pub id: ViewerId,
    /// The seat that it fills; none for one who watches.
    pub seat: Option<SeatId>,
    /// What it is told.
    pub sight: Sight,
    /// What it sent.
    pub inbox: Arc<Inbox>,
    /// What it is to be sent.
    pub outbox: Arc<Outbox>,
    /// What it will do.
    pub plan: Plan,
    /// What it was sent lately.
    shown: Shown,
    /// Snapshots sent and not yet acknowledged, oldest first.
    in_flight: VecDeque<Sent>,
    round_trips_us: VecDeque<u64>,
    /// How many of the room's snapshots it gets.
    steps: Steps,
    /// What its next snapshot leans on.
    lean: Lean,
    /// The schedule moved since its last snapshot.
    moved: bool,
    /// Its page is hidden, by its own word.
    pub hidden: bool,
    /// It has said something, and nobody has asked yet.
    spoke: bool,
    /// What it wants, oldest first, and has not been heeded yet.
    pub wishes: Vec<Wish>,
    /// When it was sent a snapshot last.
    shown_us: Option<u64>,
    /// Snapshots that were encoded for it.
    pub snapshots: u64,
    /// Snapshots that it was skipped for.
    pub skipped: u64,
    spare: Vec<(u64, Packet)>,
}

/// A snapshot in flight.
#[derive(Clone, Copy, Debug)]
struct Sent {
    tick: Tick,
    at_us: u64,
    /// Since when its acknowledgement is waited for: later than `at_us` by what the room itself stood still meanwhile.
    waited_since_us: u64,
}

/// A snapshot that was queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// How large it is.
    pub bytes: usize,
    /// Why it is a keyframe, if it is one.
    pub keyframe: Option<Why>,
}

/// Whether a viewer gets the snapshot that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It keeps up.
    Fine,
    /// It keeps up, and its page is hidden: the next one is for later.
    Hidden,
    /// It does not keep up.
    Behind(Lag),
    /// It has acknowledged nothing for [`SILENT_US`].
    Silent,
}

/// Why a viewer is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// An acknowledgement is overdue.
    Overdue,
    /// [`SENT_MAX`] snapshots are in flight.
    InFlight,
    /// Its last snapshot still waits in its outbox.
    Unwritten,
    /// It fell behind before, and gets fewer.
    Rate,
}

impl Viewer {
    /// A viewer that has been sent nothing.
    pub fn new(id: ViewerId, seat: Option<SeatId>, aspect: u16, inbox: Arc<Inbox>, outbox: Arc<Outbox>) -> Viewer {
        Viewer {
            id,
            seat,
            sight: Sight::new(seat, aspect),
            inbox,
            outbox,
            plan: Plan::default(),
            shown: Shown::default(),
            in_flight: VecDeque::new(),
            round_trips_us: VecDeque::new(),
            steps: Steps::default(),
            lean: Lean::new(Why::Joined),
            moved: false,
            hidden: false,
            spoke: false,
            wishes: Vec::new(),
            shown_us: None,
            snapshots: 0,
            skipped: 0,
            spare: Vec::new(),
        }
    }

    /// The same, of one who was here before on another connection.
    pub fn come_back(self) -> Viewer {
        Viewer { lean: Lean::new(Why::Resumed), ..self }
    }

    /// Reads what has arrived since the last tick.
    pub fn read_inbox(&mut self, next: Tick, tuning: &Tuning) {
        let mut packets = std::mem::take(&mut self.spare);
        self.inbox.swap(&mut packets);
        for (received_us, packet) in packets.drain(..) {
            self.spoke = true;
            match packet {
                Packet::Ack { tick, hidden } => {
                    self.acknowledge(tick, received_us);
                    self.hide(hidden);
                }
                Packet::Wish(wish) => self.wishes.push(wish),
                Packet::KeyframeRequest(why) => drop(self.lean.ask(why, received_us)),
                Packet::Input(input) => {
                    self.acknowledge(Tick(input.ack), received_us);
                    self.hide(false);
                    let seen = self.shown.claimed(&input, Time(tuning.view.delay as u32));
                    self.plan.accept(&input, seen, next, tuning.step());
                }
            }
        }
        self.spare = packets;
    }

    /// What its player does in this tick, which is `step` long and ends at `end`.
    pub fn input(&mut self, tick: Tick, step: Time, end: Time) -> Input {
        let Done { input, seen } = self.plan.take(tick, step);
        let fires = input.buttons & FIRE != 0;
        let seen = seen.filter(|_| fires).map_or(Seen::PRESENT, |moment| self.shown.seen(moment, end));
        Input { seen, ..input }
    }

    /// Its page is hidden or shown. Whoever looks again begins with what is there now.
    fn hide(&mut self, hidden: bool) {
        if self.hidden && !hidden {
            self.begin_anew(Why::Resumed);
        }
        self.hidden = hidden;
    }

    /// True when it has spoken since the last time that somebody asked.
    pub fn take_word(&mut self) -> bool {
        std::mem::take(&mut self.spoke)
    }

    /// All snapshots up to this one have arrived. A tick of which none was sent acknowledges nothing: who claims the future
    /// has not read the present.
    fn acknowledge(&mut self, tick: Tick, received_us: u64) {
        let Some(at) = self.in_flight.iter().position(|sent| sent.tick == tick) else { return };
        let sent_us = self.in_flight[at].at_us;
        self.round_trips_us.push_back(received_us.saturating_sub(sent_us));
        if self.round_trips_us.len() > ROUND_TRIPS {
            self.round_trips_us.pop_front();
        }
        self.in_flight.drain(..=at);
    }

    /// The fastest of the last round trips, snapshot to acknowledgement; zero before the first.
    pub fn round_trip_us(&self) -> u64 {
        self.fastest_round_trip().map_or(0, |trip| trip.as_micros() as u64)
    }

    /// The same; none before the first. Of all it waited least at the client, who acknowledges some snapshots only.
    pub fn fastest_round_trip(&self) -> Option<Duration> {
        self.round_trips_us.iter().min().map(|us| Duration::from_micros(*us))
    }

    /// The newest round trip; none before the first.
    pub fn last_round_trip(&self) -> Option<Duration> {
        self.round_trips_us.back().map(|us| Duration::from_micros(*us))
    }

    /// Whether the next snapshot is for this viewer.
    pub fn health(&self, now_us: u64) -> Health {
        let waits_us = self.in_flight.front().map_or(0, |sent| now_us.saturating_sub(sent.waited_since_us));
        if waits_us > SILENT_US {
            Health::Silent
        } else if waits_us > self.round_trip_us() + OVERDUE_US {
            Health::Behind(Lag::Overdue)
        } else if self.in_flight.len() >= SENT_MAX {
            Health::Behind(Lag::InFlight)
        } else if self.outbox.is_busy() {
            Health::Behind(Lag::Unwritten)
        } else if self.hidden && self.shown_us.is_some_and(|shown_us| now_us.saturating_sub(shown_us) < HIDDEN_US) {
            Health::Hidden
        } else {
            Health::Fine
        }
    }

    /// The same; one that falls behind gets fewer from then on, until it was calm for long.
    pub fn turn(&mut self, now_us: u64, taken: &mut Taken) -> Health {
        let health = self.health(now_us);
        let overdue = health == Health::Behind(Lag::Overdue);
        self.steps.observe(overdue, now_us).into_iter().for_each(|to| taken.count(to));
        match health {
            Health::Fine if !self.steps.is_turn(self.in_flight.len()) => Health::Behind(Lag::Rate),
            health => health,
        }
    }

    /// The schedule moved by this much: its next snapshot says so. While the room stood still nobody was silent.
    pub fn schedule_moved(&mut self, by_us: u64) {
        self.moved = true;
        self.in_flight.iter_mut().for_each(|sent| sent.waited_since_us += by_us);
    }

    /// Nothing that it was sent counts any more: its next snapshot is due at once, and a keyframe.
    pub fn begin_anew(&mut self, why: Why) {
        self.shown_us = None;
        self.lean.cut(why);
    }

    /// Encodes the snapshot of `frame` and queues it.
    pub fn send(&mut self, frame: &Frame, history: &History, world: &World, tuning: &Tuning, now_us: u64) -> Queued {
        if self.sight.lost {
            self.begin_anew(Why::Overflow);
        }
        let head = self.head();
        let look = self.sight.look(frame, world, tuning);
        let past = self.lean.told.tick.and_then(|tick| history.at(tick));
        let keyframe = self.lean.take_due(past.is_some());
        let snapshot = frame.snapshot(&head, &look, &mut self.lean.told, past);
        let bytes = snapshot.len();
        self.outbox.push_snapshot(snapshot);
        self.shown.push(frame.tick, frame.now);
        self.shown_us = Some(now_us);
        self.in_flight.push_back(Sent { tick: frame.tick, at_us: now_us, waited_since_us: now_us });
        if self.in_flight.len() > SENT_MAX {
            self.in_flight.pop_front();
        }
        self.snapshots += 1;
        self.steps.sent();
        Queued { bytes, keyframe }
    }

    fn head(&mut self) -> Head {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let moved = flag(std::mem::take(&mut self.moved), Head::MOVED);
        let Timing { lead, unheard, late, .. } = self.plan.take_timing();
        let sum = flag(self.snapshots % SUM_EVERY == SUM_EVERY - 1, Head::SUM);
        let rate = self.steps.rate() as u8 * Head::RATE;
        Head { flags: moved | flag(unheard, Head::UNHEARD) | flag(late, Head::LATE) | sum | rate, lead }
    }
}
