//! Reads a tuning file into the integers that the simulation uses, and finds everything that is wrong with it.
//!
//! The table of scalars stands in `sim/tuning.rs`, the values in `assets/tuning/default.toml`. This file knows how the
//! two meet, and the rules between values that no range can say.

use std::ops::Range;

use super::diagnostics::{Diagnostics, Problem};
use super::document::{Document, Entry, entries, together};
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::tuning::{PROJECTILE, Projectile, SCALARS, Scalar, Unit, WEAPON_NAME_MAX, WEAPONS_MAX};
use crate::sim::tuning::{Tuning, Weapon, WeaponKind};

/// Where the shipped values stand, below the assets.
pub const DEFAULT: &str = "tuning/default.toml";
/// Longest flight of a projectile: with it and the highest rate, 64 players' shots have names enough in 16 bits.
pub const FLIGHT_SECONDS_MAX: f64 = 10.0;
/// Kinds of weapons as files name them.
const KINDS: &[&str] = &["projectile"];

/// A value as a file says it.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it is.
    pub scalar: &'static Scalar,
    /// The weapon that it belongs to, if it belongs to one.
    pub weapon: Option<String>,
    /// The number in the file.
    pub value: f64,
    /// Where it stands.
    pub at: Range<usize>,
}

impl Written {
    /// Its key in full: `dash.time`, `weapons.stitcher.damage`.
    pub fn path(&self) -> String {
        match &self.weapon {
            Some(weapon) => format!("weapons.{weapon}.{}", self.scalar.key),
            None => format!("{}.{}", self.scalar.group, self.scalar.key),
        }
    }

    fn stored(&self) -> i32 {
        self.scalar.unit.store(self.value)
    }
}

/// A tuning file that has been read.
#[derive(Clone, Debug)]
pub struct TuningFile {
    /// What the simulation uses.
    pub tuning: Tuning,
    /// What the file says, in the order of the tables in `sim/tuning.rs`; weapons follow in file order.
    pub values: Vec<Written>,
}

/// Reads a tuning file for play.
pub fn read_tuning(name: &str, text: &str) -> Result<Tuning, Diagnostics> {
    read_file(name, text).map(|file| file.tuning)
}

/// Reads a tuning file with what it says in a person's words.
pub fn read_file(name: &str, text: &str) -> Result<TuningFile, Diagnostics> {
    let document = Document::parse(text);
    let broken = !document.syntax.is_empty();
    let mut reader = Reader { problems: Vec::new(), broken, end: text.trim_end().len() };
    let (values, weapons) = reader.read(&entries(&document.root));
    reader.rules(&values);
    Diagnostics::check(name, text, together(text, document.syntax, reader.problems))?;
    let stored: Vec<i32> = values.iter().filter(|v| v.weapon.is_none()).map(Written::stored).collect();
    let tuning = Tuning::from_values(&stored, weapons.iter().map(|name| weapon(name, &values)).collect());
    Ok(TuningFile { tuning: tuning.expect("a file without problems has every scalar"), values })
}

fn weapon(name: &str, values: &[Written]) -> Weapon {
    let own = values.iter().filter(|v| v.weapon.as_deref() == Some(name));
    let stored: Vec<i32> = own.map(Written::stored).collect();
    let projectile = Projectile::from_values(&stored).expect("a weapon without problems has every scalar");
    Weapon { name: name.to_owned(), kind: WeaponKind::Projectile(projectile) }
}

/// Gathers values and problems.
struct Reader {
    problems: Vec<Problem>,
    /// The syntax is broken: what seems to be missing may only be unreadable.
    broken: bool,
    /// Where a missing table is shown: at the end of the text.
    end: usize,
}

impl Reader {
    /// All values, and the names of the weapons.
    fn read(&mut self, root: &[Entry<'_>]) -> (Vec<Written>, Vec<String>) {
        let groups = SCALARS.iter().filter_map(|list| list.first()).map(|scalar| scalar.group);
        let known: Vec<&str> = groups.chain(["weapons"]).collect();
        for entry in root.iter().filter(|entry| !known.contains(&entry.key)) {
            self.problems.push(entry.unknown("table", known.iter().copied()));
        }
        let mut values = Vec::new();
        for (list, group) in SCALARS.iter().zip(&known) {
            match root.iter().find(|entry| entry.key == *group) {
                Some(entry) => values.extend(self.scalars(entry, list, None, &[])),
                None => self.missing(self.end..self.end, format!("the table `[{group}]` is missing")),
            }
        }
        let mut weapons = Vec::new();
        match root.iter().find(|entry| entry.key == "weapons") {
            Some(entry) => self.weapons(entry, &mut weapons, &mut values),
            None => self.missing(self.end..self.end, "no weapon: a table `[weapons.NAME]` is missing".into()),
        }
        (values, weapons)
    }

    fn weapons(&mut self, entry: &Entry<'_>, weapons: &mut Vec<String>, values: &mut Vec<Written>) {
        let table = match entry.table() {
            Ok(table) => entries(table),
            Err(problem) => return self.problems.push(problem),
        };
        if table.is_empty() {
            self.missing(entry.key_at.clone(), "no weapon: a table `[weapons.NAME]` is missing".into());
        }
        for (i, entry) in table.iter().enumerate() {
            if i == WEAPONS_MAX {
                let message = format!("{} weapons, the limit is {WEAPONS_MAX}", table.len());
                self.problems.push(Problem::new(entry.key_at.clone(), message, "one too many"));
            }
            self.weapon_name(entry);
            weapons.push(entry.key.to_owned());
            values.extend(self.weapon(entry));
        }
    }

    fn weapon_name(&mut self, entry: &Entry<'_>) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if entry.key.is_empty() || entry.key.len() > WEAPON_NAME_MAX || !entry.key.chars().all(plain) {
            let message = format!("`{}` is no name for a weapon", entry.key);
            let help = format!("lower case letters, digits and `_`, 1 to {WEAPON_NAME_MAX} of them");
            self.problems.push(Problem::new(entry.key_at.clone(), message, "this name").helped(help));
        }
    }

    fn weapon(&mut self, entry: &Entry<'_>) -> Vec<Written> {
        let table = match entry.table() {
            Ok(table) => entries(table),
            Err(problem) => {
                self.problems.push(problem);
                return Vec::new();
            }
        };
        match table.iter().find(|entry| entry.key == "kind") {
            None => self.missing(entry.key_at.clone(), format!("`weapons.{}` has no `kind`", entry.key)),
            Some(kind) => match kind.text() {
                Err(problem) => self.problems.push(problem),
                Ok(text) if KINDS.contains(&text) => (),
                Ok(text) => {
                    let message = format!("no kind of weapon is called `{text}`");
                    let help = format!("kinds are: {}", KINDS.join(", "));
                    self.problems.push(Problem::new(kind.value_at.clone(), message, "this kind").helped(help));
                }
            },
        }
        self.scalars(entry, PROJECTILE, Some(entry.key), &["kind"])
    }

    /// The values of one table, in the order of `list`. `beside` are keys that are read elsewhere.
    fn scalars(
        &mut self,
        entry: &Entry<'_>,
        list: &'static [Scalar],
        weapon: Option<&str>,
        beside: &[&'static str],
    ) -> Vec<Written> {
        let table = match entry.table() {
            Ok(table) => entries(table),
            Err(problem) => {
                self.problems.push(problem);
                return Vec::new();
            }
        };
        let known: Vec<&str> = list.iter().map(|scalar| scalar.key).chain(beside.iter().copied()).collect();
        for entry in table.iter().filter(|entry| !known.contains(&entry.key)) {
            self.problems.push(entry.unknown("key", known.iter().copied()));
        }
        let mut values = Vec::new();
        for scalar in list {
            match table.iter().find(|entry| entry.key == scalar.key) {
                Some(found) => match number(found, scalar) {
                    Ok(value) => {
                        let (weapon, at) = (weapon.map(str::to_owned), found.value_at.clone());
                        values.push(Written { scalar, weapon, value, at });
                    }
                    Err(problem) => self.problems.push(problem),
                },
                None => {
                    let message = format!("`{}` is missing in `[{}]`", scalar.key, table_name(scalar, weapon));
                    self.missing(entry.key_at.clone(), message);
                }
            }
        }
        values
    }

    fn missing(&mut self, at: Range<usize>, message: String) {
        if !self.broken {
            self.problems.push(Problem::new(at, message, "missing here"));
        }
    }

    /// What must hold between values.
    fn rules(&mut self, values: &[Written]) {
        let find = |group, key| values.iter().find(|v| v.scalar.group == group && v.scalar.key == key);
        if let Some(tick) = find("rates", "tick") {
            self.rates(tick, find("rates", "snapshot"));
            for rate in values.iter().filter(|v| v.scalar.unit == Unit::PerSecond && v.value > tick.value) {
                let message = format!("{} shots a second at {} ticks a second", rate.value, tick.value);
                self.rule(rate, message, "a weapon shoots at most once a tick".into());
            }
        }
        for reach in values.iter().filter(|v| v.scalar.key == "reach") {
            let speed = values.iter().find(|v| v.weapon == reach.weapon && v.scalar.key == "speed");
            if let Some(speed) = speed.filter(|speed| reach.value > speed.value * FLIGHT_SECONDS_MAX) {
                let flight = reach.value / speed.value;
                let message = format!("a flight of {flight:.2} s, the limit is {FLIGHT_SECONDS_MAX} s");
                self.rule(reach, message, "the flight is reach / speed".into());
            }
        }
    }

    fn rates(&mut self, tick: &Written, snapshot: Option<&Written>) {
        if TIME_PER_SECOND as i32 % tick.stored() != 0 {
            let help = divisors(tick.scalar, TIME_PER_SECOND as i32);
            return self.rule(
                tick,
                format!("a tick rate of {} Hz does not divide {TIME_PER_SECOND}", tick.value),
                help,
            );
        }
        if let Some(snapshot) = snapshot.filter(|snapshot| tick.stored() % snapshot.stored() != 0) {
            let help = divisors(snapshot.scalar, tick.stored());
            let message = format!("{} snapshots a second do not divide {} ticks a second", snapshot.value, tick.value);
            self.rule(snapshot, message, help);
        }
    }

    fn rule(&mut self, at: &Written, message: String, help: String) {
        let label = format!("`{}`", at.path());
        self.problems.push(Problem::new(at.at.clone(), message, label).helped(help));
    }
}

/// The number of an entry, if the scalar allows it.
fn number(entry: &Entry<'_>, scalar: &Scalar) -> Result<f64, Problem> {
    let value = entry.number()?;
    let problem = |message: String| Err(Problem::new(entry.value_at.clone(), message, range(scalar)));
    if !(scalar.min..=scalar.max).contains(&value) {
        return problem(format!("`{}` of {value} is out of range", scalar.key));
    }
    if matches!(scalar.unit, Unit::Hertz | Unit::Count) && value.fract() != 0.0 {
        return problem(format!("`{}` of {value} is no whole number", scalar.key));
    }
    Ok(value)
}

/// Unit and range as comments in files and carets say them: `s, 0.02 to 1`.
pub fn range(scalar: &Scalar) -> String {
    let unit = match scalar.unit {
        Unit::Count => "whole number",
        Unit::Share => "share",
        other => other.symbol(),
    };
    format!("{unit}, {} to {}", scalar.min, scalar.max)
}

fn table_name(scalar: &Scalar, weapon: Option<&str>) -> String {
    weapon.map_or(scalar.group.to_owned(), |weapon| format!("weapons.{weapon}"))
}

/// The values of a rate that divide `whole`, as advice.
fn divisors(scalar: &Scalar, whole: i32) -> String {
    let allowed = (scalar.min as i32..=scalar.max as i32).filter(|rate| whole % rate == 0);
    format!("allowed here: {}", allowed.map(|rate| rate.to_string()).collect::<Vec<_>>().join(", "))
}
