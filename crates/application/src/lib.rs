//! Commands and queries: each one unit of work
