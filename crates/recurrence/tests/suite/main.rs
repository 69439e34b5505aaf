//! The crate's tests from outside, in one program so that they share their tools and link once.

#![expect(clippy::unwrap_used, reason = "a test fails by it, in its helpers as well")]

mod cases;
mod dateutil;
mod differential;
mod edges;
mod errors;
mod hard_rules;
mod properties;
mod random_rule;
mod rfc5545;
mod support;
mod words;
