//! What must hold of the repository itself.

mod compose;
#[path = "../console.rs"]
mod console;
mod dapr;
mod edges;
mod generated;
mod image;
mod links;
mod operations;
mod readme;
