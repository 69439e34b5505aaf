//! What the store promises, on either engine.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod accounts;
mod finding;
mod idempotency;
mod leases;
mod ledger;
mod opening;
mod outbox;
mod schema;
mod tags;
mod units;
