//! A seat outlives its connection: by what it is taken again, and for how long it is kept.
//!
//! ```text
//!            lost                    shows a good token
//! connected ─────▶ away, neutral ──────────────────────▶ connected, with the next token
//!     │              └── the time is over: given up
//!     └── shows a good token over another connection: that one takes the place of the old
//! ```
//! A token is used once. It is spent as soon as its successor is known to have arrived: a line that is cut in the middle of
//! a welcome must not cost the seat. Pure: tokens and the time are handed in.

use super::plan::Plan;
use crate::protocol::CloseReason;
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::{Input, Tick, Time};

/// Bytes of a token: 256 bits.
pub const TOKEN_BYTES: usize = 32;

/// The secret by which a seat is taken again. It never shows itself.
#[derive(Clone, Copy)]
pub struct Token([u8; TOKEN_BYTES]);

impl Token {
    /// These bytes: drawn by chance, or shown by a client.
    pub fn new(bytes: [u8; TOKEN_BYTES]) -> Token {
        Token(bytes)
    }

    /// Its bytes, for the one client that it is for.
    pub fn bytes(&self) -> [u8; TOKEN_BYTES] {
        self.0
    }
}

impl PartialEq for Token {
    /// Looks at all bytes whatever the first ones are: how long it takes tells nothing.
    fn eq(&self, other: &Token) -> bool {
        let differing = self.0.iter().zip(&other.0).fold(0, |differing, (a, b)| differing | (a ^ b));
        std::hint::black_box(differing) == 0
    }
}

impl Eq for Token {}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

/// How long seats are held whose connection was lost, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HoldTimes {
    /// Usually.
    pub shown_s: u16,
    /// Where the page had said that it is hidden.
    pub hidden_s: u16,
}

/// What one who sits down gets: the way back.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    /// The secret.
    pub token: Token,
    /// How long the seat is held.
    pub hold: HoldTimes,
}

/// Who may take a seat again.
#[derive(Debug)]
pub struct Claim {
    ticket: Ticket,
    /// What was shown for the ticket. It is good until the welcome with the ticket is known to have arrived.
    shown: Option<Token>,
    /// Nobody is connected.
    away: Option<Away>,
}

/// A seat without a connection.
#[derive(Debug)]
struct Away {
    until: Time,
    /// What was still to come, and then nothing.
    plan: Plan,
}

impl Claim {
    /// Of one who has just sat down.
    pub fn new(ticket: Ticket) -> Claim {
        Claim { ticket, shown: None, away: None }
    }

    /// False where seats are not held at all.
    pub fn is_worth_it(&self) -> bool {
        self.ticket.hold != HoldTimes::default()
    }

    /// What the newest welcome says.
    pub fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// The connection is lost: the seat is held from now on. What it had planned is done, then nothing is.
    pub fn lose(&mut self, now: Time, was_hidden: bool, plan: Plan) {
        let HoldTimes { shown_s, hidden_s } = self.ticket.hold;
        let held_s = if was_hidden { hidden_s.max(shown_s) } else { shown_s };
        self.away = Some(Away { until: now.after(Time(u32::from(held_s) * TIME_PER_SECOND)), plan });
    }

    /// True while nobody is connected.
    pub fn is_away(&self) -> bool {
        self.away.is_some()
    }

    /// True once the seat has been held for long enough.
    pub fn is_over(&self, now: Time) -> bool {
        self.away.as_ref().is_some_and(|away| away.until <= now)
    }

    /// What is done in this tick; none while somebody is connected.
    pub fn plan(&mut self, tick: Tick, step: Time) -> Option<Input> {
        self.away.as_mut().map(|away| away.plan.take(tick, step).input)
    }

    /// The client has spoken, so it has its welcome: what it showed for it is spent.
    pub fn confirm(&mut self) {
        self.shown = None;
    }

    /// Whether this token is one of this seat's. Both are looked at, always.
    pub fn knows(&self, token: &Token) -> bool {
        let (newest, before) = (self.ticket.token == *token, self.shown.as_ref().is_some_and(|shown| shown == token));
        newest | before
    }

    /// Takes the seat for another connection, which gets the next ticket. A token that somebody else is being let in by is
    /// theirs, unless they are lost before they have spoken.
    pub fn take(&mut self, token: Token, next: Ticket) -> Result<(), CloseReason> {
        if !self.is_away() && self.shown == Some(token) {
            return Err(CloseReason::SeatBusy);
        }
        if !self.knows(&token) {
            return Err(CloseReason::SeatGone);
        }
        *self = Claim { ticket: next, shown: Some(token), away: None };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOLD: HoldTimes = HoldTimes { shown_s: 25, hidden_s: 120 };

    fn ticket(number: u8) -> Ticket {
        Ticket { token: Token::new([number; TOKEN_BYTES]), hold: HOLD }
    }

    fn token(number: u8) -> Token {
        ticket(number).token
    }

    #[test]
    fn a_token_differs_by_any_byte_and_never_shows_itself() {
        for at in 0..TOKEN_BYTES {
            let mut bytes = [7; TOKEN_BYTES];
            bytes[at] ^= 1;
            assert_ne!(Token::new(bytes), token(7), "byte {at}");
        }
        assert_eq!(token(7), token(7));
        assert_eq!(format!("{:?}", ticket(7).token), "Token(..)");
    }

    #[test]
    fn a_seat_is_held_for_its_time_and_longer_for_a_page_that_was_hidden() {
        for (hidden, held_s) in [(false, 25), (true, 120)] {
            let mut claim = Claim::new(ticket(1));
            claim.lose(Time(100), hidden, Plan::default());
            let over = 100 + held_s * TIME_PER_SECOND;
            assert!(claim.is_away() && !claim.is_over(Time(over - 1)), "{held_s}");
            assert!(claim.is_over(Time(over)), "{held_s}");
        }
        assert!(!Claim::new(ticket(1)).is_over(Time(u32::MAX)), "whoever is connected stays");
    }

    #[test]
    fn a_token_is_good_until_its_successor_is_known_to_have_arrived() {
        let mut claim = Claim::new(ticket(1));
        claim.lose(Time(0), false, Plan::default());
        claim.take(token(1), ticket(2)).unwrap();
        // The welcome may have been cut short, or have come whole: both are a way back.
        for shown in [1, 2] {
            let mut claim = Claim { ticket: ticket(2), shown: Some(token(1)), away: None };
            claim.lose(Time(0), false, Plan::default());
            claim.take(token(shown), ticket(3)).unwrap();
        }
        claim.confirm();
        claim.lose(Time(0), false, Plan::default());
        assert_eq!(claim.take(token(1), ticket(3)), Err(CloseReason::SeatGone));
        claim.take(token(2), ticket(3)).unwrap();
    }

    #[test]
    fn who_shows_a_token_second_is_refused_while_the_first_is_let_in_and_after() {
        let mut claim = Claim::new(ticket(1));
        claim.take(token(1), ticket(2)).unwrap();
        assert_eq!(claim.take(token(1), ticket(3)), Err(CloseReason::SeatBusy));
        claim.confirm();
        assert_eq!(claim.take(token(1), ticket(3)), Err(CloseReason::SeatGone));
        assert_eq!(claim.take(token(9), ticket(3)), Err(CloseReason::SeatGone), "and a foreign one always");
    }
}
