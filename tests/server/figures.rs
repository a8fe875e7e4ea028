//! `/metrics`: that each figure moves with what it counts, and that the page that explains them has all of them.

use std::path::Path;
use std::time::{Duration, Instant};

use fray::room::metrics::{Kind, METRICS, SAMPLED_EVERY};
use fray::sim::step::SYSTEMS;
use metrics::Unit;

use crate::support::assets::Copy;
use crate::support::child::Server;
use crate::support::client::Client;
use crate::support::http;

const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn a_match_moves_the_figures_of_its_ticks_snapshots_and_players() {
    let server = Server::start(&["--seats", "2", "--fill", "2"]);
    let (mut client, _) = Client::join(server.address);
    // Three seconds at 30 a second: some of them fall on ticks that are measured, and the last tenth of a second is not told.
    client.play(90);
    server.await_metric("fray_people", 1.0, PATIENCE);
    server.await_metric("fray_bots", 1.0, PATIENCE);
    let around = ["inboxes", "bots", "enter", "events", "frame", "snapshots", "views", "wake"];
    for part in around.into_iter().chain(SYSTEMS.iter().map(|(name, _)| *name)) {
        let count = server.metric(&format!("fray_tick_part_seconds_count{{part=\"{part}\"}}"));
        assert!(count > 0.0 && count < server.metric("fray_ticks_total"), "{part}: measured {count} times");
    }
    let snapshots = server.metric("fray_snapshots_total{kind=\"delta\"}");
    let sampled = server.metric("fray_snapshot_bytes_count{kind=\"delta\"}");
    assert_eq!(server.metric("fray_keyframes_total{reason=\"join\"}"), 1.0);
    assert!(snapshots >= 55.0 && sampled > 0.0 && sampled < snapshots / 10.0, "{sampled} of {snapshots}");
    let mean = server.metric("fray_snapshot_bytes_sum{kind=\"delta\"}") / sampled;
    assert!((10.0..100.0).contains(&mean), "{mean} bytes on average");
    let round_trips = server.metric("fray_round_trip_seconds_count");
    assert!(round_trips > 0.0, "no acknowledgement was measured");
    let mean = server.metric("fray_round_trip_seconds_sum") / round_trips;
    assert!(mean > 0.0 && mean < 1.0, "{mean} s on average");
}

/// Of weapons only the ray, and bodies that may dash all the time and are safe for a second: rays are slipped, leaders fall.
#[test]
fn slips_great_unravels_and_kills_are_counted() {
    let assets = Copy::new("moments");
    let file = assets.tuning();
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, stitcher) = text.split_once("[weapons.stitcher]").unwrap();
    let (_, needle) = stitcher.split_once("[weapons.needle]").unwrap();
    std::fs::write(&file, format!("{before}[weapons.needle]{needle}")).unwrap();
    for (from, to) in
        [("warmup = 5 ", "warmup = 0 "), ("cooldown = 2.4", "cooldown = 0.3"), ("great = 30", "great = 1 ")]
    {
        assets.edit("tuning/default.toml", from, to);
    }
    let server = Server::start(&["--seats", "16", "--fill", "16", "--assets", assets.flag()]);
    let (mut client, _) = Client::join(server.address);
    let moments = ["slip", "great_unravel"].map(|moment| format!("fray_moments_total{{moment=\"{moment}\"}}"));
    let until = Instant::now() + PATIENCE * 3;
    while moments.iter().any(|moment| server.metric(moment) == 0.0) {
        assert!(Instant::now() < until, "{:?}", moments.map(|moment| server.metric(&moment)));
        client.play(10);
    }
    assert!(server.metric("fray_kills_total{weapon=\"needle\"}") > 0.0);
}

#[test]
fn one_who_acknowledges_nothing_is_counted_as_skipped_for_that() {
    let server = Server::start(&[]);
    let (mut client, _) = Client::join(server.address);
    let until = Instant::now() + PATIENCE;
    while server.metric("fray_snapshots_skipped_total{reason=\"overdue\"}") < 5.0 {
        assert!(Instant::now() < until, "nothing is skipped");
        client.ack(0);
    }
    assert_eq!(server.metric("fray_snapshots_skipped_total{reason=\"in_flight\"}"), 0.0);
}

#[test]
fn every_figure_that_is_served_is_explained() {
    let server = Server::start(&["--fill", "3"]);
    Client::join(server.address).0.play(40);
    let text = http::get(server.address, "/metrics").body;
    let mut served = 0;
    for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let (name, kind) = line.split_once(' ').unwrap();
        let known = METRICS.iter().find(|metric| metric.name == name).unwrap_or_else(|| panic!("{name} is not known"));
        assert_eq!(format!("{:?}", known.kind).to_lowercase(), kind, "{name}");
        assert!(text.contains(&format!("# HELP {name} ")), "{name} has no word of help");
        served += 1;
    }
    assert!(served > 12, "{text}");
}

/// The table of metrics as the page for operators has it.
fn table() -> String {
    let unit = |unit: Unit| match unit {
        Unit::Seconds => "s",
        Unit::Bytes => "bytes",
        _ => "",
    };
    let kind = |kind: Kind| format!("{kind:?}").to_lowercase();
    let label = |labels: &str| labels.split(", ").filter(|one| !one.is_empty()).map(|one| format!("`{one}`")).collect();
    let rows = METRICS.iter().map(|metric| {
        let labels: Vec<String> = label(metric.labels);
        let about = metric.about.split_whitespace().collect::<Vec<_>>().join(" ");
        format!(
            "| `{}` | {} | {} | {} | {about} |\n",
            metric.name,
            kind(metric.kind),
            unit(metric.unit),
            labels.join(", ")
        )
    });
    format!("| metric | kind | unit | labels | what it is |\n|---|---|---|---|---|\n{}", rows.collect::<String>())
}

#[test]
fn the_page_for_operators_has_every_metric() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("OPERATING.md");
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(text.contains(&format!("at one tick in {SAMPLED_EVERY}.")));
    let (before, rest) = text.split_once("<!-- metrics -->\n").expect("the mark where the table begins");
    let (_, after) = rest.split_once("<!-- /metrics -->").expect("the mark where it ends");
    let fresh = format!("{before}<!-- metrics -->\n{}<!-- /metrics -->{after}", table());
    if std::env::var_os("FRAY_BLESS").is_some() {
        std::fs::write(&page, &fresh).unwrap();
    }
    let stored = std::fs::read_to_string(&page).unwrap();
    assert!(stored == fresh, "the table of metrics in OPERATING.md is stale; bless it with FRAY_BLESS=1:\n{}", table());
}
