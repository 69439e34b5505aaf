//! The data of a `task-events` event.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What happened to a task, and the task as it is after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaskEvent {
    /// Equal to the envelope's `id`.
    pub event_id: Uuid,
    /// What happened.
    pub event_type: TaskEventType,
    /// The clock reading of the change (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    pub event_timestamp: String,
    /// Whose task it is.
    pub user_id: Uuid,
    /// The task after the change.
    pub task: TaskState,
    /// Counts this user's events without a gap; the same as the order of the changes.
    pub user_sequence: i64,
    /// The fields that an update changed.
    #[serde(default)]
    pub changed: Vec<String>,
    /// Through what the change was asked for.
    pub actor: EventActor,
    /// Why it happened.
    pub cause: EventCause,
}

/// What happened to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TaskEventType {
    /// It came to be, or came back.
    #[serde(rename = "task.created")]
    Created,
    /// It was edited, reopened, moved or skipped on.
    #[serde(rename = "task.updated")]
    Updated,
    /// It was completed.
    #[serde(rename = "task.completed")]
    Completed,
    /// It was deleted or withdrawn; this is its last state.
    #[serde(rename = "task.deleted")]
    Deleted,
}

/// Through what a change was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the contract")]
pub enum EventActor {
    Rest,
    Chat,
    Mcp,
    Web,
    Cli,
    Recurrence,
    Import,
}

/// Why a change happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the contract")]
pub enum EventCause {
    User,
    Completed,
    Reopened,
    Skipped,
    SeriesChanged,
    SeriesDeleted,
    Restored,
}

/// How much a task matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the contract")]
pub enum Priority {
    High,
    Medium,
    Low,
}

/// The friendly word for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the contract")]
pub enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
    Custom,
}

/// A task, as events carry it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaskState {
    /// Its id.
    pub id: Uuid,
    /// What to do.
    pub title: String,
    /// The details.
    pub description: String,
    /// Whether it is done.
    pub is_completed: bool,
    /// How much it matters.
    pub priority: Priority,
    /// ISO 8601: a date, or a date-time with offset when the task has a time.
    pub due_date: Option<String>,
    /// Whether it belongs to a series that has not ended.
    pub is_recurring: bool,
    /// The friendly word for its rule.
    pub recurrence_frequency: Option<Frequency>,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it came to be (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    pub created_at: String,
    /// When it last changed (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    pub updated_at: String,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was completed (RFC 3339, UTC).
    #[serde(default)]
    pub completed_at: Option<String>,
    /// The time of day at which it is due, `HH:MM`, in its zone.
    #[serde(default)]
    pub due_time: Option<String>,
    /// The IANA zone it is fixed to; null floats with the user.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Its series.
    #[serde(default)]
    pub series_id: Option<Uuid>,
    /// `live`, `paused` or `ended` (by somebody, or because the rule has no further date).
    #[serde(default)]
    pub series_state: Option<String>,
    /// Its number in the series.
    #[serde(default)]
    pub occurrence: Option<u32>,
    /// The local date, or date-time, that the rule gave.
    #[serde(default)]
    pub slot: Option<String>,
    /// The rule (RFC 5545 RRULE).
    #[serde(default)]
    pub recurrence: Option<String>,
    /// The first slot of the series (RFC 5545 DTSTART).
    #[serde(default)]
    pub recurrence_start: Option<String>,
    /// `due_date` or `completion_date`.
    #[serde(default)]
    pub recurrence_basis: Option<String>,
    /// `next` or `each`.
    #[serde(default)]
    pub catch_up: Option<String>,
}
