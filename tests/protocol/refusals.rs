//! P-WIRE-1 to P-WIRE-6: whatever breaks the table is refused, with message, field, value and limit.

use fray::protocol::bits::{BitWriter, put_chain};
use fray::protocol::info::{FieldInfo, Kind, UnionInfo};
use fray::protocol::wire::{Record, decode};
use fray::protocol::{
    ClientMessage, InputMessage, MESSAGE_BYTES_MAX, Run, SUBPROTOCOL, ServerMessage, VERSION, decode_client,
};

use super::maker::{Maker, array, int, text};

const NIL: u8 = 0xc0;
const F64: u8 = 0xcb;
const ARRAY32: u8 = 0xdd;
const STR32: u8 = 0xdb;
const BIN32: u8 = 0xc6;
/// Elements, text bytes or nested arrays that nobody would send.
const HUGE: [u8; 4] = [0xff; 4];

fn float(value: f64) -> Vec<u8> {
    [&[F64][..], &value.to_be_bytes()].concat()
}

/// A header that promises [`HUGE`] of something that does not follow.
fn promise(header: u8) -> Vec<u8> {
    [&[header][..], &HUGE].concat()
}

/// A valid hello with its elements replaced: `(index, bytes)`.
fn hello(changes: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut elements =
        vec![int(1), int(1), text("build"), text("name"), vec![NIL], int(1778), vec![NIL], int(0), int(0), vec![NIL]];
    changes.iter().for_each(|(at, bytes)| elements[*at] = bytes.clone());
    array(&elements)
}

fn bits(bytes: &[u8]) -> Vec<u8> {
    [&[0xc4, bytes.len() as u8], bytes].concat()
}

fn input(ack: Vec<u8>, runs: Vec<u8>) -> Vec<u8> {
    array(&[int(2), ack, int(3), int(2), int(8), runs])
}

/// So many runs of nothing.
fn runs(count: usize) -> Vec<u8> {
    let run = Run { ticks: 1, held: 0, walk: 0, aim: 0 };
    let mut bits = BitWriter::default();
    put_chain(&vec![run; count], &mut bits);
    bits.finish()
}

fn check(case: &str, bytes: &[u8], expected: &str) {
    match decode_client(bytes) {
        Ok(message) => panic!("{case}: read as {message:?}"),
        Err(error) => assert_eq!(error.to_string(), expected, "{case}"),
    }
}

#[test]
fn bytes_that_are_no_message_are_refused() {
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("empty", vec![], "message.bytes is cut short, the limit is one array"),
        ("an integer", int(5), "message.bytes is invalid type: integer `5`, the limit is one array"),
        ("a map", vec![0x80], "message.bytes is invalid type: map, the limit is one array"),
        ("an empty array", vec![0x90], "message.number is missing, the limit is present"),
        (
            "a number that the table lacks",
            array(&[int(99)]),
            "ClientMessage.number is 99, the limit is 1 2 3 4 5 6 7 8 9 10 11",
        ),
        ("a server's number", array(&[int(15)]), "ClientMessage.number is 15, the limit is 1 2 3 4 5 6 7 8 9 10 11"),
        ("a negative number", array(&[int(-1)]), "message.number is -1, the limit is 0 to 255"),
        ("a byte too many", [hello(&[]), vec![NIL]].concat(), TOO_LONG),
        ("a message too many", [hello(&[]), hello(&[])].concat(), TOO_LONG),
        ("an unfinished byte too many", [hello(&[]), vec![STR32]].concat(), TOO_LONG),
    ];
    cases.iter().for_each(|(case, bytes, expected)| check(case, bytes, expected));
}

const TOO_LONG: &str = "message.bytes is longer than its array, the limit is one array";

#[test]
fn fields_that_break_the_table_are_refused_by_name() {
    let own = |at: usize, bytes: Vec<u8>| hello(&[(at, bytes)]);
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("a field too few", array(&[int(3)]), "Ack.tick is missing, the limit is present"),
        (
            "a field too many",
            array(&[int(3), int(1), int(1), int(1)]),
            "message.array is 1 fields too many, the limit is its fields",
        ),
        ("above", own(5, int(2335)), "Hello.aspect is 2335, the limit is 450 to 2334"),
        ("below", own(5, int(449)), "Hello.aspect is 449, the limit is 450 to 2334"),
        ("beyond 64 bits", own(1, vec![0xcf; 9]), "Hello.version is 9223372036854775807, the limit is 0 to 65535"),
        ("text for int", own(5, text("1778")), "Hello.aspect is \"1778\", the limit is an integer"),
        (
            "a float",
            own(5, float(1778.0)),
            "Hello.aspect is invalid type: floating point `1778.0`, the limit is an integer",
        ),
        ("NaN", own(5, float(f64::NAN)), "Hello.aspect is invalid type: floating point `NaN`, the limit is an integer"),
        ("a list for int", own(5, vec![0x90]), "Hello.aspect is invalid type: sequence, the limit is an integer"),
        ("cut short", input(int(0), vec![0xc4, 3, 1]), "InputMessage.runs is cut short, the limit is bytes"),
        ("nil for int", own(5, vec![NIL]), "Hello.aspect is nil, the limit is an integer"),
        ("int for text", own(3, int(7)), "Hello.name is 7, the limit is text"),
        ("text too long", own(3, text(&"é".repeat(25))), "Hello.name is 50 bytes, the limit is 0 to 48 bytes"),
        ("text too short", own(6, text("ABCD")), "Hello.room is 4 bytes, the limit is 5 to 5 bytes"),
        ("text in no encoding", own(3, vec![0xa1, 0xff]), "Hello.name is 1 bytes, the limit is text"),
        ("bytes too short", own(4, vec![0xc4, 1, 0]), "Hello.token is 1 bytes, the limit is 32 bytes"),
        ("no run", input(int(0), bits(&[])), "InputMessage.bits is too short, the limit is 1 bits and more"),
        (
            "a list for bits",
            input(int(0), vec![0x90]),
            "InputMessage.runs is invalid type: sequence, the limit is bytes",
        ),
        (
            "part of a run",
            input(int(0), bits(&[0b1000_0000])),
            "InputMessage.bits is too short, the limit is 15 bits and more",
        ),
        (
            "17 runs",
            input(int(0), bits(&runs(17))),
            "InputMessage.runs is more than 16 entries, the limit is 1 to 16 entries",
        ),
        (
            "a walk to nowhere",
            input(int(0), bits(&[0b1000_0001, 0b1000_0010, 0, 0])),
            "Run.walk is 193, the limit is 0 to 192",
        ),
        (
            "a byte too many",
            input(int(0), bits(&[0b1000_0000, 0, 0, 0, 0, 0])),
            "InputMessage.bits is 16 bits more, the limit is its own",
        ),
    ];
    cases.iter().for_each(|(case, bytes, expected)| check(case, bytes, expected));
}

#[test]
fn headers_that_promise_the_world_are_refused_by_their_count() {
    let runs = "InputMessage.runs is cut short, the limit is bytes";
    check("bytes", &input(int(0), promise(BIN32)), runs);
    let whole = [vec![ARRAY32, 0xff, 0xff, 0xff, 0xff, 1]].concat();
    assert!(decode_client(&whole).unwrap_err().to_string().starts_with("Hello.version is "));
    for (header, field) in [(STR32, 3), (BIN32, 4)] {
        let error = decode_client(&hello(&[(field, promise(header))])).unwrap_err();
        assert_eq!(error.message, "Hello");
    }
    let scores = [vec![0x92], int(13), promise(ARRAY32)].concat();
    let error = decode::<ServerMessage>(&scores).unwrap_err().to_string();
    assert_eq!(error, "Scores.scores is 4294967295 entries, the limit is 0 to 64 entries");
}

#[test]
fn deep_nesting_is_refused_wherever_it_stands() {
    let deep = [vec![0x91; 1000], vec![NIL]].concat();
    assert!(decode_client(&deep).is_err());
    for field in 1..8 {
        assert_eq!(decode_client(&hello(&[(field, deep.clone())])).unwrap_err().message, "Hello", "field {field}");
    }
    assert!(decode_client(&input(int(0), deep.clone())).is_err());
    assert!(decode_client(&[hello(&[]), deep].concat()).is_err());
}

/// What no field but a list, and what no field at all, may hold.
fn strangers(field: &FieldInfo) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![
        ("a float", float(1.0)),
        ("NaN", float(f64::NAN)),
        ("infinity", float(f64::INFINITY)),
        ("a 32-bit float", vec![0xca, 0, 0, 0, 0]),
        ("true", vec![0xc3]),
        ("a map", vec![0x81, 1, 1]),
        ("an extension", vec![0xd4, 1, 1]),
        ("a list of lists of lists", vec![0x91, 0x91, 0x91, 0x90]),
    ];
    if matches!(field.kind, Kind::Int | Kind::MaybeInt) {
        all.extend([("one too many", int(field.max + 1)), ("one too few", int(field.min - 1)), ("text", text("1"))]);
    }
    all
}

fn every_field<M: Record + std::fmt::Debug>(union: &UnionInfo) -> usize {
    let mut cases = 0;
    for (member, (_, _, record)) in union.members.iter().enumerate() {
        let valid = Maker::new(7).elements(union, member);
        assert!(decode::<M>(&array(&valid)).is_ok(), "{}", record.name);
        for (at, field) in record.fields.iter().enumerate() {
            for (what, bytes) in strangers(field) {
                let mut elements = valid.clone();
                elements[at + 1] = bytes;
                let error =
                    decode::<M>(&array(&elements)).expect_err(&format!("{}.{}: {what}", record.name, field.name));
                let named = (error.message, error.field) == (record.name, field.name);
                let inner = matches!(field.kind, Kind::Records(_) | Kind::Members(_) | Kind::Params | Kind::Ints);
                assert!(named || inner, "{}.{}: {what}: {error}", record.name, field.name);
                cases += 1;
            }
        }
    }
    cases
}

#[test]
fn no_field_takes_what_is_not_its_kind() {
    let cases = every_field::<ClientMessage>(ClientMessage::INFO) + every_field::<ServerMessage>(ServerMessage::INFO);
    assert!(cases > 400, "{cases} cases");
}

#[test]
fn a_refusal_fits_a_goodbye() {
    let error = decode_client(&hello(&[(5, text(&"é".repeat(200)))])).unwrap_err();
    assert!(error.value.len() <= 40 && error.limit.len() <= 40 && error.what().len() <= 40, "{error}");
}

#[test]
fn the_largest_message_of_a_client_is_below_the_limit_of_a_frame() {
    let run = Run { ticks: 255, held: 63, walk: 192, aim: 65535 };
    let runs = vec![run; 16];
    let input = InputMessage { ack: u32::MAX, ahead: 600, seen_back: 65535, seen_fraction: 16, runs };
    let bytes = ClientMessage::Input(input).encode();
    assert!(bytes.len() <= MESSAGE_BYTES_MAX, "{} bytes", bytes.len());
    assert_eq!(SUBPROTOCOL, format!("fray.{VERSION}"));
}

#[test]
fn an_input_of_two_ticks_takes_at_most_20_bytes() {
    let run = |aim| Run { ticks: 1, held: 63, walk: 64, aim };
    let runs = vec![run(65535), run(65534)];
    let input = InputMessage { ack: u32::MAX, ahead: 127, seen_back: 127, seen_fraction: 16, runs };
    let bytes = ClientMessage::Input(input).encode().len();
    assert!(bytes <= 20, "{bytes} bytes");
}
