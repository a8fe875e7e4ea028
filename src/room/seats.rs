//! Who sits where, and how many bots keep a room alive.
//!
//! A room keeps `fill` seats filled. Bots give way to people: with a free seat left, a surplus bot leaves at its next
//! death; without one, a bot leaves at once.

use super::hold::{Claim, Ticket, Token};
use super::idle::Sitter;
use super::messages::Reservation;
use super::sight::{BOT_ASPECT, Sight};
use super::tongue::Person;
use super::view::{Brain, View};
use super::words;
use crate::sim::world::SEATS_MAX;
use crate::sim::{Input, SeatId};

/// Who decides for a player.
pub enum Holder {
    /// A person, or a bot over a socket: whatever the viewer sends, or a stand-in while that is nothing for long.
    Viewer(Box<Sitter>),
    /// A bot of this room.
    Bot(Box<Bot>),
    /// Nobody any more: the journal of a match that was played says what was done here.
    Recorded {
        /// It was a bot of its room.
        bot: bool,
    },
}

/// A bot of this room.
pub struct Bot {
    /// What decides.
    pub brain: Box<dyn Brain + Send>,
    /// What it is told.
    pub sight: Sight,
    /// What it knows; none before its first look.
    pub view: Option<View>,
    /// It leaves at its next death.
    pub leaving: bool,
    /// A designer called it: it stays, however many bots the room wants.
    pub called: bool,
}

/// Somebody who comes into a room.
#[derive(Debug, Default)]
pub struct Arrival {
    /// Name of the player, already cleaned.
    pub name: String,
    /// By what they are known again.
    pub person: Person,
    /// Width to height of the screen, in thousandths.
    pub aspect: u16,
    /// The modelled link that lies between, if one does.
    pub link: Option<String>,
    /// Only to look on, without a seat.
    pub watch: bool,
    /// Somebody of this name plays here for the first time.
    pub newcomer: bool,
    /// The way back to the seat; without one a lost connection frees it.
    pub ticket: Option<Ticket>,
    /// What the lobby has kept for them.
    pub reservation: Option<Reservation>,
}

/// A filled seat.
pub struct Seat {
    /// Name of the player.
    pub name: String,
    /// Who decides for it.
    pub holder: Holder,
}

/// The seats of a room, by number.
pub struct Seats {
    seats: Vec<Option<Seat>>,
}

impl Seats {
    /// So many free seats, at most [`SEATS_MAX`].
    pub fn new(count: u8) -> Seats {
        Seats { seats: (0..count.clamp(1, SEATS_MAX)).map(|_| None).collect() }
    }

    /// How many seats there are.
    pub fn count(&self) -> u8 {
        self.seats.len() as u8
    }

    /// Filled seats in order.
    pub fn filled(&self) -> impl Iterator<Item = (SeatId, &Seat)> {
        self.seats.iter().enumerate().filter_map(|(i, seat)| Some((SeatId(i as u8), seat.as_ref()?)))
    }

    /// Filled seats in order, to change.
    pub fn filled_mut(&mut self) -> impl Iterator<Item = (SeatId, &mut Seat)> {
        self.seats.iter_mut().enumerate().filter_map(|(i, seat)| Some((SeatId(i as u8), seat.as_mut()?)))
    }

    /// The bots that play, for themselves or for a viewer.
    pub fn playing_bots_mut(&mut self) -> impl Iterator<Item = (SeatId, &mut Bot)> {
        self.filled_mut().filter_map(|(id, seat)| match &mut seat.holder {
            Holder::Bot(bot) => Some((id, bot.as_mut())),
            Holder::Viewer(sitter) => Some((id, sitter.stand_in.as_deref_mut()?)),
            Holder::Recorded { .. } => None,
        })
    }

    /// The bot that plays in a seat, for itself or for a viewer.
    pub fn playing_bot(&self, id: SeatId) -> Option<&Bot> {
        match &self.seats.get(usize::from(id.0))?.as_ref()?.holder {
            Holder::Bot(bot) => Some(bot),
            Holder::Viewer(sitter) => sitter.stand_in.as_deref(),
            Holder::Recorded { .. } => None,
        }
    }

    /// Gives a viewer's seat to a bot, until they do something.
    pub fn stand_in(&mut self, id: SeatId, bot: Bot) {
        if let Some(Some(Seat { holder: Holder::Viewer(sitter), .. })) = self.seats.get_mut(usize::from(id.0)) {
            sitter.stand_in = Some(Box::new(bot));
        }
    }

    /// The viewer in a seat.
    pub fn sitter_mut(&mut self, id: SeatId) -> Option<&mut Sitter> {
        match &mut self.seats.get_mut(usize::from(id.0))?.as_mut()?.holder {
            Holder::Viewer(sitter) => Some(sitter),
            Holder::Bot(_) | Holder::Recorded { .. } => None,
        }
    }

    /// Who may take a seat again.
    pub fn claim_mut(&mut self, id: SeatId) -> Option<&mut Claim> {
        self.sitter_mut(id)?.claim.as_mut()
    }

    /// Who may take which seat again.
    pub fn claims(&self) -> impl Iterator<Item = (SeatId, &Claim)> {
        self.filled().filter_map(|(id, seat)| Some((id, seat.claim()?)))
    }

    /// What whoever sits in a seat may come back by.
    pub fn ticket(&self, id: SeatId) -> Option<&Ticket> {
        let seat = self.seats.get(usize::from(id.0))?.as_ref()?;
        seat.claim().filter(|claim| claim.is_worth_it()).map(Claim::ticket)
    }

    /// The seat that a token is for. All are compared, so that the time that it takes tells nothing.
    pub fn known_by(&self, token: &Token) -> Option<SeatId> {
        self.claims().fold(None, |found, (id, claim)| if claim.knows(token) { Some(id) } else { found })
    }

    /// The lowest free seat.
    pub fn free_seat(&self) -> Option<SeatId> {
        self.seats.iter().position(Option::is_none).map(|i| SeatId(i as u8))
    }

    /// Fills a free seat.
    pub fn fill(&mut self, id: SeatId, seat: Seat) {
        self.seats[usize::from(id.0)] = Some(seat);
    }

    /// Frees a seat.
    pub fn free(&mut self, seat: SeatId) -> Option<Seat> {
        for (_, other) in self.filled_mut() {
            if let Holder::Viewer(sitter) = &mut other.holder {
                sitter.tongue.forget(seat);
            }
        }
        self.seats.get_mut(usize::from(seat.0)).and_then(Option::take)
    }

    /// Seats filled by viewers.
    pub fn people(&self) -> usize {
        self.filled().filter(|(_, seat)| !seat.is_bot()).count()
    }

    /// Who plays a first match here, a bit for each seat; `number` is that of the match that is on.
    pub fn newcomers(&self, number: u32) -> u64 {
        let is_new = |seat: &Seat| match &seat.holder {
            Holder::Viewer(sitter) => sitter.first_match.is_some_and(|first| first >= number),
            Holder::Bot(_) | Holder::Recorded { .. } => false,
        };
        self.filled().filter(|(_, seat)| is_new(seat)).fold(0, |bits, (id, _)| bits | 1 << id.0)
    }

    /// Bots that stay.
    pub fn staying_bots(&self) -> usize {
        self.bots().filter(|(_, bot)| !bot.leaving).count()
    }

    /// Bots that leave at their next death.
    pub fn leaving_bots(&self) -> impl Iterator<Item = SeatId> {
        self.bots().filter(|(_, bot)| bot.leaving).map(|(id, _)| id)
    }

    /// What whoever sits in a seat is called.
    pub fn name(&self, id: SeatId) -> Option<&str> {
        Some(&self.seats.get(usize::from(id.0))?.as_ref()?.name)
    }

    /// What somebody is called here who wants to be called so: nobody is mistaken for somebody else.
    pub fn unique(&self, name: &str) -> String {
        let there: Vec<String> = self.filled().map(|(_, seat)| words::looks(&seat.name)).collect();
        words::unique(name, &there)
    }

    /// Bots that a room of this size keeps beside its people.
    pub fn bots_wanted(&self, fill: u8) -> usize {
        usize::from(fill.min(self.count())).saturating_sub(self.people())
    }

    /// Tells surplus bots to leave at their next death, or bots that were told so to stay after all.
    pub fn settle(&mut self, fill: u8) {
        let mut stay = self.bots_wanted(fill);
        for (_, seat) in self.filled_mut() {
            let Holder::Bot(bot) = &mut seat.holder else { continue };
            if bot.called {
                continue;
            }
            bot.leaving = stay == 0;
            stay = stay.saturating_sub(1);
        }
    }

    /// Nobody is kept who was called.
    pub fn dismiss(&mut self) {
        for (_, seat) in self.filled_mut() {
            if let Holder::Bot(bot) = &mut seat.holder {
                bot.called = false;
            }
        }
    }

    /// The bot that gives way at once: the last of them, one that was told to leave before one that stays.
    pub fn bot_to_go(&self) -> Option<SeatId> {
        let last_leaving = self.bots().filter(|(_, bot)| bot.leaving).last();
        last_leaving.or(self.bots().last()).map(|(id, _)| id)
    }

    fn bots(&self) -> impl Iterator<Item = (SeatId, &Bot)> {
        self.filled().filter_map(|(id, seat)| match &seat.holder {
            Holder::Bot(bot) => Some((id, bot.as_ref())),
            Holder::Viewer(_) | Holder::Recorded { .. } => None,
        })
    }
}

impl Seat {
    /// True for a bot that plays for itself, of this room or of the one in which the match was played.
    pub fn is_bot(&self) -> bool {
        matches!(self.holder, Holder::Bot(_) | Holder::Recorded { bot: true })
    }

    fn claim(&self) -> Option<&Claim> {
        match &self.holder {
            Holder::Viewer(sitter) => sitter.claim.as_ref(),
            Holder::Bot(_) | Holder::Recorded { .. } => None,
        }
    }

    /// True while the seat is held for somebody whose connection is lost.
    pub fn is_away(&self) -> bool {
        self.claim().is_some_and(Claim::is_away)
    }

    /// True while a bot plays for the viewer who sits here.
    pub fn is_lent(&self) -> bool {
        matches!(&self.holder, Holder::Viewer(sitter) if sitter.stand_in.is_some())
    }
}

impl Bot {
    /// A bot for this seat, which knows nothing yet. With `everything` it sees the whole map, which is a fault.
    pub fn new(seat: SeatId, brain: Box<dyn Brain + Send>, everything: bool) -> Bot {
        let mut sight = Sight::new(Some(seat), BOT_ASPECT);
        sight.everything = everything;
        Bot { brain, sight, view: None, leaving: false, called: false }
    }

    /// What it does in this tick; nothing before its first look.
    pub fn act(&mut self) -> Option<Input> {
        self.view.as_ref().map(|view| self.brain.act(view))
    }
}
