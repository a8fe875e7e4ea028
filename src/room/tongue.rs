//! Who speaks: how they are known again, how much they may say, and what they said last. Pure.

use std::collections::VecDeque;

use crate::sim::map::fnv;
use crate::sim::{SeatId, Time};

/// A line takes so long to be forgotten: 2 s.
const LINE: Time = Time(1_200);
/// A quick word: 1 s.
const WORD: Time = Time(600);
/// So much may be said at once: four lines after one, or eight words.
const AT_ONCE: Time = Time(4_800);
/// A report takes so long to be forgotten: 6 s.
const REPORT: Time = Time(3_600);
/// Nine of them after one.
const REPORTS_AT_ONCE: Time = Time(32_400);
/// Lines that are kept for a report.
const KEPT: usize = 5;

/// By what somebody is known again, in any room: random bytes that only they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Person(Option<[u8; 16]>);

impl Person {
    /// Of a hello.
    pub fn new(bytes: Option<[u8; 16]>) -> Person {
        Person(bytes)
    }

    /// What others are told of it; 0 for somebody who is not known again. Nobody learns the bytes from it.
    pub fn mark(&self) -> u32 {
        let folded = |bytes: [u8; 16]| {
            let hash = fnv(&bytes);
            ((hash >> 32) as u32 ^ hash as u32).max(1)
        };
        self.0.map_or(0, folded)
    }

    /// The same person; somebody who is not known again is nobody's.
    pub fn is(&self, other: &Person) -> bool {
        self.0.is_some() && self == other
    }
}

/// How often something may happen: so much at once, then no faster than it is forgotten.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket(Time);

impl Bucket {
    /// Once more at `now`, which takes `cost` to be forgotten; or how long to wait for it.
    fn take(&mut self, cost: Time, at_once: Time, now: Time) -> Result<(), Time> {
        let most = now.after(at_once);
        if self.0 > most {
            return Err(self.0.left(most));
        }
        self.0 = self.0.max(now).after(cost);
        Ok(())
    }
}

/// What somebody said lately, and about whom they complained.
#[derive(Clone, Debug, Default)]
pub struct Tongue {
    bucket: Bucket,
    said: VecDeque<String>,
    /// A bit for each seat that was reported.
    reported: u64,
}

impl Tongue {
    /// One line or word more at `now`; or how long to wait for it.
    pub fn speak(&mut self, text: &str, is_word: bool, now: Time) -> Result<(), Time> {
        self.bucket.take(if is_word { WORD } else { LINE }, AT_ONCE, now)?;
        if !is_word {
            self.said.push_back(text.to_owned());
            self.said.drain(..self.said.len().saturating_sub(KEPT));
        }
        Ok(())
    }

    /// The last lines, oldest first.
    pub fn said(&mut self) -> &[String] {
        self.said.make_contiguous()
    }

    /// True for the first report of a seat.
    pub fn report(&mut self, seat: SeatId) -> bool {
        let bit = 1 << seat.0;
        let is_first = self.reported & bit == 0;
        self.reported |= bit;
        is_first
    }

    /// Somebody else may come to this seat.
    pub fn forget(&mut self, seat: SeatId) {
        self.reported &= !(1 << seat.0);
    }
}

/// What somebody wants an operator to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Why, as in the protocol.
    pub why: u8,
    /// Who is reported.
    pub name: String,
    /// By which they are known again.
    pub mark: u32,
    /// By which the one is known again who reports.
    pub by: u32,
    /// Their last lines.
    pub said: Vec<String>,
}

/// Reports that wait to be passed on. A room passes on ten at once and one each six seconds, so that nobody fills a log with
/// them.
#[derive(Debug, Default)]
pub struct Reports {
    bucket: Bucket,
    waiting: Vec<Report>,
}

impl Reports {
    /// One more.
    pub fn push(&mut self, report: Report, now: Time) {
        if self.bucket.take(REPORT, REPORTS_AT_ONCE, now).is_ok() {
            self.waiting.push(report);
        }
    }

    /// Those that wait.
    pub fn take(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.waiting)
    }
}

impl Report {
    /// Why, in a word.
    pub fn reason(&self) -> &'static str {
        ["insults", "cheats", "name", "other"][usize::from(self.why.min(3))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_lines_at_once_and_then_one_every_two_seconds() {
        let mut tongue = Tongue::default();
        let now = Time(10_000);
        assert_eq!((0..9).take_while(|_| tongue.speak("x", false, now).is_ok()).count(), 5);
        assert_eq!(tongue.speak("x", false, now), Err(Time(1_200)));
        assert_eq!(tongue.speak("x", false, Time(11_200)), Ok(()));
        assert_eq!(tongue.speak("x", false, Time(11_200)), Err(Time(1_200)));
        // Who was still for long has no more than those five.
        assert_eq!((0..9).take_while(|_| tongue.speak("x", false, Time(900_000)).is_ok()).count(), 5);
    }

    #[test]
    fn words_cost_half_of_a_line_and_are_not_kept() {
        let mut tongue = Tongue::default();
        assert_eq!((0..20).take_while(|_| tongue.speak("", true, Time(0)).is_ok()).count(), 9);
        assert!(tongue.said().is_empty());
    }

    #[test]
    fn the_last_five_lines_are_kept() {
        let mut tongue = Tongue::default();
        (0..8).for_each(|i| tongue.speak(&i.to_string(), false, Time(i * 10_000)).unwrap());
        assert_eq!(tongue.said(), ["3", "4", "5", "6", "7"]);
    }

    #[test]
    fn a_seat_is_reported_once_for_each_who_sits_there() {
        let mut tongue = Tongue::default();
        let seats = [SeatId(3), SeatId(63)];
        assert_eq!(seats.map(|seat| tongue.report(seat)), [true, true]);
        assert_eq!(seats.map(|seat| tongue.report(seat)), [false, false]);
        tongue.forget(SeatId(63));
        assert_eq!(seats.map(|seat| tongue.report(seat)), [false, true]);
    }

    #[test]
    fn a_room_passes_on_ten_reports_at_once_and_then_one_every_six_seconds() {
        let report = Report { why: 0, name: "Ann".to_owned(), mark: 1, by: 2, said: Vec::new() };
        let mut reports = Reports::default();
        (0..50).for_each(|_| reports.push(report.clone(), Time(600)));
        assert_eq!(reports.take().len(), 10);
        (0..50).for_each(|_| reports.push(report.clone(), Time(600 + 3_600)));
        assert_eq!(reports.take().len(), 1);
    }

    #[test]
    fn a_mark_is_of_one_person_and_of_nobody_without_bytes() {
        let [a, b] = [1, 2].map(|byte| Person::new(Some([byte; 16])));
        assert_ne!(a.mark(), b.mark());
        assert!(a.is(&a) && !a.is(&b));
        assert_eq!(Person::default().mark(), 0);
        assert!(!Person::default().is(&Person::default()));
    }
}
