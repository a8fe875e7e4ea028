//! What a room plays next: the vote while a result is shown, and the turn to what it chose.

use std::sync::Arc;

use super::telling::SCORES_APART;
use super::{Game, GameSettings, TUNING_NOTICE, sandbox};
use crate::protocol::{self, ServerMessage};
use crate::room::inbox::Wish;
use crate::room::programme::Preset;
use crate::sim::{Mode, Phase, Time, Tuning};

/// For so long the choice is shown before the match that it decides, at most: 2 s.
pub(super) const CHOSEN_SHOWN: Time = Time(1_200);

impl GameSettings {
    /// Plays by a preset from now on.
    pub(super) fn play(&mut self, preset: &Preset) {
        self.map = preset.map.clone();
        self.fill = preset.fill;
    }

    /// The tuning by which a preset is played here.
    pub(super) fn tuned(&self, base: &Arc<Tuning>, preset: Option<&Preset>) -> Arc<Tuning> {
        let tuned = preset.map_or(base.clone(), |preset| Arc::new(preset.tuned(base)));
        if self.sandbox { sandbox::endless(&tuned) } else { tuned }
    }
}

impl Game {
    /// A preset was saved: what it changes of the tuning and its bots hold at once, its map and its mode from the next match on.
    pub fn set_preset(&mut self, preset: &Preset) {
        self.programme.put(preset);
        if let Some(now) = self.programme.now().filter(|now| now.name == preset.name) {
            self.settings.fill = self.hosted_fill.unwrap_or(now.fill);
            self.retune();
        }
    }

    /// How many may play what is on.
    pub fn places(&self) -> u8 {
        let count = self.seats.count();
        self.programme.now().map_or(count, |preset| preset.players.min(count))
    }

    /// How many seats bots keep filled.
    pub(super) fn fill(&self) -> u8 {
        self.settings.fill.min(self.places())
    }

    pub(super) fn open_vote(&mut self) {
        self.programme.open(self.seats.people());
        self.ballot_stale = self.programme.ballot().is_some();
        self.ballot_due = self.world.now;
    }

    /// What viewers want beside playing. Who only watches wants nothing.
    pub(super) fn heed_wishes(&mut self) {
        // Who goes takes a place in the list along: last of all.
        let mut gone = Vec::new();
        for at in 0..self.viewers.len() {
            let (wishes, seat) = (std::mem::take(&mut self.viewers[at].wishes), self.viewers[at].seat);
            for (wish, seat) in wishes.into_iter().zip(std::iter::repeat(seat)) {
                match (wish, seat) {
                    (Wish::Vote(choice), Some(seat)) => self.ballot_stale |= self.programme.vote(seat, choice),
                    (Wish::Host(host), Some(seat)) => self.set_up(seat, &host),
                    (Wish::Follow(other), Some(_)) => self.viewers[at].sight.follows = other,
                    (Wish::Screen(aspect), Some(_)) => self.viewers[at].sight.wanted_aspect = aspect,
                    (Wish::Say(say), Some(seat)) => self.say(at, seat, say),
                    (Wish::Moderate(wish), Some(seat)) => gone.push((seat, wish)),
                    (_, None) => (),
                }
            }
        }
        gone.iter().for_each(|(seat, wish)| self.moderate(*seat, wish));
    }

    /// The vote ends a little before the next match, so that one can read what was chosen; its tuning is told as long
    /// before as any change.
    pub(super) fn close_vote_if_due(&mut self) {
        let Phase::Results { ends, .. } = self.world.phase else { return };
        let (left, notice) = (ends.left(self.world.now), TUNING_NOTICE.after(self.next_step()));
        let shown = CHOSEN_SHOWN.min(Time(self.tuning.round.results as u32 / 4)).max(notice);
        if self.programme.is_open() && left <= shown {
            self.programme.decide();
            (self.ballot_stale, self.ballot_due) = (true, self.world.now);
        }
        if left <= notice && self.programme.tell() {
            self.retune();
        }
    }

    /// Goes on to what was chosen, for which there may be too many bots.
    pub(super) fn take_turn(&mut self) {
        let Some(preset) = self.programme.turn() else { return };
        self.settings.play(preset);
        self.settings.fill = self.hosted_fill.unwrap_or(self.settings.fill);
        let wanted = self.seats.people().max(self.fill().into());
        while self.seats.filled().count() > wanted {
            let Some(bot) = self.seats.bot_to_go() else { break };
            self.free(bot);
        }
    }

    /// What is voted on, and how; none without a vote.
    pub(super) fn ballot(&self) -> Option<ServerMessage> {
        let (choices, chosen) = self.programme.ballot()?;
        let choice = |(preset, votes): (&Preset, usize)| self.choice(preset, votes as u8);
        Some(ServerMessage::Ballot(protocol::Ballot { choices: choices.map(choice).collect(), chosen }))
    }

    pub(super) fn choice(&self, preset: &Preset, votes: u8) -> protocol::Choice {
        protocol::Choice {
            mode: u8::from(preset.mode == Mode::Tug),
            map: preset.map.file.name.clone(),
            players: preset.players.min(self.seats.count()),
            votes,
        }
    }

    pub(super) fn tell_votes(&mut self) {
        if self.ballot_stale && self.ballot_due <= self.world.now {
            self.ballot_stale = false;
            self.ballot_due = self.world.now.after(SCORES_APART);
            self.ballot().iter().for_each(|ballot| self.tell(ballot));
        }
    }
}
