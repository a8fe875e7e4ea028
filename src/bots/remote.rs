//! A bot's end of the protocol, without the socket: messages of a server in, messages of a client out.
//!
//! ```text
//! Welcome, Tuning, Snapshot ─▶ View, the same as a bot of the room has ─▶ Brain ─▶ Input, at most one a snapshot
//! ```
//!
//! It is driven by snapshots and reads no clock: each one brings the ticks up to three beyond it, and the brain is asked
//! once for each of them. What it holds is told with every snapshot; while it holds nothing and its aim rests, it only
//! acknowledges, ten times a second.

use std::sync::Arc;

use super::flights;
use super::litter::Litter;
use crate::protocol::{
    Ack, Baseline, ClientMessage, Goodbye, Hello, InputMessage, KeyframeRequest, Rebuilt, Roster, Run, ServerMessage,
    Snapshot, SnapshotMessage, VERSION, Welcome, WireEvent, close,
};
use crate::room::sight::BOT_ASPECT;
use crate::room::{Brain, View};
use crate::sim::{Input, Map, SeatId, Tuning};

/// Inputs are stamped so many ticks beyond the newest snapshot.
const AHEAD: u32 = 3;
/// After a longer gap no more ticks than these are filled, so that the runs fit a message.
const TICKS_MAX: u32 = 16;
/// Acknowledgements a second while nothing else is said.
const ACKS_PER_SECOND: u32 = 10;
/// How far a screen that shows the newest snapshot itself has gone from the one before it, in 1/16.
const ARRIVED: u8 = 16;

/// Gives the map with a hash, as the welcome names it.
pub type MapSource = Arc<dyn Fn(&str) -> Option<Arc<Map>> + Send + Sync>;

/// What a remote player does.
pub enum Role {
    /// It plays: a brain decides, on maps from the source.
    Plays(Box<dyn Brain + Send>, MapSource),
    /// It has a seat, stands in it and acknowledges.
    Acknowledges,
    /// It watches without a seat.
    Watches,
}

/// What a server said that a remote player cannot go on from.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// The server closes.
    #[error("the server says goodbye with code {}: {}", .0.code, close::about(.0.code))]
    Goodbye(Goodbye),
    /// The welcome or a match names a map that the source does not have.
    #[error("no map has the hash {0}")]
    UnknownMap(String),
    /// The tuning has another number of values than this build's.
    #[error("a tuning of {0} values is not of this build")]
    Tuning(usize),
}

/// What a remote player has seen happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Snapshots.
    pub snapshots: u64,
    /// Snapshots a second that the tuning in effect promises.
    pub rate: u64,
    /// Snapshots that came more ticks after the one before than the tuning says.
    pub gaps: u64,
    /// Others killed by it.
    pub kills: u64,
    /// Its own deaths.
    pub deaths: u64,
    /// Shots that it fired, as the server told.
    pub shots: u64,
    /// Inputs that came too late for their tick, by the lead of snapshots.
    pub late: u64,
    /// Sums of hashes that were not those of what it held.
    pub mismatches: u64,
}

/// A player at the other end of a connection.
pub struct Remote {
    name: String,
    room: Option<String>,
    role: Role,
    welcome: Option<Welcome>,
    map: Option<Arc<Map>>,
    /// Who is in the own team, a bit for each seat.
    mates: u64,
    /// Sorted by the tick of their effect; all but the newest of those in effect are dropped.
    tunings: Vec<(u32, Arc<Tuning>)>,
    /// What the next snapshot leans on.
    baseline: Baseline,
    /// The two newest snapshots' ticks, newest first.
    newest: Option<u32>,
    before: Option<u32>,
    /// The newest tick that an input covers.
    head: Option<u32>,
    last: Input,
    /// The tick of the snapshot that was last acknowledged.
    acknowledged: Option<u32>,
    litter: Litter,
    /// What it has seen happen.
    pub seen: Seen,
}

impl Remote {
    /// A player with this name, in the room with this code or by quick play.
    pub fn new(name: impl Into<String>, room: Option<String>, role: Role) -> Remote {
        Remote {
            name: name.into(),
            room,
            role,
            welcome: None,
            map: None,
            mates: 0,
            tunings: Vec::new(),
            baseline: Baseline::default(),
            newest: None,
            before: None,
            head: None,
            last: Input::default(),
            acknowledged: None,
            litter: Litter::default(),
            seen: Seen::default(),
        }
    }

    /// The first message.
    pub fn hello(&self) -> ClientMessage {
        ClientMessage::Hello(Hello {
            version: VERSION,
            build: crate::BUILD.to_owned(),
            name: self.name.clone(),
            token: None,
            aspect: BOT_ASPECT,
            room: self.room.clone(),
            watch: u8::from(matches!(self.role, Role::Watches)),
            private: 0,
            person: None,
        })
    }

    /// The welcome, once it has come.
    pub fn welcome(&self) -> Option<&Welcome> {
        self.welcome.as_ref()
    }

    /// Hears a message, and says what there is to answer.
    pub fn hear(&mut self, message: ServerMessage) -> Result<Option<ClientMessage>, RemoteError> {
        match message {
            ServerMessage::Goodbye(goodbye) => return Err(RemoteError::Goodbye(goodbye)),
            ServerMessage::Welcome(welcome) => self.arrive(welcome)?,
            ServerMessage::Tuning(message) => {
                let tuning = message.tuning().ok_or(RemoteError::Tuning(message.values.len()))?;
                self.tunings.push((message.tick, Arc::new(tuning)));
            }
            ServerMessage::Snapshot(message) => return Ok(self.rebuild(&message)),
            ServerMessage::Loose(message) => self.litter.replace(message),
            ServerMessage::Match(told) => self.enter_map(&told.map)?,
            ServerMessage::Roster(roster) => self.mates = self.mates_of(&roster),
            ServerMessage::Scores(_) | ServerMessage::Pings(_) => (),
            ServerMessage::Sandbox(_)
            | ServerMessage::Ballot(_)
            | ServerMessage::Hosting(_)
            | ServerMessage::Said(_)
            | ServerMessage::Hushed(_) => (),
        }
        Ok(None)
    }

    /// Who is in the own team, a bit for each seat.
    fn mates_of(&self, roster: &Roster) -> u64 {
        let Some(own) = self.welcome.as_ref().and_then(|welcome| welcome.seat) else { return 0 };
        let team = roster.players.iter().find(|player| player.seat == own).and_then(|player| player.team);
        let mates = roster.players.iter().filter(|p| team.is_some() && p.team == team && p.seat != own);
        mates.fold(0, |bits, player| bits | 1 << player.seat)
    }

    fn arrive(&mut self, welcome: Welcome) -> Result<(), RemoteError> {
        self.enter_map(&welcome.map)?;
        self.welcome = Some(welcome);
        Ok(())
    }

    /// The map of the match may be another one than that of the match before.
    fn enter_map(&mut self, hash: &str) -> Result<(), RemoteError> {
        let is_known = self.map.as_ref().is_some_and(|map| map.hash_hex() == hash);
        if let (Role::Plays(_, maps), false) = (&self.role, is_known) {
            self.map = Some(maps(hash).ok_or_else(|| RemoteError::UnknownMap(hash.to_owned()))?);
        }
        Ok(())
    }

    /// What it cannot go on from it asks for anew, in place of an input; the server heeds that once in a while.
    fn rebuild(&mut self, message: &SnapshotMessage) -> Option<ClientMessage> {
        let ask = |why| Some(ClientMessage::KeyframeRequest(KeyframeRequest { why }));
        let Ok(Rebuilt { snapshot, differs }) = self.baseline.take(message) else { return ask(0) };
        let answer = self.look(snapshot);
        self.seen.mismatches += u64::from(differs);
        if differs { ask(1) } else { answer }
    }

    fn look(&mut self, mut snapshot: Snapshot) -> Option<ClientMessage> {
        let tick = snapshot.tick;
        let tuning = self.tuning_at(tick)?;
        self.count(&snapshot, &tuning);
        self.litter.pass(&snapshot, &tuning);
        flights::fly(&mut snapshot, &tuning);
        (self.before, self.newest) = (self.newest, Some(tick));
        self.decide(snapshot, &tuning).or_else(|| self.acknowledge(tick, &tuning))
    }

    /// The tuning in effect at this tick.
    fn tuning_at(&mut self, tick: u32) -> Option<Arc<Tuning>> {
        while self.tunings.get(1).is_some_and(|(from, _)| *from <= tick) {
            self.tunings.remove(0);
        }
        self.tunings.first().map(|(_, tuning)| tuning.clone())
    }

    fn count(&mut self, snapshot: &Snapshot, tuning: &Tuning) {
        let due = self.newest.map(|newest| newest + tuning.snapshot_ticks());
        let seat = self.welcome.as_ref().and_then(|welcome| welcome.seat);
        self.seen.snapshots += 1;
        self.seen.rate = tuning.rates.snapshot.max(0) as u64;
        self.seen.gaps += u64::from(due.is_some_and(|due| snapshot.tick > due));
        self.seen.late += u64::from(snapshot.lead < 0);
        for event in snapshot.events.iter().filter(|_| seat.is_some()) {
            match event {
                WireEvent::Killed(killed) if killed.by == seat => self.seen.kills += 1,
                WireEvent::Killed(killed) if Some(killed.seat) == seat => self.seen.deaths += 1,
                WireEvent::Fired(fired) if Some(fired.seat) == seat => self.seen.shots += 1,
                _ => (),
            }
        }
    }

    /// Asks the brain for every tick up to the new head; none when there is nothing new to tell.
    fn decide(&mut self, snapshot: Snapshot, tuning: &Arc<Tuning>) -> Option<ClientMessage> {
        let seat = SeatId(self.welcome.as_ref()?.seat?);
        let (Role::Plays(brain, _), Some(map)) = (&mut self.role, &self.map) else { return None };
        let ack = snapshot.tick;
        let head = ack + AHEAD;
        let ticks = self.head.map_or(1, |before| head.saturating_sub(before).min(TICKS_MAX));
        let (loose, map, tuning) = (Arc::new(self.litter.lying()), map.clone(), tuning.clone());
        let view = View { seat, mates: self.mates, snapshot, loose, map, tuning };
        let mut runs: Vec<(u8, Input)> = Vec::new();
        for _ in 0..ticks {
            let input = brain.act(&view);
            match runs.last_mut() {
                Some((count, held)) if *held == input => *count += 1,
                _ => runs.push((1, input)),
            }
        }
        let (_, last) = *runs.last()?;
        let rests = runs.len() == 1 && last.is_neutral() && last == self.last;
        self.last = last;
        // What rests is open-ended at the server: it covers these ticks as well.
        self.head = Some(head);
        if rests {
            return None;
        }
        self.acknowledged = Some(ack);
        let seen_back = self.before.map_or(0, |before| ack.saturating_sub(before).min(u32::from(u16::MAX)) as u16);
        Some(ClientMessage::Input(InputMessage {
            ack,
            ahead: AHEAD as u16,
            seen_back,
            seen_fraction: if self.before.is_some() { ARRIVED } else { 0 },
            runs: runs.into_iter().map(|(ticks, input)| Run::of(ticks, input)).collect(),
        }))
    }

    /// Nothing has come for a while: acknowledges what has not been yet. A server that waits for an acknowledgement sends
    /// no snapshots, so whoever spoke only when one comes would wait for ever.
    pub fn nudge(&mut self) -> Option<ClientMessage> {
        let tick = self.newest.filter(|newest| self.acknowledged != Some(*newest))?;
        self.acknowledged = Some(tick);
        Some(ClientMessage::Ack(Ack { tick, hidden: 0 }))
    }

    fn acknowledge(&mut self, tick: u32, tuning: &Tuning) -> Option<ClientMessage> {
        let period = (tuning.rates.tick.max(0) as u32 / ACKS_PER_SECOND).max(1);
        if self.acknowledged.is_some_and(|before| tick.saturating_sub(before) < period) {
            return None;
        }
        self.acknowledged = Some(tick);
        Some(ClientMessage::Ack(Ack { tick, hidden: 0 }))
    }
}
