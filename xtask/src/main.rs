//! The everyday commands of this repository.
fn main() {}
