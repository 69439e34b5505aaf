//! The next occurrence: once, whatever happens to the event that asks for it.
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

mod follows;
mod life;
mod random;
