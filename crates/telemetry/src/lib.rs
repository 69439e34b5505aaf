//! Logs, traces and metrics, tied together in one place
