//! What a browser is served.

use std::sync::Arc;

use fray::config::assets::Assets;
use fray::server::start;
use fray::sim::Tuning;

use crate::support::client::Client;
use crate::support::http;
use crate::support::server::{plan, serve};

#[test]
fn every_answer_carries_a_strict_policy() {
    let server = serve(&[]);
    for path in ["/", "/healthz", "/metrics", "/maps/0000000000000000.json", "/rules.json", "/nowhere"] {
        let head = http::get(server.address, path).head.to_lowercase();
        assert!(head.contains("content-security-policy: default-src 'none'"), "{path}: {head}");
        assert!(head.contains("x-content-type-options: nosniff"), "{path}: {head}");
    }
}

#[test]
fn the_map_of_the_welcome_is_served_for_ever() {
    let server = serve(&[]);
    let (_client, welcome) = Client::join(server.address);
    let answer = http::get(server.address, &format!("/maps/{}.json", welcome.map));
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("immutable"));
    assert!(answer.body.contains("\"spawns\""));
    let other = http::get(server.address, "/maps/ffffffffffffffff.json");
    assert_eq!((other.status, other.body.as_str()), (404, "No map here has that hash.\n"));
}

#[test]
fn the_picture_of_every_map_is_served_by_its_name() {
    let server = serve(&[]);
    for name in Assets::Embedded.map_names() {
        let answer = http::get(server.address, &format!("/maps/{name}.svg"));
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.head.contains("image/svg+xml") && answer.head.contains("no-cache"), "{}", answer.head);
        assert_eq!(answer.body.as_bytes(), &*Assets::Embedded.read(&format!("maps/{name}.svg")).unwrap(), "{name}");
    }
    let other = http::get(server.address, "/maps/nowhere.svg");
    assert_eq!((other.status, other.body.as_str()), (404, "No map here has that name.\n"));
}

#[test]
fn health_and_metrics_answer_and_what_is_not_there_is_said_plainly() {
    let server = serve(&[]);
    let (mut client, _) = Client::join(server.address);
    // By its first snapshot a tick has been counted.
    client.snapshot();
    assert_eq!(http::get(server.address, "/healthz").body, "ok\n");
    let metrics = http::get(server.address, "/metrics").body;
    for name in ["fray_rooms", "fray_sessions", "fray_ticks_total", "fray_bytes_sent_total"] {
        assert!(metrics.contains(&format!("\n{name} ")), "{name} in {metrics}");
    }
    for path in ["/nowhere", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/assets/"] {
        let answer = http::get(server.address, path);
        assert_eq!((answer.status, answer.body.as_str()), (404, "There is no such page here.\n"), "{path}");
    }
}

#[test]
fn people_who_are_lost_get_a_page_and_programs_a_line() {
    let server = serve(&[]);
    let lost = |accept: &str| {
        let host = server.address;
        let request = format!("GET /nowhere HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n");
        http::ask(host, &request)
    };
    let program = lost("*/*");
    assert_eq!((program.status, program.body.as_str()), (404, "There is no such page here.\n"));
    let person = lost("text/html,application/xhtml+xml,*/*;q=0.8");
    assert_eq!(person.status, 404);
    // A client that was not built has no page for it.
    let built = person.head.contains("text/html") && person.body.contains("<h1>404</h1>");
    assert!(built || person.body == program.body, "{} {}", person.head, person.body);
    assert!(!person.body.contains("__FRAY"), "{}", person.body);
}

#[test]
fn the_first_page_is_there_even_if_the_client_was_not_built() {
    let server = serve(&[]);
    let answer = http::get(server.address, "/");
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("text/html") && answer.head.contains("no-cache"), "{}", answer.head);
    assert!(answer.body.contains("Fray"));
    // A page that was built names the build that serves it; one that was not says so.
    let built = answer.body.contains(&format!("content=\"{}\"", fray::BUILD));
    assert!(built || answer.body.contains("the client is not in it"), "{}", answer.body);
}

#[test]
fn the_rules_are_those_of_the_tuning_in_effect_beside_the_shipped_ones() {
    let plan = plan(&[]);
    let mut tuning = Tuning::clone(&plan.tuning);
    let server = start(plan).unwrap();
    let value = |key: &str| {
        let body = http::get(server.address, "/rules.json").body;
        let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
        let values = answer["values"].as_array().unwrap();
        values.iter().find(|value| value["key"] == key).cloned().unwrap_or_default()
    };
    let number = |value: &serde_json::Value, field: &str| value[field].as_f64();
    let dash = value("dash.cooldown");
    assert_eq!((number(&dash, "now"), number(&dash, "default")), (Some(2.4), Some(2.4)));
    assert_eq!(
        (number(&dash, "min"), number(&dash, "max"), dash["unit"].as_str()),
        (Some(0.05), Some(60.0), Some("s"))
    );
    assert_eq!(value("weapons.needle.look")["now"], "needle");
    tuning.dash.cooldown = 1800;
    tuning.weapons[1].name = "awl".into();
    server.reloader().retune(Arc::new(tuning));
    let dash = value("dash.cooldown");
    assert_eq!((number(&dash, "now"), number(&dash, "default")), (Some(3.0), Some(2.4)));
    assert_eq!(
        (number(&value("weapons.awl.damage"), "now"), value("weapons.awl.damage")["default"].is_null()),
        (Some(70.0), true)
    );
    assert!(value("weapons.needle.damage")["now"].is_null());
}
