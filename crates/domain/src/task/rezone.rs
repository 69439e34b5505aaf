//! A person moves to another zone.

use crate::reminder::Reminding;
use crate::{Cause, Change, Context, EventKind, Field, Task};

/// What a person's move means for one task.
#[derive(Debug)]
pub enum Rezoned {
    /// Its due time is another instant now: an event says so.
    Announced(Change),
    /// It is due on the same date as before; only its reminders move.
    Quietly(Reminding),
}

impl Task {
    /// Plans a floating task anew in the person's new zone. `None` for a task that stays as it is:
    /// closed, fixed to a zone of its own, or without a date.
    pub fn rezone(self, context: Context<'_>) -> Option<Rezoned> {
        let due = self.due.filter(|_| self.is_open() && self.zone.is_none())?;
        let mut task = self;
        task.plan(context);
        Some(match due.time {
            None => Rezoned::Quietly(Reminding::quiet(task)),
            Some(_) => {
                let change = Change::of(task, EventKind::Updated, Cause::User, context);
                Rezoned::Announced(change.naming(vec![Field::DueDate]))
            }
        })
    }
}
