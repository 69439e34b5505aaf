//! What must hold of the repository itself.

mod edges;
mod generated;
mod readme;
