//! Files: whatever stands in one, it is read or refused in words, and what was read can be used.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use fray::config::settings::Layers;
use fray::config::{link_file, map_file, maps, settings as operators};
use fray::journal::chunk::{Chunks, Kind, Packer, write_start};
use fray::journal::{self as journals, verify};
use fray::link::road::Road;
use fray::protocol::{ServerMessage, TuningMessage, decode_server};
use fray::room::outbox::Outbox;
use fray::room::seats::Arrival;
use fray::room::{Game, Showing};
use fray::sim::{Map, Tick, Vec2};

/// Ticks of a journal that are played.
const TICKS_MAX: usize = 20;

/// A journal, as it stands in a file after a 0; after any other byte as [`unpacked`] has it, so that what lies behind the
/// checksums is met as well. What can be read is played, and shown to one who watches.
pub fn journal(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else { return };
    let file = if *how == 0 { rest.to_vec() } else { packed(rest) };
    let Ok(mut reading) = journals::read(&file).map_err(|flaw| flaw.to_string()) else { return };
    drop(reading.flaw.map(|flaw| flaw.to_string()));
    let record = &reading.journal.header.map;
    let Ok(map) = map_file::read("fuzz", record.text.as_bytes()) else { return };
    reading.journal.steps.truncate(TICKS_MAX);
    let _ = verify(&reading.journal, &map);
    let (journal, map) = (Arc::new(reading.journal), Arc::new(map));
    let from = journal.header.tick;
    let mut game = Game::showing(&Showing { journal, map, from }, 1, "BCDFG".into());
    let watcher = Arrival { aspect: 1778, watch: true, ..Arrival::default() };
    let (outbox, mut waiting) = (Arc::<Outbox>::default(), Vec::new());
    game.join(watcher, Arc::default(), outbox.clone()).expect("a match that is shown has room for all who watch");
    for tick in 0..TICKS_MAX as u64 {
        game.tick(tick * 16_667);
        outbox.take(&mut waiting);
        waiting.drain(..).for_each(|bytes| drop(decode_server(&bytes).expect("the room speaks the protocol")));
    }
}

const KINDS: [Kind; 6] = [Kind::HEAD, Kind::SEAT, Kind::TUNE, Kind::TICK, Kind::DONE, Kind(*b"else")];

/// The chunks of a journal without their checksums: `kind ticks length length body`, each body as it was before it was
/// deflated; `ticks` lie between it and the chunk after it.
pub fn unpacked(journal: &[u8]) -> Vec<u8> {
    let mut chunks = Chunks::of(journal).unwrap_or_else(|flaw| panic!("{flaw}"));
    let mut all = Vec::new();
    while !chunks.is_at_end() {
        all.push(chunks.read().unwrap_or_else(|flaw| panic!("{flaw}")));
        chunks.advance(Tick(0));
    }
    let mut bytes = Vec::new();
    for (at, chunk) in all.iter().enumerate() {
        let kind = KINDS.iter().position(|kind| *kind == chunk.kind).unwrap_or(KINDS.len() - 1);
        let next = all.get(at + 1).map_or(chunk.tick, |next| next.tick);
        bytes.extend([kind as u8, next.since(chunk.tick) as u8]);
        bytes.extend((chunk.body.len() as u16).to_be_bytes());
        bytes.extend(&chunk.body);
    }
    bytes
}

/// The journal of such chunks.
pub fn packed(mut bytes: &[u8]) -> Vec<u8> {
    const MEMORY: &str = "memory takes every byte";
    let (mut file, mut packer, mut tick, mut number) = (Vec::new(), Packer::default(), Tick(0), 0);
    write_start(&mut file).expect(MEMORY);
    while let [kind, ticks, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (body, rest) = rest.split_at(length);
        packer.write(&mut file, KINDS[usize::from(*kind) % KINDS.len()], number, tick, body).expect(MEMORY);
        (tick, number, bytes) = (tick.plus((*ticks).into()), number + 1, rest);
    }
    file
}

/// A tuning file: the tuning goes through its message unchanged.
pub fn tuning(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match fray::config::tuning::read_file("fuzz.toml", &text) {
        Ok(file) => {
            file.values.iter().for_each(|value| drop((value.path(), value.text())));
            let message = ServerMessage::from(TuningMessage::of(&file.tuning, Tick(1)));
            let Ok(ServerMessage::Tuning(read)) = decode_server(&message.encode()) else { panic!("{message:?}") };
            assert_eq!(read.tuning(), Some(file.tuning));
        }
        Err(report) => drop(report.to_string()),
    }
}

/// A compiled map: it is written as it was read, and lines can be drawn across it.
pub fn map(bytes: &[u8]) {
    match map_file::read("fuzz.json", bytes) {
        Ok(map) => playable(&map),
        Err(problems) => drop(problems.to_string()),
    }
}

fn playable(map: &Map) {
    let again = map_file::read("again", map_file::write(&map.file).as_bytes()).map(|map| map.file);
    assert_eq!(again.as_ref(), Ok(&map.file));
    let corner = Vec2::new(f64::from(map.file.width), f64::from(map.file.height));
    for spawn in &map.file.spawns {
        let place = Vec2::new(f64::from(spawn.0), f64::from(spawn.1));
        assert!(map.near(place).count() <= map.file.walls.len());
        let _ = (map.hit(place, corner), map.hit(corner, place));
    }
}

/// A map of Tiled, which needs a file, beside the shipped tileset.
pub fn drawing(bytes: &[u8]) {
    const WRITABLE: &str = "the folder of temporary files takes one";
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join("fray-fuzz");
        fs::create_dir_all(&folder).expect(WRITABLE);
        fs::write(folder.join("cloth.tsx"), include_bytes!("../../../assets/maps/cloth.tsx")).expect(WRITABLE);
        folder
    });
    let path = folder.join(format!("{}-{:?}.tmx", std::process::id(), std::thread::current().id()));
    fs::write(&path, bytes).expect(WRITABLE);
    let compiled = maps::compile(&path);
    fs::remove_file(&path).expect(WRITABLE);
    match compiled {
        Ok(file) => map(map_file::write(&file).as_bytes()),
        Err(problems) => drop(problems.to_string()),
    }
}

/// The file of a link: whatever is sent over it arrives, in order.
pub fn link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let preset = match link_file::read("fuzz", "fuzz.toml", &text) {
        Ok(preset) => preset,
        Err(report) => return drop(report.to_string()),
    };
    for way in [preset.up, preset.down] {
        let (mut road, mut now_us, mut last_us) = (Road::new(way, &preset.outages, 1, 0), 0, 0);
        for turn in 0..50 {
            let arrives_us = road.send(200, now_us);
            assert!(arrives_us >= now_us.max(last_us), "{preset:?}");
            assert!(road.wait_us(now_us) > now_us, "{preset:?}");
            (now_us, last_us) = (now_us + turn * turn * 1_000_000, arrives_us);
        }
    }
}

/// Settings: the file, then after a line that is a single dot the environment, then after another one the flags.
pub fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut layers = text.split("\n.\n");
    let file = layers.next().map(|text| ("fuzz.toml".to_owned(), text.to_owned()));
    let mut pairs = || {
        let lines = layers.next().unwrap_or_default().lines();
        lines.filter_map(|line| line.split_once('=')).map(|(key, value)| (key.into(), value.into())).collect()
    };
    let layers = Layers { file, environment: pairs(), flags: pairs() };
    match operators::read(&layers) {
        Ok(settings) => {
            let (workers, arbiters) = settings.threads(2);
            assert!(workers > 0 && arbiters > 0 && settings.rooms.fill <= Some(settings.rooms.seats), "{settings:?}");
        }
        Err(reports) => reports.iter().for_each(|report| drop(report.to_string())),
    }
}
