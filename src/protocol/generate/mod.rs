//! Prints what the client and the standard need of the table, so that there is one truth and no copy by hand.
//!
//! Pure: from the old text of a file to its fresh text. `fray protocol` reads and writes the files.

mod close;
mod messages;
mod standard;
mod tuning;

/// A file that is printed, as a whole or between markers.
pub struct Target {
    /// Its path from the root of the project.
    pub path: &'static str,
    /// From its old text, which may be empty, to the fresh one.
    pub fresh: fn(&str) -> String,
}

/// Every file that is printed from the table.
pub const TARGETS: &[Target] = &[
    Target { path: "game-client/src/protocol/messages.gen.ts", fresh: |_| messages::print() },
    Target { path: "game-client/src/protocol/close.gen.ts", fresh: |_| close::print() },
    Target { path: "game-client/src/sim/tuning.gen.ts", fresh: |_| tuning::print() },
    Target { path: "src/protocol/PROTOCOL.md", fresh: standard::print },
];

/// First line of a printed TypeScript file, which names what it was printed from.
fn header(source: &str) -> String {
    format!("// Printed by `fray protocol --write` from {source}. Changes belong there.\n\n")
}

/// `seen_back` as `seenBack`.
fn camel(name: &str) -> String {
    let mut upper = false;
    let mut camel = String::new();
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else {
            camel.push(if upper { c.to_ascii_uppercase() } else { c });
            upper = false;
        }
    }
    camel
}

/// `ShotEnded` as `shotEnded`.
fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_files_are_fresh() {
        for target in TARGETS {
            let path = format!("{}/{}", env!("CARGO_MANIFEST_DIR"), target.path);
            let old = std::fs::read_to_string(&path).unwrap_or_default();
            let line = old.lines().zip((target.fresh)(&old).lines()).position(|(old, fresh)| old != fresh);
            assert!(old == (target.fresh)(&old), "{path}:{line:?} is stale: run `fray protocol --write`");
        }
    }

    #[test]
    fn names_are_turned_into_camel_case() {
        assert_eq!(camel("seen_back"), "seenBack");
        assert_eq!(camel("x8"), "x8");
        assert_eq!(lower_first("ShotEnded"), "shotEnded");
    }
}
