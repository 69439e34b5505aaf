//! A task as it is shown.

use std::collections::HashMap;

use rondo_domain::{Person, Reminder, SeriesId, Task, When};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::PageToken;

/// A task.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Task)]
pub struct TaskView {
    /// Its id, for ever.
    pub id: Uuid,
    /// What to do.
    pub title: String,
    /// The details.
    pub description: String,
    /// Whether it is done.
    pub is_completed: bool,
    /// When it was completed (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub completed_at: Option<String>,
    /// `high`, `medium` or `low`.
    pub priority: &'static str,
    /// The day on which it is due, in its zone.
    #[schema(format = Date)]
    pub due_date: Option<String>,
    /// The time of day at which it is due, `HH:MM`; null is the whole day.
    pub due_time: Option<String>,
    /// The instant at which it is due, when it has a time (RFC 3339, with the zone's offset).
    #[schema(format = DateTime)]
    pub due_at: Option<String>,
    /// The IANA zone it is fixed to; null floats with its owner.
    pub time_zone: Option<String>,
    /// Whether it belongs to a series that has not ended.
    pub is_recurring: bool,
    /// `daily`, `weekly`, `monthly` or `yearly` when the rule is exactly that word's, else `custom`.
    pub recurrence_frequency: Option<&'static str>,
    /// The rule (RFC 5545 RRULE), in canonical form.
    pub recurrence: Option<String>,
    /// The rule in words.
    pub recurrence_text: Option<String>,
    /// `due_date` or `completion_date`.
    pub recurrence_basis: Option<&'static str>,
    /// `next` or `each`.
    pub catch_up: Option<&'static str>,
    /// Its series.
    pub series_id: Option<Uuid>,
    /// `live`, `paused` or `ended` (by somebody, or because the rule has no further date).
    pub series_state: Option<&'static str>,
    /// Its number in the series.
    pub occurrence: Option<u32>,
    /// The local date, or date-time, that the rule gave.
    pub slot: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its reminders.
    pub reminders: Vec<ReminderView>,
    /// Grows by one with each change; also the `ETag`.
    pub version: i64,
    /// When it came to be (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it last changed (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// A reminder of a task.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Reminder)]
pub struct ReminderView {
    /// Its id.
    pub id: Uuid,
    /// How long before the due date (RFC 5545 duration); null for one at an instant of its own.
    pub before: Option<String>,
    /// The instant at which it comes (RFC 3339, UTC); null while the task has no due date.
    #[schema(format = DateTime)]
    pub remind_at: Option<String>,
    /// `waiting`, `planned`, `passed`, `fired`, `coalesced`, `missed` or `cancelled`.
    pub state: String,
    /// When it comes again, after it was put off (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub snoozed_until: Option<String>,
}

/// A part of a list of tasks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskPage {
    /// The tasks.
    pub items: Vec<TaskView>,
    /// Send this as `cursor` for the next part; null at the end.
    #[schema(value_type = Option<String>)]
    pub next_cursor: Option<String>,
}

impl TaskPage {
    pub(crate) fn of(page: &rondo_store::Page, last: &HashMap<SeriesId, Task>, person: &Person) -> Self {
        let shown = |task| TaskView::of(task, person).in_series(last, person);
        Self {
            items: page.tasks.iter().map(shown).collect(),
            next_cursor: page.next.as_ref().map(|next| PageToken::of(next).0),
        }
    }
}

impl TaskView {
    /// The task as that person sees it.
    pub fn of(task: &Task, person: &Person) -> Self {
        let series = task.recurring();
        let occurrence = task.occurrence.as_ref();
        Self {
            id: task.id.uuid(),
            title: task.title.to_string(),
            description: task.description.to_string(),
            is_completed: task.is_completed(),
            completed_at: task.completed_at.map(|at| at.to_string()),
            priority: task.priority.word(),
            due_date: task.due.map(|due| due.date.to_string()),
            due_time: task
                .due
                .and_then(|due| due.time)
                .map(|time| time.strftime("%H:%M").to_string()),
            due_at: task.due_at(person).map(|at| at.with_offset(person.zone_of(task))),
            time_zone: task.zone.as_ref().map(|zone| zone.name().to_owned()),
            is_recurring: series.is_some(),
            recurrence_frequency: series.map(rondo_domain::Series::frequency_word),
            recurrence: series.map(|series| series.rule.to_string()),
            recurrence_text: series.map(|series| series.rule.in_words()),
            recurrence_basis: series.map(|series| series.basis.word()),
            catch_up: series.map(|series| series.catch_up.word()),
            series_id: occurrence.map(|occurrence| occurrence.series.id.uuid()),
            series_state: task.series_state(person).map(rondo_domain::SeriesState::word),
            occurrence: occurrence.map(|occurrence| occurrence.number),
            slot: occurrence.map(|occurrence| occurrence.series.slot_text(occurrence.slot)),
            tags: task.tags.iter().map(ToString::to_string).collect(),
            reminders: task.reminders.iter().map(ReminderView::of).collect(),
            version: task.version.0,
            created_at: task.created_at.to_string(),
            updated_at: task.updated_at.to_string(),
        }
    }
}

impl TaskView {
    /// The same with the state of its series, as the last occurrence that was made of it tells.
    #[must_use]
    pub(crate) fn in_series(self, last: &HashMap<SeriesId, Task>, person: &Person) -> Self {
        let last = self.series_id.and_then(|id| last.get(&id.into()));
        let state = last.and_then(|last| last.series_state(person));
        Self {
            series_state: state.map(rondo_domain::SeriesState::word).or(self.series_state),
            ..self
        }
    }
}

impl ReminderView {
    /// The reminder as it is shown.
    pub fn of(reminder: &Reminder) -> Self {
        let state = reminder.state.word();
        Self {
            id: reminder.id.uuid(),
            before: match reminder.when {
                When::Before(before) => Some(before.to_string()),
                When::At(_) => None,
            },
            remind_at: reminder.at.map(|at| at.to_string()),
            // Why it was cancelled is for the ledger; here the task itself shows it.
            state: state.split('_').next().unwrap_or(state).to_owned(),
            snoozed_until: reminder.snoozed_until.map(|at| at.to_string()),
        }
    }
}
