//! The bus over Dapr, against an HTTP server that stands for the sidecar and does as it is told.
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

mod relay_failure;
mod relay_order;
mod relay_sharing;
mod sidecar;
mod subscriber;
mod support;
mod watchdog;
