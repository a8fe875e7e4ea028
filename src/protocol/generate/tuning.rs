//! `tuning.gen.ts`: the tuning as the client holds it, stored integers by group and key, and how it is read from lists.

use std::fmt::Write as _;

use super::{camel, header};
use crate::sim::tuning::{KINDS, LOOKS, SCALARS, Scalar, Unit, WeaponKind};

/// The file.
pub fn print() -> String {
    let mut out = header("src/sim/tuning.rs");
    out.push_str("/** The values that a designer turns, as the integers that the simulation uses. */\n");
    out.push_str("export interface Tuning {\n");
    for group in SCALARS {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(out, "  readonly {}: {{", camel(first.group));
        group.iter().for_each(|scalar| field(&mut out, "    ", scalar));
        out.push_str("  };\n");
    }
    out.push_str("  /** By slot. Never empty. */\n  readonly weapons: readonly Weapon[];\n}\n\n");
    looks(&mut out);
    for (number, kind) in KINDS.iter().enumerate() {
        let _ = writeln!(out, "/** A weapon of the kind `{kind}`. */\nexport interface {} {{", pascal(kind));
        let _ = writeln!(out, "  readonly kind: '{kind}';\n  readonly name: string;");
        WeaponKind::scalars(number).unwrap_or_default().iter().for_each(|scalar| field(&mut out, "  ", scalar));
        out.push_str("}\n\n");
    }
    let names: Vec<String> = KINDS.iter().map(|kind| pascal(kind)).collect();
    let _ = writeln!(out, "export type Weapon = {};\n", names.join(" | "));
    read_tuning(&mut out);
    read_weapon(&mut out);
    out.push_str(TAKER);
    out
}

fn field(out: &mut String, indent: &str, scalar: &Scalar) {
    let _ = writeln!(out, "{indent}/** {} In {}. */", scalar.about, stored(scalar.unit));
    let _ = writeln!(out, "{indent}readonly {}: number;", camel(scalar.key));
}

/// What the stored integer of a unit counts.
pub(super) fn stored(unit: Unit) -> &'static str {
    match unit {
        Unit::Length => "1/256 u",
        Unit::Speed => "1/256 u/s",
        Unit::Acceleration => "1/256 u/s²",
        Unit::Seconds => "1/600 s",
        Unit::PerSecond => "1/600 s from one to the next",
        Unit::Hertz => "Hz",
        Unit::Degrees => "1/65536 turn",
        Unit::Count => "whole numbers",
        Unit::Share => "1/1000",
        Unit::Metres => "cm",
        Unit::Look => "the numbers of looks",
    }
}

fn read_tuning(out: &mut String) {
    let count: usize = SCALARS.iter().map(|group| group.len()).sum();
    let _ = write!(
        out,
        "/** A weapon as the tuning message lists it. */\n\
         export interface WeaponList {{\n\
         \x20 readonly name: string;\n\
         \x20 readonly kind: number;\n\
         \x20 readonly values: readonly number[];\n\
         }}\n\n\
         /** Reads the lists of a tuning message; null when they are not of this build. */\n\
         export function readTuning(values: readonly number[], weapons: readonly WeaponList[]): Tuning | null {{\n\
         \x20 const read = weapons.map(readWeapon).filter((weapon) => weapon !== null);\n\
         \x20 if (values.length !== {count} || read.length !== weapons.length || read.length === 0) {{\n\
         \x20   return null;\n\
         \x20 }}\n\
         \x20 const next = taker(values);\n\
         \x20 return {{\n"
    );
    for group in SCALARS {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(out, "    {}: {{", camel(first.group));
        for scalar in *group {
            let _ = writeln!(out, "      {}: next(),", camel(scalar.key));
        }
        out.push_str("    },\n");
    }
    out.push_str("    weapons: read,\n  };\n}\n\n");
}

fn looks(out: &mut String) {
    let names: Vec<String> = LOOKS.iter().map(|look| format!("'{look}'")).collect();
    let _ = writeln!(
        out,
        "/** What weapons look like, by the number in the tuning. */\nexport const LOOKS = [{}] as const;\n",
        names.join(", ")
    );
}

fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn read_weapon(out: &mut String) {
    out.push_str("function readWeapon(list: WeaponList): Weapon | null {\n");
    out.push_str("  const next = taker(list.values);\n");
    for (number, kind) in KINDS.iter().enumerate() {
        let scalars = WeaponKind::scalars(number).unwrap_or_default();
        let _ = write!(
            out,
            "  if (list.kind === {number} && list.values.length === {}) {{\n\
             \x20   return {{\n\
             \x20     kind: '{kind}',\n\
             \x20     name: list.name,\n",
            scalars.len()
        );
        for scalar in scalars {
            let _ = writeln!(out, "      {}: next(),", camel(scalar.key));
        }
        out.push_str("    };\n  }\n");
    }
    out.push_str("  return null;\n}\n");
}

const TAKER: &str = "
/** Hands out a list in order. Its length was checked before, so that the zero is never taken. */
function taker(values: readonly number[]): () => number {
  let at = 0;
  return () => values[at++] ?? 0;
}
";
