//! What must hold of the repository itself.

mod dapr;
mod edges;
mod generated;
mod readme;
