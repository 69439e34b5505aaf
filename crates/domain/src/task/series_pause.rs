//! Pausing a series, and going on with it.

use crate::series::Closed;
use crate::{Cause, Change, Context, EventKind, Field, Follower, Series, SeriesState, Task};

impl Task {
    /// Pauses the series of this occurrence, its latest: what is open stays, nothing follows. `None`
    /// when it is not live.
    pub fn pause_series(self, context: Context<'_>) -> Option<Change> {
        self.series().filter(|series| series.state() == SeriesState::Live)?;
        Some(self.with_series_state(SeriesState::Paused, context))
    }

    /// Goes on with the paused series of this occurrence, its latest. `None` when it is not paused.
    pub fn resume_series(self, context: Context<'_>) -> Option<Change> {
        self.series().filter(|series| series.state() == SeriesState::Paused)?;
        Some(self.with_series_state(SeriesState::Live, context))
    }

    /// The occurrence that a series gets which goes on after a time in which nothing followed this
    /// one: the first from today on, or with catch-up `each` the first that is owed. If the rule came to
    /// its end meanwhile, the first that was missed: no series ends without a word. `None` when this one
    /// is still to be done, or the series has no more.
    pub fn go_on(&self, follower: &Follower, context: Context<'_>) -> Option<Change> {
        // Completed today, today's is done: so not before the day after the completion.
        let closed = match self.closing()? {
            Closed::Completed(at) if self.was_completed_on(context) => Closed::Completed(at),
            Closed::Completed(_) | Closed::Before(_) => Closed::Before(context.now),
            Closed::GivenUp(_) => Closed::GivenUp(context.now),
        };
        let missed = || self.series()?.missed_slot(follower.after);
        let slot = self.slot_after(follower, closed, context).or_else(missed)?;
        self.make_on(slot, follower, Cause::SeriesChanged, context)
    }

    fn was_completed_on(&self, context: Context<'_>) -> bool {
        let zone = context.person.zone_of(self);
        let day = |instant: crate::Timestamp| instant.in_zone(zone).date();
        self.completed_at.is_some_and(|at| day(at) == day(context.now))
    }

    fn with_series_state(mut self, state: SeriesState, context: Context<'_>) -> Change {
        if let Some(series) = self.series().cloned() {
            self.set_series(Series { said: state, ..series });
        }
        let change = Change::of(self, EventKind::Updated, Cause::SeriesChanged, context);
        change.naming(vec![Field::SeriesState]).saving_series()
    }
}
