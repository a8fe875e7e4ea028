//! Who sits where, and how many bots keep a room alive.
//!
//! A room keeps `fill` seats filled. Bots give way to people: with a free seat left, a surplus bot leaves at its next
//! death; without one, a bot leaves at once.

use super::sight::{BOT_ASPECT, Sight};
use super::view::{Brain, View};
use super::viewer::ViewerId;
use crate::sim::SeatId;
use crate::sim::world::SEATS_MAX;

/// Who decides for a player.
pub enum Holder {
    /// A person, or a bot over a socket: whatever the viewer sends.
    Viewer(ViewerId),
    /// A bot of this room.
    Bot {
        /// What decides.
        brain: Box<dyn Brain + Send>,
        /// What it is told.
        sight: Sight,
        /// What it knows; none before its first look.
        view: Option<View>,
        /// It leaves at its next death.
        leaving: bool,
    },
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

    /// Fills the lowest free seat; gives the seat back when none is free.
    pub fn fill(&mut self, seat: Seat) -> Result<SeatId, Seat> {
        match self.seats.iter().position(Option::is_none) {
            Some(i) => {
                self.seats[i] = Some(seat);
                Ok(SeatId(i as u8))
            }
            None => Err(seat),
        }
    }

    /// Opens the eyes of the bot in this seat.
    pub fn give_sight(&mut self, id: SeatId, everything: bool) {
        if let Some(Some(Seat { holder: Holder::Bot { sight, .. }, .. })) = self.seats.get_mut(usize::from(id.0)) {
            *sight = Sight::new(Some(id), BOT_ASPECT);
            sight.everything = everything;
        }
    }

    /// Frees a seat.
    pub fn free(&mut self, seat: SeatId) -> Option<Seat> {
        self.seats.get_mut(usize::from(seat.0)).and_then(Option::take)
    }

    /// Seats that no one fills.
    pub fn free_count(&self) -> usize {
        self.seats.iter().filter(|seat| seat.is_none()).count()
    }

    /// Seats filled by viewers.
    pub fn people(&self) -> usize {
        self.filled().filter(|(_, seat)| !seat.is_bot()).count()
    }

    /// Seats filled by bots that stay.
    pub fn staying_bots(&self) -> usize {
        let stays = |seat: &Seat| matches!(seat.holder, Holder::Bot { leaving: false, .. });
        self.filled().filter(|(_, seat)| stays(seat)).count()
    }

    /// Bots that a room of this size keeps beside its people.
    pub fn bots_wanted(&self, fill: u8) -> usize {
        usize::from(fill.min(self.count())).saturating_sub(self.people())
    }

    /// Tells surplus bots to leave at their next death, or bots that were told so to stay after all.
    pub fn settle(&mut self, fill: u8) {
        let mut stay = self.bots_wanted(fill);
        for (_, seat) in self.filled_mut() {
            if let Holder::Bot { leaving, .. } = &mut seat.holder {
                *leaving = stay == 0;
                stay = stay.saturating_sub(1);
            }
        }
    }

    /// The bot that gives way at once: the last of them, told to leave before one that stays.
    pub fn bot_to_go(&self) -> Option<SeatId> {
        let bots = || self.filled().filter(|(_, seat)| seat.is_bot());
        let leaving = |seat: &Seat| matches!(seat.holder, Holder::Bot { leaving: true, .. });
        bots().filter(|(_, seat)| leaving(seat)).last().or(bots().last()).map(|(id, _)| id)
    }

    /// True when this bot was told to leave at its next death.
    pub fn is_leaving(&self, seat: SeatId) -> bool {
        let seat = self.seats.get(usize::from(seat.0)).and_then(Option::as_ref);
        seat.is_some_and(|seat| matches!(seat.holder, Holder::Bot { leaving: true, .. }))
    }
}

impl Seat {
    /// True for a bot of this room.
    pub fn is_bot(&self) -> bool {
        matches!(self.holder, Holder::Bot { .. })
    }
}
