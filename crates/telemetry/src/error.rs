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
    /// Something in this process collects already.
    #[error("telemetry was started before in this process")]
    AlreadyStarted,
}
