//! Parses the command line, calls [`fray::cli`], and turns its answer into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(fray::cli::run().code())
}
