//! Editing a series as such, by way of its latest occurrence.

use crate::{Cause, Change, Context, Due, Edit, EventKind, Field, Invalid, Reminder, Scope, Task, When};

impl Task {
    /// Edits the series of this occurrence, its latest, and the template. An open one takes over what
    /// changes in them, and moves on when its slot is left out from now on; a completed one is history and
    /// stays as it is. `None` when nothing changes.
    ///
    /// # Errors
    /// Every field that does not fit with the others.
    pub fn edit_series(self, edit: &Edit, context: Context<'_>) -> Result<Option<Change>, Invalid> {
        let typical = self.typical();
        let Some(edited) = typical.edit(edit, Some(Scope::Series), context)? else {
            return Ok(None);
        };
        let (mut fields, edited) = (edited.fields().to_vec(), edited.into_task());
        let mut task = self;
        if !task.is_open() {
            fields.retain(|field| *field != Field::DueDate);
            task.share_series(&edited);
            let change = Change::of(task, EventKind::Updated, Cause::SeriesChanged, context);
            return Ok(Some(change.naming(fields).saving_series()));
        }
        for field in &fields {
            task.take_over(*field, &edited);
        }
        if fields.contains(&Field::DueDate) {
            task.due = edited.due;
        }
        task.occurrence = edited.occurrence;
        Ok(Some(task.edited(fields, true, context).because(Cause::SeriesChanged)))
    }

    /// This occurrence as its series makes one: open, and with nothing of its own but its date.
    fn typical(&self) -> Self {
        let mut typical = Self {
            completed_at: None,
            deletion: None,
            ..self.clone()
        };
        if let Some(series) = self.series() {
            let template = series.template.clone();
            typical.title = template.title;
            typical.description = template.description;
            typical.priority = template.priority;
            typical.tags = template.tags;
            typical.zone.clone_from(&series.zone);
            typical.due = self.due.map(|due| Due {
                time: series.template.time,
                ..due
            });
            typical.reminders = Reminder::list(self.id, template.reminders);
        }
        typical
    }

    /// Takes over what an edit of another occurrence changed in the series and its template, for an
    /// open one for which it holds too. `None` when nothing changes.
    pub fn follow(self, edited: &Self, fields: &[Field], context: Context<'_>) -> Option<Change> {
        let mut task = self.clone();
        for field in fields {
            task.take_over(*field, edited);
        }
        task.share_series(edited);
        let changed = self.differences(&task);
        (!changed.is_empty()).then(|| task.edited(changed, false, context).because(Cause::SeriesChanged))
    }

    fn share_series(&mut self, other: &Self) {
        if let Some(series) = other.series() {
            self.set_series(series.clone());
        }
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
                self.due = self.due.map(|due| Due { time, ..due });
            }
            Field::Reminders => {
                // Those at an instant of their own belong to one occurrence.
                let relative = |when: &When| matches!(when, When::Before(_));
                let whens = |task: &Self| task.reminders.iter().map(|reminder| reminder.when).collect::<Vec<_>>();
                let taken = whens(from).into_iter().filter(relative);
                let own = whens(self).into_iter().filter(|when| !relative(when));
                self.reminders = Reminder::keep(&self.reminders, Reminder::list(self.id, taken.chain(own)));
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
