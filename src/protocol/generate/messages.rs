//! `messages.gen.ts`: types and codec of every message for the client, from the table.
//!
//! One interface, one `read` and one `write` a record; unions are keyed by `kind`. Both directions check the limits of
//! the table.

use std::fmt::Write as _;

use super::{camel, header, lower_first};
use crate::protocol::bits::{COUNTED, NUMBER_BITS, bit_width};
use crate::protocol::frame::{Head, seen};
use crate::protocol::info::{FieldInfo, Kind, Layout, RecordInfo, UnionInfo};
use crate::protocol::table::{ClientMessage, Own, PlayerPiece, Run, ServerMessage, ShotPiece, Snapshot};
use crate::protocol::{MESSAGE_BYTES_MAX, SUBPROTOCOL, SUBPROTOCOL_ANY, VERSION};

/// The functions that the printed code calls.
const CODEC: &str = include_str!("codec.ts");

/// Stands for the number of what is made of a message and is never sent itself.
const NOT_SENT: u8 = 255;

/// The file.
pub fn print() -> String {
    let mut out = header("src/protocol/table.rs");
    out.push_str("import { decode, encode } from '@msgpack/msgpack';\nimport { Bits, BitWriter, type Field } from './bits.ts';\nimport { Malformed } from './malformed.ts';\n\n");
    constants(&mut out);
    let unions = [ClientMessage::INFO, ServerMessage::INFO];
    let mut printed = Vec::new();
    for union in unions {
        print_union(&mut out, union, &mut printed);
    }
    print_record(&mut out, Snapshot::INFO, Some((NOT_SENT, Snapshot::INFO.name)), &mut printed);
    [Own::INFO, PlayerPiece::INFO, ShotPiece::INFO].iter().for_each(|entity| field_list(&mut out, entity));
    for (name, union) in [("Client", unions[0]), ("Server", unions[1])] {
        ends(&mut out, name, union);
    }
    out.push_str(CODEC);
    out
}

fn constants(out: &mut String) {
    let _ = write!(
        out,
        "/** The version of the protocol. */\n\
         export const VERSION = {VERSION};\n\
         /** What a client offers, in this order. */\n\
         export const SUBPROTOCOLS: readonly string[] = ['{SUBPROTOCOL}', '{SUBPROTOCOL_ANY}'];\n\
         /** Largest message that a client may send, in bytes. */\n\
         export const MESSAGE_BYTES_MAX = {MESSAGE_BYTES_MAX};\n\
         /** What the slot of a weapon is multiplied with where it stands beside buttons, which take the bits below. */\n\
         export const HELD_SLOT = {};\n\
         /** Flags of a snapshot. */\n\
         export const SNAPSHOT_FLAGS = {{ keyframe: {}, moved: {}, unheard: {}, late: {}, sum: {}, rate: {} }} as const;\n\
         /** Flags of a player's piece. */\n\
         export const PLAYER_FLAGS = {{ alive: {}, refuses: {}, dashing: {}, reloading: {}, charging: {}, shielded: {}, slot: {} }} as const;\n\n",
        Run::SLOT,
        Head::KEYFRAME,
        Head::MOVED,
        Head::UNHEARD,
        Head::LATE,
        Head::SUM,
        Head::RATE,
        seen::ALIVE,
        seen::REFUSES,
        seen::DASHING,
        seen::RELOADING,
        seen::CHARGING,
        seen::SHIELDED,
        seen::SLOT
    );
}

/// The two functions that the client calls for a union.
fn ends(out: &mut String, name: &str, union: &UnionInfo) {
    let union = union.name;
    let _ = write!(
        out,
        "/** Reads a whole message; throws {{@link Malformed}}. */\n\
         export function decode{name}(bytes: Uint8Array): {union} {{\n\
         \x20 return read{union}(elements('message', unpacked(bytes)));\n\
         }}\n\n\
         /** The bytes of a message; throws {{@link Malformed}}. */\n\
         export function encode{name}(message: {union}): Uint8Array {{\n\
         \x20 return encode(write{union}(message));\n\
         }}\n\n"
    );
}

/// A union after the records that it is made of, each once.
fn print_union(out: &mut String, union: &UnionInfo, printed: &mut Vec<&'static str>) {
    for (number, member, record) in union.members {
        print_record(out, record, Some((*number, member)), printed);
    }
    let name = union.name;
    let types: Vec<&str> = union.members.iter().map(|(_, _, record)| record.name).collect();
    let _ = writeln!(out, "/** {} */\nexport type {name} = {};\n", union.about.trim(), types.join(" | "));
    if union.members.iter().all(|(.., record)| record.layout == Layout::Bits) {
        return bits_union(out, union);
    }
    let _ = writeln!(out, "function read{name}(at: readonly unknown[]): {name} {{\n  switch (at[0]) {{");
    for (number, _, record) in union.members {
        let _ = writeln!(out, "    case {number}:\n      return read{}(at);", record.name);
    }
    let label = lower_first(name);
    let _ = writeln!(out, "    default:\n      return fail('{label}.number', at[0], 'a known one');\n  }}\n}}\n");
    let _ = writeln!(out, "function write{name}(from: {name}): unknown[] {{\n  switch (from.kind) {{");
    for (_, member, record) in union.members {
        let _ = writeln!(out, "    case '{}':\n      return write{}(from);", lower_first(member), record.name);
    }
    out.push_str("  }\n}\n\n");
}

fn print_record(
    out: &mut String,
    record: &'static RecordInfo,
    member: Option<(u8, &str)>,
    printed: &mut Vec<&'static str>,
) {
    if printed.contains(&record.name) {
        return;
    }
    printed.push(record.name);
    for field in record.fields {
        match field.kind {
            Kind::Records(inner) | Kind::MaybeRecord(inner) => print_record(out, inner, None, printed),
            Kind::Members(union) => print_union(out, union, printed),
            _ => (),
        }
    }
    interface(out, record, member.map(|(_, name)| name));
    match record.layout {
        // What is rebuilt has no bits of its own.
        Layout::Bits if record.name == Snapshot::INFO.name => (),
        Layout::Bits => {
            bits(out, record, member.map(|(_, name)| name));
            to_bits(out, record);
        }
        Layout::Array => tuple(out, record, member),
    }
}

fn interface(out: &mut String, record: &RecordInfo, kind: Option<&str>) {
    let _ = writeln!(out, "/** {} */\nexport interface {} {{", record.about.trim(), record.name);
    if let Some(kind) = kind {
        let _ = writeln!(out, "  readonly kind: '{}';", lower_first(kind));
    }
    for field in record.fields {
        let unit = if field.unit.is_empty() { String::new() } else { format!(" [{}]", field.unit) };
        let _ = writeln!(out, "  /** {}{unit} */", field.about.trim());
        let _ = writeln!(out, "  readonly {}: {};", camel(field.name), type_of(field));
    }
    out.push_str("}\n\n");
}

fn type_of(field: &FieldInfo) -> String {
    match field.kind {
        Kind::Int => "number".into(),
        Kind::MaybeInt => "number | null".into(),
        Kind::Text => "string".into(),
        Kind::MaybeText => "string | null".into(),
        Kind::Bytes => "Uint8Array".into(),
        Kind::MaybeBytes => "Uint8Array | null".into(),
        Kind::Ints => "readonly number[]".into(),
        Kind::Params => "readonly (number | string)[]".into(),
        Kind::Records(record) => format!("readonly {}[]", record.name),
        Kind::Members(union) => format!("readonly {}[]", union.name),
        Kind::MaybeRecord(record) => format!("{} | null", record.name),
    }
}

fn tuple(out: &mut String, record: &RecordInfo, member: Option<(u8, &str)>) {
    let (name, label) = (record.name, lower_first(record.name));
    let first = usize::from(member.is_some());
    let count = record.fields.len() + first;
    let _ = writeln!(out, "function read{name}(at: readonly unknown[]): {name} {{\n  count('{label}', at, {count});");
    out.push_str("  return {\n");
    if let Some((_, kind)) = member {
        let _ = writeln!(out, "    kind: '{}',", lower_first(kind));
    }
    for (i, field) in record.fields.iter().enumerate() {
        let read = convert(&label, field, &format!("at[{}]", i + first), "read");
        let _ = writeln!(out, "    {}: {read},", camel(field.name));
    }
    let _ = writeln!(out, "  }};\n}}\n\nfunction write{name}(from: {name}): unknown[] {{\n  return [");
    if let Some((number, _)) = member {
        let _ = writeln!(out, "    {number},");
    }
    for field in record.fields {
        let write = convert(&label, field, &format!("from.{}", camel(field.name)), "write");
        let _ = writeln!(out, "    {write},");
    }
    out.push_str("  ];\n}\n\n");
}

/// The expression that checks a field, and turns it into its form on the other side.
fn convert(record: &str, field: &FieldInfo, from: &str, way: &str) -> String {
    let name = format!("'{record}.{}'", camel(field.name));
    let (min, max) = (field.min, field.max);
    match field.kind {
        Kind::Int => format!("int({name}, {from}, {min}, {max})"),
        Kind::MaybeInt => format!("maybe({from}, (value) => int({name}, value, {min}, {max}))"),
        Kind::Text => format!("text({name}, {from}, {min}, {max})"),
        Kind::MaybeText => format!("maybe({from}, (value) => text({name}, value, {min}, {max}))"),
        Kind::Bytes => format!("byteString({name}, {from}, {min}, {max})"),
        Kind::MaybeBytes => format!("maybe({from}, (value) => byteString({name}, value, {min}, {max}))"),
        Kind::Ints => {
            let int = format!("int({name}, value, {}, {})", i32::MIN, i32::MAX);
            format!("list({name}, {from}, {min}, {max}, (value) => {int})")
        }
        Kind::Params => format!("list({name}, {from}, {min}, {max}, (value) => param({name}, value))"),
        Kind::Records(inner) if inner.layout == Layout::Bits && way == "read" => {
            format!("inBits({name}, {from}, (bits) => bits.chain({name}, {min}, {max}, read{}))", inner.name)
        }
        Kind::Records(inner) if inner.layout == Layout::Bits => {
            format!("toBits((bits) => bits.chain({name}, {from}, {min}, {max}, write{}))", inner.name)
        }
        Kind::Records(RecordInfo { name: inner, .. }) | Kind::Members(UnionInfo { name: inner, .. }) => match way {
            "read" => {
                format!("list({name}, {from}, {min}, {max}, (value) => read{inner}(elements({name}, value)))")
            }
            _ => format!("list({name}, {from}, {min}, {max}, write{inner})"),
        },
        // Stands in bits alone.
        Kind::MaybeRecord(_) => from.into(),
    }
}

/// The function that reads a record in bits.
fn bits(out: &mut String, record: &RecordInfo, kind: Option<&str>) {
    let name = record.name;
    let _ = writeln!(out, "export function read{name}(bits: Bits): {name} {{\n  return {{");
    if let Some(kind) = kind {
        let _ = writeln!(out, "    kind: '{}',", lower_first(kind));
    }
    for field in record.fields {
        let _ = writeln!(out, "    {}: {},", camel(field.name), bits_of(record, field));
    }
    out.push_str("  };\n}\n\n");
}

/// The function that writes a record in bits.
fn to_bits(out: &mut String, record: &RecordInfo) {
    let name = record.name;
    let _ = writeln!(out, "export function write{name}(from: {name}, bits: BitWriter): void {{");
    for field in record.fields {
        let (min, max, width) = (field.min, field.max, bit_width(field.min, field.max));
        let label = format!("'{}.{}'", lower_first(name), camel(field.name));
        let value = format!("from.{}", camel(field.name));
        let line = match field.kind {
            Kind::Int if field.unit == COUNTED => format!("bits.count({value} - {min})").replace(" - 0)", ")"),
            Kind::MaybeInt => format!("bits.maybe({label}, {value}, {width}, {min}, {max})"),
            Kind::Records(inner) => format!("bits.chain({label}, {value}, {min}, {max}, write{})", inner.name),
            _ => format!("bits.int({label}, {value}, {width}, {min}, {max})"),
        };
        let _ = writeln!(out, "  {line};");
    }
    out.push_str("}\n\n");
}

fn bits_of(record: &RecordInfo, field: &FieldInfo) -> String {
    let (min, max) = (field.min, field.max);
    let name = format!("'{}.{}'", lower_first(record.name), camel(field.name));
    let int = format!("bits.int({name}, {}, {min}, {max})", bit_width(min, max));
    match field.kind {
        Kind::Int if field.unit == COUNTED && min == 0 => format!("bits.count({max})"),
        Kind::Int if field.unit == COUNTED => format!("{min} + bits.count({})", max - min),
        Kind::MaybeInt => format!("bits.flag() ? {int} : null"),
        Kind::Records(inner) => format!("bits.chain({name}, {min}, {max}, read{})", inner.name),
        _ => int,
    }
}

fn bits_union(out: &mut String, union: &UnionInfo) {
    let (name, label) = (union.name, lower_first(union.name));
    let _ = writeln!(out, "export function read{name}(bits: Bits): {name} {{");
    let _ = writeln!(out, "  const number = bits.take({NUMBER_BITS});\n  switch (number) {{");
    for (number, _, record) in union.members {
        let _ = writeln!(out, "    case {number}:\n      return read{}(bits);", record.name);
    }
    let _ = writeln!(out, "    default:\n      return fail('{label}.number', number, 'a known one');\n  }}\n}}\n");
    let _ =
        writeln!(out, "export function write{name}(from: {name}, bits: BitWriter): void {{\n  switch (from.kind) {{");
    for (number, member, record) in union.members {
        let kind = lower_first(member);
        let _ = writeln!(out, "    case '{kind}':\n      bits.put({number}, {NUMBER_BITS});");
        let _ = writeln!(out, "      return write{}(from, bits);", record.name);
    }
    out.push_str("  }\n}\n\n");
}

/// The fields of an entity in order, with least and greatest value: differences and hashes are made of them.
fn field_list(out: &mut String, record: &RecordInfo) {
    let name = record.name;
    let mut upper = String::new();
    for (at, c) in name.char_indices() {
        upper.push_str(if at > 0 && c.is_ascii_uppercase() { "_" } else { "" });
        upper.push(c.to_ascii_uppercase());
    }
    let _ = writeln!(out, "/** The fields of `{name}` in order: name, bits, least and greatest value. */");
    let _ = writeln!(out, "export const {upper}_FIELDS: readonly Field<{name}>[] = [");
    for field in record.fields {
        let (min, max) = (field.min, field.max);
        let _ = writeln!(out, "  ['{}', {}, {min}, {max}],", camel(field.name), bit_width(min, max));
    }
    out.push_str("];\n\n");
}
