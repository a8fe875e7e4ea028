//! Who does nothing for long: a bot takes their seat, and gives it back at the first thing they do.
//!
//! Pure: it is told what is held in each tick, and the world time. The seat stays theirs meanwhile, with its thread and
//! its score; knows nothing of bots but that there is one.

use super::hold::Claim;
use super::messages::Reservation;
use super::seats::Bot;
use super::tongue::{Person, Tongue};
use super::viewer::ViewerId;
use crate::sim::{Input, Time};

/// A viewer in a seat, and the bot that plays there while they do nothing.
pub struct Sitter {
    /// Who sits there.
    pub viewer: ViewerId,
    /// Who sat down there: the lower, the earlier. Whoever comes back to a seat is another viewer.
    pub came: ViewerId,
    /// Plays for them while they do nothing.
    pub stand_in: Option<Box<Bot>>,
    /// The number of the match that is their first; none for whoever has played before.
    pub first_match: Option<u32>,
    /// The way back to the seat; none where a lost connection frees it.
    pub claim: Option<Claim>,
    /// Kept, so that the seat counts as taken for as long as it is theirs.
    pub reservation: Option<Reservation>,
    /// By what they are known again.
    pub person: Person,
    /// What they said.
    pub tongue: Tongue,
    /// What was held in the last tick.
    last: Input,
    /// When something was done last.
    since: Time,
}

/// What a tick's input means for who plays a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// All stays as it is.
    Stay,
    /// A bot is to play from now on.
    Leave,
    /// They are back: the bot has gone.
    Return,
}

impl Sitter {
    /// A viewer who sat down at `now`.
    pub fn new(viewer: ViewerId, now: Time, first_match: Option<u32>) -> Sitter {
        let (claim, reservation, last) = (None, None, Input::default());
        let (person, tongue) = (Person::default(), Tongue::default());
        Sitter {
            viewer,
            came: viewer,
            stand_in: None,
            first_match,
            claim,
            reservation,
            person,
            tongue,
            last,
            since: now,
        }
    }

    /// Takes in what is held in the tick at `now`. A button, a walk, another aim or another weapon is something done; who
    /// has done nothing for `limit` has left the seat to a bot, unless that is zero.
    pub fn turn(&mut self, input: Input, now: Time, limit: Time) -> Turn {
        if !input.is_neutral() || input != self.last {
            self.since = now;
        }
        self.last = input;
        let idle = limit > Time(0) && now.left(self.since) >= limit;
        match (&self.stand_in, idle) {
            (None, true) => Turn::Leave,
            (Some(_), false) => {
                self.stand_in = None;
                Turn::Return
            }
            _ => Turn::Stay,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::input::DASH;
    use crate::sim::{Angle, Walk};

    const LIMIT: Time = Time(100);

    #[test]
    fn whatever_is_done_counts_and_what_stays_as_it_is_does_not() {
        let rest = Input { aim: Angle(7), weapon: 1, ..Input::default() };
        let cases = [
            (rest, Turn::Leave),
            (Input { buttons: DASH, ..rest }, Turn::Stay),
            (Input { walk: Walk(1), ..rest }, Turn::Stay),
            (Input { aim: Angle(8), ..rest }, Turn::Stay),
            (Input { weapon: 0, ..rest }, Turn::Stay),
        ];
        for (input, turn) in cases {
            let mut sitter = Sitter::new(ViewerId(0), Time(0), None);
            assert_eq!(sitter.turn(rest, Time(10), LIMIT), Turn::Stay);
            assert_eq!(sitter.turn(rest, Time(109), LIMIT), Turn::Stay);
            assert_eq!(sitter.turn(input, Time(110), LIMIT), turn, "{input:?}");
        }
    }

    #[test]
    fn a_limit_of_zero_is_none() {
        let mut sitter = Sitter::new(ViewerId(0), Time(0), None);
        assert_eq!(sitter.turn(Input::default(), Time(1_000_000), Time(0)), Turn::Stay);
    }
}
