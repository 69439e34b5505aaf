//! Tests that need more than one crate: they live beside this file, each folder one test binary.
