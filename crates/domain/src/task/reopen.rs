//! Reopening a completed task.

use crate::{Cause, Change, Context, Deletion, EventKind, Field, Follower, Task};

/// What a request to reopen came to.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one is made at a time and taken apart at once")]
pub enum Reopening {
    /// The task was completed: here it is open again.
    Done {
        /// The reopened task.
        task: Change,
        /// The next occurrence, taken back because nobody had worked on it.
        withdrawn: Option<Change>,
    },
    /// It was open; nothing changes and nothing is published.
    Already(Task),
}

impl Task {
    /// Opens this task again, and withdraws the next occurrence unless somebody worked on that.
    pub fn reopen(self, follower: Option<&Follower>, context: Context<'_>) -> Reopening {
        if !self.is_completed() {
            return Reopening::Already(self);
        }
        let mut task = Self {
            completed_at: None,
            ..self
        };
        task.touch();
        task.plan(context);
        let withdrawn = follower
            .and_then(Follower::untouched)
            .map(|next| next.clone().withdraw(Cause::Reopened, context));
        let change = Change::of(task, EventKind::Updated, Cause::Reopened, context);
        Reopening::Done {
            task: change.naming(vec![Field::IsCompleted]),
            withdrawn,
        }
    }

    /// Takes back an occurrence that nobody worked on.
    pub(crate) fn withdraw(self, cause: Cause, context: Context<'_>) -> Change {
        self.close(Deletion::Withdrawn, cause, context)
    }

    /// Deletes this row for that reason.
    pub(crate) fn close(self, reason: Deletion, cause: Cause, context: Context<'_>) -> Change {
        let mut task = Self {
            deletion: Some((context.now, reason)),
            ..self
        };
        task.plan(context);
        Change::of(task, EventKind::Deleted, cause, context)
    }
}
