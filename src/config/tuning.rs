//! Reads a tuning file into the integers that the simulation uses, and finds everything that is wrong with it.
//!
//! The table of scalars stands in `sim/tuning.rs`, the values in `assets/tuning/default.toml`. This file knows how the
//! two meet, and the rules between values that no range can say.

use std::ops::Range;

use super::diagnostics::{Diagnostics, Problem};
use super::document::{Document, Entry, entries, nearest, together};
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::tuning::{KINDS, LOOKS, NAME_MAX, PERSONA, PERSONAS_MAX, SCALARS, Scalar, Unit, WEAPONS_MAX, is_name};
use crate::sim::tuning::{Persona, Temper, Tuning, Weapon, WeaponKind};

/// Where the shipped values stand, below the assets.
pub const DEFAULT: &str = "tuning/default.toml";
/// Longest flight of a projectile: with it and the highest rate, 64 players' shots have names enough in 16 bits.
pub const FLIGHT_SECONDS_MAX: f64 = 10.0;
/// The groups of tables that a designer names: what each entry is called, and how many there may be.
const WEAPONS: Named = Named { group: "weapons", what: "weapon", most: WEAPONS_MAX };
const PERSONAS: Named = Named { group: "personas", what: "persona", most: PERSONAS_MAX };

/// A group of tables that a designer names.
#[derive(Clone, Copy)]
struct Named {
    group: &'static str,
    what: &'static str,
    most: usize,
}

/// A value as a file says it.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it is.
    pub scalar: &'static Scalar,
    /// The weapon or persona that it belongs to, as `weapons.stitcher`.
    pub table: Option<String>,
    /// The number in the file; of a name the number that it stands for.
    pub value: f64,
    /// Where it stands; where a file leaves it out, its table.
    pub at: Range<usize>,
    /// The file leaves it out, and its plain value holds.
    pub is_left_out: bool,
}

impl Written {
    /// Its key in full: `dash.time`, `weapons.stitcher.damage`.
    pub fn path(&self) -> String {
        format!("{}.{}", self.table.as_deref().unwrap_or(self.scalar.group), self.scalar.key)
    }

    /// The value as the file writes it.
    pub fn text(&self) -> String {
        match self.scalar.unit {
            Unit::Look => LOOKS.get(self.value as usize).copied().unwrap_or_default().to_owned(),
            _ => self.value.to_string(),
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
    /// What the file says, in the order of the tables in `sim/tuning.rs`; weapons and personas follow in file order.
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
    let found = reader.read(&entries(&document.root));
    reader.rules(&found.values);
    Diagnostics::check(name, text, together(text, document.syntax, reader.problems))?;
    Ok(found.file())
}

/// What a file says: its values, the weapons with the numbers of their kinds, the personas.
#[derive(Default)]
struct Found {
    values: Vec<Written>,
    weapons: Vec<(String, usize)>,
    personas: Vec<String>,
}

impl Found {
    /// The file without problems.
    fn file(self) -> TuningFile {
        let weapon = |(name, kind): &(String, usize)| {
            let kind = WeaponKind::from_values(*kind, &self.stored(Some(&WEAPONS.table(name))));
            Weapon { name: name.clone(), kind: kind.expect("a weapon without problems has every scalar") }
        };
        let persona = |name: &String| {
            let temper = Temper::from_values(&self.stored(Some(&PERSONAS.table(name))));
            Persona { name: name.clone(), temper: temper.expect("a persona without problems has every scalar") }
        };
        let weapons = self.weapons.iter().map(weapon).collect();
        let tuning = Tuning::from_values(&self.stored(None), weapons, self.personas.iter().map(persona).collect());
        TuningFile { tuning: tuning.expect("a file without problems has every scalar"), values: self.values }
    }

    /// The stored integers of one table that a designer named, or of all others.
    fn stored(&self, table: Option<&str>) -> Vec<i32> {
        self.values.iter().filter(|value| value.table.as_deref() == table).map(Written::stored).collect()
    }
}

impl Named {
    fn table(self, name: &str) -> String {
        format!("{}.{name}", self.group)
    }
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
    /// Everything that stands in the root table.
    fn read(&mut self, root: &[Entry<'_>]) -> Found {
        let groups = SCALARS.iter().filter_map(|list| list.first()).map(|scalar| scalar.group);
        let known: Vec<&str> = groups.chain([WEAPONS.group, PERSONAS.group]).collect();
        let unknown: Vec<&Entry<'_>> = root.iter().filter(|entry| !known.contains(&entry.key)).collect();
        let meant: Vec<&str> = unknown.iter().filter_map(|entry| nearest(entry.key, &known)).collect();
        unknown.iter().for_each(|entry| self.problems.push(entry.unknown("table", known.iter().copied())));
        let mut found = Found::default();
        for (list, group) in SCALARS.iter().zip(&known) {
            match root.iter().find(|entry| entry.key == *group) {
                Some(entry) => found.values.extend(self.scalars(entry, list, None, &[])),
                None if meant.contains(group) => (),
                None => self.missing(self.end..self.end, format!("the table `[{group}]` is missing")),
            }
        }
        for entry in self.named(root, WEAPONS, &meant) {
            let kind = self.kind(&entry);
            let scalars = WeaponKind::scalars(kind.unwrap_or(0)).unwrap_or_default();
            let table = WEAPONS.table(entry.key);
            // Of a weapon whose kind nobody knows nothing is known.
            if kind.is_some() {
                found.values.extend(self.scalars(&entry, scalars, Some(&table), &["kind"]));
            }
            found.weapons.push((entry.key.to_owned(), kind.unwrap_or(0)));
        }
        for entry in self.named(root, PERSONAS, &meant) {
            found.values.extend(self.scalars(&entry, PERSONA, Some(&PERSONAS.table(entry.key)), &[]));
            found.personas.push(entry.key.to_owned());
        }
        found
    }

    /// The tables of a group that a designer names. `meant` are the groups that are there, misspelt.
    fn named<'t>(&mut self, root: &[Entry<'t>], named: Named, meant: &[&str]) -> Vec<Entry<'t>> {
        let Named { group, what, most } = named;
        let none = format!("no {what}: a table `[{group}.NAME]` is missing");
        let Some(entry) = root.iter().find(|entry| entry.key == group) else {
            if !meant.contains(&group) {
                self.missing(self.end..self.end, none);
            }
            return Vec::new();
        };
        let table = match entry.table() {
            Ok(table) => entries(table),
            Err(problem) => {
                self.problems.push(problem);
                return Vec::new();
            }
        };
        if table.is_empty() {
            self.missing(entry.key_at.clone(), none);
        }
        if let Some(surplus) = table.get(most) {
            let message = format!("{} {what}s, the limit is {most}", table.len());
            self.problems.push(Problem::new(surplus.key_at.clone(), message, "one too many"));
        }
        table.iter().for_each(|entry| self.name(entry, what));
        table
    }

    fn name(&mut self, entry: &Entry<'_>, what: &str) {
        if !is_name(entry.key) {
            let message = format!("`{}` is no name for a {what}", entry.key);
            let help = format!("lower case letters, digits and `_`, 1 to {NAME_MAX} of them");
            self.problems.push(Problem::new(entry.key_at.clone(), message, "this name").helped(help));
        }
    }

    /// The number of a weapon's kind.
    fn kind(&mut self, entry: &Entry<'_>) -> Option<usize> {
        let table = match entry.table() {
            Ok(table) => entries(table),
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        let Some(kind) = table.iter().find(|entry| entry.key == "kind") else {
            self.missing(entry.key_at.clone(), format!("`{}` has no `kind`", WEAPONS.table(entry.key)));
            return None;
        };
        let found = kind.text().and_then(|text| chosen(kind, text, KINDS, "kind of weapon"));
        found.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// The values of one table, in the order of `list`. `beside` are keys that are read elsewhere.
    fn scalars(
        &mut self,
        entry: &Entry<'_>,
        list: &'static [Scalar],
        name: Option<&str>,
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
        let unknown: Vec<&Entry<'_>> = table.iter().filter(|entry| !known.contains(&entry.key)).collect();
        // What is missing may be there, misspelt: then one problem is enough.
        let meant: Vec<&str> = unknown.iter().filter_map(|entry| nearest(entry.key, &known)).collect();
        unknown.iter().for_each(|entry| self.problems.push(entry.unknown("key", known.iter().copied())));
        let written = |scalar, value, at, is_left_out| {
            let table = name.map(str::to_owned);
            Written { scalar, table, value, at, is_left_out }
        };
        let mut values = Vec::new();
        for scalar in list {
            match (table.iter().find(|entry| entry.key == scalar.key), scalar.default) {
                (Some(found), _) => match value(found, scalar) {
                    Ok(value) => values.push(written(scalar, value, found.value_at.clone(), false)),
                    Err(problem) => self.problems.push(problem),
                },
                (None, Some(default)) => values.push(written(scalar, default, entry.key_at.clone(), true)),
                (None, None) if meant.contains(&scalar.key) => (),
                (None, None) => {
                    let message = format!("`{}` is missing in `[{}]`", scalar.key, name.unwrap_or(scalar.group));
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
        // What is in hand when a found weapon is empty.
        let first = values.iter().find(|v| v.scalar.key == "found").filter(|found| found.value != 0.0);
        if let Some(found) = first.filter(|_| self.problems.is_empty()) {
            let message = "the first weapon has to be found".to_owned();
            self.rule(found, message, "a body always has the first weapon: put one that all have before it".into());
        }
        for reach in values.iter().filter(|v| v.scalar.key == "reach") {
            let speed = values.iter().find(|v| v.table == reach.table && v.scalar.key == "speed");
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

/// The place of a word in a list of known ones.
pub(super) fn chosen(entry: &Entry<'_>, text: &str, known: &[&str], what: &str) -> Result<usize, Problem> {
    known.iter().position(|word| *word == text).ok_or_else(|| {
        let help = match nearest(text, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are: {}", known.join(", ")),
        };
        Problem::new(entry.value_at.clone(), format!("no {what} is called `{text}`"), "not known").helped(help)
    })
}

/// The value of an entry, if the scalar allows it.
pub(super) fn value(entry: &Entry<'_>, scalar: &Scalar) -> Result<f64, Problem> {
    if scalar.unit == Unit::Look {
        return chosen(entry, entry.text()?, LOOKS, "look").map(|look| look as f64);
    }
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
    match scalar.unit {
        Unit::Look => format!("one of {}", LOOKS.join(", ")),
        unit => format!("{}, {} to {}", unit.words(), scalar.min, scalar.max),
    }
}

/// The values of a rate that divide `whole`, as advice.
fn divisors(scalar: &Scalar, whole: i32) -> String {
    let allowed = (scalar.min as i32..=scalar.max as i32).filter(|rate| whole % rate == 0);
    format!("allowed here: {}", allowed.map(|rate| rate.to_string()).collect::<Vec<_>>().join(", "))
}
