//! Journals: what is written is read, what was spoilt is named, and a match that is played again is the same match.

mod bytes;
mod command;
mod replays;
mod showing;

use std::sync::Arc;

use fray::config::map_file;
use fray::journal::{Header, Journal, MapRecord, Sitter, read};
use fray::room::{Faults, Notes, Recorder};
use fray::sim::{Map, SeatId, Tick, Time};

use crate::room::support::Table;
use crate::support::{tuning, yard};

/// Plays so many ticks of a room with four bots, and records them; `act` is called before each tick.
fn record(ticks: u32, hash_ticks: u32, faults: Faults, mut act: impl FnMut(u32, &mut Table)) -> Vec<u8> {
    let mut tuning = tuning();
    (tuning.round.length, tuning.round.sudden_death, tuning.round.results) = (6_000, 0, 600);
    let mut table = Table::with(6, 4, faults, tuning);
    let map = serde_json::to_string(&table.game.map().file).unwrap();
    let notes = Notes { map: &map, origin: None, hash_ticks };
    let mut recorder = Recorder::begin(&table.game, &notes, Vec::new()).unwrap();
    for tick in 0..ticks {
        act(tick, &mut table);
        let ticked = table.tick();
        recorder.tick(&table.game, &ticked).unwrap();
    }
    recorder.finish(&table.game).unwrap()
}

/// A plain match.
fn recorded(ticks: u32) -> Vec<u8> {
    record(ticks, 1, Faults::default(), |_, _| ())
}

/// A journal without a flaw, and its map.
fn sound(bytes: &[u8]) -> (Journal, Arc<Map>) {
    let reading = read(bytes).unwrap();
    assert_eq!(reading.flaw, None);
    let text = reading.journal.header.map.text.clone();
    let map = Map::new(serde_json::from_str(&text).unwrap(), text.as_bytes());
    assert_eq!(map.hash, reading.journal.header.map.hash);
    (reading.journal, Arc::new(map))
}

/// What a small journal begins with.
pub fn header() -> Header {
    let map = yard();
    Header {
        build: "test".into(),
        origin: None,
        number: 3,
        seed: 99,
        tick: Tick(700),
        now: Time(7_000),
        map: MapRecord { name: "yard".into(), hash: map.hash, text: map_file::write(&map.file) },
        tuning: tuning(),
        seats: 4,
        roster: vec![Sitter { seat: SeatId(0), name: "Bobbin".into(), bot: true }],
        hash_ticks: 4,
    }
}
