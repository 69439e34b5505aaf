//! Logs and metrics, tied together in one place.
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
//! `info,rondo_store=debug` does.

mod error;
mod logs;
mod metric;
mod options;

pub use error::Error;
pub use options::{Format, Options};

use metrics_exporter_prometheus::PrometheusHandle;

/// What was started; hands out what was measured.
#[derive(Clone, Debug)]
pub struct Telemetry {
    prometheus: PrometheusHandle,
}

/// Starts logs and metrics for this process.
///
/// # Errors
/// The filter cannot be read, or they were started before.
pub fn init(options: Options) -> Result<Telemetry, Error> {
    let format = options.format;
    let filter = options.into_filter()?;
    let prometheus = metric::install()?;
    logs::install(filter, format)?;
    Ok(Telemetry { prometheus })
}

impl Telemetry {
    /// What was measured so far, in Prometheus' text format.
    pub fn metrics(&self) -> String {
        self.prometheus.run_upkeep();
        self.prometheus.render()
    }
}
