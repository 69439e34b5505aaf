//! The real stack: Kafka, daprd, Postgres and our roles as processes of their own.

mod parts;
mod subscriber;
