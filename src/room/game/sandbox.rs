//! What a room does with the orders of a designer.

use std::sync::Arc;

use super::{Bot, Entry, Game, Holder, Recruit, Seat, Tuning, ViewerId};
use crate::protocol::{self, ServerMessage};
use crate::room::sandbox::{Heed, Idler, Order, Pace};
use crate::room::view::Brain;
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::{SeatId, Tick};

/// What dummies are called.
const DUMMY: &str = "Dummy";
/// A match of a sandbox lasts as long as a match may, in units of world time.
const MATCH_LENGTH: i32 = 3600 * TIME_PER_SECOND as i32;
/// And its goal is as far as one may be, in cm: nobody wins by it.
const MATCH_GOAL: i32 = 500 * 100;

impl Game {
    /// How fast the time of this room runs.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Heeds an order, if this room is a sandbox.
    pub fn order(&mut self, viewer: ViewerId, order: Order, now_us: u64) -> Heed {
        let seat = self.viewers.iter().find(|known| known.id == viewer).and_then(|viewer| viewer.seat);
        let (true, Some(seat)) = (self.settings.sandbox, seat) else { return Heed::Ignored };
        match order {
            Order::Step if self.pace == Pace::Paused => return Heed::Step,
            Order::Pause | Order::Step if self.pace != Pace::Paused => {
                self.show_last(now_us);
                self.set_pace(Pace::Paused);
            }
            Order::Slow if self.pace == Pace::Full => self.set_pace(Pace::Quarter),
            Order::Pause | Order::Step | Order::Slow => self.set_pace(Pace::Full),
            Order::Dummy => return self.call(DUMMY.to_owned(), Box::new(Idler)),
            Order::Refill => self.entries.push(Entry::Refill(seat)),
            Order::Bot(persona) => return self.call_persona(&persona),
            Order::Kill => self.kill_bots(),
        }
        Heed::Done
    }

    fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
        self.tell(&self.sandbox());
    }

    /// Shows the last tick, if it was none that is shown: who pauses sees where it stopped.
    fn show_last(&mut self, now_us: u64) {
        let Some(last) = self.world.tick.0.checked_sub(1) else { return };
        if self.pace == Pace::Full && !last.is_multiple_of(self.tuning.snapshot_ticks()) {
            self.show(Tick(last), now_us, &mut ());
        }
    }

    /// That this is a sandbox, and its pace.
    pub(super) fn sandbox(&self) -> ServerMessage {
        ServerMessage::Sandbox(protocol::Sandbox { pace: self.pace.quarters() })
    }

    fn call_persona(&mut self, persona: &str) -> Heed {
        if self.tuning.personas.iter().all(|known| known.name != persona) {
            return Heed::Ignored;
        }
        let Recruit { name, mut brain } = self.recruit_one();
        brain.play_as(persona);
        self.call(format!("{name} ({persona})"), brain)
    }

    /// Gives a free seat to a bot that stays until it is killed by order.
    fn call(&mut self, name: String, brain: Box<dyn Brain + Send>) -> Heed {
        let Some(id) = self.seats.free_seat() else { return Heed::Ignored };
        let bot = Bot { called: true, ..Bot::new(id, brain, self.settings.faults.see_all) };
        self.seats.fill(id, Seat { name, holder: Holder::Bot(Box::new(bot)) });
        self.entries.push(Entry::Join(id));
        self.roster_stale = true;
        Heed::Done
    }

    /// Who was called is a bot like others from now on, and those leave while they are dead.
    fn kill_bots(&mut self) {
        self.seats.dismiss();
        let bots: Vec<SeatId> = self.seats.filled().filter(|(_, seat)| seat.is_bot()).map(|(id, _)| id).collect();
        self.entries.extend(bots.into_iter().map(Entry::Kill));
    }
}

/// The tuning of a sandbox: its match goes on, and a designer who reads is not replaced by a bot.
pub(super) fn endless(tuning: &Arc<Tuning>) -> Arc<Tuning> {
    let mut endless = Tuning::clone(tuning);
    let round = &mut endless.round;
    (round.warmup, round.length, round.idle) = (0, MATCH_LENGTH, 0);
    (round.goal, round.goal_per_player) = (MATCH_GOAL, 0);
    Arc::new(endless)
}
