//! What people say in a room, what becomes of it, and of those who say too much.

use std::collections::BTreeSet;

use fray::protocol::{CloseReason, Moderate, Said, Say, ServerMessage};
use fray::room::inbox::{Packet, Wish};
use fray::room::seats::Arrival;
use fray::room::tongue::{Person, Report};
use fray::room::words::{self, LINE_CHARS_MAX, NAME_CHARS_MAX};
use unicode_normalization::char::is_combining_mark;
use unicode_security::MixedScript;

use super::support::{Guest, Table};
use super::voting::{presets, short};

/// The texts of `tests/hostile.txt`, with its escapes and repetitions resolved.
fn hostile() -> Vec<String> {
    let file = include_str!("../hostile.txt").lines().filter(|line| !line.starts_with('#'));
    let text = |line: &str| match line.strip_prefix('×').and_then(|rest| rest.split_once(' ')) {
        Some((times, text)) => unescaped(text).repeat(times.parse().unwrap()),
        None => unescaped(line),
    };
    file.map(text).collect()
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (letter, length) = match rest.as_bytes().first() {
            Some(b'n') => ('\n', 1),
            Some(b'r') => ('\r', 1),
            Some(b't') => ('\t', 1),
            Some(b'u') => {
                let (digits, length) = match rest[1..].strip_prefix('{') {
                    Some(inner) => (&inner[..inner.find('}').unwrap()], inner.find('}').unwrap() + 3),
                    None => (&rest[1..5], 5),
                };
                (char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap(), length)
            }
            _ => ('\\', 1),
        };
        out.push(letter);
        rest = &rest[length..];
    }
    out + rest
}

fn check_bounded(text: &str, most: usize, from: &str) {
    assert!(text.chars().count() <= most, "{from:?} is longer than {most}: {text:?}");
    let is_bad = |c: char| {
        c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
    };
    assert!(!text.chars().any(is_bad), "{from:?} keeps what draws nothing or turns: {text:?}");
    let marks = text.chars().scan(0, |run, c| {
        *run = if is_combining_mark(c) { *run + 1 } else { 0 };
        Some(*run)
    });
    assert!(marks.max().unwrap_or(0) <= 2, "{from:?} piles up: {text:?}");
    assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), text, "{from:?} has odd spaces");
}

#[test]
fn three_hundred_hostile_texts_are_bounded_as_names_and_as_lines() {
    let texts = hostile();
    assert!(texts.len() >= 300, "{}", texts.len());
    assert!(texts.iter().any(|text| text.len() >= 10_000));
    for text in &texts {
        let name = words::name(text, 7);
        check_bounded(&name, NAME_CHARS_MAX, text);
        assert!(!name.is_empty() && name.is_single_script(), "{text:?} as a name: {name:?}");
        assert_eq!(words::name(&name, 8), name, "{text:?}");
        let line = words::line(text);
        check_bounded(&line, LINE_CHARS_MAX, text);
        assert!(line.len() <= 480, "{text:?}");
        assert_eq!(words::line(&line), line, "{text:?}");
    }
}

#[test]
fn whoever_comes_by_a_hostile_name_is_mistaken_for_nobody_who_is_there() {
    for texts in hostile().chunks(32) {
        let mut there: Vec<String> = Vec::new();
        for text in texts.iter().chain(texts) {
            let name = words::unique(&words::name(text, 7), &there);
            check_bounded(&name, NAME_CHARS_MAX, text);
            assert!(!there.contains(&words::looks(&name)), "{text:?} passes for somebody: {name:?}");
            there.push(words::looks(&name));
        }
    }
}

#[test]
fn no_two_in_a_room_have_one_name_and_nobody_has_that_of_a_bot() {
    let mut table = Table::playing(&presets(), short());
    ["guest", "GUEST", "bot 1", "Ann"].iter().for_each(|name| drop(come(&mut table, name, 0)));
    let names = table.game.seats().filled().map(|(_, seat)| seat.name.as_str());
    let names: BTreeSet<&str> = names.collect();
    assert_eq!(names, BTreeSet::from(["Ann", "GUEST 2", "bot 0", "bot 1", "bot 1 2", "bot 2", "guest"]));
}

/// Somebody of this name comes, known again by this.
fn come(table: &mut Table, name: &str, person: u8) -> Result<Guest, CloseReason> {
    let person = Person::new((person > 0).then_some([person; 16]));
    let arrival = Arrival { name: name.into(), person, aspect: 1778, ..Arrival::default() };
    table.admit(arrival)
}

fn wish(table: &mut Table, guest: &Guest, wish: Wish) {
    guest.inbox.push(Packet::Wish(wish), table.now_us);
    table.tick();
}

fn line(to: u8, text: &str) -> Wish {
    Wish::Say(Say { to, word: None, text: text.into() })
}

/// What a guest heard: from which seat, to whom, and what; a wait as that of nobody.
fn heard(guest: &Guest) -> Vec<(Option<u8>, u8, String)> {
    let heard = |message| match message {
        ServerMessage::Said(Said { seat, to, word: None, text }) => Some((Some(seat), to, text)),
        ServerMessage::Said(Said { seat, to, word: Some(word), text }) => {
            assert_eq!(text, "");
            Some((Some(seat), to, format!("word {word}")))
        }
        ServerMessage::Hushed(hushed) => Some((None, 0, format!("wait {}", hushed.wait))),
        _ => None,
    };
    guest.read().into_iter().filter_map(heard).collect()
}

#[test]
fn what_is_said_to_the_room_is_heard_by_all_and_a_watcher_says_nothing() {
    let mut table = Table::playing(&presets(), short());
    let watcher = table.join(true).unwrap();
    let [ann, ben] = ["Ann", "Ben"].map(|name| come(&mut table, name, 0).unwrap());
    let seat = ann.seat.map(|seat| seat.0);
    wish(&mut table, &watcher, line(0, "nobody hears it"));
    wish(&mut table, &ann, line(0, "  gg\u{202E}  wp "));
    wish(&mut table, &ann, line(0, "\u{200B} "));
    // There are no teams: to the team is to all.
    wish(&mut table, &ann, line(1, "all"));
    wish(&mut table, &ann, Wish::Say(Say { to: 0, word: Some(3), text: "beside it".into() }));
    let all = [(seat, 0, "gg wp".to_owned()), (seat, 0, "all".to_owned()), (seat, 0, "word 3".to_owned())];
    [&watcher, &ann, &ben].iter().for_each(|guest| assert_eq!(heard(guest), all));
}

#[test]
fn what_is_said_to_the_team_is_heard_by_it_alone() {
    let mut presets = presets();
    presets.swap(0, 1);
    let mut table = Table::playing(&presets, short());
    let guests: Vec<Guest> = ["Ann", "Ben", "Cleo", "Dan"].map(|name| come(&mut table, name, 0).unwrap()).into();
    let watcher = table.join(true).unwrap();
    table.tick();
    wish(&mut table, &guests[0], line(1, "to me"));
    let team = |guest: &Guest| table.game.world().player(guest.seat.unwrap()).unwrap().side;
    for guest in &guests {
        assert_eq!(heard(guest).len(), usize::from(team(guest) == team(&guests[0])), "{:?}", guest.seat);
    }
    assert!(heard(&watcher).is_empty());
}

#[test]
fn whoever_says_too_much_is_told_how_long_to_wait_and_heard_no_more() {
    let mut table = Table::playing(&presets(), short());
    let [ann, ben] = ["Ann", "Ben"].map(|name| come(&mut table, name, 0).unwrap());
    (0..60).for_each(|i| wish(&mut table, &ann, line(0, &format!("line {i}"))));
    let lines = heard(&ben);
    assert_eq!(lines.len(), 5, "{lines:?}");
    let told = heard(&ann);
    let waits = told.iter().filter(|(seat, ..)| seat.is_none()).count();
    assert_eq!((told.len(), waits), (60, 55));
    // A second has gone by.
    assert_eq!(told.last().unwrap().2, "wait 610");
}

fn kick(guest: &Guest) -> Wish {
    Wish::Moderate(Moderate { what: 1, seat: guest.seat.unwrap().0, why: 0 })
}

#[test]
fn who_is_sent_away_is_told_so_and_does_not_come_back_into_that_room() {
    let mut table = Table::private(&presets(), short());
    let host = come(&mut table, "Ann", 1).unwrap();
    let [ben, cleo] = [("Ben", 2), ("Cleo", 3)].map(|(name, person)| come(&mut table, name, person).unwrap());
    table.tick();
    // Nobody but the host, and nobody themselves.
    wish(&mut table, &ben, kick(&cleo));
    wish(&mut table, &host, kick(&host));
    assert_eq!(table.game.seats().people(), 3);
    wish(&mut table, &host, kick(&ben));
    assert_eq!(table.game.seats().people(), 2);
    assert_eq!(ben.outbox.take(&mut Vec::new()), Some(CloseReason::Kicked));
    table.game.leave(ben.viewer);
    assert_eq!(come(&mut table, "Another", 2).err(), Some(CloseReason::Kicked));
    assert!(come(&mut table, "Ben", 4).is_ok());
    // In a room for everybody there is no host.
    let mut open = Table::playing(&presets(), short());
    let [first, second] = [("Ann", 1), ("Ben", 2)].map(|(name, person)| come(&mut open, name, person).unwrap());
    wish(&mut open, &first, kick(&second));
    assert_eq!(open.game.seats().people(), 2);
}

#[test]
fn a_report_says_who_and_what_they_said_and_is_taken_once() {
    let mut table = Table::playing(&presets(), short());
    let [ann, ben] = [("Ann", 1), ("Ben", 2)].map(|(name, person)| come(&mut table, name, person).unwrap());
    wish(&mut table, &ben, line(0, "something bad"));
    let report = || Wish::Moderate(Moderate { what: 0, seat: ben.seat.unwrap().0, why: 0 });
    (0..3).for_each(|_| wish(&mut table, &ann, report()));
    let [by, mark] = [1, 2].map(|person| Person::new(Some([person; 16])).mark());
    let expected = Report { why: 0, name: "Ben".into(), mark, by, said: vec!["something bad".into()] };
    assert_eq!(table.game.take_reports(), [expected]);
    // Neither a bot nor an empty seat nor oneself is reported.
    for seat in [0, 11, 63, ann.seat.unwrap().0] {
        wish(&mut table, &ann, Wish::Moderate(Moderate { what: 0, seat, why: 3 }));
    }
    assert_eq!(table.game.take_reports(), []);
}

#[test]
fn a_person_is_known_again_by_the_roster_of_any_room() {
    let marks: Vec<Vec<u32>> = [short(), short()]
        .map(|tuning| {
            let mut table = Table::playing(&presets(), tuning);
            let guest = come(&mut table, "Ann", 9).unwrap();
            let mut rosters = guest.read().into_iter().filter_map(|message| match message {
                ServerMessage::Roster(roster) => Some(roster),
                _ => None,
            });
            rosters.next_back().unwrap().players.iter().map(|player| player.mark).collect()
        })
        .into();
    assert_eq!(marks[0], marks[1]);
    assert_eq!(marks[0].iter().filter(|mark| **mark != 0).count(), 1, "bots have none: {marks:?}");
}
