//! What can be asked of Rondo, whoever asks: REST, chat, MCP, the web page.
//!
//! One command, one file, one unit of work. A command takes the [`App`], the [`Caller`] and typed
//! arguments (read from JSON with every wrong field at once by [`input`]), and answers with a view
//! that any of them can show. No HTTP here.

pub mod accounts;
mod app;
pub mod chat;
pub mod clock;
mod error;
pub mod exchange;
pub mod input;
mod limits;
pub mod notifications;
mod page;
pub mod recurrence;
mod secrets;
pub mod series;
pub mod tags;
pub mod tasks;
pub mod tools;

pub use app::{App, Caller, SignUp};
pub use error::Error;
pub use page::PageToken;

pub use rondo_domain as domain;
pub use rondo_exchange::{Format, Part, cut};
pub use rondo_store as store;
