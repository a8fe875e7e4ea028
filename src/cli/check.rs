//! `fray serve --check`: one line for each thing that a start needs, and what to do about it where it is wrong.

use super::Outcome;
use crate::config::Settings;
use crate::server::check::{Finding, check, house};

/// Columns for the word that names a thing.
const WORD: usize = 12;

/// Prints what was found. `settings` are missing when they are broken, and what is wrong with them has been shown.
pub fn run(settings: Option<&Settings>, for_the_house: bool) -> Outcome {
    let Some(settings) = settings else {
        println!("✗ {:WORD$}broken, as shown above → mend them first, all else depends on them", "settings");
        return Outcome::Failed;
    };
    let mut findings = check(settings);
    if for_the_house {
        findings.push(house(settings.listen.port()));
    }
    findings.iter().for_each(|finding| println!("{}", line(finding)));
    if findings.iter().all(|finding| finding.result.is_ok()) { Outcome::Done } else { Outcome::Failed }
}

fn line(Finding { what, result }: &Finding) -> String {
    match result {
        Ok(found) => format!("✓ {what:WORD$}{found}"),
        Err(fault) => format!("✗ {what:WORD$}{} → {}", fault.reason, fault.remedy),
    }
}
