//! Tuning and settings as tables for a person: value, unit, range, origin, and what a span comes to in ticks.

use super::settings::Settings;
use super::tuning::{TuningFile, Written};
use crate::sim::time::{TIME_PER_SECOND, Time};
use crate::sim::tuning::{LOOKS, Scalar, Unit};

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
            scalar.unit.symbol().to_owned(),
            bounds(scalar),
            origin(value, file, shipped),
            in_ticks(value, found.tuning.step()),
        ]);
    }
    table(&rows)
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
