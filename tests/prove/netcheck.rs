//! The network check, whole: the real client over modelled lines keeps its budgets, and each planted defect is noticed.

use std::process::Command;

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};

/// What a run ends with when nothing is outside of its budgets.
const GREEN: &str = "all cells are as they must be";
/// The figures that are told of the two cells that count most, in percent.
const CELLS: [&str; 2] = ["100", "150"];
const FIGURES: [&str; 3] = ["needle agrees, %", "stitches agree, %", "hits not shown, %"];

pub fn claims() -> Vec<Claim> {
    let says = "make netcheck: over every modelled line no correction is without a cause, what was seen was hit, and each planted defect is noticed";
    vec![Claim::new("netcheck", says, netcheck).long_only()]
}

fn netcheck(_: &Stage) -> Verdict {
    let client = super::root().join("game-client");
    if !client.join("node_modules").exists() {
        return Err(Failure::Void("the client's packages are not installed: make client".into()));
    }
    let mut command = Command::new("npm");
    command.args(["run", "--silent", "netcheck"]).current_dir(client).env("FRAY_BIN", env!("CARGO_BIN_EXE_fray"));
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let last = said.lines().rev().find(|line| !line.is_empty()).unwrap_or_default().to_owned();
    ensure(output.status.success() && last == GREEN, || {
        print!("{said}{}", String::from_utf8_lossy(&output.stderr));
        let red = said.lines().filter(|line| line.starts_with('✗'));
        format!("{last}: {}", red.collect::<Vec<_>>().join("; "))
    })?;
    let told =
        CELLS.map(|cell| format!("{cell} ms {}", FIGURES.map(|figure| figure_of(&said, figure, cell)).join(" / ")));
    Ok(Figure::new(
        format!("needle / projectile / reverse: {}", told.join(", ")),
        "game-client/tests/netcheck/budgets.toml",
    ))
}

/// What the table says in this row of this cell. Columns are two spaces apart.
fn figure_of(said: &str, row: &str, cell: &str) -> String {
    let words =
        |line: &str| line.split("  ").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let heads: Vec<String> =
        said.lines().find(|line| line.trim_start().starts_with("control")).map(words).unwrap_or_default();
    let row: Vec<String> = said.lines().find(|line| line.starts_with(row)).map(words).unwrap_or_default();
    let at = heads.iter().position(|head| head == cell);
    at.and_then(|at| row.get(at + 1)).cloned().unwrap_or_default()
}
