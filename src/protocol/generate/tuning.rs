//! `tuning.gen.ts`: the tuning as the client holds it, stored integers by group and key, and how it is read from lists.

use std::fmt::Write as _;

use super::{camel, header};
use crate::sim::tuning::{PROJECTILE, SCALARS, Scalar, Unit};

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
    out.push_str("  /** By index. Never empty. */\n  readonly weapons: readonly Weapon[];\n}\n\n");
    out.push_str("/** A weapon that shoots projectiles. */\nexport interface Projectile {\n");
    out.push_str("  readonly kind: 'projectile';\n  readonly name: string;\n");
    PROJECTILE.iter().for_each(|scalar| field(&mut out, "  ", scalar));
    out.push_str("}\n\nexport type Weapon = Projectile;\n\n");
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

fn read_weapon(out: &mut String) {
    let _ = write!(
        out,
        "function readWeapon(list: WeaponList): Weapon | null {{\n\
         \x20 if (list.kind !== 0 || list.values.length !== {}) {{\n\
         \x20   return null;\n\
         \x20 }}\n\
         \x20 const next = taker(list.values);\n\
         \x20 return {{\n\
         \x20   kind: 'projectile',\n\
         \x20   name: list.name,\n",
        PROJECTILE.len()
    );
    for scalar in PROJECTILE {
        let _ = writeln!(out, "    {}: next(),", camel(scalar.key));
    }
    out.push_str("  };\n}\n");
}

const TAKER: &str = "
/** Hands out a list in order. Its length was checked before, so that the zero is never taken. */
function taker(values: readonly number[]): () => number {
  let at = 0;
  return () => values[at++] ?? 0;
}
";
