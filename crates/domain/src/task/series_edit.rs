//! Editing a series as such, by way of its latest occurrence.

use crate::{Cause, Change, Context, Edit, Field, Invalid, Scope, Task};

impl Task {
    /// Edits the series of this occurrence, its latest. An open one takes the edit over, and moves on
    /// when its slot is left out from now on; a completed one is history and stays as it is. `None`
    /// when nothing changes.
    ///
    /// # Errors
    /// Every field that does not fit with the others.
    pub fn edit_series(self, edit: &Edit, context: Context<'_>) -> Result<Option<Change>, Invalid> {
        let is_open = self.is_open();
        // A completed one lends its place: what the edit does to it is not kept.
        let stand_in = Self {
            completed_at: None,
            deletion: None,
            ..self.clone()
        };
        let Some(change) = stand_in.edit(edit, Some(Scope::Series), context)? else {
            return Ok(None);
        };
        if is_open {
            return Ok(Some(change.because(Cause::SeriesChanged)));
        }
        let fields: Vec<Field> = change.fields().to_vec();
        let mut task = self;
        if let Some(series) = change.task().series() {
            task.set_series(series.clone());
        }
        let change = Change::of(task, crate::EventKind::Updated, Cause::SeriesChanged, context);
        Ok(Some(change.naming(fields).saving_series()))
    }

    /// Takes over what an edit of another occurrence changed in the series and its template, for an
    /// open one for which it holds too. `None` when nothing changes.
    pub fn follow(self, edited: &Self, fields: &[Field], context: Context<'_>) -> Option<Change> {
        let mut task = self.clone();
        for field in fields {
            task.take_over(*field, edited);
        }
        if let Some(series) = edited.series() {
            task.set_series(series.clone());
        }
        let changed = self.differences(&task);
        (!changed.is_empty()).then(|| task.edited(changed, false, context).because(Cause::SeriesChanged))
    }

    fn take_over(&mut self, field: Field, from: &Self) {
        match field {
            Field::Title => self.title = from.title.clone(),
            Field::Description => self.description = from.description.clone(),
            Field::Priority => self.priority = from.priority,
            Field::Tags => self.tags = from.tags.clone(),
            Field::TimeZone => self.zone.clone_from(&from.zone),
            Field::DueTime => {
                let time = from.due.and_then(|due| due.time);
                self.due = self.due.map(|due| crate::Due { time, ..due });
            }
            Field::Reminders => {
                let relative = from.reminders.iter().map(|reminder| reminder.when);
                let relative = relative.filter(|when| matches!(when, crate::When::Before(_)));
                self.reminders = crate::Reminder::keep(&self.reminders, crate::Reminder::list(self.id, relative));
            }
            // Where each stands, and what the series says, is not copied from one to another.
            Field::DueDate
            | Field::IsCompleted
            | Field::IsRecurring
            | Field::Recurrence
            | Field::RecurrenceBasis
            | Field::CatchUp
            | Field::SeriesState
            | Field::Exdates
            | Field::Rdates => {}
        }
    }
}
