//! Tuning and settings as tables for a person: value, unit, range, origin, and what a span comes to in ticks.

use serde_json::Value;

use super::settings::Settings;
use super::tuning::{TuningFile, Written};
use crate::room::Preset;
use crate::sim::time::{TIME_PER_SECOND, Time};
use crate::sim::tuning::{LOOKS, PERSONA, SCALARS, Scalar, Tuning, Unit, WeaponKind};

/// Columns between two columns of a table.
const GAP: &str = "  ";

/// Every value of a tuning. `file` is its name and text where it is not the shipped one, `shipped` the shipped values.
pub fn tuning(found: &TuningFile, file: Option<(&str, &str)>, shipped: &TuningFile) -> String {
    let mut rows = vec![["key", "value", "unit", "range", "origin", "in ticks"].map(str::to_owned)];
    for value in &found.values {
        let scalar = value.scalar;
        rows.push([
            value.path(),
            value.text(),
            scalar.unit.words().to_owned(),
            bounds(scalar),
            origin(value, file, shipped),
            in_ticks(value, found.tuning.step()),
        ]);
    }
    table(&rows)
}

/// What differs between two tunings, as `body.top_speed 320 → 520`; a table that only one of them has by its name alone.
pub fn differences(before: &Tuning, after: &Tuning) -> Vec<String> {
    let (before, after) = (rows(before), rows(after));
    let missing = |row: &&Row, others: &[Row]| others.iter().all(|other| other.path != row.path);
    let mut lines = Vec::new();
    for row in &after {
        match before.iter().find(|other| other.path == row.path) {
            Some(other) if other.stored != row.stored => {
                lines.push(format!("{} {} → {}", row.path, other.shown(), row.shown()));
            }
            None => lines.push(format!("{} {} is new", row.path, row.shown())),
            Some(_) => (),
        }
    }
    lines.extend(before.iter().filter(|row| missing(row, &after)).map(|row| format!("{} is gone", row.path)));
    lines
}

/// What has changed and still does not hold everywhere: presets that say something else, one line a value.
pub fn kept_by_presets(before: &Tuning, after: &Tuning, presets: &[Preset]) -> Vec<String> {
    let values = before.values().into_iter().zip(after.values());
    let changed = SCALARS.iter().copied().flatten().zip(values).enumerate().filter(|(_, (_, (old, new)))| old != new);
    let keep = |place: usize| {
        let keep = presets.iter().filter(|preset| preset.changes.iter().any(|(kept, _)| *kept == place));
        keep.map(|preset| preset.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let lines = changed.map(|(place, (scalar, _))| (format!("{}.{}", scalar.group, scalar.key), keep(place)));
    lines.filter(|(_, keep)| !keep.is_empty()).map(|(path, keep)| format!("{path} stays as it is in {keep}")).collect()
}

/// A value of a tuning, as the simulation uses it.
pub struct Row {
    /// Its key in full: `dash.time`, `weapons.stitcher.damage`.
    pub path: String,
    /// What it is.
    pub scalar: &'static Scalar,
    stored: i32,
}

impl Row {
    /// A name as text, anything else as a number.
    pub fn value(&self) -> Value {
        match self.scalar.unit {
            Unit::Look => Value::from(LOOKS.get(self.stored as usize).copied().unwrap_or_default()),
            unit => Value::from((unit.show(self.stored) * 1000.0).round() / 1000.0),
        }
    }

    fn shown(&self) -> String {
        match self.value() {
            Value::String(name) => name,
            number => number.as_f64().unwrap_or_default().to_string(),
        }
    }
}

/// All values of a tuning, weapons and personas last.
pub fn rows(tuning: &Tuning) -> Vec<Row> {
    let plain = SCALARS.iter().copied().flatten().zip(tuning.values());
    let mut rows: Vec<Row> = plain
        .map(|(scalar, stored)| Row { path: format!("{}.{}", scalar.group, scalar.key), scalar, stored })
        .collect();
    let mut table = |name: String, scalars: &'static [Scalar], values: Vec<i32>| {
        let row =
            |(scalar, stored): (&'static Scalar, i32)| Row { path: format!("{name}.{}", scalar.key), scalar, stored };
        rows.extend(scalars.iter().zip(values).map(row));
    };
    for weapon in &tuning.weapons {
        let (kind, values) = weapon.kind.values();
        table(format!("weapons.{}", weapon.name), WeaponKind::scalars(kind).unwrap_or_default(), values);
    }
    for persona in &tuning.personas {
        table(format!("personas.{}", persona.name), PERSONA, persona.temper.values());
    }
    rows
}

/// Every setting.
pub fn settings(found: &Settings) -> String {
    let mut rows = vec![["setting", "value", "range", "origin"].map(str::to_owned)];
    for given in &found.given {
        let value = if given.text.is_empty() { "–".to_owned() } else { given.text.clone() };
        rows.push([given.setting.key.to_owned(), value, given.setting.kind.range(), given.origin.to_string()]);
    }
    table(&rows)
}

fn bounds(scalar: &Scalar) -> String {
    match scalar.unit {
        Unit::Look => LOOKS.join(", "),
        _ => format!("{} to {}", scalar.min, scalar.max),
    }
}

fn origin(value: &Written, file: Option<(&str, &str)>, shipped: &TuningFile) -> String {
    let Some((name, text)) = file else { return "default".to_owned() };
    if value.is_left_out {
        return "left out".to_owned();
    }
    let line = text.get(..value.at.start).unwrap_or_default().matches('\n').count() + 1;
    let path = value.path();
    match shipped.values.iter().find(|default| default.path() == path) {
        Some(default) if default.value != value.value => format!("{name}:{line} (default {})", default.text()),
        _ => format!("{name}:{line}"),
    }
}

/// `10 ticks = 167 ms` for a span, nothing for other values.
fn in_ticks(value: &Written, step: Time) -> String {
    if !value.scalar.unit.is_time() {
        return String::new();
    }
    let span = Time(value.scalar.unit.store(value.value) as u32);
    let ticks = span.ticks(step);
    let ms = f64::from(ticks * step.0) * 1000.0 / f64::from(TIME_PER_SECOND);
    let each = if value.scalar.unit == Unit::PerSecond { " apart" } else { "" };
    format!("{ticks} {}{each} = {ms:.0} ms", if ticks == 1 { "tick" } else { "ticks" })
}

/// Rows as aligned columns.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join(GAP).trim_end());
        text.push('\n');
    }
    text
}
