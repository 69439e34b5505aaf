//! Editing a task.
//!
//! A field that the edit does not name stays. On a recurring task an edit of the due date or time
//! alone moves this occurrence; any other edit holds for those that follow as well.

use jiff::civil::{Date, Time};

use crate::series::RepeatEdit;
use crate::{
    Cause, Change, Context, Description, Due, EventKind, Field, Invalid, Patch, Priority, Reminder, Series, Tags, Task,
    Template, Title, When, Zone,
};

/// The fields to change; `None` leaves one as it is.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each is the field of that name of a task")]
pub struct Edit {
    pub title: Option<Title>,
    pub description: Option<Description>,
    pub priority: Option<Priority>,
    pub date: Patch<Date>,
    pub time: Patch<Time>,
    pub zone: Patch<Zone>,
    pub tags: Option<Tags>,
    /// Cleared, they are the person's defaults again.
    pub reminders: Patch<Vec<When>>,
    pub repeat: RepeatEdit,
}

impl Task {
    /// Makes the edit. `None` when it changes nothing: then nothing is published either.
    ///
    /// # Errors
    /// Every field that does not fit with the others.
    pub fn edit(self, edit: &Edit, context: Context<'_>) -> Result<Option<Change>, Invalid> {
        let mut task = self.clone();
        task.take(edit, context)?;
        task.take_repeat(edit, context)?;
        let fields = self.differences(&task);
        if fields.is_empty() {
            return Ok(None);
        }
        task.carry_forward(&fields);
        let saves_series = task.series() != self.series();
        Ok(Some(task.edited(fields, saves_series, context)))
    }

    /// The change that an edit of these fields comes to.
    pub(crate) fn edited(mut self, fields: Vec<Field>, saves_series: bool, context: Context<'_>) -> Change {
        self.touch();
        self.plan(context);
        let change = Change::of(self, EventKind::Updated, Cause::User, context).naming(fields);
        if saves_series { change.saving_series() } else { change }
    }

    /// Takes over the fields that stand for themselves.
    fn take(&mut self, edit: &Edit, context: Context<'_>) -> Result<(), Invalid> {
        let edit = edit.clone();
        self.title = edit.title.unwrap_or(self.title.clone());
        self.description = edit.description.unwrap_or(self.description.clone());
        self.priority = edit.priority.unwrap_or(self.priority);
        self.tags = edit.tags.unwrap_or(self.tags.clone());
        self.zone = edit.zone.over(self.zone.take());
        self.due = due_after(self.due, edit.date, edit.time)?;
        if let Some(whens) = edit.reminders.or_when_cleared(|| context.person.default_reminders()) {
            self.reminders = Reminder::keep(&self.reminders, Reminder::list(self.id, whens));
        }
        Ok(())
    }

    /// Takes over what the edit says about recurring.
    fn take_repeat(&mut self, edit: &Edit, context: Context<'_>) -> Result<(), Invalid> {
        match self.recurring().cloned() {
            None => match edit.repeat.begin()? {
                None => Ok(()),
                Some(repeat) => self.begin_series(&repeat, self.due.and_then(|due| due.time), context),
            },
            Some(series) => {
                let zone = context.person.zone_of(self).clone();
                let due = self.due;
                let changed = Series {
                    zone: self.zone.clone(),
                    ..series
                }
                .edit(&edit.repeat, due, &zone, context.now)?;
                let slot = changed.slot;
                self.set_series(changed.series);
                if let (Some(slot), Some(occurrence)) = (slot, &mut self.occurrence) {
                    occurrence.slot = slot;
                }
                match (self.recurring(), self.due) {
                    (Some(_), None) => Err(Invalid::field(
                        "due_date",
                        "a recurring task needs one; to end the recurrence send \"recurrence\": null as well",
                    )),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Has the series' next occurrences take after this one, when the edit is about more than where
    /// this one stands. What was completed is history and shapes nothing.
    fn carry_forward(&mut self, fields: &[Field]) {
        let moves_only = fields.iter().all(|field| matches!(field, Field::DueDate | Field::DueTime));
        let Some(series) = self.recurring().filter(|_| !moves_only && !self.is_completed()).cloned() else {
            return;
        };
        let mut template = Template::of(self);
        if !fields.contains(&Field::DueTime) {
            template.time = series.template.time;
        }
        self.set_series(Series { template, ..series });
    }

    /// The fields in which the other state of this task differs.
    fn differences(&self, other: &Self) -> Vec<Field> {
        let date = |task: &Self| task.due.map(|due| due.date);
        let time = |task: &Self| task.due.and_then(|due| due.time);
        let whens = |task: &Self| task.reminders.iter().map(|reminder| reminder.when).collect::<Vec<_>>();
        let rule = |task: &Self| task.recurring().map(|series| series.rule.clone());
        let basis = |task: &Self| task.recurring().map(|series| series.basis);
        let catch_up = |task: &Self| task.recurring().map(|series| series.catch_up);
        let stays_recurring = self.recurring().is_some() && other.recurring().is_some();
        [
            (Field::Title, self.title != other.title),
            (Field::Description, self.description != other.description),
            (Field::Priority, self.priority != other.priority),
            (Field::DueDate, date(self) != date(other)),
            (Field::DueTime, time(self) != time(other)),
            (Field::TimeZone, self.zone != other.zone),
            (Field::Tags, self.tags != other.tags),
            (Field::Reminders, whens(self) != whens(other)),
            (Field::IsRecurring, self.recurring().is_some() != other.recurring().is_some()),
            (Field::Recurrence, rule(self) != rule(other)),
            (Field::RecurrenceBasis, stays_recurring && basis(self) != basis(other)),
            (Field::CatchUp, stays_recurring && catch_up(self) != catch_up(other)),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

/// The due date after an edit: the time stays when only the date changes, and goes with the date.
fn due_after(due: Option<Due>, date: Patch<Date>, time: Patch<Time>) -> Result<Option<Due>, Invalid> {
    match (date.over(due.map(|due| due.date)), time) {
        (Some(date), time) => Ok(Some(Due {
            date,
            time: time.over(due.and_then(|due| due.time)),
        })),
        (None, Patch::Set(_)) => Err(Invalid::field("due_time", "needs a due_date")),
        (None, Patch::Keep | Patch::Clear) => Ok(None),
    }
}
