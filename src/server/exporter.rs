//! What `/metrics` answers. The names and what they mean stand in [`crate::room::metrics`].

use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::room::metrics as names;

/// The upper ends of the buckets of each histogram.
const BUCKETS: &[(&str, &[f64])] = &[
    (names::TICK_LATENESS, TICKS),
    (names::TICK_TIME, TICKS),
    (
        names::TICK_PART_TIME,
        &[0.000_002, 0.000_005, 0.000_01, 0.000_02, 0.000_05, 0.000_1, 0.000_25, 0.001, 0.004, 0.016],
    ),
    (names::SNAPSHOT_BYTES, &[64.0, 128.0, 192.0, 256.0, 384.0, 512.0, 768.0, 1024.0, 2048.0, 4096.0, 8192.0]),
    (names::ROUND_TRIP, &[0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0]),
];

/// Of ticks, in seconds: the budget is 1 ms for a tick and 0.5 ms for its start.
const TICKS: &[f64] =
    &[0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256];

/// One a process, as the facade has it: servers of one process count together.
static EXPORTER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to record; does nothing the second time. Must come before anything is counted.
pub fn install() {
    EXPORTER.get_or_init(|| {
        let mut builder = PrometheusBuilder::new();
        for (name, ends) in BUCKETS {
            let bucketed = builder.set_buckets_for_metric(Matcher::Full((*name).into()), ends);
            builder = bucketed.expect("no histogram is without buckets");
        }
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("something else records already, so there are no metrics here");
            return None;
        }
        names::describe();
        Some(handle)
    });
}

/// Everything counted so far, in the text format of Prometheus.
pub fn render() -> String {
    EXPORTER.get().and_then(Option::as_ref).map(PrometheusHandle::render).unwrap_or_default()
}

/// Samples of histograms gather until this is called, or somebody reads them.
pub fn tidy() {
    if let Some(handle) = EXPORTER.get().and_then(Option::as_ref) {
        handle.run_upkeep();
    }
}
