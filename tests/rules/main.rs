//! What must hold of the repository itself.

mod compose;
mod dapr;
mod edges;
mod generated;
mod readme;
