//! What must hold of the repository itself.

mod chart;
mod compose;
#[path = "../console.rs"]
mod console;
mod dapr;
mod edges;
mod founding_plan;
mod generated;
mod image;
mod links;
mod operations;
mod readme;
