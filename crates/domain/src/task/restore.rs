//! Bringing a deleted task back.

use crate::series::Closed;
use crate::{Cause, Change, Context, Deletion, EventKind, Follower, Series, Task};

/// For how many days after its deletion a task can be brought back.
pub const RESTORE_DAYS: i64 = 30;

/// What a restoration needs to know of the task's series.
#[derive(Clone, Debug, Default)]
pub struct Rest {
    /// What stands after the task.
    pub follower: Option<Follower>,
    /// The occurrences that were deleted with the series, the task itself perhaps among them.
    pub deleted: Vec<Task>,
    /// The last occurrence that nobody gave up and nothing withdrew, with what stands after it.
    pub last: Option<(Task, Follower)>,
}

/// What a request to restore came to.
#[derive(Debug)]
pub enum Restoration {
    /// The task was deleted: here it is again.
    Done {
        /// The restored task.
        task: Change,
        /// What goes with it: the occurrence that stood in for it, taken back because nobody had
        /// worked on it, or for a completed one the next, where none came; with a series whatever was
        /// deleted with that.
        others: Vec<Change>,
    },
    /// It was not deleted; nothing changes and nothing is published.
    Already(Task),
    /// It was deleted too long ago, or not by a person.
    Gone,
}

impl Task {
    /// Brings this task back with its id. What was deleted with its series in one step comes back in
    /// one step: the series lives again, and ends with an open occurrence.
    pub fn restore(self, rest: Rest, context: Context<'_>) -> Restoration {
        let (deleted_at, reason) = match self.deletion {
            None => return Restoration::Already(self),
            Some((_, Deletion::Withdrawn)) => return Restoration::Gone,
            Some(deletion) => deletion,
        };
        if context.now.seconds_since(deleted_at) > RESTORE_DAYS * 86_400 {
            return Restoration::Gone;
        }
        if reason == Deletion::Series {
            return self.restore_series(rest, context);
        }
        let task = self.brought_back(context);
        let other = rest.follower.and_then(|follower| match task.completed_at {
            None => Some(follower.untouched()?.clone().withdraw(Cause::Restored, context)),
            // Given up while its series was deleted, it had no next.
            Some(completed_at) => task.make_next(&follower, Closed::Completed(completed_at), Cause::Restored, context),
        });
        Restoration::Done {
            task: Change::of(task, EventKind::Created, Cause::Restored, context),
            others: other.into_iter().collect(),
        }
    }

    fn restore_series(self, rest: Rest, context: Context<'_>) -> Restoration {
        let back = |mut task: Self| {
            task.enliven();
            let task = task.brought_back(context);
            Change::of(task, EventKind::Created, Cause::Restored, context).saving_series()
        };
        let mut others: Vec<Change> = rest.deleted.into_iter().filter(|task| task.id != self.id).map(back).collect();
        // Its completion may not have been followed yet when the series was deleted.
        let next = rest.last.and_then(|(mut last, follower)| {
            last.enliven();
            last.make_next(&follower, Closed::Completed(last.completed_at?), Cause::Restored, context)
        });
        others.extend(next);
        Restoration::Done {
            task: back(self),
            others,
        }
    }

    fn enliven(&mut self) {
        if let Some(series) = self.series().cloned() {
            self.set_series(Series {
                deleted: false,
                ..series
            });
        }
    }

    fn brought_back(self, context: Context<'_>) -> Self {
        let mut task = Self { deletion: None, ..self };
        task.touch();
        task.plan(context);
        task
    }
}
