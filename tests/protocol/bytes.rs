//! `tests/golden/messages.json`: the bytes of messages, beside what they mean, which the client's codec must agree on.
//!
//! The readable form is made from the bytes' own elements and the table's metadata, as the client names them.

use fray::protocol::bits::{BitReader, take_int};
use fray::protocol::info::{Kind, Layout, RecordInfo, UnionInfo};
use fray::protocol::table::*;
use fray::protocol::wire::{Record, decode, encode};
use fray::protocol::{CloseReason, Malformed, Param, VERSION, tuning_message};
use fray::sim::Tick;
use serde_json::{Map, Value, json};

use crate::golden;
use crate::support::tuning;

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| camel + &word[..1].to_uppercase() + &word[1..])
}

fn named_member(union: &UnionInfo, value: &Value) -> Value {
    let elements = value.as_array().unwrap();
    let (_, name, record) = union.members.iter().find(|(number, ..)| json!(number) == elements[0]).unwrap();
    let kind = name[..1].to_lowercase() + &name[1..];
    named(record, Some(kind), &elements[1..])
}

fn named(record: &RecordInfo, kind: Option<String>, elements: &[Value]) -> Value {
    let mut object = Map::new();
    object.extend(kind.map(|kind| ("kind".into(), kind.into())));
    assert_eq!(record.fields.len(), elements.len(), "{}", record.name);
    for (field, value) in record.fields.iter().zip(elements) {
        let list = || value.as_array().unwrap().iter();
        let value = match field.kind {
            Kind::Records(inner) if inner.layout == Layout::Bits => {
                let bytes: Vec<u8> = list().map(|byte| byte.as_u64().unwrap() as u8).collect();
                let mut bits = BitReader::new(inner.name, &bytes);
                let mut runs = Vec::new();
                loop {
                    let values = inner.fields.iter().map(|field| json!(take_int(inner, field, &mut bits).unwrap()));
                    runs.push(named(inner, None, &values.collect::<Vec<Value>>()));
                    if !bits.flag().unwrap() {
                        break runs.into();
                    }
                }
            }
            Kind::Records(inner) => list().map(|each| named(inner, None, each.as_array().unwrap())).collect(),
            Kind::Members(union) => list().map(|each| named_member(union, each)).collect(),
            _ => value.clone(),
        };
        object.insert(camel(field.name), value);
    }
    Value::Object(object)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn case<M: Record + PartialEq + std::fmt::Debug>(union: &UnionInfo, name: &str, message: &M) -> Value {
    let bytes = encode(message);
    assert_eq!(decode::<M>(&bytes).as_ref(), Ok(message), "{name}");
    let json = named_member(union, &serde_json::to_value(message).unwrap());
    json!({ "name": name, "hex": hex(&bytes), "json": json })
}

fn client() -> Vec<(&'static str, ClientMessage)> {
    let hello = Hello {
        version: VERSION,
        build: "0.1.0+abc".into(),
        name: "Zwirn 🧶".into(),
        token: None,
        aspect: 1778,
        room: None,
        watch: 0,
        private: 0,
        person: None,
    };
    let token = Some(std::array::from_fn(|i| i as u8 * 8));
    let back = Hello { token, aspect: 450, room: Some("ABCDE".into()), name: String::new(), ..hello.clone() };
    let run = |ticks, held, walk, aim| Run { ticks, held, walk, aim };
    let input = |ack, ahead, runs| InputMessage { ack, ahead, seen_back: 3, seen_fraction: 7, runs };
    let watch = Hello { aspect: 2334, watch: 1, ..hello.clone() };
    let alone = Hello { private: 1, person: Some([9; 16]), ..hello.clone() };
    let last = InputMessage {
        seen_back: 65535,
        seen_fraction: 16,
        ..input(u32::MAX, 600, vec![run(255, 31, 192, 65535); 16])
    };
    vec![
        ("hello, quick play", hello.into()),
        ("hello, back into a room", back.into()),
        ("hello, to watch", watch.into()),
        ("hello, for a room of one's own", alone.into()),
        ("input, nothing held", input(0, 3, vec![run(1, 0, 0, 0)]).into()),
        ("input, walks and fires", input(70_000, 4, vec![run(1, 0, 17, 40_000), run(1, 1, 17, 40_100)]).into()),
        ("input, everything at its limit", last.into()),
        ("ack, first", Ack { tick: 0, hidden: 0 }.into()),
        ("ack, last", Ack { tick: u32::MAX, hidden: 1 }.into()),
        ("command, a bot comes", Command { what: 5, arg: "rusher".into() }.into()),
        ("keyframe request", KeyframeRequest { why: 1 }.into()),
        ("host, nothing but that", Host { fill: None, next: None, skip: 0 }.into()),
        ("host, all of it", Host { fill: Some(64), next: Some(63), skip: 1 }.into()),
        ("say, a line to the room", Say { to: 0, word: None, text: "gg 名前".into() }.into()),
        ("say, a quick word to the team", Say { to: 1, word: Some(7), text: String::new() }.into()),
        ("follow, somebody", Follow { seat: Some(63) }.into()),
        ("follow, nobody", Follow { seat: None }.into()),
        ("screen", Screen { aspect: 2164 }.into()),
        ("moderate, a report", Moderate { what: 0, seat: 63, why: 3 }.into()),
        ("vote, for the last choice", Vote { choice: 2 }.into()),
    ]
}

fn goodbyes() -> Vec<(&'static str, ServerMessage)> {
    let malformed = Malformed::new("Run", "held", 32, "0 to 31");
    let params =
        vec![Param::Number(0), Param::Number(u32::MAX), Param::Text(String::new()), Param::Text("x".repeat(40))];
    vec![
        ("goodbye, stopping", CloseReason::Stopping.goodbye().into()),
        ("goodbye, version", CloseReason::Version { build: "0.2.0".into() }.goodbye().into()),
        ("goodbye, wrong code", CloseReason::WrongCode { code: "QQQQQ".into() }.goodbye().into()),
        ("goodbye, malformed", CloseReason::Malformed(malformed).goodbye().into()),
        ("goodbye, all parameters", Goodbye { code: 4999, params }.into()),
    ]
}

fn room() -> Vec<(&'static str, ServerMessage)> {
    let welcome = Welcome {
        build: "0.1.0+abc".into(),
        node: 0,
        room: 12,
        epoch: 1,
        seat: Some(5),
        code: "ABCDE".into(),
        seats: 8,
        map: "00ff00ff00ff00ff".into(),
        token: None,
        hold: 25,
        hold_hidden: 3600,
        link: None,
    };
    let map = "0123456789abcdef".to_owned();
    let running = Match {
        number: 1,
        tick: 70_000,
        seed: 0xdead_beef,
        map,
        phase: 0,
        left: 144_000,
        mode: 0,
        winner: None,
        ended: 0,
    };
    let player = |seat, name: &str, bot| RosterPlayer {
        seat,
        name: name.into(),
        team: (bot > 1).then(|| bot - 2),
        bot,
        mark: if bot == 0 { u32::MAX } else { 0 },
    };
    let players = vec![player(0, "Ada", 0), player(7, "Spule", 1)];
    let score = |seat, thread, longest, kills, deaths| Score { seat, thread, longest, kills, deaths };
    let drop = LooseDrop {
        id: 65535,
        seat: 63,
        x8: 9600,
        y8: 1,
        seed: u32::MAX,
        amount: 3250,
        left: 255,
        age: 36_000,
        lies: 7200,
        great: 0,
    };
    vec![
        ("welcome, a seat", welcome.clone().into()),
        (
            "welcome, no seat, a token, over a modelled link",
            Welcome { seat: None, token: Some([255; 32]), link: Some("4g".into()), ..welcome }.into(),
        ),
        ("match, running", running.clone().into()),
        ("match, its result", Match { phase: 1, left: 6000, mode: 1, winner: Some(63), ended: 1, ..running }.into()),
        ("sandbox, quarter pace", Sandbox { pace: 1 }.into()),
        ("roster, nobody", Roster { players: vec![] }.into()),
        ("roster, two", Roster { players }.into()),
        ("scores", Scores { scores: vec![score(0, 0, 700, 0, 1), score(63, 65535, 65535, 65535, 300)] }.into()),
        ("pings", Pings { pings: vec![Ping { seat: 0, ms: 0 }, Ping { seat: 63, ms: 65535 }] }.into()),
        ("loose, none", Loose { drops: vec![], waits: vec![] }.into()),
        (
            "loose, two",
            Loose { drops: vec![drop.clone(), LooseDrop { left: 5, great: 1, ..drop }], waits: vec![0, 45_000] }.into(),
        ),
        ("tuning, of the tests", tuning_message(Tick(70_015), &tuning())),
    ]
}

/// What is told beside playing: talk, the vote, how a private room is set up.
fn beside() -> Vec<(&'static str, ServerMessage)> {
    let choice = |mode, map: &str, players, votes| Choice { mode, map: map.into(), players, votes };
    let choices = vec![choice(1, "loom", 12, 0), choice(0, "hoop", 8, 3)];
    vec![
        ("said, a line", Said { seat: 63, to: 1, word: None, text: "ż 名".into() }.into()),
        ("said, a quick word", Said { seat: 0, to: 0, word: Some(0), text: String::new() }.into()),
        ("hushed", Hushed { wait: 1200 }.into()),
        ("hosting, nobody's", Hosting { host: None, fill: 0, next: None, presets: vec![] }.into()),
        ("hosting, somebody's", Hosting { host: Some(63), fill: 64, next: Some(1), presets: choices.clone() }.into()),
        ("ballot, open", Ballot { choices: choices.clone(), chosen: None }.into()),
        ("ballot, over", Ballot { choices, chosen: Some(1) }.into()),
    ]
}

fn snapshots() -> Vec<(&'static str, ServerMessage)> {
    let message =
        |flags, lead, since, body: &[u8]| SnapshotMessage { tick: 70_000, flags, lead, since, body: body.into() };
    vec![
        ("snapshot, a keyframe of nothing", message(1, -3, 0, &[0x3c]).into()),
        ("snapshot, everything at its limit", message(127, 127, 65_535, &[255; 300]).into()),
    ]
}

#[test]
fn golden_bytes_of_messages_are_fresh() {
    let client: Vec<Value> = client().iter().map(|(name, it)| case(ClientMessage::INFO, name, it)).collect();
    let server = [goodbyes(), room(), beside(), snapshots()].concat();
    let server: Vec<Value> = server.iter().map(|(name, it)| case(ServerMessage::INFO, name, it)).collect();
    for (union, cases) in [(ClientMessage::INFO, &client), (ServerMessage::INFO, &server)] {
        for (_, name, _) in union.members {
            let kind = name[..1].to_lowercase() + &name[1..];
            assert!(cases.iter().any(|case| case["json"]["kind"] == kind), "no case of {name}");
        }
    }
    golden::check("messages.json", &[("client", client), ("server", server)]);
}

#[test]
fn the_bytes_of_a_goodbye_are_for_ever() {
    let bytes = ServerMessage::from(CloseReason::WrongCode { code: "QQQQQ".into() }.goodbye()).encode();
    assert_eq!(hex(&bytes), "9300cd0fa391a55151515151");
}
