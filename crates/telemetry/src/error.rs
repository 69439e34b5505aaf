//! Why telemetry does not start.

/// What is wrong, and the mend.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A filter that cannot be read.
    #[error("{variable} is no filter for logs: {reason}; it should look like `info` or `info,rondo_store=debug`")]
    Filter {
        /// The variable that holds it.
        variable: &'static str,
        /// What the reader of filters says.
        reason: String,
    },
    /// Traces cannot be sent to where the environment says.
    #[error("traces cannot be sent: {0}; correct OTEL_EXPORTER_OTLP_ENDPOINT, as http://127.0.0.1:4318, or leave it out")]
    Traces(String),
    /// Something in this process collects already.
    #[error("telemetry was started before in this process")]
    AlreadyStarted,
}
