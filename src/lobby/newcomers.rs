//! Whose name has not been heard here before: bots go easy on them for a match.
//!
//! Pure. A name is all that is known of a person; it is forgotten with the process, or when very many came after it.

use std::collections::{BTreeMap, VecDeque};

/// A name is new for so long after it was first heard, so that whoever reloads the page in a first match goes on with it.
pub const NEW_US: u64 = 300_000_000;
/// Most names that are kept.
pub const NAMES_MAX: usize = 10_000;

/// The names that have been heard.
#[derive(Debug, Default)]
pub struct Newcomers {
    first_us: BTreeMap<String, u64>,
    /// Oldest first.
    order: VecDeque<String>,
}

impl Newcomers {
    /// Hears a name; true as long as it is new.
    pub fn meet(&mut self, name: &str, now_us: u64) -> bool {
        if let Some(first_us) = self.first_us.get(name) {
            return now_us.saturating_sub(*first_us) < NEW_US;
        }
        self.first_us.insert(name.to_owned(), now_us);
        self.order.push_back(name.to_owned());
        if self.order.len() > NAMES_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.first_us.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_new_for_its_first_minutes() {
        let mut newcomers = Newcomers::default();
        let heard = [(0, true), (NEW_US - 1, true), (NEW_US, false), (2 * NEW_US, false)];
        for (now_us, new) in heard {
            assert_eq!(newcomers.meet("Ann", now_us), new, "at {now_us}");
        }
        assert!(newcomers.meet("Ben", NEW_US), "another name is new");
    }

    #[test]
    fn the_oldest_names_are_forgotten() {
        let mut newcomers = Newcomers::default();
        for number in 0..=NAMES_MAX {
            newcomers.meet(&number.to_string(), 0);
        }
        assert_eq!((newcomers.first_us.len(), newcomers.order.len()), (NAMES_MAX, NAMES_MAX));
        assert!(newcomers.meet("0", NEW_US), "forgotten, so new again");
        assert!(!newcomers.meet("2", NEW_US), "still known");
    }
}
