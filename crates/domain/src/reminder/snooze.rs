//! Adding a reminder, taking one away, putting one off.

use crate::Series;
use crate::{
    Change, Context, Field, Invalid, MAX_REMINDERS, Reminder, ReminderId, ReminderState, Task, Template, Timestamp, When,
};

impl Task {
    /// Adds a reminder. `None` when the task has it already.
    ///
    /// # Errors
    /// `reminders`, when there are too many.
    pub fn add_reminder(self, when: When, context: Context<'_>) -> Result<Option<Change>, Invalid> {
        let added = Reminder::list(self.id, [when]);
        if self.reminders.iter().any(|known| known.id == added[0].id) {
            return Ok(None);
        }
        if self.reminders.len() == MAX_REMINDERS {
            return Err(Invalid::field(
                "reminders",
                format!("a task may have at most {MAX_REMINDERS}"),
            ));
        }
        let mut task = self;
        task.reminders.extend(added);
        Ok(Some(task.with_reminders_changed(context)))
    }

    /// Takes a reminder away. `None` when the task has no such reminder.
    pub fn remove_reminder(self, id: ReminderId, context: Context<'_>) -> Option<Change> {
        let mut task = self;
        let before = task.reminders.len();
        task.reminders.retain(|reminder| reminder.id != id);
        (task.reminders.len() < before).then(|| task.with_reminders_changed(context))
    }

    /// Has a reminder come again at that instant. `None` when the task has no such reminder.
    ///
    /// # Errors
    /// `until`, when that is not in the future or the task is closed.
    pub fn snooze(self, id: ReminderId, until: Timestamp, context: Context<'_>) -> Result<Option<Change>, Invalid> {
        if until <= context.now {
            return Err(Invalid::field("until", "must be in the future"));
        }
        if !self.is_open() {
            return Err(Invalid::field("until", "the task is completed: nothing reminds of it"));
        }
        let mut task = self;
        let Some(reminder) = task.reminders.iter_mut().find(|reminder| reminder.id == id) else {
            return Ok(None);
        };
        reminder.state = ReminderState::Planned;
        reminder.snoozed_until = Some(until);
        Ok(Some(task.edited(vec![Field::Reminders], false, context)))
    }

    /// The change of the reminders, which the next occurrences take over.
    fn with_reminders_changed(mut self, context: Context<'_>) -> Change {
        let series = self.recurring().filter(|_| !self.is_completed()).cloned();
        let saves = series.is_some();
        if let Some(series) = series {
            let reminders = Template::of(&self).reminders;
            self.set_series(Series {
                template: Template {
                    reminders,
                    ..series.template.clone()
                },
                ..series
            });
        }
        self.edited(vec![Field::Reminders], saves, context)
    }
}
