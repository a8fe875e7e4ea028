//! Parses the command line, calls [`fray::cli`], and turns its answer into an exit code.

fn main() {}
