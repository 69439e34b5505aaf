//! iCalendar (RFC 5545): a VTODO a task.
//!
//! `lines` knows content lines, `tree` components, `moment` dates with their zones; `todo`, `alarm`,
//! `recur` and `family` read the parts of a task, and `write` with `zones` writes them. What RFC 5545 has no word for
//! is written as `X-RONDO-…`, which other programs pass over.

mod alarm;
mod event;
mod family;
mod lines;
mod moment;
mod read;
mod recur;
mod todo;
mod tree;
mod write;
mod zones;

pub(crate) use event::event;
pub(crate) use read::read;
pub(crate) use write::{head, record};
pub(crate) use zones::Zones;

/// From what the next one is counted, where that is the completion.
const BASIS: &str = "X-RONDO-BASIS";
/// What becomes of missed ones, where each is owed.
const CATCH_UP: &str = "X-RONDO-CATCH-UP";
/// Whether the series waits to be resumed.
const STATE: &str = "X-RONDO-STATE";
/// The slot of a task that was moved to another day: DTSTART says it as well, to other programs.
const SLOT: &str = "X-RONDO-SLOT";
