//! The real parts that the tests meet, started, cut off and killed.
//!
//! A story starts the binary that people run, on an empty folder or an empty Postgres database, and
//! talks to it as they do:
//!
//! ```no_run
//! # use rondo_harness::{Engine, Rondo};
//! # use serde_json::json;
//! # async fn story() {
//! let rondo = Rondo::on(Engine::Sqlite).at("2026-03-10T09:00:00Z").start().await;
//! let ann = rondo.register("Europe/Berlin").await;
//! let task = ann.add(json!({"title": "Water plants", "due_date": "2026-03-10", "recurrence_frequency": "daily"})).await;
//!
//! ann.complete(&task).await.expect(200);
//! rondo.settled().await;
//!
//! assert_eq!(ann.open_tasks().await.due_dates(), ["2026-03-11"]);
//! # }
//! ```
//!
//! Nothing here knows the code of the product: only its commands, its HTTP interface and, for the
//! accounts after a crash, its tables. What a process wrote is printed when its test fails.
//!
//! - [`Rondo`] is a running server, [`User`] a person with an account on it;
//! - [`Sql`] reads the database behind the server's back;
//! - [`postgres`] finds, or on Debian as root installs, a server and starts it for this test run;
//! - [`parts`] are Kafka, daprd, Postgres and our own roles as processes of their own;
//! - [`stack`] puts them together;
//! - [`McpClient`] is the official client of the Model Context Protocol;
//! - [`Terminal`] is a shell in which a person types `rondo`;
//! - [`eventually`] waits for a condition with a deadline.

mod answer;
mod binary;
mod call;
mod database;
mod events;
mod mcp;
pub mod parts;
mod person;
pub mod postgres;
mod process;
mod rondo;
mod running;
mod setup;
mod sql;
pub mod stack;
mod task;
mod terminal;
mod wait;

pub use answer::{Answer, Problem};
pub use binary::{binary, build, cargo, without_package};
pub use call::{Address, Call, PATIENCE};
pub use database::{Database, Engine};
pub use events::Events;
pub use mcp::{McpClient, McpError};
pub use person::User;
pub use process::{Ended, Process};
pub use rondo::{Beginning, Rondo};
pub use setup::Setup;
pub use sql::Sql;
pub use task::{Task, Tasks};
pub use terminal::{Said, Terminal};
pub use wait::{eventually, now};
