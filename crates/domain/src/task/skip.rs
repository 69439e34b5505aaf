//! Skipping an occurrence: the task moves on to its next slot.

use crate::series::Closed;
use crate::{Cause, Change, Context, EventKind, Field, Follower, Slot, Task};

/// What a request to skip came to.
#[derive(Debug)]
pub enum Skipping {
    /// The task stands on its next slot.
    Done(Change),
    /// It no longer stands on the slot that was meant; nothing changes.
    Already(Task),
    /// It is not an open occurrence of a series that goes on: there is nothing to skip to.
    Impossible(&'static str),
}

impl Task {
    /// Gives this occurrence's slot up and moves the same task to the next one. `meant` is the slot
    /// that the caller saw, so that a skip sent twice skips once. `follower` is what stands after this
    /// occurrence; `None` for a task without a series.
    pub fn skip(self, meant: Option<Slot>, follower: Option<&Follower>, context: Context<'_>) -> Skipping {
        let occurrence = self.occurrence.as_ref().filter(|_| self.recurring().is_some());
        let (Some(occurrence), Some(follower)) = (occurrence, follower) else {
            return Skipping::Impossible("the task does not recur");
        };
        // As it is shown: a slot from before a change of the rule may have a time that is shown no more.
        let shown = |slot| occurrence.series.slot_text(slot);
        if meant.is_some_and(|slot| shown(slot) != shown(occurrence.slot)) {
            return Skipping::Already(self);
        }
        if self.is_completed() {
            return Skipping::Impossible("the task is completed; skip the next one");
        }
        if !follower.is_free() {
            return Skipping::Impossible("the next one is there already; delete this one instead");
        }
        let (series, zone) = (occurrence.series.clone(), context.person.zone_of(&self));
        let closed = Closed::GivenUp(context.now);
        let Some(slot) = series.next_slot(occurrence.number, follower.after, closed, zone) else {
            return Skipping::Impossible("this is the last one of its series; complete or delete it");
        };
        let change = self.moved_to(slot, Cause::Skipped, context);
        Skipping::Done(change)
    }

    /// The change that puts this occurrence on another slot of its series.
    pub(crate) fn moved_to(self, slot: Slot, cause: Cause, context: Context<'_>) -> Change {
        let before = self.due;
        let mut task = self;
        task.stand_on(slot);
        task.plan(context);
        let time = |due: Option<crate::Due>| due.and_then(|due| due.time);
        let moved_time = time(before) != time(task.due);
        let fields = [Some(Field::DueDate), moved_time.then_some(Field::DueTime)];
        Change::of(task, EventKind::Updated, cause, context).naming(fields.into_iter().flatten().collect())
    }

    /// Stands on that slot, due as the series says.
    pub(super) fn stand_on(&mut self, slot: Slot) {
        if let Some(occurrence) = &mut self.occurrence {
            occurrence.slot = slot;
            occurrence.touched = true;
            self.due = Some(occurrence.series.due_on(slot));
        }
    }
}
