//! A private room is its host's: how many bots there are, what is played next, and when.

use super::Game;
use super::voting::CHOSEN_SHOWN;
use crate::protocol::{Host, Hosting, ServerMessage};
use crate::room::seats::{Holder, Seat};
use crate::room::viewer::ViewerId;
use crate::sim::SeatId;

impl Game {
    /// Whoever may set this room up: of the people who are there the one who came first. Nobody where everybody comes in.
    pub fn host(&self) -> Option<SeatId> {
        let came = |(id, seat): (SeatId, &Seat)| Some((came(seat)?, id));
        let there = self.seats.filled().filter(|(_, seat)| self.settings.private && !seat.is_away());
        there.filter_map(came).min().map(|(_, id)| id)
    }

    /// The host wants the room to be like this.
    pub(super) fn set_up(&mut self, seat: SeatId, wish: &Host) {
        if self.host() != Some(seat) {
            return;
        }
        if let Some(fill) = wish.fill {
            self.hosted_fill = Some(fill);
            self.settings.fill = fill;
        }
        self.programme.fix(wish.next.map(usize::from));
        if wish.skip == 1 {
            self.world.hurry(CHOSEN_SHOWN);
            self.match_stale = true;
        }
        self.hosting_stale = true;
    }

    /// Tells how the room is set up, where that has changed.
    pub(super) fn tell_hosting(&mut self) {
        let host = self.host();
        if self.settings.private && (std::mem::take(&mut self.hosting_stale) || host != self.told_host) {
            self.told_host = host;
            self.tell(&self.hosting());
        }
    }

    pub(super) fn hosting(&self) -> ServerMessage {
        let presets = self.programme.presets().iter().map(|preset| self.choice(preset, 0));
        ServerMessage::Hosting(Hosting {
            host: self.host().map(|seat| seat.0),
            fill: self.fill(),
            next: self.programme.fixed().map(|at| at as u8),
            presets: presets.collect(),
        })
    }
}

/// In what order a person came; none for a bot.
fn came(seat: &Seat) -> Option<ViewerId> {
    match &seat.holder {
        Holder::Viewer(sitter) => Some(sitter.came),
        Holder::Bot(_) | Holder::Recorded { .. } => None,
    }
}
