//! Firing what is due.

use crate::{Before, Context, EventId, ReminderId, ReminderState, Task, Timestamp, When};

/// A reminder that comes later than this after its time says so.
pub const LATE_AFTER_SECONDS: i64 = 60;

/// A reminder that could not come for this long never does.
pub const MISSED_AFTER_SECONDS: i64 = 24 * 3600;

/// The reminders of a task in a new state, with the event when one of them fired.
///
/// The task's version stays: nothing that a person wrote has changed.
#[derive(Clone, Debug)]
#[must_use = "nothing fires until a unit of work applies it"]
pub struct Reminding {
    task: Task,
    fired: Option<Fired>,
}

/// A reminder that fired.
#[derive(Clone, Copy, Debug)]
pub struct Fired {
    /// Which.
    pub reminder: ReminderId,
    /// The instant it was set for.
    pub remind_at: Timestamp,
    /// When it fired.
    pub at: Timestamp,
    /// What kind it is.
    pub kind: ReminderKind,
}

impl Fired {
    /// The event's id. It follows from the reminder and its instant, so that two schedulers that
    /// race make the same event.
    pub fn event(&self) -> EventId {
        self.reminder.derive(&self.remind_at.to_string()).into()
    }

    /// Whether it comes noticeably after its time.
    pub fn is_late(&self) -> bool {
        self.at.seconds_since(self.remind_at) > LATE_AFTER_SECONDS
    }
}

/// The kinds of reminders that events tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderKind {
    /// Exactly 24 hours before.
    DayBefore,
    /// Exactly one hour before.
    HourBefore,
    /// Any other.
    Custom,
}

impl ReminderKind {
    /// The kind of a reminder set so.
    pub fn of(when: When) -> Self {
        match when {
            When::Before(before) if before == Before::hours(24) => Self::DayBefore,
            When::Before(before) if before == Before::hours(1) => Self::HourBefore,
            _ => Self::Custom,
        }
    }

    /// The word for it in events.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DayBefore => "24_hours_before",
            Self::HourBefore => "1_hour_before",
            Self::Custom => "custom",
        }
    }
}

impl Reminding {
    /// Reminders that moved without a word.
    pub(crate) const fn quiet(task: Task) -> Self {
        Self { task, fired: None }
    }

    /// The task with its reminders as they now are.
    pub const fn task(&self) -> &Task {
        &self.task
    }

    /// The one that fired.
    pub const fn fired(&self) -> Option<&Fired> {
        self.fired.as_ref()
    }
}

impl Task {
    /// Fires what is due. Several of one task that are due at once come as one, the latest; what
    /// could not come for a day is missed. `None` when nothing is due.
    pub fn fire(self, context: Context<'_>) -> Option<Reminding> {
        let now = context.now;
        let due = |at: &Timestamp| *at <= now;
        let latest = self
            .reminders
            .iter()
            .filter_map(|reminder| reminder.fires_at().filter(due).map(|at| (at, reminder.id)))
            .max()?;
        let in_time = now.seconds_since(latest.0) <= MISSED_AFTER_SECONDS;
        let mut task = self;
        let mut fired = None;
        for reminder in &mut task.reminders {
            let Some(at) = reminder.fires_at().filter(due) else { continue };
            reminder.snoozed_until = None;
            reminder.state = match now.seconds_since(at) <= MISSED_AFTER_SECONDS {
                false => ReminderState::Missed,
                true if reminder.id == latest.1 => ReminderState::Fired,
                true => ReminderState::Coalesced,
            };
            if in_time && reminder.id == latest.1 {
                fired = Some(Fired {
                    reminder: reminder.id,
                    remind_at: at,
                    at: now,
                    kind: ReminderKind::of(reminder.when),
                });
            }
        }
        Some(Reminding { task, fired })
    }
}
