//! The bus over Dapr: what the sidecar is asked for, and what it brings.
//!
//! A role that publishes has a [`Sidecar`] and gives it to the relay as its [`Publisher`]. A role that
//! consumes is a [`Subscriber`]: routes that the sidecar calls, with the same handlers as on the
//! embedded bus. Everything goes over Dapr's HTTP interface, so each call can be made by hand with curl.
//!
//! What of Dapr's behaviour this is built on is told in `docs/decisions/0011-bytes-over-dapr.md` and
//! beside the code that minds it.

mod letters;
mod publisher;
mod sidecar;
mod subscriber;
mod token;
mod watchdog;

pub use letters::dead_letter_topic;
pub use publisher::Publisher;
pub use sidecar::{Settings, Sidecar};
pub use subscriber::{Arrivals, Options, Subscriber};
pub use token::Token;
pub use watchdog::{Patience, Watchdog};

/// The pub/sub component's usual name.
pub const PUBSUB: &str = "pubsub-kafka";
