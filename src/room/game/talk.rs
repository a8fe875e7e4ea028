//! What people in a room say to each other, and what is done about those who say too much.

use super::Game;
use crate::protocol::{CloseReason, Hushed, Moderate, Said, Say, ServerMessage};
use crate::room::tongue::Report;
use crate::room::words;
use crate::sim::{Mode, SeatId, side};

/// [`Moderate::what`]: the host sends somebody away.
const KICK: u8 = 1;
/// [`Say::to`]: to the own team.
const TEAM: u8 = 1;

impl Game {
    /// Passes on what somebody says, unless they say too much.
    pub(super) fn say(&mut self, at: usize, seat: SeatId, said: Say) {
        let Say { to, word, text } = said;
        let text = if word.is_some() { String::new() } else { words::line(&text) };
        let Some(sitter) = self.seats.sitter_mut(seat).filter(|_| word.is_some() || !text.is_empty()) else { return };
        if let Err(wait) = sitter.tongue.speak(&text, word.is_some(), self.world.now) {
            let wait = wait.0.min(u16::MAX.into()) as u16;
            self.viewers[at].outbox.push(ServerMessage::Hushed(Hushed { wait }).encode().into());
            return;
        }
        let to = if self.world.mode == Mode::Tug { to } else { 0 };
        let mates = side::mates(&self.world, seat) | 1 << seat.0;
        let bytes = bytes::Bytes::from(ServerMessage::Said(Said { seat: seat.0, to, word, text }).encode());
        let hears = |other: Option<SeatId>| to != TEAM || other.is_some_and(|other| mates & 1 << other.0 != 0);
        let hearers = self.viewers.iter().filter(|viewer| hears(viewer.seat));
        hearers.for_each(|viewer| viewer.outbox.push(bytes.clone()));
        self.work.said += 1;
    }

    /// Does what somebody wants done about another one.
    pub(super) fn moderate(&mut self, by: SeatId, wish: &Moderate) {
        let seat = SeatId(wish.seat);
        let Some(name) = self.seats.name(seat).filter(|_| seat != by).map(str::to_owned) else { return };
        let Some(sitter) = self.seats.sitter_mut(seat) else { return };
        if wish.what != KICK {
            let (mark, said) = (sitter.person.mark(), sitter.tongue.said().to_vec());
            let Some(own) = self.seats.sitter_mut(by) else { return };
            let by = own.person.mark();
            if !own.tongue.report(seat) {
                return;
            }
            self.reports.push(Report { why: wish.why, name, mark, by, said }, self.world.now);
        } else if self.host() == Some(by) {
            let sitter = self.seats.sitter_mut(seat).expect("somebody sits there");
            let (viewer, person) = (sitter.viewer, sitter.person);
            self.barred.push(person);
            if let Some(viewer) = self.viewers.iter().find(|one| one.id == viewer) {
                viewer.outbox.close(CloseReason::Kicked);
            }
            self.leave(viewer);
            self.free(seat);
            self.work.kicks += 1;
        }
    }

    /// What was reported since the last time.
    pub fn take_reports(&mut self) -> Vec<Report> {
        self.reports.take()
    }
}
