//! What Rondo decides, without doing anything: tasks, series of recurring tasks, due dates and
//! reminder plans.
//!
//! Everything a decision needs comes in as an argument (the row as it stands, the [`Context`] of
//! who asks and when); everything it comes to goes out as a value. A decision that changes a task is
//! a [`Change`]: the new state *and* its event. Only this crate can build one and the store accepts
//! nothing else, so a change without its event does not compile.
//!
//! ```
//! use rondo_domain::*;
//!
//! let person = Person::new(UserId::from_u128(1), "Ann", Zone::parse("Europe/Berlin").unwrap());
//! let now: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
//! let context = Context { person: &person, actor: Actor::Rest, now };
//!
//! let draft = Draft::titled(Title::new("Water the plants").unwrap());
//! let created = Task::create(TaskId::from_u128(2), draft, context).unwrap();
//! assert_eq!(created.kind(), EventKind::Created);
//!
//! let Completion::Done(change) = created.into_task().complete(context) else { unreachable!() };
//! assert_eq!(change.kind(), EventKind::Completed);
//! ```
//!
//! No I/O, no clock, no async: civil dates are calculated in the task's zone, instants are UTC to
//! the microsecond.

mod change;
mod context;
mod ids;
mod invalid;
mod patch;
mod person;
mod reminder;
mod series;
mod task;
mod time;
mod week;

pub use change::{Cause, Change, EventKind, Expected, Field};
pub use context::{Actor, Context, Origin};
pub use ids::{EventId, ReminderId, SeriesId, TaskId, UserId};
pub use invalid::{FieldError, Invalid};
pub use patch::Patch;
pub use person::Person;
pub use reminder::{
    Before, CancelReason, Fired, LATE_AFTER_SECONDS, MAX_REMINDERS, MISSED_AFTER_SECONDS, Reminder, ReminderKind,
    ReminderState, Reminding, When,
};
pub use series::{Basis, CatchUp, Choice, Repeat, RepeatEdit, Series, SeriesState, Slot, Template, frequency_word, preview};
pub use task::{
    Completion, Deletion, Description, Draft, Due, Edit, Follower, Import, Occurrence, Priority, RESTORE_DAYS, Remembered,
    Reopening, Rest, Restoration, Rezoned, Scope, Skipping, Tag, Tags, Task, Title, Version,
};
pub use time::{Timestamp, Zone, parse_date, parse_time};
pub use week::{parse_weekday, weekday_word};

pub use rondo_recurrence as recurrence;
