//! What a room plays, one match after the other: its presets in turn, or what those who sit in it vote for. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::sim::{Map, Mode, SeatId, Tuning};

/// Most choices of a vote.
pub const CHOICES_MAX: usize = 3;

/// A match as designers put it together: what is played where, by how many, and what is other than usual.
#[derive(Clone, Debug)]
pub struct Preset {
    /// Its name: that of its file.
    pub name: String,
    /// What is played for.
    pub mode: Mode,
    /// Where.
    pub map: Arc<Map>,
    /// How many may play.
    pub players: u8,
    /// How many seats bots keep filled.
    pub fill: u8,
    /// What it changes of the tuning: places in [`Tuning::values`] and what stands there instead.
    pub changes: Vec<(usize, i32)>,
}

impl Preset {
    /// The tuning by which it is played, from that of the file.
    pub fn tuned(&self, base: &Tuning) -> Tuning {
        let mut values = base.values();
        for (place, value) in &self.changes {
            if let Some(slot) = values.get_mut(*place) {
                *slot = *value;
            }
        }
        let tuned = Tuning::from_values(&values, base.weapons.clone(), base.personas.clone());
        let mut tuned = tuned.expect("there are as many values as before");
        tuned.round.tug = i32::from(self.mode == Mode::Tug);
        tuned
    }
}

/// The presets of a room, which of them is on, and the vote on the next one.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    presets: Arc<[Preset]>,
    now: usize,
    /// What every next match is, in place of a vote.
    fixed: Option<usize>,
    ballot: Option<Ballot>,
}

/// The vote while a result is shown.
#[derive(Clone, Debug)]
struct Ballot {
    /// Places among the presets. The first is next in turn, and what is played if nobody votes.
    choices: Vec<usize>,
    votes: BTreeMap<SeatId, u8>,
    /// The vote is over, and this was chosen.
    chosen: Option<u8>,
    /// The tuning of what was chosen is told.
    told: bool,
}

impl Programme {
    /// Begins with the first of these presets; without any a room plays on as it is.
    pub fn new(presets: Arc<[Preset]>) -> Programme {
        Programme { presets, ..Programme::default() }
    }

    /// The preset that is on.
    pub fn now(&self) -> Option<&Preset> {
        self.presets.get(self.now)
    }

    /// Everything that may be played.
    pub fn presets(&self) -> &[Preset] {
        &self.presets
    }

    /// What every next match is, in place of a vote; none: it is voted on.
    pub fn fixed(&self) -> Option<usize> {
        self.fixed
    }

    /// From now on every next match is this one, in place of a vote; with none it is voted on again. One that is not there
    /// changes nothing.
    pub fn fix(&mut self, preset: Option<usize>) {
        if preset.is_none_or(|at| at < self.presets.len()) {
            self.fixed = preset;
        }
    }

    /// The preset that was chosen for the next match, or else the one that is on.
    pub fn next(&self) -> Option<&Preset> {
        let chosen = self.ballot.as_ref().and_then(|ballot| ballot.chosen_preset());
        self.presets.get(chosen.unwrap_or(self.now))
    }

    /// Opens a vote, unless there is nothing to choose or the choice is [`Programme::fixed`]: what is next in turn, after it one of another mode where there is
    /// one, and the same again. All of them have a place for each of so many people.
    pub fn open(&mut self, people: usize) {
        let has_places = |at: &usize| usize::from(self.presets[*at].players) >= people;
        if let Some(fixed) = self.fixed.filter(has_places) {
            self.ballot = Some(Ballot { choices: vec![fixed], votes: BTreeMap::new(), chosen: Some(0), told: false });
            return;
        }
        let count = self.presets.len();
        let turn = (1..count).map(|ahead| (self.now + ahead) % count);
        let others: Vec<usize> = turn.filter(has_places).collect();
        let Some(&first) = others.first() else { return };
        let is_other = |at: &&usize| self.presets[**at].mode != self.presets[first].mode;
        let second = others[1..].iter().find(is_other).or(others.get(1));
        let choices = [Some(first), second.copied(), Some(self.now)].into_iter().flatten().collect();
        self.ballot = Some(Ballot { choices, votes: BTreeMap::new(), chosen: None, told: false });
    }

    /// Counts the vote of a seat, in place of the one that it gave before. True when that changed anything.
    pub fn vote(&mut self, seat: SeatId, choice: u8) -> bool {
        match &mut self.ballot {
            Some(ballot) if ballot.chosen.is_none() && usize::from(choice) < ballot.choices.len() => {
                ballot.votes.insert(seat, choice) != Some(choice)
            }
            _ => false,
        }
    }

    /// Forgets the vote of a seat that is free again. True when it had given one.
    pub fn forget(&mut self, seat: SeatId) -> bool {
        let open = self.ballot.as_mut().filter(|ballot| ballot.chosen.is_none());
        open.is_some_and(|ballot| ballot.votes.remove(&seat).is_some())
    }

    /// True while votes are counted.
    pub fn is_open(&self) -> bool {
        self.ballot.as_ref().is_some_and(|ballot| ballot.chosen.is_none())
    }

    /// Ends the vote: most votes win, and of as many the choice that stands first.
    pub fn decide(&mut self) {
        if let Some(ballot) = &mut self.ballot {
            let most = (0..ballot.choices.len() as u8).rev().max_by_key(|choice| ballot.count(*choice));
            ballot.chosen = most;
        }
    }

    /// True once after the vote is over: the time has come to tell the tuning of what was chosen.
    pub fn tell(&mut self) -> bool {
        let over = self.ballot.as_mut().filter(|ballot| ballot.chosen.is_some());
        over.is_some_and(|ballot| !std::mem::replace(&mut ballot.told, true))
    }

    /// Goes on to what was chosen, if anything was: that is on now.
    pub fn turn(&mut self) -> Option<&Preset> {
        if let Some(chosen) = self.ballot.take().and_then(|ballot| ballot.chosen_preset()) {
            self.now = chosen;
        }
        self.now()
    }

    /// The choices with their votes, and which was chosen; none without a vote.
    pub fn ballot(&self) -> Option<(impl Iterator<Item = (&Preset, usize)>, Option<u8>)> {
        let ballot = self.ballot.as_ref()?;
        let choices = ballot.choices.iter().enumerate();
        Some((choices.map(|(i, at)| (&self.presets[*at], ballot.count(i as u8))), ballot.chosen))
    }

    /// Puts a preset in the place of the one of its name, if there is one.
    pub fn put(&mut self, preset: &Preset) {
        put(&mut self.presets, preset);
    }

    /// Puts a map in the place of the one of its name, wherever it is to be played.
    pub fn redraw(&mut self, map: &Arc<Map>) {
        redraw(&mut self.presets, map);
    }
}

/// Puts a preset in the place of the one of its name; false where there is none.
pub fn put(presets: &mut Arc<[Preset]>, preset: &Preset) -> bool {
    change(presets, |known| (known.name == preset.name).then(|| preset.clone()))
}

/// Puts a map in the place of the one of its name; false where there is none.
pub fn redraw(presets: &mut Arc<[Preset]>, map: &Arc<Map>) -> bool {
    let drawn = |known: &Preset| Preset { map: map.clone(), ..known.clone() };
    change(presets, |known| (known.map.file.name == map.file.name).then(|| drawn(known)))
}

fn change(presets: &mut Arc<[Preset]>, other: impl Fn(&Preset) -> Option<Preset>) -> bool {
    if presets.iter().all(|known| other(known).is_none()) {
        return false;
    }
    *presets = presets.iter().map(|known| other(known).unwrap_or_else(|| known.clone())).collect();
    true
}

impl Ballot {
    fn count(&self, choice: u8) -> usize {
        self.votes.values().filter(|vote| **vote == choice).count()
    }

    fn chosen_preset(&self) -> Option<usize> {
        self.choices.get(usize::from(self.chosen?)).copied()
    }
}
