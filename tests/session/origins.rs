//! Which pages may connect, over a real socket. The variants of origins stand with `session::origin`.

use crate::support::child::Server;
use crate::support::client::upgrade_request;
use crate::support::http;
use std::io::{Read, Write};
use std::time::Duration;

/// Twenty foreign origins; `HOST` stands for the server's own host and port.
const FOREIGN: &[&str] = &[
    "http://evil.example",
    "https://evil.example",
    "null",
    "",
    "*",
    "file://",
    "http://HOST.evil.example",
    "http://evilHOST",
    "http://evil.HOST",
    "http://HOST@evil.example",
    "http://evil@HOST",
    "http://HOST/",
    "http://HOST/ws",
    "http://HOST#",
    "http://HOST?",
    "http://HOST0",
    "http://127.0.0.1",
    "http://localhost:PORT",
    "ws://HOST",
    "HOST",
    "http:HOST",
    "http://friend.example",
    "http://friend.example:444",
];

#[test]
fn foreign_origins_are_refused_before_the_upgrade_and_listed_ones_are_not() {
    let mut server = Server::start(&["--allow-origin", "https://friend.example"]);
    let host = server.address.to_string();
    let port = server.address.port().to_string();
    assert!(FOREIGN.len() >= 20);
    for origin in FOREIGN {
        let origin = origin.replace("HOST", &host).replace("PORT", &port);
        let answer = http::ask(server.address, &upgrade_request(server.address, &[("Origin", &origin)]));
        assert_eq!(answer.status, 403, "origin {origin:?}");
    }
    assert_eq!(server.metric("fray_refusals_total{reason=\"foreign_origin\"}"), FOREIGN.len() as f64);
    let logged = server.logged("foreign_origin", Duration::from_secs(5));
    assert_eq!(logged.len(), 1, "one line a minute: {logged:?}");
    for origin in [format!("http://{host}"), format!("https://{host}"), "https://friend.example".into()] {
        assert!(is_upgraded(&server, &[("Origin", &origin)]), "origin {origin:?}");
    }
    assert!(is_upgraded(&server, &[]), "a program sends none");
}

fn is_upgraded(server: &Server, headers: &[(&str, &str)]) -> bool {
    let mut stream = http::connect(server.address);
    stream.write_all(upgrade_request(server.address, headers).as_bytes()).unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).unwrap();
    &start == b"HTTP/1.1 101"
}
