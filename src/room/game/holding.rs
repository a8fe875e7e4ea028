//! Seats whose connection was lost: held, taken again, or given up.

use std::sync::Arc;

use super::{Arrival, Game, Inbox, Outbox, Pace, Viewer, ViewerId};
use crate::protocol::CloseReason;
use crate::room::hold::{Claim, Token};
use crate::sim::SeatId;

/// A seat that was taken again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resumed {
    /// Who has it now.
    pub viewer: ViewerId,
    /// The seat.
    pub seat: SeatId,
    /// Whose connection still seemed open; it has been told.
    pub replaced: Option<ViewerId>,
}

impl Game {
    /// Frees the seat of a viewer who has gone.
    pub fn leave(&mut self, id: ViewerId) {
        if let Some(seat) = self.remove_viewer(id).and_then(|viewer| viewer.seat) {
            self.give_up(seat);
        }
    }

    fn remove_viewer(&mut self, id: ViewerId) -> Option<Viewer> {
        let at = self.viewers.iter().position(|viewer| viewer.id == id)?;
        let viewer = self.viewers.remove(at);
        if self.viewers.is_empty() || (viewer.seat.is_some() && self.is_only_watched()) {
            self.empty_since = self.world.now;
            // A room that stands still would never end.
            self.pace = Pace::Full;
        }
        Some(viewer)
    }

    /// The connection of a viewer is lost. Their seat is held, if they have a way back to it, and freed if not.
    pub fn lose(&mut self, id: ViewerId) {
        let Some(viewer) = self.remove_viewer(id) else { return };
        let now = self.world.now;
        let claim = viewer.seat.and_then(|seat| self.seats.claim_mut(seat)).filter(|claim| claim.is_worth_it());
        let claim = claim.filter(|_| !self.settings.faults.seat_dropped);
        match (claim, viewer.seat) {
            (Some(claim), _) => {
                claim.lose(now, viewer.hidden, viewer.plan);
                self.roster_stale = true;
            }
            (None, Some(seat)) => self.give_up(seat),
            (None, None) => (),
        }
    }

    /// Takes the seat again that this token is for, with everything that was in it. All seats are looked at, whichever it
    /// is. The viewer is a new one: it has been sent nothing.
    pub fn resume(
        &mut self,
        token: Token,
        guest: Arrival,
        inbox: Arc<Inbox>,
        outbox: Arc<Outbox>,
    ) -> Result<Resumed, CloseReason> {
        let (mut next, aspect, link) = (guest.ticket.ok_or(CloseReason::SeatGone)?, guest.aspect, guest.link);
        if self.settings.faults.token_lasts {
            next.token = token;
        }
        let seat = self.seats.known_by(&token).ok_or(CloseReason::SeatGone)?;
        let viewer = ViewerId(self.next_viewer);
        let sitter = self.seats.sitter_mut(seat).ok_or(CloseReason::SeatGone)?;
        let claim = sitter.claim.as_mut().ok_or(CloseReason::SeatGone)?;
        claim.take(token, next)?;
        if self.settings.faults.token_spent_early {
            claim.confirm();
        }
        let before = std::mem::replace(&mut sitter.viewer, viewer);
        self.next_viewer += 1;
        let replaced = self.remove_viewer(before);
        if let Some(old) = &replaced {
            old.outbox.close(CloseReason::Replaced);
        }
        self.admit(Viewer::new(viewer, Some(seat), aspect, inbox, outbox).come_back(), link);
        self.roster_stale = true;
        Ok(Resumed { viewer, seat, replaced: replaced.map(|old| old.id) })
    }

    /// Whoever has spoken has got their welcome: the token that they showed for it is spent.
    pub(super) fn confirm_claims(&mut self) {
        for viewer in &mut self.viewers {
            let seat = viewer.seat.filter(|_| viewer.take_word());
            if let Some(claim) = seat.and_then(|seat| self.seats.claim_mut(seat)) {
                claim.confirm();
            }
        }
    }

    /// Gives up the seats that have been held for long enough.
    pub(super) fn expire_claims(&mut self) {
        let now = self.world.now;
        let is_over = |claim: &Claim| claim.is_over(now);
        let over: Vec<SeatId> = self.seats.claims().filter(|(_, claim)| is_over(claim)).map(|(seat, _)| seat).collect();
        for seat in over {
            self.give_up(seat);
            self.work.expired += 1;
        }
    }

    fn give_up(&mut self, seat: SeatId) {
        if !self.settings.faults.seat_kept {
            self.free(seat);
        }
    }

    /// True while a seat waits for somebody to come back.
    pub(super) fn holds_seats(&self) -> bool {
        self.seats.claims().any(|(_, claim)| claim.is_away())
    }
}
