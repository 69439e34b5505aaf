//! Tasks as files: read from and written to JSON (lossless), iCalendar (VTODO), CSV and, only read,
//! the CSV of Todoist's templates.
//!
//! Reading gives [`Record`]s that the domain accepts, and a [`Finding`] for whatever in the file did
//! not fit: where it stood, what became of it and why. Nothing is dropped in silence, and no text,
//! however broken, ends in anything but records, findings or [`Unreadable`]. Writing is the same the
//! other way round: a format that cannot hold a part of a task says so.
//!
//! ```
//! use rondo_domain::{Timestamp, Zone};
//! use rondo_exchange::{Format, Kind, Reading, read};
//!
//! let now: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
//! let reading = Reading { now, zone: &Zone::UTC, project: None };
//! let file = "title,due_date,colour\nWater the plants,2026-03-11,green\n";
//! let batch = read(Format::Csv, file.as_bytes(), &reading).unwrap();
//!
//! assert_eq!(batch.records[0].title.as_str(), "Water the plants");
//! assert_eq!((batch.findings[0].field.as_str(), batch.findings[0].kind), ("colour", Kind::LeftOut));
//! ```
//!
//! Pure: no clock, no I/O. What each format keeps is told, for people, in `docs/import-export.md`.

mod batch;
mod csv;
mod cut;
mod dates;
mod finding;
mod flat;
mod format;
mod ics;
mod json;
mod record;
mod sketch;
mod todoist;
mod write;

pub use batch::{Batch, MOST_RECORDS, Reading, Unreadable, read};
pub use cut::{Part, cut};
pub use finding::{Finding, Findings, Kind, MOST_FINDINGS, Spot};
pub use format::Format;
pub use record::{Begins, Record, Recurrence};
pub use write::Writer;
