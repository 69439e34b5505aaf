//! Bringing a deleted task back.

use crate::{Cause, Change, Context, Deletion, EventKind, Follower, Series, SeriesState, Task};

/// For how many days after its deletion a task can be brought back.
pub const RESTORE_DAYS: i64 = 30;

/// What a request to restore came to.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one is made at a time and taken apart at once")]
pub enum Restoration {
    /// The task was deleted: here it is again.
    Done {
        /// The restored task.
        task: Change,
        /// The occurrence that stood in for it, taken back because nobody had worked on it.
        withdrawn: Option<Change>,
    },
    /// It was not deleted; nothing changes and nothing is published.
    Already(Task),
    /// It was deleted too long ago, or not by a person.
    Gone,
}

impl Task {
    /// Brings this task back with its id. Deleted with its series, the series lives again too.
    pub fn restore(self, follower: Option<&Follower>, context: Context<'_>) -> Restoration {
        let (deleted_at, reason) = match self.deletion {
            None => return Restoration::Already(self),
            Some((_, Deletion::Withdrawn)) => return Restoration::Gone,
            Some(deletion) => deletion,
        };
        if context.now.seconds_since(deleted_at) > RESTORE_DAYS * 86_400 {
            return Restoration::Gone;
        }
        let mut task = Self { deletion: None, ..self };
        let with_series = (reason == Deletion::Series).then(|| task.series().cloned()).flatten();
        let saves_series = with_series.is_some();
        if let Some(series) = with_series {
            task.set_series(Series {
                state: SeriesState::Live,
                ..series
            });
        }
        task.touch();
        task.plan(context);
        let stand_in = follower.filter(|_| task.is_open()).and_then(Follower::untouched);
        let withdrawn = stand_in.map(|next| next.clone().withdraw(Cause::Restored, context));
        let change = Change::of(task, EventKind::Created, Cause::Restored, context);
        Restoration::Done {
            task: if saves_series { change.saving_series() } else { change },
            withdrawn,
        }
    }
}
