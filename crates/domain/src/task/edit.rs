//! Editing a task.
//!
//! A field that the edit does not name stays. On a recurring task an edit has a [`Scope`].

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};

use crate::series::RepeatEdit;
use crate::{
    Cause, Change, Context, Description, Due, EventKind, Field, Invalid, Patch, Priority, Reminder, Scope, Series, Slot,
    Tags, Task, Template, Title, When, Zone,
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
    /// Slots that are left out.
    pub exdates: Option<BTreeSet<Slot>>,
    /// Slots beside the rule.
    pub rdates: Option<BTreeSet<Slot>>,
}

impl Task {
    /// Makes the edit. `None` when it changes nothing: then nothing is published either. Without a
    /// scope a new due date or time moves this occurrence alone, and anything else holds for those that
    /// follow as well; a task that does not recur has no use for one.
    ///
    /// # Errors
    /// Every field that does not fit with the others, or with the scope.
    pub fn edit(self, edit: &Edit, scope: Option<Scope>, context: Context<'_>) -> Result<Option<Change>, Invalid> {
        let mut task = self.clone();
        task.take(edit, context)?;
        let usual = || Scope::usual(edit, &self.differences(&task));
        // A task that does not recur is all there is of it.
        let scope = self.recurring().map_or(Scope::Following, |_| scope.unwrap_or_else(usual));
        if scope == Scope::This {
            task.stay_in_series(edit)?;
        } else {
            task.take_repeat(edit, context)?;
        }
        let fields = self.differences(&task);
        if fields.is_empty() {
            return Ok(None);
        }
        if scope != Scope::This {
            task.carry_forward(&fields);
        }
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

    /// Refuses what cannot hold for one occurrence alone.
    fn stay_in_series(&self, edit: &Edit) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        for field in edit.series_fields() {
            invalid.add(field.name(), "holds for the series: use scope=following or scope=series");
        }
        invalid.or(())?;
        self.needs_its_date()
    }

    /// Takes over what the edit says about recurring.
    fn take_repeat(&mut self, edit: &Edit, context: Context<'_>) -> Result<(), Invalid> {
        let Some(series) = self.recurring().cloned() else {
            let repeat = edit.repeat.begin()?;
            let time = self.due.and_then(|due| due.time);
            return repeat.map_or(Ok(()), |repeat| self.begin_series(&repeat, time, context));
        };
        let zone = context.person.zone_of(self).clone();
        let series = Series {
            zone: self.zone.clone(),
            ..series
        };
        let moved = edit.date.set().is_some().then_some(self.due).flatten().map(|due| due.date);
        let slot = self.occurrence.as_ref().map(|occurrence| occurrence.slot);
        let changed = match moved.filter(|date| slot.is_some_and(|slot| slot.date() != *date)) {
            Some(date) if edit.repeat.choice == Patch::Keep => {
                series.edit(&edit.repeat, self.due, &zone, context.now)?.shifted(date)
            }
            _ => series.edit(&edit.repeat, self.due, &zone, context.now)?,
        };
        self.set_series(changed.series.with_dates(edit));
        if let (Some(slot), Some(occurrence)) = (changed.slot, &mut self.occurrence) {
            occurrence.slot = slot;
        }
        self.needs_its_date()?;
        self.leave_excluded_slot(context)
    }

    fn needs_its_date(&self) -> Result<(), Invalid> {
        match (self.recurring(), self.due) {
            (Some(_), None) => Err(Invalid::field(
                "due_date",
                "a recurring task needs one; to end the recurrence send \"recurrence\": null as well",
            )),
            _ => Ok(()),
        }
    }

    /// Moves on from a slot that is left out from now on.
    fn leave_excluded_slot(&mut self, context: Context<'_>) -> Result<(), Invalid> {
        let Some(occurrence) = self.occurrence.as_ref().filter(|_| self.is_open()) else {
            return Ok(());
        };
        let series = &occurrence.series;
        if !series.exdates.contains(&occurrence.slot) {
            return Ok(());
        }
        let closed = crate::series::Closed::GivenUp(context.now);
        let next = series.next_slot(occurrence.number, occurrence.slot, closed, context.person.zone_of(self));
        let slot = next.ok_or_else(|| Invalid::field("exdates", "leaves the series without any date"))?;
        self.stand_on(slot);
        Ok(())
    }

    /// Has the series' next occurrences take after this one. What was completed is history and shapes
    /// nothing.
    fn carry_forward(&mut self, fields: &[Field]) {
        let Some(series) = self.recurring().filter(|_| !self.is_completed()).cloned() else {
            return;
        };
        let mut template = Template::of(self);
        if !fields.contains(&Field::DueTime) {
            template.time = series.template.time;
        }
        self.set_series(Series { template, ..series });
    }

    /// The fields in which the other state of this task differs.
    pub(crate) fn differences(&self, other: &Self) -> Vec<Field> {
        let date = |task: &Self| task.due.map(|due| due.date);
        let time = |task: &Self| task.due.and_then(|due| due.time);
        let whens = |task: &Self| task.reminders.iter().map(|reminder| reminder.when).collect::<Vec<_>>();
        let own = [
            (Field::Title, self.title != other.title),
            (Field::Description, self.description != other.description),
            (Field::Priority, self.priority != other.priority),
            (Field::DueDate, date(self) != date(other)),
            (Field::DueTime, time(self) != time(other)),
            (Field::TimeZone, self.zone != other.zone),
            (Field::Tags, self.tags != other.tags),
            (Field::Reminders, whens(self) != whens(other)),
        ];
        let series = match (self.recurring(), other.recurring()) {
            (None, None) => Vec::new(),
            (Some(before), Some(after)) => before.differences(after),
            _ => vec![(Field::IsRecurring, true), (Field::Recurrence, true)],
        };
        own.into_iter()
            .chain(series)
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
