//! A reminder reaches its person, at least once, and never again once the ledger says so.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod killed;
mod support;
mod told;
mod unwanted;
