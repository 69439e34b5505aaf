//! Reminders: when each is to come, and what became of it.

mod before;
mod fire;
mod plan;
mod snooze;

pub use before::Before;
pub use fire::{Fired, LATE_AFTER_SECONDS, MISSED_AFTER_SECONDS, ReminderKind, Reminding};

use crate::{ReminderId, TaskId, Timestamp};

/// The most reminders that a task may have.
pub const MAX_REMINDERS: usize = 20;

/// When a reminder is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Some time before the task is due.
    Before(Before),
    /// At an instant of its own, wherever the due date goes.
    At(Timestamp),
}

impl When {
    /// A name that is the same for the same time: what the reminder's id follows from.
    fn name(self) -> String {
        match self {
            Self::Before(before) => before.to_string(),
            Self::At(instant) => instant.to_string(),
        }
    }
}

/// What became of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderState {
    /// The task has no due date to count from.
    Waiting,
    /// It will come.
    Planned,
    /// Its time was over when it was planned: it never comes.
    Passed,
    /// It came.
    Fired,
    /// Another one of the task came in its stead at the same moment.
    Coalesced,
    /// Nothing ran at its time, nor for a day after it.
    Missed,
    /// The task was closed before its time.
    Cancelled(CancelReason),
}

/// What closed the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelReason {
    /// It was completed.
    Completed,
    /// It was deleted or withdrawn.
    Deleted,
}

impl ReminderState {
    /// Every state with its word in JSON and in the database.
    const WORDS: [(Self, &str); 8] = [
        (Self::Waiting, "waiting"),
        (Self::Planned, "planned"),
        (Self::Passed, "passed"),
        (Self::Fired, "fired"),
        (Self::Coalesced, "coalesced"),
        (Self::Missed, "missed"),
        (Self::Cancelled(CancelReason::Completed), "cancelled_completed"),
        (Self::Cancelled(CancelReason::Deleted), "cancelled_deleted"),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(state, _)| *state == self)
            .map_or("waiting", |(_, word)| word)
    }

    /// The state of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(state, _)| *state)
    }
}

/// One reminder of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Follows from the task and [`Reminder::when`]: a task has each reminder once.
    pub id: ReminderId,
    /// When it is to come.
    pub when: When,
    /// The instant that this gives, when the task has a due date.
    pub at: Option<Timestamp>,
    /// What became of it.
    pub state: ReminderState,
    /// When it comes again, after it was put off.
    pub snoozed_until: Option<Timestamp>,
}

impl Reminder {
    /// The reminders of a task, not planned yet; a repeated one counts once.
    pub fn list(task: TaskId, whens: impl IntoIterator<Item = When>) -> Vec<Self> {
        let mut reminders: Vec<Self> = Vec::new();
        for when in whens {
            let id = ReminderId::from(task.derive(&when.name()));
            if reminders.iter().all(|known| known.id != id) {
                reminders.push(Self {
                    id,
                    when,
                    at: None,
                    state: ReminderState::Waiting,
                    snoozed_until: None,
                });
            }
        }
        reminders
    }

    /// The wanted reminders, each as it stands when it is there already.
    pub(crate) fn keep(present: &[Self], wanted: Vec<Self>) -> Vec<Self> {
        let standing = |wanted: Self| present.iter().copied().find(|known| known.id == wanted.id).unwrap_or(wanted);
        wanted.into_iter().map(standing).collect()
    }

    /// The instant at which it will come, if it will.
    pub fn fires_at(&self) -> Option<Timestamp> {
        let instant = self.snoozed_until.or(self.at);
        instant.filter(|_| self.state == ReminderState::Planned)
    }

    /// Whether it reached, or should have reached, the person.
    pub(crate) const fn has_fired(&self) -> bool {
        matches!(self.state, ReminderState::Fired | ReminderState::Coalesced) || self.snoozed_until.is_some()
    }
}
