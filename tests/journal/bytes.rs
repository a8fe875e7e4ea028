//! The file: round trips, cuts, changed bytes, chunks of later builds.

use std::sync::Arc;

use fray::journal::chunk::{self, Chunks, FORMAT, Kind, MAGIC, Packer, START};
use fray::journal::{End, Flaw, Journal, Reading, Sitter, Step, What, Writer, read};
use fray::sim::chance::below;
use fray::sim::{Angle, Entry, Input, SeatId, Tick, Walk};
use rand_pcg::Pcg32;

use super::{header, recorded, sound};
use crate::support::{chance, tuning};

fn any_entry(chance: &mut Pcg32) -> Entry {
    let seat = SeatId(below(chance, 64) as u8);
    match below(chance, 8) {
        0 => Entry::Join(seat),
        1 => Entry::Leave(seat),
        _ => {
            let (walk, aim) = (Walk(below(chance, 193) as u8), Angle(below(chance, 65_536) as u16));
            Entry::Input(seat, Input { walk, aim, ..Input::default() })
        }
    }
}

/// A journal with anything in it, and what it must be read as.
fn any_journal(chance: &mut Pcg32) -> (Vec<u8>, Journal) {
    let header = header();
    let mut writer = Writer::begin(Vec::new(), &header).unwrap();
    let mut journal =
        Journal { header, steps: Vec::new(), tunings: Vec::new(), rosters: Vec::new(), end: Some(End { hash: 5 }) };
    for _ in 0..below(chance, 300) {
        if below(chance, 50) == 0 {
            let mut other = tuning();
            other.body.health = 1 + below(chance, 1_000) as i32;
            writer.tuning(&other).unwrap();
            journal.tunings.push((journal.after_last(), Arc::new(other)));
        }
        if below(chance, 50) == 0 {
            let name = format!("{} ✂", below(chance, 1_000));
            let roster = vec![Sitter { seat: SeatId(3), name, bot: below(chance, 2) == 0 }];
            writer.roster(&roster).unwrap();
            journal.rosters.push((journal.after_last(), roster));
        }
        let entries: Vec<Entry> = (0..below(chance, 4)).map(|_| any_entry(chance)).collect();
        let hash = (below(chance, 2) == 0).then(|| u64::from(below(chance, u32::MAX)) << 20);
        writer.tick(&entries, hash).unwrap();
        journal.steps.push(Step { entries, hash });
    }
    (writer.finish(5).unwrap(), journal)
}

#[test]
fn what_was_written_is_read() {
    let mut chance = chance("what_was_written_is_read");
    for _ in 0..100 {
        let (bytes, journal) = any_journal(&mut chance);
        assert_eq!(read(&bytes), Ok(Reading { journal, flaw: None }));
    }
}

#[test]
fn a_file_that_was_cut_at_any_byte_is_read_up_to_there() {
    let whole = recorded(150);
    let (journal, _) = sound(&whole);
    let mut steps = 0;
    for cut in 0..whole.len() {
        let (read, flaw) = match read(&whole[..cut]) {
            Err(flaw) => (None, flaw),
            Ok(Reading { journal, flaw }) => (Some(journal), flaw.expect("an end that is missing is noticed")),
        };
        assert_eq!(flaw.byte, cut, "{flaw}");
        assert!(matches!(flaw.what, What::Cut { .. } | What::Unfinished), "{flaw}");
        let Some(read) = read else { continue };
        assert_eq!(flaw.tick, read.after_last());
        assert_eq!((&read.header, read.end), (&journal.header, None));
        assert!(journal.steps.starts_with(&read.steps) && read.steps.len() >= steps);
        steps = read.steps.len();
    }
    assert_eq!(steps, 150, "a cut within the last chunk loses no tick");
}

/// The flaw that a spoilt journal has.
fn flaw_of(bytes: &[u8]) -> Flaw {
    match read(bytes) {
        Err(flaw) => flaw,
        Ok(Reading { journal, flaw }) => {
            let flaw = flaw.expect("it is noticed");
            assert_eq!(flaw.tick, journal.after_last());
            flaw
        }
    }
}

/// Where the chunks of a journal without a flaw begin.
fn chunks_of(bytes: &[u8]) -> Vec<usize> {
    let mut chunks = Chunks::of(bytes).unwrap();
    let mut begins = Vec::new();
    while !chunks.is_at_end() {
        begins.push(chunks.at());
        chunks.read().unwrap();
        chunks.advance(Tick(0));
    }
    begins
}

#[test]
fn a_byte_that_was_changed_is_named_wherever_it_stands() {
    let mut chance = chance("a_byte_that_was_changed_is_named_wherever_it_stands");
    let whole = recorded(150);
    let begins = chunks_of(&whole);
    for at in 0..whole.len() {
        let mut spoilt = whole.clone();
        spoilt[at] ^= 1 + below(&mut chance, 255) as u8;
        let flaw = flaw_of(&spoilt);
        let found = spoilt[at];
        match at {
            _ if at < MAGIC.len() => assert_eq!((flaw.byte, &flaw.what), (at, &What::NoJournal)),
            _ if at < START => assert!(matches!(flaw.what, What::Format(_)), "{flaw}"),
            _ => {
                assert_eq!((flaw.byte, &flaw.what), (at, &What::Changed { found, belongs: whole[at] }), "{flaw}");
                assert_eq!(flaw.chunk as usize, begins.iter().filter(|begin| **begin <= at).count() - 1);
            }
        }
    }
}

#[test]
fn whatever_else_happens_to_its_bytes_is_noticed() {
    let mut chance = chance("whatever_else_happens_to_its_bytes_is_noticed");
    let whole = recorded(150);
    let mut pick = |below_what: usize| below(&mut chance, below_what as u32) as usize;
    for _ in 0..1_000 {
        let mut spoilt = whole.clone();
        let (from, to) = (pick(whole.len()), pick(whole.len()));
        let (from, to) = (from.min(to), from.max(to) + 1);
        match pick(4) {
            0 => spoilt[from..to].iter_mut().for_each(|byte| *byte ^= 1 + pick(255) as u8),
            1 => drop(spoilt.drain(from..to)),
            2 => spoilt.extend_from_slice(&whole[from..to]),
            _ => drop(spoilt.splice(from..from, whole[from..to].iter().copied())),
        }
        if spoilt != whole {
            flaw_of(&spoilt);
        }
    }
}

#[test]
fn chunks_that_are_missing_or_trade_places_are_noticed() {
    let whole = recorded(150);
    let begins = [chunks_of(&whole), vec![whole.len()]].concat();
    let part = |chunk: usize| &whole[begins[chunk]..begins[chunk + 1]];
    let joined = |order: &[usize]| {
        let chunks = order.iter().map(|chunk| part(*chunk));
        std::iter::once(&whole[..START]).chain(chunks).collect::<Vec<_>>().concat()
    };
    assert_eq!(begins.len() - 1, 5, "head, three of ticks, done");
    assert_eq!(joined(&[0, 1, 2, 3, 4]), whole);
    assert_eq!(flaw_of(&joined(&[0, 2, 3, 4])).what, What::Order { found: 2 });
    assert_eq!(flaw_of(&joined(&[0, 1, 3, 2, 4])).what, What::Order { found: 3 });
    assert_eq!(flaw_of(&joined(&[0, 1, 1, 2, 3, 4])).what, What::Order { found: 1 });
    assert_eq!(flaw_of(&joined(&[1])).what, What::Order { found: 1 });
    assert_eq!(flaw_of(&joined(&[0, 1, 2, 3, 4, 4])).what, What::Trailing);
    assert_eq!(flaw_of(&joined(&[0, 1, 2, 3])).what, What::Unfinished);
}

/// A journal of these chunks, numbered in their order.
fn of_chunks(chunks: &[(Kind, u32, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    chunk::write_start(&mut bytes).unwrap();
    for (number, (kind, tick, body)) in chunks.iter().enumerate() {
        Packer::default().write(&mut bytes, *kind, number as u32, Tick(*tick), body).unwrap();
    }
    bytes
}

#[test]
fn a_kind_of_chunk_that_is_not_known_is_passed_over() {
    let head = rmp_serde::to_vec_named(&header()).unwrap();
    let step = rmp_serde::to_vec(&vec![Step::default()]).unwrap();
    let done = rmp_serde::to_vec_named(&End { hash: 5 }).unwrap();
    let (head, step, done) = ((Kind::HEAD, 700, &head[..]), (Kind::TICK, 700, &step[..]), (Kind::DONE, 701, &done[..]));
    let later: (Kind, u32, &[u8]) = (Kind(*b"view"), 12, b"what a later build keeps");
    let plain = read(&of_chunks(&[head, step, done])).unwrap();
    assert_eq!(plain.flaw, None);
    assert_eq!(read(&of_chunks(&[head, later, step, later, done])).unwrap(), plain);
    let gap = (Kind::TICK, 702, step.2);
    assert_eq!(flaw_of(&of_chunks(&[head, gap, done])).what, What::Gap { found: Tick(702) });
    let unreadable = (Kind::TICK, 700, &b"no list"[..]);
    assert!(matches!(flaw_of(&of_chunks(&[head, unreadable, done])).what, What::Unreadable(_)));
    assert_eq!(flaw_of(&of_chunks(&[step])).what, What::NoJournal);
}

#[test]
fn a_body_may_not_grow_beyond_what_it_announces() {
    let chunk_of = |plain: u32| {
        let mut bytes = of_chunks(&[(Kind::HEAD, 0, &[0; 1 << 20])]);
        bytes[START + 16..START + 20].copy_from_slice(&plain.to_le_bytes());
        let crc = crc32fast::hash(&bytes[START..START + 20]);
        bytes[START + 20..START + 24].copy_from_slice(&crc.to_le_bytes());
        flaw_of(&bytes).to_string()
    };
    let refused = "chunk 0 (`head`): this build cannot read it: ";
    assert!(chunk_of(100).contains(&format!("{refused}101 bytes where 100 are announced")), "{}", chunk_of(100));
    assert!(chunk_of(u32::MAX).contains(&format!("{refused}4294967295 bytes, the limit is 16777216")));
    let bomb = vec![0; chunk::PLAIN_MAX + 1];
    assert!(Packer::default().write(&mut Vec::new(), Kind::HEAD, 0, Tick(0), &bomb).is_err());
}

#[test]
fn what_no_room_would_have_told_its_world_is_not_played() {
    let refused = |journal: Result<Vec<u8>, std::io::Error>, words: &str| {
        let reading = read(&journal.unwrap());
        let flaw = reading.map_or_else(Some, |reading| reading.flaw).expect("a flaw");
        assert!(matches!(&flaw.what, What::Unreadable(why) if why.contains(words)), "{words}: {flaw:?}");
    };
    let tick = |entry| {
        let mut writer = Writer::begin(Vec::new(), &header()).unwrap();
        writer.tick(&[entry], None).unwrap();
        writer.finish(5)
    };
    let buttons = Input { buttons: 16, ..Input::default() };
    refused(tick(Entry::Join(SeatId(64))), "seat 64, the limit is 63");
    refused(tick(Entry::Input(SeatId(0), buttons)), "buttons 16, the limit is 15");
    let begun = |header| Writer::begin(Vec::new(), &header).and_then(|writer| writer.finish(5));
    let (mut fast, mut bare, mut named) = (header(), header(), header());
    fast.tuning.body.top_speed = i32::MAX;
    bare.tuning.weapons.clear();
    named.roster[0].name = "x".repeat(49);
    refused(begun(fast), "`body.top_speed` of 8388607.99609375 is out of range");
    refused(begun(bare), "a tuning without a weapon");
    refused(begun(named), "bytes of a name 49, the limit is 48");
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    let whole = recorded(150);
    let mut later = whole.clone();
    later[MAGIC.len()] = 9;
    let mut spoilt = whole.clone();
    let at = chunks_of(&whole)[2] + 30;
    spoilt[at] ^= 0x10;
    let (found, belongs) = (spoilt[at], whole[at]);
    let cases = [
        (
            &later,
            format!("byte 8 in chunk 0: it has format 9, this build reads format {FORMAT}; nothing of it can be read"),
        ),
        (
            &spoilt,
            format!(
                "byte {at} in chunk 2 (`tick`): the byte was changed, {found:#04x} stands where {belongs:#04x} belongs; \
                 what comes before tick 60 is well"
            ),
        ),
    ];
    for (bytes, said) in cases {
        assert_eq!(flaw_of(bytes).to_string(), said);
    }
}
