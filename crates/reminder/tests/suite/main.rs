//! Reminders fire when they are due, once, whoever else fires them and whatever comes in between.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod once;
mod sleeping;
mod support;
mod when;
