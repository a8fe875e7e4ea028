//! `tests/PROOFS.md`: what the long forms came to. Nothing else writes it; a claim that is proved again replaces its row.

use std::process::Command;

use super::claim::{Claim, Failure, Verdict};

const HEAD: &str = "# Proofs\n\n\
    Written by `make prove`, row by row; never by hand. `make prove ONLY=name` repeats one.\n\n\
    | claim | it says | figure | limit | verdict | date | commit | command |\n\
    |---|---|---|---|---|---|---|---|\n";

/// One line of the table.
pub struct Row {
    name: String,
    text: String,
}

impl Row {
    /// What a claim came to, just now.
    pub fn of(claim: &Claim, verdict: &Verdict) -> Row {
        let (figure, limit, word) = match verdict {
            Ok(figure) => (figure.measured.clone(), figure.limit.clone(), "holds"),
            Err(Failure::Broken(why)) => (why.clone(), String::new(), "**broken**"),
            Err(Failure::Void(why)) => (why.clone(), String::new(), "void"),
        };
        let name = claim.name;
        let cells = [
            format!("`{name}`"),
            claim.says.to_owned(),
            figure,
            limit,
            word.to_owned(),
            said_by("date", &["-u", "+%F %H:%M"]),
            commit(),
            format!("`make prove ONLY={name}`"),
        ];
        let cells = cells.map(|cell| cell.replace('|', "/").replace('\n', " "));
        Row { name: name.to_owned(), text: format!("| {} |", cells.join(" | ")) }
    }

    fn is_about(&self, line: &str) -> bool {
        line.starts_with(&format!("| `{}` |", self.name))
    }
}

/// Puts a row into the table, in the place of its predecessor.
pub fn write(row: &Row) {
    let path = super::root().join("tests/PROOFS.md");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines: Vec<String> = text.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
    match lines.iter_mut().find(|line| row.is_about(line)) {
        Some(line) => line.clone_from(&row.text),
        None => lines.push(row.text.clone()),
    }
    if let Err(error) = std::fs::write(&path, format!("{HEAD}{}\n", lines.join("\n"))) {
        eprintln!("{}: {error}", path.display());
    }
}

/// The commit that was tried; a plus says that the tree had changes.
fn commit() -> String {
    let changed = !said_by("git", &["status", "--porcelain", "--", ".", ":!tests/PROOFS.md"]).is_empty();
    format!("{}{}", said_by("git", &["rev-parse", "--short", "HEAD"]), if changed { "+" } else { "" })
}

fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(super::root()).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
