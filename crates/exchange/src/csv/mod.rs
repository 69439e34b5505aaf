//! A table of tasks: RFC 4180, a header, UTF-8.
//!
//! A cell that a spreadsheet would take for a formula is written with an apostrophe in front, and one
//! such apostrophe is taken off when it is read.

mod cell;
mod read;
mod rows;
mod write;

pub(crate) use read::read;
pub(crate) use rows::{line, rows, separator};
pub(crate) use write::{head, record};

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 20] = [
    "id",
    "title",
    "description",
    "priority",
    "due_date",
    "due_time",
    "time_zone",
    "recurrence",
    "recurrence_basis",
    "catch_up",
    "slot",
    "exdates",
    "rdates",
    "series_state",
    "tags",
    "reminders",
    "is_completed",
    "completed_at",
    "created_at",
    "updated_at",
];
