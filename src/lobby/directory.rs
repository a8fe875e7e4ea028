//! Which rooms there are, and which one is next for somebody who wants to play.
//!
//! A trait, because a directory of many nodes answers the same questions. Pure: it names rooms by number and knows no
//! actor.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::room::messages::Reservation;

/// Letters of room codes: no vowels, so that no code is a word, and none that is mistaken for another.
pub const CODE_LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// The code of a sandbox: with its vowel it is no other room's.
pub const SANDBOX_CODE: &str = "SANDB";
/// Length of a room code.
pub const CODE_LENGTH: usize = 5;

/// What is known of a room.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Its number.
    pub room: u32,
    /// Its code.
    pub code: String,
    /// Only those who know its code come in.
    pub private: bool,
    /// How many may play there now.
    pub places: Arc<AtomicU32>,
    /// Seats that people fill or are on their way to.
    pub taken: Arc<AtomicU32>,
}

/// Answers which room is next.
pub trait Directory {
    /// A room has opened.
    fn opened(&mut self, listing: Listing);
    /// A room has ended.
    fn ended(&mut self, room: u32);
    /// The room with most people that has a seat for one more, and that seat; never a private one.
    fn quick(&self) -> Option<(u32, Reservation)>;
    /// The room with most people, for somebody who wants to watch; never a private one.
    fn busiest(&self) -> Option<u32>;
    /// The room with this code, whatever the case of its letters.
    fn by_code(&self, code: &str) -> Option<&Listing>;
    /// How many rooms are open.
    fn count(&self) -> usize;
}

/// The rooms of one node, by number.
#[derive(Debug, Default)]
pub struct OneNode {
    rooms: BTreeMap<u32, Listing>,
}

impl Listing {
    /// Keeps a seat; none if all are taken.
    pub fn reserve(&self) -> Option<Reservation> {
        Reservation::take(&self.taken, self.places.load(Ordering::Acquire))
    }
}

impl OneNode {
    /// The rooms that are open to everybody.
    fn fullest_first(&self) -> Vec<&Listing> {
        let mut rooms: Vec<&Listing> = self.rooms.values().filter(|listing| !listing.private).collect();
        rooms.sort_by_key(|listing| std::cmp::Reverse(listing.taken.load(Ordering::Acquire)));
        rooms
    }
}

impl Directory for OneNode {
    fn opened(&mut self, listing: Listing) {
        self.rooms.insert(listing.room, listing);
    }

    fn ended(&mut self, room: u32) {
        self.rooms.remove(&room);
    }

    fn quick(&self) -> Option<(u32, Reservation)> {
        self.fullest_first().iter().find_map(|listing| Some((listing.room, listing.reserve()?)))
    }

    fn busiest(&self) -> Option<u32> {
        self.fullest_first().first().map(|listing| listing.room)
    }

    fn by_code(&self, code: &str) -> Option<&Listing> {
        self.rooms.values().find(|listing| listing.code.eq_ignore_ascii_case(code))
    }

    fn count(&self) -> usize {
        self.rooms.len()
    }
}

/// The code that a random number stands for.
pub fn code(random: u64) -> String {
    let count = CODE_LETTERS.len() as u64;
    let digits = std::iter::successors(Some(random), |rest| Some(rest / count)).map(|rest| rest % count);
    digits.take(CODE_LENGTH).map(|digit| char::from(CODE_LETTERS[digit as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(taken: &[(u32, u32)]) -> OneNode {
        let mut directory = OneNode::default();
        for (room, &(places, taken)) in taken.iter().enumerate() {
            let room = room as u32;
            let [places, taken] = [places, taken].map(|count| Arc::new(AtomicU32::new(count)));
            directory.opened(Listing { room, code: code(room.into()), private: false, places, taken });
        }
        directory
    }

    #[test]
    fn quick_play_fills_the_fullest_room_that_has_a_seat() {
        let directory = directory(&[(8, 2), (8, 8), (8, 5), (8, 0)]);
        assert_eq!(directory.quick().map(|(room, _)| room), Some(2));
    }

    #[test]
    fn a_private_room_is_found_by_its_code_alone() {
        let mut directory = directory(&[(8, 0)]);
        let [places, taken] = [8, 5].map(|count| Arc::new(AtomicU32::new(count)));
        directory.opened(Listing { room: 1, code: "QUIET".to_owned(), private: true, places, taken });
        assert_eq!(directory.quick().map(|(room, _)| room), Some(0));
        assert_eq!(directory.busiest(), Some(0));
        assert_eq!(directory.by_code("quiet").map(|listing| listing.room), Some(1));
    }

    #[test]
    fn a_burst_of_arrivals_never_shares_a_seat() {
        let directory = directory(&[(2, 0), (2, 1)]);
        let kept: Vec<_> = std::iter::from_fn(|| directory.quick()).collect();
        assert_eq!(kept.iter().map(|(room, _)| *room).collect::<Vec<_>>(), [1, 0, 0]);
    }

    #[test]
    fn a_code_is_found_in_any_case_until_its_room_ends() {
        let mut directory = directory(&[(8, 0)]);
        let code = code(0);
        assert!(directory.by_code(&code.to_lowercase()).is_some());
        directory.ended(0);
        assert!(directory.by_code(&code).is_none());
    }
}
