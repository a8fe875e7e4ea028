//! The rules by which this server plays, value by value: what `/rules.json` answers, for pages that put them into words.
//!
//! Each value stands as the simulation uses it, beside what was shipped; one that only one of both has is null in the other.

use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use serde::Serialize;
use serde_json::Value;

use crate::config::listing::{Row, rows};
use crate::sim::Tuning;
use crate::sim::tuning::Unit;

/// The tuning in effect, and the one that was shipped.
pub struct Rules {
    shipped: Arc<Tuning>,
    /// The last answer, made anew with each tuning.
    answer: Mutex<Bytes>,
}

#[derive(Serialize)]
struct Answer {
    values: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    key: String,
    unit: &'static str,
    about: &'static str,
    /// The range; null for a name.
    min: Option<f64>,
    max: Option<f64>,
    default: Value,
    now: Value,
}

impl Rules {
    /// Rules that begin with this tuning.
    pub fn of(shipped: Arc<Tuning>, now: &Tuning) -> Rules {
        let answer = Mutex::new(answer(&shipped, now));
        Rules { shipped, answer }
    }

    /// Another tuning takes effect.
    pub fn turn(&self, now: &Tuning) {
        let turned = answer(&self.shipped, now);
        *self.answer.lock() = turned;
    }

    /// All values, as JSON.
    pub fn json(&self) -> Bytes {
        self.answer.lock().clone()
    }
}

fn answer(shipped: &Tuning, now: &Tuning) -> Bytes {
    let (shipped, now) = (rows(shipped), rows(now));
    let value = |row: Option<&Row>| row.map_or(Value::Null, Row::value);
    let find = |list: &'_ [Row], path: &str| list.iter().position(|row| row.path == path);
    let mut values: Vec<Listed> = now
        .iter()
        .map(|row| listed(row, value(find(&shipped, &row.path).map(|at| &shipped[at])), row.value()))
        .collect();
    let gone = shipped.iter().filter(|row| find(&now, &row.path).is_none());
    values.extend(gone.map(|row| listed(row, row.value(), Value::Null)));
    serde_json::to_vec(&Answer { values }).unwrap_or_default().into()
}

fn listed(row: &Row, default: Value, now: Value) -> Listed {
    let scalar = row.scalar;
    let is_number = scalar.unit != Unit::Look;
    let unit = if scalar.unit == Unit::Share { "share" } else { scalar.unit.symbol() };
    let bound = |bound: f64| is_number.then_some(bound);
    let (min, max) = (bound(scalar.min), bound(scalar.max));
    Listed { key: row.path.clone(), unit, about: scalar.about, min, max, default, now }
}
