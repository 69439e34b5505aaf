//! The data of a `reminders` event.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Priority;

/// A reminder that has come due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReminderEvent {
    /// Equal to the envelope's `id`; follows from the reminder and `remind_at`.
    pub event_id: Uuid,
    /// Always `reminder.due_soon`.
    pub event_type: ReminderEventType,
    /// When it fired (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    pub event_timestamp: String,
    /// Whom it reminds.
    pub user_id: Uuid,
    /// Of what.
    pub task: RemindedTask,
    /// What kind of reminder it is.
    pub reminder_type: ReminderType,
    /// Which reminder of the task.
    pub reminder_id: Uuid,
    /// The instant that it was set for (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    pub remind_at: String,
    /// Whether it comes more than 60 seconds after that.
    pub late: bool,
    /// Whom it reminds.
    pub recipient: Recipient,
    /// Counts this user's events without a gap, over all topics.
    pub user_sequence: i64,
}

/// The type of a reminder event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ReminderEventType {
    /// A reminder has come due.
    #[serde(rename = "reminder.due_soon")]
    DueSoon,
}

/// The kinds of reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ReminderType {
    /// Exactly 24 hours before the task is due.
    #[serde(rename = "24_hours_before")]
    DayBefore,
    /// Exactly one hour before the task is due.
    #[serde(rename = "1_hour_before")]
    HourBefore,
    /// Any other.
    #[serde(rename = "custom")]
    Custom,
}

impl ReminderType {
    /// The word for it in JSON and on the console.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DayBefore => "24_hours_before",
            Self::HourBefore => "1_hour_before",
            Self::Custom => "custom",
        }
    }
}

/// The task of a reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RemindedTask {
    /// Its id.
    pub id: Uuid,
    /// What to do.
    pub title: String,
    /// The details.
    pub description: String,
    /// ISO 8601: a date, or a date-time with offset when the task has a time.
    pub due_date: Option<String>,
    /// How much it matters.
    pub priority: Priority,
    /// The IANA zone it is fixed to; null floats with the user.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// Whom a reminder is for. Addresses of channels are never in an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recipient {
    /// What to call them.
    pub name: String,
    /// Where they live.
    pub time_zone: String,
}
