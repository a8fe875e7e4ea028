//! What a player will do, tick by tick: input messages in, one input per tick out.
//!
//! Pure. A tick that no message covers is *starved*: the last input is repeated for [`REPEAT_MAX`] ticks, then it turns
//! neutral. A neutral run is open-ended, so a silent player who holds nothing is never starved. An input for a past tick
//! is not replayed: it counts from the next tick on, and so does a press in it that is at most [`LATE_PRESS`] late.

use std::collections::VecDeque;

use super::shown::Moment;
use crate::protocol::InputMessage;
use crate::sim::{Input, Tick, Time};

/// Most ticks ahead of the simulation that are planned: half a second at 60 Hz, as far as a client predicts. One over a
/// line that stalls stamps its inputs that far ahead.
pub const AHEAD_MAX: u32 = 30;
/// Starved ticks that repeat the last input.
pub const REPEAT_MAX: u32 = 6;
/// What is told of how early inputs come, in ticks: as far as one byte goes.
const LEAD_MIN: i64 = -32;
const LEAD_MAX: i64 = 127;
/// How late a press may be and still count.
pub const LATE_PRESS: Time = Time(60);

/// The inputs of one player from the next tick on.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Sorted by tick, none in the past.
    coming: VecDeque<(Tick, Done)>,
    /// The newest tick that a message has covered.
    covered: Option<Tick>,
    /// What was done last.
    last: Done,
    /// The buttons of the newest tick that a message has covered, to tell a press in the next one.
    held: u8,
    /// Presses that came late and count at the next tick.
    late_presses: u8,
    /// Ticks in a row that no message covered.
    starved_run: u32,
    /// Ticks that no message covered.
    pub starved: u64,
    /// How inputs came since the client was told last.
    timing: Timing,
}

/// What was done in a tick, and what the screen showed then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// What was held.
    pub input: Input,
    /// What was seen, as far as that is believed.
    pub seen: Option<Moment>,
}

/// How inputs came: what a client must know to stamp the next ones, and to tell why its prediction was wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// How many ticks before its use the latest head came; negative when late. It stays while none comes.
    pub lead: i16,
    /// A tick was computed before an input for it had come. One of an open end counts as well: the client knows that it
    /// said nothing.
    pub unheard: bool,
    /// An input was not used in its tick: it came after it, or too long before.
    pub late: bool,
    /// A head has come since the client was told last.
    is_fresh: bool,
}

impl Plan {
    /// How inputs came since the last call.
    pub fn take_timing(&mut self) -> Timing {
        let timing = self.timing;
        self.timing = Timing { lead: timing.lead, ..Timing::default() };
        timing
    }

    /// Takes a message in; `next` is the tick that the next step computes, `step` its length. `seen`: what the screen
    /// showed at its head; as many ticks earlier it showed so much less.
    pub fn accept(&mut self, message: &InputMessage, seen: Option<Moment>, next: Tick, step: Time) {
        let head = message.head();
        let lead = head.since(next).clamp(LEAD_MIN, LEAD_MAX) as i16;
        self.timing.lead = if self.timing.is_fresh { lead.min(self.timing.lead) } else { lead };
        self.timing.is_fresh = true;
        let runs = message.runs();
        let ticks: u32 = runs.iter().map(|(ticks, _)| u32::from(*ticks)).sum();
        // The first tick that the message covers, minus one.
        let mut before = Tick(head.0.saturating_sub(ticks));
        for (ticks, input) in runs {
            for _ in 0..ticks {
                before = before.plus(1);
                if self.covered.is_none_or(|covered| before > covered) {
                    self.covered = Some(before);
                    let ago = Time((step.0).saturating_mul(head.since(before).clamp(0, i64::from(u16::MAX)) as u32));
                    self.put(before, Done { input, seen: seen.map(|seen| seen.before(ago)) }, next, step);
                }
            }
        }
    }

    fn put(&mut self, tick: Tick, done: Done, next: Tick, step: Time) {
        let presses = done.input.buttons & !self.held;
        self.held = done.input.buttons;
        if tick < next && next.since(tick) * i64::from(step.0) <= i64::from(LATE_PRESS.0) {
            self.late_presses |= presses;
        }
        let at = Tick(tick.0.clamp(next.0, next.0 + AHEAD_MAX - 1));
        self.timing.late |= at != tick;
        match self.coming.back_mut() {
            Some((last, planned)) if *last >= at => *planned = done,
            _ => self.coming.push_back((at, done)),
        }
    }

    /// What is done in this tick, which is `step` long. Called once for every tick, in order.
    pub fn take(&mut self, tick: Tick, step: Time) -> Done {
        while self.coming.front().is_some_and(|(at, _)| *at < tick) {
            self.coming.pop_front();
        }
        if self.coming.front().is_some_and(|(at, _)| *at == tick) {
            self.last = self.coming.pop_front().map_or(self.last, |(_, done)| done);
            self.starved_run = 0;
        } else {
            self.timing.unheard = true;
            self.last.seen = self.last.seen.map(|seen| seen.after(step));
            self.starve();
        }
        let presses = std::mem::take(&mut self.late_presses);
        let Done { input, seen } = self.last;
        Done { input: Input { buttons: input.buttons | presses, ..input }, seen }
    }

    fn starve(&mut self) {
        if self.last.input.is_neutral() {
            return;
        }
        self.starved += 1;
        self.starved_run += 1;
        if self.starved_run > REPEAT_MAX {
            self.last.input = self.last.input.neutral();
        }
    }

    /// True when nothing is planned from here on.
    pub fn is_dry(&self) -> bool {
        self.coming.is_empty()
    }
}
