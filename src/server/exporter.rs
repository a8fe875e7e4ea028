//! What `/metrics` answers. The names and what they mean stand in [`crate::room::metrics`].

use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::room::metrics as names;

/// Of ticks, in seconds: the budget is 1 ms for a tick and 0.5 ms for its start.
const BUCKETS: &[f64] =
    &[0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256];

/// One a process, as the facade has it: servers of one process count together.
static EXPORTER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to record; does nothing the second time. Must come before anything is counted.
pub fn install() {
    EXPORTER.get_or_init(|| {
        let suffix = Matcher::Suffix("_seconds".into());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(suffix, BUCKETS);
        let recorder = builder.unwrap_or_default().build_recorder();
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
