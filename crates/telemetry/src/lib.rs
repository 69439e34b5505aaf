//! Logs, metrics and traces, tied together in one place.
//!
//! The rest of the product speaks to the facades only, [`tracing`] and [`metrics`]. The binary calls
//! [`init`] once, before anything else, and serves what [`Telemetry::metrics`] renders:
//!
//! ```
//! let telemetry = rondo_telemetry::init(rondo_telemetry::Options::from_env())?;
//! tracing::info!(port = 8000, "listening");
//! metrics::counter!("rondo_requests_total").increment(1);
//! assert!(telemetry.metrics().contains("rondo_requests_total 1"));
//! # Ok::<(), rondo_telemetry::Error>(())
//! ```
//!
//! Logs go to the standard error, so that what a command prints stays clean: for people when that is
//! a terminal, otherwise one JSON object a line. `RONDO_LOG`, or else `RUST_LOG`, filters them, as
//! `info,rondo_store=debug` does. Traces go to `OTEL_EXPORTER_OTLP_ENDPOINT` (OTLP over HTTP), where
//! that is set; a span with a field `traceparent` continues that trace.

mod error;
mod logs;
mod metric;
mod options;
mod traces;

pub use error::Error;
pub use options::{Format, Options};
pub use traces::traceparent;

use metrics_exporter_prometheus::PrometheusHandle;
use opentelemetry_sdk::trace::SdkTracerProvider;

use traces::Traces;

/// What was started; hands out what was measured.
#[derive(Clone, Debug)]
pub struct Telemetry {
    prometheus: PrometheusHandle,
    traces: Option<SdkTracerProvider>,
}

/// Starts logs, metrics and traces for this process.
///
/// # Errors
/// The filter cannot be read, or they were started before.
pub fn init(options: Options) -> Result<Telemetry, Error> {
    let (format, service) = (options.format, options.service);
    let filter = options.into_filter()?;
    let prometheus = metric::install()?;
    let traces = traces::provider(service)?;
    logs::install(filter, format, traces.as_ref().map(Traces::of))?;
    Ok(Telemetry { prometheus, traces })
}

impl Telemetry {
    /// What was measured so far, in Prometheus' text format.
    pub fn metrics(&self) -> String {
        self.prometheus.run_upkeep();
        self.prometheus.render()
    }

    /// Sends the traces that have not gone out yet. Blocks until they have, or a few seconds passed.
    pub fn finish(&self) {
        if let Some(Err(error)) = self.traces.as_ref().map(SdkTracerProvider::shutdown) {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}
