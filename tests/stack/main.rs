//! The real stack: Kafka, daprd, Postgres and our roles as processes of their own.

mod command;
mod delivery;
mod parts;
mod services;
mod subscriber;
