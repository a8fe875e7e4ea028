//! A client in another language, written from `PROTOCOL.md` alone: what the standard says is enough to play by.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::assets::Copy;
use crate::support::child::Server;

/// Long enough for a match to end and the next one to begin.
const SECONDS: &str = "9";

#[test]
fn a_client_that_was_written_from_the_standard_alone_plays() {
    let assets = Copy::new("second");
    assets.edit("tuning/default.toml", "warmup = 5 ", "warmup = 1 ");
    assets.edit("tuning/default.toml", "length = 240 ", "length = 5 ");
    assets.edit("tuning/default.toml", "results = 10 ", "results = 1 ");
    // In so short a match nobody may have wound anything: a draw ends it all the same.
    assets.edit("tuning/default.toml", "sudden_death = 60 ", "sudden_death = 0 ");
    let server = Server::start(&["--assets", assets.flag(), "--map", "hoop", "--fill", "6"]);
    let client = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/client.py");
    let played = Command::new("python3").arg("-B").arg(client).args([&server.address.to_string(), SECONDS]).output();
    let played = played.expect("python3 is missing: `make units` installs it");
    let said = format!("{}{}", String::from_utf8_lossy(&played.stdout), String::from_utf8_lossy(&played.stderr));
    let seen: Value = serde_json::from_slice(&played.stdout).unwrap_or_else(|_| panic!("no JSON: {said}"));
    let least = [("snapshots", 100), ("sums", 3), ("keyframes", 3), ("predicted", 50), ("shots", 1), ("moved", 501)];
    for (what, least) in least {
        assert!(seen[what].as_u64().unwrap() >= least, "{what} below {least}: {said}");
    }
    for (what, count) in [("mismatches", 0), ("mispredicted", 0), ("requests", 1), ("healed", 1)] {
        assert_eq!(seen[what], count, "{what}: {said}");
    }
    assert_eq!(seen["refusals"]["too far ahead"], json!([4008, 4008, "malformed", 3]), "{said}");
    assert!(played.status.success() && seen["right"] == true, "{said}");
    // The server counted the same.
    assert_eq!(server.metric("fray_keyframes_total{reason=\"asked\"}"), 1.0);
    assert_eq!(server.metric("fray_keyframes_total{reason=\"mismatch\"}"), 0.0);
}
