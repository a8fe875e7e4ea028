//! What mutation begins with: golden vectors, a small journal, shipped files, a script of a room.

use fray::config::map_file;
use fray::config::maps::embedded;
use fray::journal::{MapRecord, Writer};
use fray::protocol::{
    Ack, ClientMessage, Command, Hello, InputMessage, KeyframeRequest, Run, ServerMessage, VERSION, decode_server,
};
use fray::sim::input::{DASH, FIRE, RELOAD};
use fray::sim::{Angle, Entry, Input, SeatId, Tick, Time, Walk};
use serde_json::Value;

use super::targets;
use crate::journal::header;

/// Snapshots in one seed.
const WALK: usize = 16;

/// The seeds of every target.
pub fn all() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let messages: Value = serde_json::from_str(include_str!("../golden/messages.json")).unwrap();
    let client = hex(&messages["client"]);
    let frames = frames(&client);
    let journals = journals().into_iter().flat_map(|file| {
        let bare = targets::unpacked(&file);
        [[&[0], file.as_slice()].concat(), [&[1], bare.as_slice()].concat()]
    });
    vec![
        ("client", client),
        ("server", hex(&messages["server"])),
        ("snapshot", snapshots()),
        ("frames", frames),
        ("journal", journals.collect()),
        ("tuning", vec![terse(include_str!("../support/tuning.toml")).into_bytes()]),
        ("map", texts(&[include_str!("../../assets/maps/box.json"), include_str!("../../assets/maps/hoop.json")])),
        ("drawing", texts(&[include_str!("../../assets/maps/box.tmx"), DRAWING, MIRRORED, TEMPLATE])),
        ("link", texts(&[include_str!("../../assets/links/4g.toml"), include_str!("../../assets/links/train.toml")])),
        ("settings", texts(&[SETTINGS])),
        ("room", rooms()),
    ]
}

/// A TOML file with its first comment only: what is tried a million times is to be short.
fn terse(text: &str) -> String {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim_end());
    let lines = lines.filter(|line| !line.is_empty()).map(|line| format!("{line}\n"));
    text.lines().next().map(|first| format!("{first}\n")).into_iter().chain(lines).collect()
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn hex(list: &Value) -> Vec<Vec<u8>> {
    let bytes =
        |hex: &str| (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    list.as_array().unwrap().iter().map(|case| bytes(case["hex"].as_str().unwrap())).collect()
}

fn snapshots() -> Vec<Vec<u8>> {
    let golden: Value = serde_json::from_str(include_str!("../golden/snapshots.json")).unwrap();
    let limits = hex(&golden["limits"]);
    hex(&golden["walk"])
        .chunks(WALK)
        .chain([limits.as_slice()])
        .map(|walk| walk.iter().flat_map(|s| packed(s)).collect())
        .collect()
}

fn packed(snapshot: &[u8]) -> Vec<u8> {
    let Ok(ServerMessage::Snapshot(message)) = decode_server(snapshot) else { panic!("not a snapshot") };
    let mut bytes = vec![message.flags, message.since as u8];
    bytes.extend((message.body.len() as u16).to_be_bytes());
    bytes.extend(message.body);
    bytes
}

/// All messages on one stream, masked with zeros, a ping and a close between them; and each sort of refusal.
fn frames(messages: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let frame = |first: u8, payload: &[u8]| match payload.len() {
        length @ 0..126 => [&[first, 0x80 | length as u8, 0, 0, 0, 0], payload].concat(),
        length => [&[first, 0xfe, (length >> 8) as u8, length as u8, 0, 0, 0, 0], payload].concat(),
    };
    let all = messages.iter().flat_map(|message| [frame(0x82, message), frame(0x89, b"ping")].concat()).collect();
    let (large, close) = (frame(0x82, &[7; 300]), frame(0x88, &[3, 0xe8]));
    vec![all, [large, close].concat(), vec![0x82, 0xff, 0, 0, 0, 1], frame(0x81, b"text"), frame(0x02, b"part")]
}

/// Journals of a few ticks: whole, and broken off.
pub fn journals() -> Vec<Vec<u8>> {
    let map = embedded("box").unwrap();
    let text = map_file::write(&map.file);
    let record = MapRecord { name: "box".into(), hash: map.hash, text };
    let mut header = header();
    (header.tick, header.now, header.map, header.hash_ticks) = (Tick(0), Time(0), record, 1);
    let mut writer = Writer::begin(Vec::new(), &header).unwrap();
    for tick in 0..40_u16 {
        let seat = SeatId((tick % 3) as u8);
        let input = Input { buttons: FIRE, walk: Walk(tick as u8), aim: Angle(tick * 900), ..Input::default() };
        let entry = match tick {
            0..3 => Entry::Join(seat),
            30 => Entry::Kill(seat),
            35 => Entry::Leave(seat),
            _ => Entry::Input(seat, input),
        };
        if tick == 20 {
            header.tuning.body.top_speed /= 2;
            writer.tuning(&header.tuning).unwrap();
            writer.roster(&header.roster).unwrap();
        }
        writer.tick(&[entry], None).unwrap();
    }
    vec![writer.finish(5).unwrap()]
}

/// A script of [`targets::room`].
#[derive(Default)]
struct Script(Vec<u8>);

impl Script {
    fn say(&mut self, who: u8, message: impl Into<ClientMessage>) {
        let bytes = message.into().encode();
        self.0.extend([who << 5 | (bytes.len() >> 8) as u8, bytes.len() as u8]);
        self.0.extend(bytes);
    }

    fn hello(&mut self, who: u8, watch: u8, token: Option<u8>) {
        let token = token.map(|number| [number; 32]);
        let room = token.map(|_| "BCDFG".into());
        let (build, name) = ("fuzz".into(), "Zwirn".into());
        self.say(
            who,
            Hello { version: VERSION, build, name, token, aspect: 1778, room, watch, private: 0, person: None },
        );
    }

    fn ticks(&mut self, ticks: u8) {
        self.0.push(0x80 | (ticks - 1));
    }

    fn turn(&mut self, who: u8, how: u8) {
        self.0.push(0xc0 | who << 4 | how);
    }

    fn hold(&mut self, who: u8, ack: u32, ahead: u16, runs: &[(u8, u8, u8, u16)]) {
        let run =
            |(ticks, held, walk, aim): &(u8, u8, u8, u16)| Run { ticks: *ticks, held: *held, walk: *walk, aim: *aim };
        let runs = runs.iter().map(run).collect();
        self.say(who, InputMessage { ack, ahead, seen_back: 2, seen_fraction: 3, runs });
    }
}

/// A fight of two with a watcher, somebody who is lost and comes back, and a sandbox.
fn rooms() -> Vec<Vec<u8>> {
    let mut fight = Script(vec![8]);
    (0..2).for_each(|who| fight.hello(who, 0, None));
    fight.hello(2, 1, None);
    for turn in 0..24_u32 {
        fight.ticks(4);
        let (ack, walk, aim) = (turn * 4 + 1, 1 + (turn * 7 % 64) as u8, (turn * 2_000) as u16);
        fight.hold(0, ack, 6, &[(3, FIRE, walk, aim), (1, DASH | FIRE, walk, aim)]);
        fight.hold(1, ack, 3, &[(4, FIRE | 8, walk ^ 32, aim ^ 0x8000)]);
        fight.say(2, Ack { tick: ack, hidden: (turn / 8 % 2) as u8 });
    }
    let mut back = Script(vec![1]);
    back.hello(0, 0, None);
    back.ticks(8);
    back.hold(0, 1, 10, &[(2, 0, 1, 0), (1, RELOAD, 20, 9), (1, 0, 0, 9)]);
    back.ticks(8);
    back.turn(0, 0);
    back.ticks(20);
    back.hello(1, 0, Some(1));
    back.ticks(4);
    back.say(1, KeyframeRequest { why: 1 });
    back.turn(1, 2);
    back.ticks(40);
    back.turn(1, 3);
    back.ticks(64);
    back.hello(3, 0, Some(1));
    let mut sandbox = Script(vec![2]);
    sandbox.hello(0, 0, None);
    sandbox.ticks(4);
    for what in [5, 3, 0, 1, 1, 0, 2, 4, 6] {
        let arg = if what == 5 { "rusher".into() } else { String::new() };
        sandbox.say(0, Command { what, arg });
        sandbox.ticks(3);
        sandbox.hold(0, 8, 2, &[(2, FIRE, 33, 40_000)]);
    }
    [fight, back, sandbox].map(|script| script.0).to_vec()
}

/// Every kind of thing that a layer may hold.
const DRAWING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<map version="1.10" orientation="orthogonal" width="12" height="10" tilewidth="40" tileheight="40" infinite="0">
 <tileset firstgid="1" source="cloth.tsx"/>
 <objectgroup id="2" name="cover">
  <object id="1" name="box" x="120" y="120" width="40" height="80"/>
  <object id="2" x="300" y="200"><polygon points="0,0 40,0 20,60"/></object>
 </objectgroup>
 <objectgroup id="3" name="spawns">
  <object id="3" x="60" y="60"><point/></object>
  <object id="4" x="420" y="340"><point/></object>
 </objectgroup>
</map>
"#;

/// Half of a map.
const MIRRORED: &str = r#"<map version="1.10" orientation="orthogonal" width="12" height="10" tilewidth="40" tileheight="40" infinite="0">
 <properties><property name="mirror" value="turn"/><property name="players" type="int" value="8"/></properties>
 <tileset firstgid="1" source="cloth.tsx"/>
 <objectgroup id="2" name="cover">
  <object id="1" x="200" y="120" width="40" height="80"/>
  <object id="2" x="100" y="200"><polygon points="0,0 40,0 20,60"/></object>
 </objectgroup>
 <objectgroup id="3" name="spawns"><object id="3" x="60" y="60"><point/></object></objectgroup>
 <objectgroup id="4" name="pickups"><object id="4" type="thimble" x="240" y="240"><point/></object></objectgroup>
</map>
"#;

/// An object of a template that is not there.
const TEMPLATE: &str = r#"<map version="1.10" orientation="orthogonal" width="12" height="10" tilewidth="40" tileheight="40" infinite="0">
 <tileset firstgid="1" source="cloth.tsx"/>
 <objectgroup id="3" name="spawns"><object id="3" template="templates/spawn.tx" x="60" y="60"/></objectgroup>
</map>
"#;

/// All three layers.
const SETTINGS: &str = r#"listen = "0.0.0.0:80"
workers = 2
allow_origin = ["https://example.org"]
log = "warn"
[rooms]
seats = 12
fill = 4
hold = 30
map = "box"
.
FRAY_ROOMS_SEATS=16
FRAY_LISTEN=[::1]:7777
HOME=/root
.
rooms_max=20
rooms.hold_hidden=90
"#;
