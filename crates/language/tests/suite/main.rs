//! The language, phrase by phrase.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod commands;
mod corpus;
mod length;
mod page;
mod phrase;
