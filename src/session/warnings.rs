//! One line in the log per class of refusal and minute, however many clients misbehave. Pure: told the time.

use std::collections::BTreeMap;

use parking_lot::Mutex;

/// How long a class stays silent after it was logged.
const SILENCE_US: u64 = 60_000_000;

#[derive(Debug, Default)]
struct Class {
    silent_until_us: u64,
    unsaid: u64,
}

/// Which classes were logged lately.
#[derive(Debug, Default)]
pub struct Warnings {
    classes: Mutex<BTreeMap<String, Class>>,
}

impl Warnings {
    /// Asks to log one more refusal of this class: how many were not logged since the last that was, or `None` when this
    /// one is not to be logged either. Classes must be few: they are remembered for ever.
    pub fn ask(&self, class: &str, now_us: u64) -> Option<u64> {
        let mut classes = self.classes.lock();
        if !classes.contains_key(class) {
            classes.insert(class.to_owned(), Class::default());
        }
        let class = classes.get_mut(class)?;
        if now_us < class.silent_until_us {
            class.unsaid += 1;
            return None;
        }
        class.silent_until_us = now_us + SILENCE_US;
        Some(std::mem::take(&mut class.unsaid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_logged_once_a_minute_with_the_number_of_those_left_out() {
        let warnings = Warnings::default();
        assert_eq!(warnings.ask("text", 0), Some(0));
        assert!((1..1_000).all(|i| warnings.ask("text", i).is_none()));
        assert_eq!(warnings.ask("origin", 1_000), Some(0), "another class has its own minute");
        assert_eq!(warnings.ask("text", SILENCE_US - 1), None);
        assert_eq!(warnings.ask("text", SILENCE_US), Some(1_000));
        assert_eq!(warnings.ask("text", 2 * SILENCE_US), Some(0));
    }
}
