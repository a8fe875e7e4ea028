//! When a viewer is sent a snapshot that leans on nothing, and why.
//!
//! ```text
//! joined · match · resumed · overflow ──▶ due ──▶ the next snapshot is a keyframe
//! asked · differed ── at most one in 2 s ──┘
//! old: what it was last sent is no longer kept
//! ```

use crate::protocol::{KeyframeRequest, Told};

/// From one request of a client that is honoured to the next.
pub const REQUESTS_APART_US: u64 = 2_000_000;
/// Each so many snapshots the sum of all hashes is with it.
pub const SUM_EVERY: u64 = 30;

/// Why a keyframe is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is the viewer's first.
    Joined,
    /// A match began.
    Match,
    /// The connection is another one than before, or its page was hidden.
    Resumed,
    /// Events were lost while the viewer was skipped.
    Overflow,
    /// The client does not hold what it was sent a difference from.
    Asked,
    /// The client's sum of all hashes was another one.
    Differed,
    /// What the viewer was last sent is no longer kept.
    Old,
}

impl Why {
    /// Why a client asks.
    pub fn of(request: &KeyframeRequest) -> Why {
        if request.why == 0 { Why::Asked } else { Why::Differed }
    }
}

/// Reasons, each with the word by which it is counted.
const WORDS: [(&str, Why); 7] = [
    ("join", Why::Joined),
    ("match", Why::Match),
    ("resume", Why::Resumed),
    ("overflow", Why::Overflow),
    ("asked", Why::Asked),
    ("mismatch", Why::Differed),
    ("old", Why::Old),
];

/// Keyframes that were sent, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keyframes([u64; WORDS.len()]);

impl Keyframes {
    /// One more.
    pub fn count(&mut self, why: Why) {
        self.0[why as usize] += 1;
    }

    /// Those that were sent for this reason.
    pub fn of(&self, why: Why) -> u64 {
        self.0[why as usize]
    }

    /// All of them.
    pub fn sum(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Each with the word by which it is counted.
    pub fn by_reason(&self) -> impl Iterator<Item = (&'static str, u64)> {
        WORDS.map(|(word, why)| (word, self.of(why))).into_iter()
    }
}

/// What a viewer was last sent, and whether the next snapshot leans on it.
#[derive(Debug)]
pub struct Lean {
    /// What it holds.
    pub told: Told,
    due: Option<Why>,
    honoured_us: Option<u64>,
}

impl Lean {
    /// Nothing was sent yet: the first snapshot is a keyframe, for this reason.
    pub fn new(why: Why) -> Lean {
        Lean { told: Told::default(), due: Some(why), honoured_us: None }
    }

    /// The next snapshot is a keyframe. The first reason stands.
    pub fn cut(&mut self, why: Why) {
        self.due.get_or_insert(why);
        self.told.forget();
    }

    /// The client asks for a keyframe; false when it did so too soon after one that was honoured.
    pub fn ask(&mut self, why: Why, now_us: u64) -> bool {
        let too_soon = self.honoured_us.is_some_and(|before| now_us.saturating_sub(before) < REQUESTS_APART_US);
        if !too_soon {
            self.honoured_us = Some(now_us);
            self.cut(why);
        }
        !too_soon
    }

    /// Why the snapshot that is about to be sent is a keyframe; none if it can lean on what was sent before.
    pub fn take_due(&mut self, is_kept: bool) -> Option<Why> {
        self.due.take().or(if is_kept { None } else { Some(Why::Old) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_stands_and_is_told_once() {
        let mut lean = Lean::new(Why::Joined);
        lean.cut(Why::Match);
        assert_eq!(lean.take_due(false), Some(Why::Joined));
        assert_eq!(lean.take_due(true), None);
        assert_eq!(lean.take_due(false), Some(Why::Old));
        lean.cut(Why::Resumed);
        assert_eq!(lean.take_due(true), Some(Why::Resumed));
    }

    #[test]
    fn one_request_in_two_seconds_is_honoured() {
        let mut lean = Lean::new(Why::Joined);
        lean.take_due(true);
        let honoured: Vec<bool> =
            [5, 6, 1_999_999, 2_000_005, 2_000_006].iter().map(|us| lean.ask(Why::Asked, *us)).collect();
        assert_eq!(honoured, [true, false, false, true, false]);
    }

    #[test]
    fn every_reason_is_counted_by_a_word_of_its_own() {
        let mut keyframes = Keyframes::default();
        WORDS.iter().for_each(|(_, why)| keyframes.count(*why));
        assert!(keyframes.by_reason().all(|(_, count)| count == 1));
        assert_eq!(WORDS.map(|(_, why)| why as usize), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(keyframes.sum(), 7);
    }
}
