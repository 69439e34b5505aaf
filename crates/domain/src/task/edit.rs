//! Editing a task.
//!
//! A field that the edit does not name stays. On a recurring task an edit has a [`Scope`].

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};

use crate::series::RepeatEdit;
use crate::{
    Cause, Change, Context, Description, Due, EventKind, Field, Invalid, Patch, Priority, Reminder, Scope, Series, Slot,
    Tags, Task, Title, When, Zone,
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
        let of_series = self.changes_of_series(edit, context)?;
        let usual = || Scope::usual(&self.differences(&task), &of_series);
        // A task that does not recur is all there is of it.
        let scope = self.recurring().map_or(Scope::Following, |_| scope.unwrap_or_else(usual));
        if scope == Scope::This {
            stays_in_series(edit, &of_series)?;
            task.needs_its_date()?;
        } else {
            task.take_repeat(&self, edit, context)?;
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

    /// What the edit changes in the series as a whole, wherever its occurrences stand.
    fn changes_of_series(&self, edit: &Edit, context: Context<'_>) -> Result<Vec<Field>, Invalid> {
        let Some(series) = self.recurring() else {
            return Ok(Vec::new());
        };
        let zone = context.person.zone_of(self);
        let (number, _) = self.place().unwrap_or((1, series.start));
        let edited = series.clone().edit(&edit.repeat, number, self.due, zone, context.now)?;
        let edited = edited.series.with_dates(edit);
        let ends = (Field::IsRecurring, edited.state() != series.state());
        let changes = series.differences(&edited).into_iter().chain([ends]);
        Ok(changes.filter_map(|(field, differs)| differs.then_some(field)).collect())
    }

    /// Takes over what the edit says about recurring, for a task that was `before`.
    fn take_repeat(&mut self, before: &Self, edit: &Edit, context: Context<'_>) -> Result<(), Invalid> {
        let Some(series) = self.recurring().cloned() else {
            let repeat = edit.repeat.begin()?;
            let time = self.due.and_then(|due| due.time);
            return repeat.map_or(Ok(()), |repeat| self.begin_series(&repeat, time, context));
        };
        let zone = context.person.zone_of(self).clone();
        let (number, slot) = self.place().unwrap_or((1, series.start));
        let rule = series.rule.clone();
        let mut changed = series.edit(&edit.repeat, number, self.due, &zone, context.now)?;
        if let Some(due) = self.moved_from(before)
            && changed.series.rule == rule
            && slot.date() != due.date
        {
            changed = changed.shifted(number, slot, due);
        }
        self.set_series(changed.series.with_dates(edit));
        if let (Some(slot), Some(occurrence)) = (changed.slot, &mut self.occurrence) {
            occurrence.slot = slot;
        }
        self.needs_its_date()?;
        self.leave_excluded_slot(before, context)
    }

    /// Its number and slot, when it is an occurrence.
    fn place(&self) -> Option<(u32, Slot)> {
        self.occurrence
            .as_ref()
            .map(|occurrence| (occurrence.number, occurrence.slot))
    }

    /// Where this task is due now that an edit moved it to another date than it had `before`. What is
    /// completed is history: it moves nothing with it.
    fn moved_from(&self, before: &Self) -> Option<Due> {
        let date = |task: &Self| task.due.map(|due| due.date);
        self.due.filter(|_| date(self) != date(before) && !self.is_completed())
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

    /// Moves on from a slot that is left out from now on. One that came back to a slot which was left out
    /// `before` stays there.
    fn leave_excluded_slot(&mut self, before: &Self, context: Context<'_>) -> Result<(), Invalid> {
        let Some(occurrence) = self.occurrence.as_ref().filter(|_| self.is_open()) else {
            return Ok(());
        };
        let series = &occurrence.series;
        let leaves_out = |task: &Self| {
            let place = task.occurrence.as_ref();
            place.is_some_and(|place| place.series.exdates.contains(&place.slot))
        };
        if !leaves_out(self) || leaves_out(before) {
            return Ok(());
        }
        let closed = crate::series::Closed::GivenUp(context.now);
        let next = series.next_slot(occurrence.number, occurrence.slot, closed, context.person.zone_of(self));
        let slot = next.ok_or_else(|| Invalid::field("exdates", "leaves the series without any date"))?;
        self.stand_on(slot);
        Ok(())
    }

    /// Has the series' next occurrences take after this one in those fields; in others it may differ from
    /// them. What was completed is history and shapes nothing.
    fn carry_forward(&mut self, fields: &[Field]) {
        let Some(series) = self.recurring().filter(|_| !self.is_completed()).cloned() else {
            return;
        };
        let zone = if fields.contains(&Field::TimeZone) {
            self.zone.clone()
        } else {
            series.zone
        };
        let template = series.template.with(fields, self);
        self.set_series(Series {
            zone,
            template,
            ..series
        });
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

/// Refuses what cannot hold for one occurrence alone.
fn stays_in_series(edit: &Edit, changes: &[Field]) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    for field in changes {
        let name = match (&edit.repeat.choice, field) {
            (Patch::Set(choice), Field::Recurrence) => choice.field(),
            (Patch::Clear, Field::IsRecurring) => Field::Recurrence.name(),
            _ => field.name(),
        };
        invalid.add(name, "holds for the series: use scope=following or scope=series");
    }
    invalid.or(())
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
