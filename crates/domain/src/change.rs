//! A change of a task and its event, which cannot be had without one another.

use crate::{Actor, Context, Series, Task, Timestamp, Version};

/// What happened to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It came to be, or came back.
    Created,
    /// It was edited, reopened, moved or skipped on.
    Updated,
    /// It was completed.
    Completed,
    /// It was deleted or withdrawn.
    Deleted,
}

/// Why it happened, when the kind alone does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody asked for just this.
    User,
    /// The occurrence before it was completed.
    Completed,
    /// It, or the occurrence before it, was reopened.
    Reopened,
    /// Its slot, or the one before it, was given up.
    Skipped,
    /// Its series was changed.
    SeriesChanged,
    /// Its series was deleted.
    SeriesDeleted,
    /// It was brought back after a delete.
    Restored,
}

impl Cause {
    /// The word for it in events.
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Completed => "completed",
            Self::Reopened => "reopened",
            Self::Skipped => "skipped",
            Self::SeriesChanged => "series_changed",
            Self::SeriesDeleted => "series_deleted",
            Self::Restored => "restored",
        }
    }
}

/// The fields of a task by the names they have for clients, for the `changed` list of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Field {
    Title,
    Description,
    Priority,
    DueDate,
    DueTime,
    TimeZone,
    Tags,
    Reminders,
    IsCompleted,
    IsRecurring,
    Recurrence,
    RecurrenceBasis,
    CatchUp,
    SeriesState,
    Exdates,
    Rdates,
}

impl Field {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Priority => "priority",
            Self::DueDate => "due_date",
            Self::DueTime => "due_time",
            Self::TimeZone => "time_zone",
            Self::Tags => "tags",
            Self::Reminders => "reminders",
            Self::IsCompleted => "is_completed",
            Self::IsRecurring => "is_recurring",
            Self::Recurrence => "recurrence",
            Self::RecurrenceBasis => "recurrence_basis",
            Self::CatchUp => "catch_up",
            Self::SeriesState => "series_state",
            Self::Exdates => "exdates",
            Self::Rdates => "rdates",
        }
    }
}

/// What the row must be like for the change to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// There must be none yet.
    Absent,
    /// It must be at this version.
    At(Version),
}

/// The new state of a task together with the event that says so.
///
/// Only this crate builds one, and only the store takes one apart.
#[derive(Clone, Debug)]
#[must_use = "a change does nothing until a unit of work applies it"]
pub struct Change {
    task: Task,
    expected: Expected,
    kind: EventKind,
    cause: Cause,
    actor: Actor,
    at: Timestamp,
    fields: Vec<Field>,
    saves_series: bool,
}

impl Change {
    /// A change of a task that is there: the caller hands the state that the task gets, with the
    /// version it has; the version grows here.
    pub(crate) fn of(task: Task, kind: EventKind, cause: Cause, context: Context<'_>) -> Self {
        let expected = Expected::At(task.version);
        let task = Task {
            version: task.version.next(),
            updated_at: context.now,
            ..task
        };
        Self {
            task,
            expected,
            kind,
            cause,
            actor: context.actor,
            at: context.now,
            fields: Vec::new(),
            saves_series: false,
        }
    }

    /// A task that was not there before.
    pub(crate) fn birth(task: Task, cause: Cause, context: Context<'_>) -> Self {
        let (expected, kind) = (Expected::Absent, EventKind::Created);
        Self {
            task,
            expected,
            kind,
            cause,
            actor: context.actor,
            at: context.now,
            fields: Vec::new(),
            saves_series: false,
        }
    }

    /// Names the fields that changed.
    pub(crate) fn naming(self, fields: Vec<Field>) -> Self {
        Self { fields, ..self }
    }

    /// Says another cause.
    pub(crate) fn because(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    /// Stores the task's series as well: this change began it or altered it.
    pub(crate) fn saving_series(self) -> Self {
        Self {
            saves_series: true,
            ..self
        }
    }

    /// The task as it is after the change.
    pub const fn task(&self) -> &Task {
        &self.task
    }

    /// The task as it is after the change.
    pub fn into_task(self) -> Task {
        self.task
    }

    /// What the stored row must be like.
    pub const fn expected(&self) -> Expected {
        self.expected
    }

    /// What happened.
    pub const fn kind(&self) -> EventKind {
        self.kind
    }

    /// Why.
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// Through what.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// When.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The fields that an update changed.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Whether the task may be found by other tags than before.
    pub fn retags(&self) -> bool {
        match self.kind {
            EventKind::Created | EventKind::Deleted => true,
            EventKind::Updated | EventKind::Completed => self.fields.contains(&Field::Tags),
        }
    }

    /// The series' new state, when it changed as well.
    pub fn series(&self) -> Option<&Series> {
        self.task.series().filter(|_| self.saves_series)
    }
}
