//! `messages.gen.ts`: types and codec of every message for the client, from the table.
//!
//! One interface, one `read` and one `write` a record; unions are keyed by `kind`. Both directions check the limits of
//! the table.

use std::fmt::Write as _;

use super::{camel, header, lower_first};
use crate::protocol::frame::{Head, seen};
use crate::protocol::info::{FieldInfo, Kind, Layout, RecordInfo, UnionInfo, width};
use crate::protocol::table::{ClientMessage, Run, ServerMessage};
use crate::protocol::{MESSAGE_BYTES_MAX, SUBPROTOCOL, SUBPROTOCOL_ANY, VERSION};

/// The functions that the printed code calls.
const CODEC: &str = include_str!("codec.ts");

/// The file.
pub fn print() -> String {
    let mut out = header("src/protocol/table.rs");
    out.push_str("import { decode, encode } from '@msgpack/msgpack';\n\n");
    constants(&mut out);
    let unions = [ClientMessage::INFO, ServerMessage::INFO];
    let mut printed = Vec::new();
    for union in unions {
        print_union(&mut out, union, &mut printed);
    }
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
         export const SNAPSHOT_FLAGS = {{ keyframe: {}, moved: {}, unheard: {}, late: {} }} as const;\n\
         /** Flags of a player's piece. */\n\
         export const PLAYER_FLAGS = {{ alive: {}, refuses: {}, dashing: {}, reloading: {}, charging: {}, slot: {} }} as const;\n\n",
        Run::SLOT,
        Head::KEYFRAME,
        Head::MOVED,
        Head::UNHEARD,
        Head::LATE,
        seen::ALIVE,
        seen::REFUSES,
        seen::DASHING,
        seen::RELOADING,
        seen::CHARGING,
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
            Kind::Records(inner) | Kind::MaybePacked(inner) => print_record(out, inner, None, printed),
            Kind::Members(union) => print_union(out, union, printed),
            _ => (),
        }
    }
    interface(out, record, member.map(|(_, name)| name));
    match record.layout {
        Layout::Packed => packed(out, record),
        Layout::Array | Layout::Flat => tuple(out, record, member),
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
        Kind::MaybeBytes => "Uint8Array | null".into(),
        Kind::Ints => "readonly number[]".into(),
        Kind::Params => "readonly (number | string)[]".into(),
        Kind::Records(record) => format!("readonly {}[]", record.name),
        Kind::Members(union) => format!("readonly {}[]", union.name),
        Kind::MaybePacked(record) => format!("{} | null", record.name),
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
        Kind::MaybeBytes => format!("maybe({from}, (value) => byteString({name}, value, {max}))"),
        Kind::Ints => {
            let int = format!("int({name}, value, {}, {})", i32::MIN, i32::MAX);
            format!("list({name}, {from}, {min}, {max}, (value) => {int})")
        }
        Kind::Params => format!("list({name}, {from}, {min}, {max}, (value) => param({name}, value))"),
        Kind::Records(inner) if inner.layout == Layout::Flat && way == "read" => {
            format!("unflat({name}, {from}, {}, {min}, {max}, read{})", inner.fields.len(), inner.name)
        }
        Kind::Records(inner) if inner.layout == Layout::Flat => {
            format!("list({name}, {from}, {min}, {max}, write{}).flat()", inner.name)
        }
        Kind::Records(RecordInfo { name: inner, .. }) | Kind::Members(UnionInfo { name: inner, .. }) => match way {
            "read" => {
                format!("list({name}, {from}, {min}, {max}, (value) => read{inner}(elements({name}, value)))")
            }
            _ => format!("list({name}, {from}, {min}, {max}, write{inner})"),
        },
        Kind::MaybePacked(inner) if way == "read" => {
            let bytes = inner.packed_bytes();
            format!("maybe({from}, (value) => read{}(byteString({name}, value, {bytes})))", inner.name)
        }
        Kind::MaybePacked(inner) => format!("maybe({from}, write{})", inner.name),
    }
}

fn packed(out: &mut String, record: &RecordInfo) {
    let (name, label) = (record.name, lower_first(record.name));
    let _ = writeln!(out, "function read{name}(bytes: Uint8Array): {name} {{\n  return {{");
    let mut at = 0;
    for field in record.fields {
        let (key, bytes) = (camel(field.name), width(field.min, field.max));
        let take = if field.min < 0 { "signed" } else { "unsigned" };
        let taken = format!("{take}(bytes, {at}, {bytes})");
        let _ = writeln!(out, "    {key}: int('{label}.{key}', {taken}, {}, {}),", field.min, field.max);
        at += bytes;
    }
    let _ =
        writeln!(out, "  }};\n}}\n\nfunction write{name}(from: {name}): Uint8Array {{\n  const bytes: number[] = [];");
    for field in record.fields {
        let (key, bytes) = (camel(field.name), width(field.min, field.max));
        let value = format!("int('{label}.{key}', from.{key}, {}, {})", field.min, field.max);
        let _ = writeln!(out, "  put(bytes, {value}, {bytes});");
    }
    out.push_str("  return Uint8Array.from(bytes);\n}\n\n");
}
