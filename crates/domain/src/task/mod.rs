//! A task as it stands, and one file for each thing that can happen to it.

mod complete;
mod create;
mod delete;
mod due;
mod edit;
mod follower;
mod import;
mod priority;
mod reopen;
mod restore;
mod rezone;
mod scope;
mod series_edit;
mod series_pause;
mod skip;
mod successor;
mod tags;
mod text;

use std::sync::Arc;

pub use complete::Completion;
pub use create::Draft;
pub use due::Due;
pub use edit::Edit;
pub use follower::Follower;
pub use import::{Import, Remembered};
pub use priority::Priority;
pub use reopen::Reopening;
pub use restore::{RESTORE_DAYS, Rest, Restoration};
pub use rezone::Rezoned;
pub use scope::Scope;
pub use skip::Skipping;
pub use tags::{Tag, Tags};
pub use text::{Description, Title};

use crate::series::Closed;
use crate::{Person, Reminder, Series, SeriesState, Slot, TaskId, Timestamp, Zone};

/// How often a task has changed: 1 when it is new, one more with each change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub i64);

impl Version {
    /// That of a new task.
    pub const FIRST: Self = Self(1);

    /// That of the next change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Something to do.
///
/// Its fields may be read and set freely; what reaches the database is a [`crate::Change`] alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its id, for ever.
    pub id: TaskId,
    /// What to do.
    pub title: Title,
    /// The details.
    pub description: Description,
    /// How much it matters.
    pub priority: Priority,
    /// When it is due.
    pub due: Option<Due>,
    /// The zone in which it is due; `None` floats with the person.
    pub zone: Option<Zone>,
    /// Its tags, as they were first written.
    pub tags: Tags,
    /// Its reminders, with what became of each.
    pub reminders: Vec<Reminder>,
    /// Its place in a series, when it is or was recurring.
    pub occurrence: Option<Occurrence>,
    /// When it was completed, if it is.
    pub completed_at: Option<Timestamp>,
    /// When and why it was deleted, if it is.
    pub deletion: Option<(Timestamp, Deletion)>,
    /// Counts its changes.
    pub version: Version,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A task's place in its series.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The series as it stands.
    pub series: Arc<Series>,
    /// Its number: 1, 2, 3, …
    pub number: u32,
    /// The date that the rule gave. Moving the occurrence changes its due date, never this.
    pub slot: Slot,
    /// Whether somebody worked on it since it was made: then a reopening keeps it.
    pub touched: bool,
}

/// Why a task's row is no longer shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// Somebody deleted it.
    User,
    /// The occurrence before it was reopened.
    Withdrawn,
    /// Its series was deleted.
    Series,
}

impl Task {
    /// Whether it is done.
    pub const fn is_completed(&self) -> bool {
        self.completed_at.is_some()
    }

    /// Whether its row is no longer shown.
    pub const fn is_deleted(&self) -> bool {
        self.deletion.is_some()
    }

    /// Whether there is something to do: neither completed nor deleted.
    pub const fn is_open(&self) -> bool {
        !self.is_completed() && !self.is_deleted()
    }

    /// Its series, also after that has ended.
    pub fn series(&self) -> Option<&Series> {
        self.occurrence.as_ref().map(|occurrence| occurrence.series.as_ref())
    }

    /// Its series, unless that has ended: what makes it a recurring task.
    pub fn recurring(&self) -> Option<&Series> {
        self.series().filter(|series| series.state() != SeriesState::Ended)
    }

    /// The state of its series as people see it, when this is the last occurrence that was made: if
    /// that is closed and the rule has no date after it, the series has ended by itself.
    pub fn series_state(&self, person: &Person) -> Option<SeriesState> {
        let occurrence = self.occurrence.as_ref()?;
        let series = &occurrence.series;
        let goes_on = |closed| {
            let zone = series.zone.as_ref().unwrap_or(&person.zone);
            series
                .next_slot(occurrence.number + 1, occurrence.slot, closed, zone)
                .is_some()
        };
        let runs_out = self.closing().is_some_and(|closed| !goes_on(closed));
        Some(if runs_out { SeriesState::Ended } else { series.state() })
    }

    /// How it came to its end, if it did and is not to be made again.
    pub(crate) fn closing(&self) -> Option<Closed> {
        match (self.completed_at, self.deletion) {
            (_, Some((at, Deletion::User))) => Some(self.completed_at.map_or(Closed::GivenUp(at), Closed::Completed)),
            (Some(at), None) => Some(Closed::Completed(at)),
            _ => None,
        }
    }

    /// The instant at which it is due, when it has a time.
    pub fn due_at(&self, person: &Person) -> Option<Timestamp> {
        let due = self.due?;
        person.zone_of(self).instant(due.date.to_datetime(due.time?))
    }

    /// The due date as events and people read it: a date, or a date-time with its zone's offset.
    pub fn due_text(&self, person: &Person) -> Option<String> {
        let due = self.due?;
        Some(match self.due_at(person) {
            Some(instant) => instant.with_offset(person.zone_of(self)),
            None => due.date.to_string(),
        })
    }

    /// The same task with its place in the series' new state; the touch of a person.
    pub(crate) fn set_series(&mut self, series: Series) {
        if let Some(occurrence) = &mut self.occurrence {
            occurrence.series = Arc::new(series);
        }
    }

    /// Notes that somebody worked on it.
    pub(crate) fn touch(&mut self) {
        if let Some(occurrence) = &mut self.occurrence {
            occurrence.touched = true;
        }
    }
}
