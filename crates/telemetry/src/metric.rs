//! Metrics, collected for Prometheus.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::Error;

/// Upper bounds of what is measured in seconds (every `…_seconds` histogram): from a point read to a
/// request that a person would give up on.
const SECONDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Has this process collect its metrics.
pub(crate) fn install() -> Result<PrometheusHandle, Error> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .expect("there are buckets")
        .install_recorder()
        .map_err(|_| Error::AlreadyStarted)
}
