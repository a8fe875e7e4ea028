//! Matches that are played again.

use std::sync::Arc;

use fray::journal::compare::compare;
use fray::journal::{Differs, Journal, Same, verify};
use fray::room::hold::HoldTimes;
use fray::room::{Faults, Notes, Recorder};
use fray::sim::{Angle, Entry, Input, SeatId, Tick, Walk};

use super::{record, recorded, sound};
use crate::room::support::{Table, ticket_for};
use crate::support::tuning;

/// A match in which people come and go and the tuning changes, its tick rate too.
fn eventful() -> Vec<u8> {
    let mut guest = None;
    record(400, 1, Faults::default(), |tick, table| match tick {
        50 => guest = Some(table.join(false).unwrap()),
        51..=120 => {
            let held = Input { aim: Angle(tick as u16 * 300), buttons: 1, ..Input::default() };
            guest.as_ref().unwrap().hold(tick, 1, held, table.now_us);
        }
        130 => {
            let mut slower = tuning();
            (slower.rates.tick, slower.rates.snapshot, slower.body.top_speed) = (30, 15, 40_000);
            table.game.set_tuning(Arc::new(slower));
        }
        170 => table.game.set_tuning(Arc::new(tuning())),
        200 => table.game.leave(guest.as_ref().unwrap().viewer),
        _ => (),
    })
}

#[test]
fn a_match_that_is_played_again_is_the_same_to_the_bit() {
    for bytes in [recorded(660), eventful()] {
        let (journal, map) = sound(&bytes);
        let ticks = journal.steps.len();
        assert_eq!(verify(&journal, &map), Ok(Same { ticks, hashes: ticks + 1 }));
    }
    let (journal, _) = sound(&eventful());
    let names = |(tick, roster): &(Tick, Vec<fray::journal::Sitter>)| {
        (tick.0, roster.iter().map(|sitter| (sitter.name.clone(), sitter.bot)).filter(|(_, bot)| !bot).count())
    };
    assert_eq!(journal.rosters.iter().map(names).collect::<Vec<_>>(), [(50, 1), (200, 0)]);
    assert_eq!(journal.tunings.iter().map(|(tick, _)| tick.0).collect::<Vec<_>>(), [145, 178]);
}

#[test]
fn a_seat_that_is_lost_and_taken_again_and_given_up_is_played_again_the_same() {
    let mut guests = Vec::new();
    let (hold, walks) = (HoldTimes { shown_s: 2, hidden_s: 2 }, Input { walk: Walk(9), ..Input::default() });
    let bytes = record(300, 1, Faults::default(), |tick, table| match tick {
        50 | 55 => guests.push(table.join_with(ticket_for(tick as u8, hold)).unwrap()),
        80 => guests.iter().for_each(|guest| guest.hold(85, 5, walks, table.now_us)),
        // In the middle of what was planned.
        82 => guests.iter().for_each(|guest| table.game.lose(guest.viewer)),
        150 => guests.push(table.resume(50, 2).unwrap()),
        _ => (),
    });
    let (journal, map) = sound(&bytes);
    assert_eq!(verify(&journal, &map), Ok(Same { ticks: 300, hashes: 301 }));
    let at = |wanted: fn(&Entry) -> bool| {
        let steps = journal.steps.iter().enumerate();
        steps.filter(|(_, step)| step.entries.iter().any(wanted)).map(|(tick, _)| tick).collect::<Vec<_>>()
    };
    assert_eq!(guests.iter().map(|guest| guest.seat).collect::<Vec<_>>(), [4, 5, 4].map(|seat| Some(SeatId(seat))));
    assert_eq!(at(|entry| *entry == Entry::Join(SeatId(4))), [50], "coming back is no arrival");
    assert_eq!(at(|entry| *entry == Entry::Leave(SeatId(4))), [0; 0], "and being away no departure");
    assert_eq!(at(|entry| *entry == Entry::Leave(SeatId(5))), [82 + 2 * 60]);
}

/// The same journal but for one input.
fn with_other_input(journal: &Journal, tick: u32, seat: u8) -> Journal {
    let mut other = journal.clone();
    let entries = &mut other.steps[tick as usize].entries;
    entries.retain(|entry| !matches!(entry, Entry::Input(SeatId(held), _) if *held == seat));
    entries.push(Entry::Input(SeatId(seat), Input { aim: Angle(12_345), ..Input::default() }));
    other
}

#[test]
fn the_first_tick_that_differs_is_named() {
    let (journal, map) = sound(&recorded(200));
    let other = with_other_input(&journal, 77, 2);
    let differs = verify(&other, &map).unwrap_err();
    assert_eq!((differs.tick, differs.since), (Tick(77), Tick(77)));
    assert_eq!(Some(differs.expected), journal.steps[77].hash);
    let said = differs.to_string();
    assert!(said.starts_with("tick 77 differs: recorded ") && !said.contains("since"), "{said}");
}

#[test]
fn between_hashes_the_first_one_that_differs_is_named_and_the_last_that_did_not() {
    let (journal, map) = sound(&record(200, 10, Faults::default(), |_, _| ()));
    assert_eq!(verify(&journal, &map), Ok(Same { ticks: 200, hashes: 21 }));
    let Differs { tick, since, .. } = verify(&with_other_input(&journal, 77, 2), &map).unwrap_err();
    assert_eq!((tick, since), (Tick(79), Tick(70)));
    let mut last = journal.clone();
    last.end.as_mut().unwrap().hash ^= 1;
    assert_eq!(verify(&last, &map).unwrap_err().tick, Tick(199), "the end is held against its hash, too");
}

#[test]
fn a_recorder_that_forgets_is_found_out() {
    let faults = Faults { journal_forgets: true, ..Faults::default() };
    let (journal, map) = sound(&record(200, 1, faults, |_, _| ()));
    let differs = verify(&journal, &map).unwrap_err();
    assert!(differs.tick < Tick(10), "{differs}");
}

#[test]
fn a_journal_holds_one_match_of_the_map_that_it_names() {
    let mut table = Table::new(2, 2, Faults::default());
    let begin = |table: &Table, map: &str| {
        let notes = Notes { map, origin: None, hash_ticks: 1 };
        Recorder::begin(&table.game, &notes, Vec::new()).map_err(|error| error.to_string())
    };
    assert_eq!(begin(&table, "{}").err().unwrap(), "these are not the bytes of the map");
    let mut recorder = begin(&table, &serde_json::to_string(&table.game.map().file).unwrap()).unwrap();
    let refused = (0..20_000).find_map(|_| {
        let ticked = table.tick();
        recorder.tick(&table.game, &ticked).err()
    });
    assert_eq!(refused.unwrap().to_string(), "match 1 is over, match 2 needs another journal");
    assert_eq!(table.game.number(), 2);
}

#[test]
fn where_two_matches_part_is_named() {
    let (journal, map) = sound(&recorded(200));
    let other = with_other_input(&journal, 77, 2);
    assert!(compare((&journal, &map), (&journal, &map)).is_same());

    let comparison = compare((&journal, &map), (&other, &map));
    let (tick, left, right) = comparison.told.unwrap();
    assert_eq!((tick, left.len(), right.len()), (Tick(77), 1, 1));
    assert!(right[0].starts_with("seat 2 holds Input") && right[0].contains("12345"), "{right:?}");
    let parting = comparison.parting.unwrap();
    assert_eq!((parting.tick, parting.system.as_str(), parting.entity.as_str()), (Tick(77), "enter", "seat 2"));
    let said = parting.to_string();
    assert!(said.starts_with("tick 77, after `enter` of seat 2: players.2.input."), "{said}");
}

#[test]
fn another_tuning_parts_matches_in_the_system_that_reads_it() {
    let (journal, map) = sound(&recorded(200));
    let mut other = journal.clone();
    let mut slower = journal.header.tuning.clone();
    slower.body.top_speed /= 2;
    other.tunings.push((Tick(90), Arc::new(slower)));
    let comparison = compare((&journal, &map), (&other, &map));
    let (tick, left, right) = comparison.told.unwrap();
    assert_eq!((tick, left, right), (Tick(90), vec!["another tuning".to_owned()], vec!["another tuning".to_owned()]));
    let parting = comparison.parting.unwrap();
    assert_eq!((parting.tick, parting.system.as_str()), (Tick(90), "walk"));
    assert!(parting.field.starts_with("players.0.body."), "{parting}");
}

#[test]
fn matches_of_other_seeds_never_were_the_same_and_a_shorter_one_says_so() {
    let (journal, map) = sound(&recorded(200));
    let mut other = journal.clone();
    other.header.seed += 1;
    let comparison = compare((&journal, &map), (&other, &map));
    assert_eq!(comparison.parting.unwrap().system, "begin");

    let mut shorter = journal.clone();
    shorter.steps.truncate(150);
    let comparison = compare((&journal, &map), (&shorter, &map));
    assert_eq!((comparison.parting, comparison.ends), (None, Some((Tick(200), Tick(150)))));

    let mut hashed = journal.clone();
    hashed.steps[120].hash = Some(1);
    let comparison = compare((&journal, &map), (&hashed, &map));
    assert_eq!((comparison.parting, comparison.recorded), (None, Some(Tick(120))));
}
