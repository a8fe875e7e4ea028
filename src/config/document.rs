//! A TOML text as tables whose every key and value knows its place, with the words for what is wrong in one.
//!
//! Syntax errors do not end the reading: what can be read is read, so that a report has everything at once. Knows
//! neither tuning nor settings.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::diagnostics::Problem;

/// A parsed text.
pub struct Document<'a> {
    /// Its root table, as far as it could be read.
    pub root: DeTable<'a>,
    /// What is wrong with its syntax.
    pub syntax: Vec<Problem>,
}

/// One `key = value` of a table, or one `[table]`.
#[derive(Clone)]
pub struct Entry<'t> {
    /// The key.
    pub key: &'t str,
    /// Where the key stands.
    pub key_at: Range<usize>,
    /// The value.
    pub value: &'t DeValue<'t>,
    /// Where the value stands.
    pub value_at: Range<usize>,
}

impl<'a> Document<'a> {
    /// Reads what can be read.
    pub fn parse(text: &'a str) -> Document<'a> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let end = text.trim_end().len();
        let syntax = errors.iter().map(|error| {
            let at = error.span().unwrap_or(end..end);
            Problem::new(at, format!("not TOML: {}", error.message()), "here")
        });
        Document { syntax: syntax.collect(), root: root.into_inner() }
    }
}

/// Syntax problems with all others, but for those that stand in a line whose syntax is broken: they only follow from it.
pub fn together(text: &str, syntax: Vec<Problem>, others: Vec<Problem>) -> Vec<Problem> {
    let line = |problem: &Problem| text.get(..problem.at.start).unwrap_or(text).matches('\n').count();
    let broken: Vec<usize> = syntax.iter().map(line).collect();
    let others = others.into_iter().filter(|problem| !broken.contains(&line(problem)));
    syntax.iter().cloned().chain(others).collect()
}

/// The entries of a table in the order of the text.
pub fn entries<'t>(table: &'t DeTable<'t>) -> Vec<Entry<'t>> {
    let entry = |(key, value): (&'t toml::Spanned<toml::de::DeString<'t>>, &'t toml::Spanned<DeValue<'t>>)| Entry {
        key: key.get_ref().as_ref(),
        key_at: key.span(),
        value: value.get_ref(),
        value_at: value.span(),
    };
    let mut entries: Vec<Entry<'t>> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.key_at.start);
    entries
}

impl<'t> Entry<'t> {
    /// The value as a table, or the problem that it is none.
    pub fn table(&self) -> Result<&'t DeTable<'t>, Problem> {
        match self.value {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong_type("a table")),
        }
    }

    /// The value as text, or the problem that it is none.
    pub fn text(&self) -> Result<&'t str, Problem> {
        match self.value {
            DeValue::String(text) => Ok(text.as_ref()),
            _ => Err(self.wrong_type("text in quotes")),
        }
    }

    /// The value as a finite number, or the problem that it is none.
    pub fn number(&self) -> Result<f64, Problem> {
        let number = match self.value {
            DeValue::Integer(whole) => {
                i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|whole| whole as f64)
            }
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => return Err(self.wrong_type("a number")),
        };
        number
            .filter(|number| number.is_finite())
            .ok_or_else(|| Problem::new(self.value_at.clone(), format!("`{}` is no finite number", self.key), "here"))
    }

    /// Says that the value is of another type than `wanted`.
    pub fn wrong_type(&self, wanted: &str) -> Problem {
        let found = match self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{}` must be {wanted}, and is {found}", self.key);
        Problem::new(self.value_at.clone(), message, format!("{wanted} is wanted"))
    }

    /// Says that nothing has this key, and which one may have been meant.
    pub fn unknown<'k>(&self, what: &str, known: impl IntoIterator<Item = &'k str>) -> Problem {
        let mut known: Vec<&str> = known.into_iter().collect();
        known.dedup();
        let help = match nearest(self.key, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are: {}", known.join(", ")),
        };
        Problem::new(self.key_at.clone(), format!("unknown {what} `{}`", self.key), "not known").helped(help)
    }
}

/// The known word that is most like `word`, if one is like it at all.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let likeness = |known: &'k str| (strsim::normalized_damerau_levenshtein(word, known), known);
    // Words whose lengths differ by more than this are never alike, and that is known at once.
    let could = |known: &&str| {
        let lengths = [word, known].map(|word| word.chars().count() as f64);
        lengths[0].min(lengths[1]) >= ALIKE * lengths[0].max(lengths[1])
    };
    let alike = known.iter().copied().filter(could).map(likeness).filter(|(likeness, _)| *likeness >= ALIKE);
    alike.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, known)| known)
}

/// From this likeness on a word is offered: `tpo_sped` is still taken for `top_speed`, `rate` not for `arbiters`.
const ALIKE: f64 = 0.5;
