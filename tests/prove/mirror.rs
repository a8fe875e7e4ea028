//! The client's port of the movement holds the golden vectors; with one constant off it does not.
//!
//! The defect is planted in a copy of the client's sources, never in the sources themselves.

use std::process::Command;

use super::claim::{Claim, Failure, Figure, Scratch, Stage, Verdict, copy, ensure};

/// The file of the movement, and a constant of it beside one that is off by little.
const FILE: &str = "game-client/src/sim/movement.ts";
const CONSTANT: (&str, &str) = ("const SKIN = 1 / 64;", "const SKIN = 1 / 63;");

pub fn claims() -> Vec<Claim> {
    let says = "the client's movement is the server's to the last bit, over the golden vectors";
    vec![Claim::new("mirror", says, mirror).turned_red_by(&["typescript_constant"])]
}

fn mirror(stage: &Stage) -> Verdict {
    if !super::root().join("game-client/node_modules").exists() {
        return Err(Failure::Void("the client's packages are not installed: make client".into()));
    }
    let scratch = Scratch::new("mirror")?;
    for folder in ["game-client/src", "game-client/tests", "tests/golden"] {
        copy(&super::root().join(folder), &scratch.0.join(folder))?;
    }
    for file in ["package.json", "tsconfig.json", "vitest.config.ts"] {
        let file = format!("game-client/{file}");
        std::fs::copy(super::root().join(&file), scratch.0.join(&file))?;
    }
    let modules = super::root().join("game-client/node_modules");
    std::os::unix::fs::symlink(modules, scratch.0.join("game-client/node_modules"))?;
    let file = scratch.0.join(FILE);
    let text = std::fs::read_to_string(&file)?;
    ensure(text.contains(CONSTANT.0), || format!("`{}` does not stand in {FILE}", CONSTANT.0))?;
    if stage.fault.is_some() {
        std::fs::write(&file, text.replacen(CONSTANT.0, CONSTANT.1, 1))?;
    }
    let mut command = Command::new("npx");
    command.args(["vitest", "run", "tests/movement.test.ts"]).current_dir(scratch.0.join("game-client"));
    let output = command.env("NO_COLOR", "1").output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = said.lines().find(|line| line.trim_start().starts_with("Tests ")).unwrap_or_default().trim().to_owned();
    ensure(!told.is_empty(), || format!("no test ran: {said}{}", String::from_utf8_lossy(&output.stderr)))?;
    ensure(output.status.success(), || told.clone())?;
    Ok(Figure::new(told, "all cases"))
}
