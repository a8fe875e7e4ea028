//! What a room says to its viewers beside snapshots: welcome, match, roster, scores, pings, loose thread.

use bytes::Bytes;

use super::{Game, Viewer};
use crate::protocol::event::{centimetres, wait};
use crate::protocol::{self, Loose, LooseDrop, ServerMessage};
use crate::room::hold::HoldTimes;
use crate::room::seats::{Holder, Seat};
use crate::sim::{EndedBy, Mode, Phase, Player, SeatId, Tick, Time};

/// From one telling of the scores to the next at least: thread is wound many times a second.
pub(super) const SCORES_APART: Time = Time(150);
/// From one telling of the pings to the next: 2 s. Whoever reads them wants a figure that stands still.
pub(super) const PINGS_APART: Time = Time(1_200);

impl Game {
    /// Queues a message for every viewer.
    pub(super) fn tell(&self, message: &ServerMessage) {
        let bytes = Bytes::from(message.encode());
        self.viewers.iter().for_each(|viewer| viewer.outbox.push(bytes.clone()));
    }

    pub(super) fn greet(&self, viewer: &Viewer, link: Option<String>) {
        let ticket = viewer.seat.and_then(|seat| self.seats.ticket(seat));
        let hold = ticket.map_or(HoldTimes::default(), |ticket| ticket.hold);
        let welcome = protocol::Welcome {
            build: crate::BUILD.to_owned(),
            node: 0,
            room: self.settings.room,
            epoch: 1,
            seat: viewer.seat.map(|seat| seat.0),
            code: self.settings.code.clone(),
            seats: self.seats.count(),
            map: self.settings.map.hash_hex(),
            token: ticket.map(|ticket| ticket.token.bytes()),
            hold: hold.shown_s,
            hold_hidden: hold.hidden_s,
            link,
        };
        let mut messages = vec![ServerMessage::Welcome(welcome), protocol::tuning_message(Tick(0), &self.tuning)];
        messages.extend(self.coming.iter().map(|(tick, tuning)| protocol::tuning_message(*tick, tuning)));
        messages.extend(self.settings.sandbox.then(|| self.sandbox()));
        messages.extend([self.match_message(), self.roster(), self.scores(), self.loose().into()]);
        messages.extend(self.ballot());
        messages.extend(self.settings.private.then(|| self.hosting()));
        messages.iter().for_each(|message| viewer.outbox.push(Bytes::from(message.encode())));
    }

    pub(super) fn tell_changes(&mut self) {
        if std::mem::take(&mut self.roster_stale) {
            self.tell(&self.roster());
        }
        // A match that turns brings its scores with it: a result must not change once it is read.
        let turned = std::mem::take(&mut self.match_stale);
        if turned || (self.scores_stale && self.scores_due <= self.world.now) {
            self.scores_stale = false;
            self.scores_due = self.world.now.after(SCORES_APART);
            self.tell(&self.scores());
        }
        // Before the result, so that it is whole when it is shown.
        self.tell_votes();
        if turned {
            self.tell(&self.match_message());
        }
        self.tell_hosting();
        if self.pings_due <= self.world.now {
            self.pings_due = self.world.now.after(PINGS_APART);
            self.pings().iter().for_each(|pings| self.tell(pings));
        }
    }

    /// The pings of the persons in the seats; none while no round trip is known.
    fn pings(&self) -> Option<ServerMessage> {
        let ping = |viewer: &Viewer| {
            let ms = viewer.fastest_round_trip()?.as_millis();
            Some(protocol::Ping { seat: viewer.seat?.0, ms: ms.min(u16::MAX.into()) as u16 })
        };
        let mut pings: Vec<_> = self.viewers.iter().filter_map(ping).collect();
        pings.sort_unstable_by_key(|ping| ping.seat);
        (!pings.is_empty()).then_some(ServerMessage::Pings(protocol::Pings { pings }))
    }

    fn match_message(&self) -> ServerMessage {
        let (phase, ends, winner, ended) = match self.world.phase {
            Phase::Running { ends } => (0, ends, None, 0),
            Phase::Results { ends, winner, by } => (1, ends, winner, ended(by)),
            Phase::Closed => (1, self.world.now, None, 0),
            Phase::Warmup { ends } => (2, ends, None, 0),
            Phase::SuddenDeath { ends } => (3, ends, None, 0),
        };
        ServerMessage::Match(protocol::Match {
            number: self.number,
            tick: self.world.tick.0,
            seed: self.world.public_seed,
            map: self.settings.map.hash_hex(),
            phase,
            left: ends.left(self.world.now).0,
            winner: winner.map(|side| side.0),
            mode: match self.world.mode {
                Mode::Unravel => 0,
                Mode::Tug => 1,
            },
            ended,
        })
    }

    fn roster(&self) -> ServerMessage {
        let player = |(id, seat): (SeatId, &Seat)| protocol::RosterPlayer {
            seat: id.0,
            name: seat.name.clone(),
            team: self.team(id),
            bot: match seat {
                seat if seat.is_lent() => 2,
                seat if seat.is_away() => 3,
                seat => u8::from(seat.is_bot()),
            },
            mark: match &seat.holder {
                Holder::Viewer(sitter) => sitter.person.mark(),
                Holder::Bot(_) | Holder::Recorded { .. } => 0,
            },
        };
        ServerMessage::Roster(protocol::Roster { players: self.seats.filled().map(player).collect() })
    }

    /// The team of a seat; none where everybody plays for themselves.
    fn team(&self, seat: SeatId) -> Option<u8> {
        let player = self.world.player(seat).filter(|_| self.world.mode == Mode::Tug);
        player.map(|player| player.side.0)
    }

    fn scores(&self) -> ServerMessage {
        let score = |p: &Player| protocol::Score {
            seat: p.seat.0,
            thread: centimetres(p.thread),
            longest: centimetres(p.longest),
            kills: p.kills,
            deaths: p.deaths,
        };
        ServerMessage::Scores(protocol::Scores { scores: self.world.players.iter().map(score).collect() })
    }

    /// Tells one viewer of all that lies about.
    pub(super) fn tell_loose(&self, at: usize) {
        self.viewers[at].outbox.push(Bytes::from(ServerMessage::from(self.loose()).encode()));
    }

    pub(super) fn loose(&self) -> Loose {
        let (drops, now) = (&self.world.loose, self.world.now);
        let drops = drops.iter().map(|drop| LooseDrop::of(drop, now)).collect();
        let waits = self.world.waits().map(|time| wait(time).into()).collect();
        Loose { drops, waits }
    }
}

/// The number of what ended a match.
fn ended(by: EndedBy) -> u8 {
    match by {
        EndedBy::Goal => 1,
        EndedBy::Time => 2,
        EndedBy::SuddenDeath => 3,
    }
}
