//! Golden files: written by a test of ours, read by the client's tests as well. `tests/golden/README.md` says how to bless.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

/// Compares `tests/golden/NAME` with these lists, one element a line; with `FRAY_BLESS=1` in the environment, writes it.
pub fn check(name: &str, lists: &[(&str, Vec<Value>)]) {
    let mut text = String::from("{\n");
    for (at, (key, items)) in lists.iter().enumerate() {
        let comma = if at + 1 < lists.len() { "," } else { "" };
        let lines: Vec<String> = items.iter().map(Value::to_string).collect();
        writeln!(text, "\"{key}\": [\n{}\n]{comma}", lines.join(",\n")).unwrap();
    }
    text.push_str("}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("FRAY_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == text, "tests/golden/{name} is stale; bless it with FRAY_BLESS=1 and look at what changed");
}
