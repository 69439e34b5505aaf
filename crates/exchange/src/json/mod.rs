//! Rondo's own format: everything that a task is, series and reminders included.
//!
//! `{"format": "rondo", "version": 1, "tasks": [...]}`, each task with the field names of REST. A bare
//! array of tasks is read as well, and what `GET /api/tasks` answers.

mod object;
mod read;
mod series;
mod write;

pub(crate) use read::read;
pub(crate) use write::{head, record};
