//! Bots that play for viewers who do nothing.

use super::{Bot, Game, Recruit};
use crate::sim::SeatId;

impl Game {
    /// A bot plays in this seat from the next tick on, until its viewer does something.
    pub(super) fn lend(&mut self, seat: SeatId) {
        let Recruit { brain, .. } = self.recruit_one();
        self.seats.stand_in(seat, Bot::new(seat, brain, self.settings.faults.see_all));
        self.roster_stale = true;
    }

    /// The next bot of this room.
    pub(super) fn recruit_one(&mut self) -> Recruit {
        let number = self.recruits;
        self.recruits += 1;
        (self.settings.recruiter)(self.settings.faults.bot_seed(self.settings.seed), number)
    }
}
