//! A person moves to another zone, or likes to be reminded at another time of day.

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
    /// Plans a floating task anew by the person's new settings; `moves` when the zone is among them.
    /// `None` for a task that stays as it is: closed, fixed to a zone of its own, or without a date.
    pub fn rezone(self, moves: bool, context: Context<'_>) -> Option<Rezoned> {
        let due = self.due.filter(|_| self.is_open() && self.zone.is_none())?;
        let mut task = self;
        task.plan(context);
        Some(match due.time {
            Some(_) if moves => {
                let change = Change::of(task, EventKind::Updated, Cause::User, context);
                Rezoned::Announced(change.naming(vec![Field::DueDate]))
            }
            _ => Rezoned::Quietly(Reminding::quiet(task)),
        })
    }
}
