//! Deleting a task: this occurrence, or its whole series.

use crate::series::Closed;
use crate::{Cause, Change, Context, Deletion, Follower, Series, Task};

impl Task {
    /// Deletes this task alone. A series goes on: its next occurrence comes in the same transaction,
    /// and the deleted slot never comes back.
    pub fn delete(self, follower: Option<&Follower>, context: Context<'_>) -> Vec<Change> {
        let next = follower.and_then(|follower| {
            let given_up = Closed::GivenUp(context.now);
            let closed = self.completed_at.map_or(given_up, Closed::Completed);
            self.make_next(follower, closed, Cause::Skipped, context)
        });
        let deleted = self.close(Deletion::User, Cause::User, context);
        [deleted].into_iter().chain(next).collect()
    }

    /// Ends this task's series and deletes what is open of it; what was completed stays.
    ///
    /// `open` are the open occurrences of the series. A task without a series, or of one that has ended
    /// before, is deleted alone.
    pub fn delete_series(self, open: Vec<Self>, context: Context<'_>) -> Vec<Change> {
        let Some(series) = self.recurring().cloned() else {
            return self.delete(None, context);
        };
        let ended = Series { deleted: true, ..series };
        let closes = |mut task: Self| {
            task.set_series(ended.clone());
            task.close(Deletion::Series, Cause::SeriesDeleted, context).saving_series()
        };
        let others = open.into_iter().filter(|task| task.id != self.id).collect::<Vec<_>>();
        [self].into_iter().chain(others).map(closes).collect()
    }
}
