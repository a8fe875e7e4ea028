//! The tables of `PROTOCOL.md`, printed between their markers; the text around them is written by hand.

use std::fmt::Write as _;

use super::tuning::stored;
use crate::protocol::bits::{COUNTED, bit_width};
use crate::protocol::close::REASONS;
use crate::protocol::info::{FieldInfo, Kind, Layout, RecordInfo, UnionInfo};
use crate::protocol::table::{
    ClientMessage, Corner, LooseDrop, Own, PersonaValues, PlayerPiece, RosterPlayer, Run, Score,
};
use crate::protocol::table::{ServerMessage, ShotPiece, WeaponValues, WireEvent};
use crate::sim::tuning::{LOOKS, PERSONA, PROJECTILE, RAY, SCALARS, Scalar, Unit};

/// Prints one part.
type Part = fn() -> String;

/// Name of each printed part, and what prints it.
const PARTS: &[(&str, Part)] = &[
    ("client messages", || messages(ClientMessage::INFO)),
    ("server messages", || messages(ServerMessage::INFO)),
    ("records", || {
        let small = [Run::INFO, RosterPlayer::INFO, Score::INFO, WeaponValues::INFO, PersonaValues::INFO];
        small.into_iter().chain([LooseDrop::INFO]).map(|info| record(info, None)).collect()
    }),
    ("entities", || [PlayerPiece::INFO, ShotPiece::INFO, Corner::INFO].map(|info| record(info, None)).concat()),
    ("own", || record(Own::INFO, None)),
    ("events", || messages(WireEvent::INFO)),
    ("close codes", closes),
    ("tuning", || scalars(&SCALARS.concat())),
    ("projectile", || scalars(PROJECTILE)),
    ("ray", || scalars(RAY)),
    ("personas", || scalars(PERSONA)),
    ("looks", || LOOKS.join(", ")),
];

/// The old text with every printed part fresh. A part whose markers are missing is appended, so that it is seen.
pub fn print(old: &str) -> String {
    let mut text = old.to_owned();
    for (name, part) in PARTS {
        let (begin, end) = (format!("<!-- generated: {name} -->\n"), "<!-- end -->\n");
        let fresh = format!("{begin}\n{}\n{end}", part().trim_end().to_owned() + "\n");
        let place = text.find(&begin).and_then(|from| text[from..].find(end).map(|to| from..from + to + end.len()));
        match place {
            Some(place) => text.replace_range(place, &fresh),
            None => text.push_str(&fresh),
        }
    }
    text
}

fn messages(union: &UnionInfo) -> String {
    union.members.iter().map(|(number, name, info)| record(info, Some((*number, name)))).collect()
}

fn record(info: &RecordInfo, member: Option<(u8, &str)>) -> String {
    let title = member.map_or_else(|| format!("`{}`", info.name), |(number, name)| format!("{number} `{name}`"));
    let mut out = format!("#### {title}\n\n{}{}\n\n", info.about.trim(), layout(info));
    let in_bits = info.layout == Layout::Bits;
    out.push_str(if in_bits { "| field | bits | " } else { "| field | type | " });
    out.push_str("limits | unit | meaning |\n|---|---|---|---|---|\n");
    for field in info.fields {
        let kind = if in_bits { bits(field) } else { kind(field) };
        let (unit, about) = (field.unit, field.about.trim());
        let _ = writeln!(out, "| `{}` | {kind} | {} | {unit} | {about} |", field.name, limits(field));
    }
    out.push('\n');
    out
}

fn layout(info: &RecordInfo) -> String {
    match info.layout {
        Layout::Array => String::new(),
        Layout::Bits => " In bits.".into(),
    }
}

fn bits(field: &FieldInfo) -> String {
    match field.kind {
        Kind::Int if field.unit == COUNTED => "count".into(),
        Kind::Int => bit_width(field.min, field.max).to_string(),
        Kind::MaybeInt => format!("1, or 1 + {}", bit_width(field.min, field.max)),
        _ => kind(field).replace(" in bits", ""),
    }
}

fn kind(field: &FieldInfo) -> String {
    match field.kind {
        Kind::Int => "int".into(),
        Kind::MaybeInt => "int or nil".into(),
        Kind::Text => "text".into(),
        Kind::MaybeText => "text or nil".into(),
        Kind::Bytes => "bytes".into(),
        Kind::MaybeBytes => "bytes or nil".into(),
        Kind::Ints => "list of int".into(),
        Kind::Params => "list of int or text".into(),
        Kind::Records(record) if record.layout == Layout::Bits => format!("list of `{}` in bits", record.name),
        Kind::Records(record) => format!("list of `{}`", record.name),
        Kind::Members(union) => format!("list of `{}`", union.name),
        Kind::MaybeRecord(record) => format!("`{}` or nil", record.name),
    }
}

fn limits(field: &FieldInfo) -> String {
    let range = if field.min == field.max { field.min.to_string() } else { format!("{} to {}", field.min, field.max) };
    match field.kind {
        Kind::Int | Kind::MaybeInt | Kind::MaybeRecord(_) => range,
        Kind::Text | Kind::MaybeText | Kind::Bytes | Kind::MaybeBytes => format!("{range} bytes"),
        Kind::Ints | Kind::Params | Kind::Records(_) | Kind::Members(_) => format!("{range} entries"),
    }
}

fn closes() -> String {
    let mut out = String::from("| code | name | parameters | what it means |\n|---|---|---|---|\n");
    for reason in REASONS {
        let params: Vec<String> = reason.params.iter().map(|param| format!("`{param}`")).collect();
        let _ = writeln!(out, "| {} | `{}` | {} | {} |", reason.code, reason.name, params.join(", "), reason.about);
    }
    out
}

fn scalars(list: &[Scalar]) -> String {
    let mut out =
        String::from("| at | value | sent in | range, as written by a designer | meaning |\n|---|---|---|---|---|\n");
    for (at, scalar) in list.iter().enumerate() {
        let (sent, unit) = (stored(scalar.unit), scalar.unit.symbol());
        let name = format!("{}.{}", scalar.group, scalar.key);
        let range = format!("{} to {}{}{unit}", scalar.min, scalar.max, space(scalar.unit));
        let _ = writeln!(out, "| {at} | `{name}` | {sent} | {range} | {} |", scalar.about);
    }
    out
}

fn space(unit: Unit) -> &'static str {
    if matches!(unit, Unit::Degrees) { "" } else { " " }
}
