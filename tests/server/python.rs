//! A second client, written from PROTOCOL.md alone, in another language: it plays, and rebuilds what the room has.

use std::process::Command;

use serde_json::Value;

use crate::support::child::Server;

#[test]
fn a_client_that_knows_nothing_but_the_standard_plays_and_holds_what_the_room_has() {
    let server = Server::start(&["--map", "hoop", "--fill", "6"]);
    let client = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/client.py");
    let output = Command::new("python3").args([client, &server.address.to_string(), "8"]).output();
    let output = output.expect("python3 is there: `make tools` installs it");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_str(&said).unwrap();
    let count = |name: &str| seen[name].as_u64().unwrap();
    assert!(count("snapshots") > 120 && count("sums") >= 3, "{seen}");
    // One snapshot was passed over on purpose: what leaned on it could not be read, and one request healed that.
    assert_eq!((count("mismatches"), count("asked"), count("keyframes")), (0, 1, 2), "{seen}");
    assert!(count("moved") > 300 && count("shots") > 3, "{seen}");
    assert_eq!((&seen["refused"]["version"], &seen["refused"]["malformed"]), (&4001.into(), &4008.into()), "{seen}");
}
