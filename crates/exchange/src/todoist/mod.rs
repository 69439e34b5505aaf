//! Todoist's CSV of a project: rows of tasks, sections and notes, tasks under tasks by INDENT.
//!
//! Rondo has no tasks under tasks, no sections and no projects: what stands above a task becomes a tag
//! of it, and the report says so.

mod phrase;
mod read;
mod row;

pub(crate) use read::{is_meant, read};
