//! What every consumer may rely on, on either engine.
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

mod delivery;
mod failure;
mod lifecycle;
mod sharing;
mod support;
