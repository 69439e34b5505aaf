//! The next occurrence of a recurring task.
//!
//! One successor, ever: its number is the next one and its id follows from series and number, so
//! that two makers make the same row.

use std::sync::Arc;

use crate::series::Closed;
use crate::{Cause, Change, Context, EventKind, Follower, Occurrence, Reminder, Series, SeriesState, Slot, Task, Version};

impl Task {
    /// The occurrence that follows this completed one, unless there is one, the task is no longer
    /// completed (by `seen`, the version that the event told of, or a later one), or the series does
    /// not go on.
    pub fn successor(&self, seen: Version, follower: &Follower, context: Context<'_>) -> Option<Change> {
        let completed_at = self.completed_at.filter(|_| self.version >= seen)?;
        self.make_next(follower, Closed::Completed(completed_at), Cause::Completed, context)
    }

    /// The occurrence that follows this one, which was closed so.
    pub(crate) fn make_next(
        &self,
        follower: &Follower,
        closed: Closed,
        cause: Cause,
        context: Context<'_>,
    ) -> Option<Change> {
        let slot = self.slot_after(follower, closed, context)?;
        self.make_on(slot, follower, cause, context)
    }

    /// The slot of the occurrence that follows this one, which was closed so.
    pub(crate) fn slot_after(&self, follower: &Follower, closed: Closed, context: Context<'_>) -> Option<Slot> {
        let series = self.series()?;
        let zone = series.zone.as_ref().unwrap_or(&context.person.zone);
        series.next_slot(follower.number, follower.after, closed, zone)
    }

    /// The occurrence that follows this one on that slot, if the series is live and its place is free.
    pub(crate) fn make_on(&self, slot: Slot, follower: &Follower, cause: Cause, context: Context<'_>) -> Option<Change> {
        let series = &self.occurrence.as_ref()?.series;
        if series.state() != SeriesState::Live || !follower.is_free() {
            return None;
        }
        let made = Self::occurrence_of(series, follower.number, slot, context);
        Some(match &follower.task {
            None => Change::birth(made, cause, context),
            Some(withdrawn) => {
                let revived = Self {
                    version: withdrawn.version,
                    created_at: withdrawn.created_at,
                    ..made
                };
                Change::of(revived, EventKind::Created, cause, context)
            }
        })
    }

    /// The series' occurrence of that number, fresh from the template.
    fn occurrence_of(series: &Arc<Series>, number: u32, slot: Slot, context: Context<'_>) -> Self {
        let id = series.occurrence_id(number);
        let template = series.template.clone();
        let mut task = Self {
            id,
            title: template.title,
            description: template.description,
            priority: template.priority,
            due: Some(series.due_on(slot)),
            zone: series.zone.clone(),
            tags: template.tags,
            reminders: Reminder::list(id, template.reminders),
            occurrence: Some(Occurrence {
                series: Arc::clone(series),
                number,
                slot,
                touched: false,
            }),
            completed_at: None,
            deletion: None,
            version: Version::FIRST,
            created_at: context.now,
            updated_at: context.now,
        };
        task.plan(context);
        task
    }
}
