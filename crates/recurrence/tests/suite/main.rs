//! The crate's tests from outside, in one program so that they share their tools and link once.

mod cases;
mod dateutil;
mod differential;
mod edges;
mod errors;
mod properties;
mod random_rule;
mod rfc5545;
mod support;
mod words;
