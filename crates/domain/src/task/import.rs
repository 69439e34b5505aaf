//! Taking over a task that another program, or another Rondo, kept.
//!
//! The only way in which a task comes to be with a past: done at some time, made at some time, at a
//! place in a series. It is a birth like any other, with one `task.created`; what lies behind it fires
//! no reminder and completes nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Time;

use super::create;
use crate::series::canonical;
use crate::{
    CancelReason, Cause, Change, Choice, Context, Draft, Due, Edit, Invalid, Occurrence, Reminder, ReminderState, Repeat,
    Series, SeriesState, Slot, Task, TaskId, Timestamp, Version, When,
};

/// The highest number that an occurrence may be imported with: far beyond what anybody completes.
const LAST_NUMBER: u32 = 1_000_000;

/// A task with its past.
#[derive(Clone, Debug)]
pub struct Import {
    /// What a person could have said of it as well. Whether it is done, `completed_at` says.
    pub draft: Draft,
    /// Its reminders, with what became of them; `None` takes those of the draft.
    pub reminders: Option<Vec<Remembered>>,
    /// Its place in a series that is told whole. A task with a place has no `repeat` in its draft.
    pub place: Option<Occurrence>,
    /// For a series that begins with this task: the slot that the task stands on, when it was moved to
    /// another day than its rule gave.
    pub start: Option<Slot>,
    /// For a series that begins with this task: the slots that are left out.
    pub exdates: BTreeSet<Slot>,
    /// For a series that begins with this task: the slots beside the rule.
    pub rdates: BTreeSet<Slot>,
    /// For a series that begins with this task: whether it waits to be resumed.
    pub paused: bool,
    /// When it was done. What lies in the future counts as now, here and below.
    pub completed_at: Option<Timestamp>,
    /// When it was made; now when nothing is known.
    pub created_at: Option<Timestamp>,
    /// When it last changed; when it was made, when nothing is known.
    pub updated_at: Option<Timestamp>,
}

/// A reminder with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// When it is to come.
    pub when: When,
    /// What became of it, as far as that is past.
    pub state: Option<ReminderState>,
    /// Until when it was put off.
    pub snoozed_until: Option<Timestamp>,
}

impl From<When> for Remembered {
    fn from(when: When) -> Self {
        Self {
            when,
            state: None,
            snoozed_until: None,
        }
    }
}

impl Import {
    /// A task of which no more is known than what a person could have said.
    pub fn of(draft: Draft) -> Self {
        Self {
            draft,
            reminders: None,
            place: None,
            start: None,
            exdates: BTreeSet::new(),
            rdates: BTreeSet::new(),
            paused: false,
            completed_at: None,
            created_at: None,
            updated_at: None,
        }
    }
}

impl Task {
    /// Takes over a task.
    ///
    /// # Errors
    /// Every field that does not fit with the others.
    pub fn import(id: TaskId, import: Import, context: Context<'_>) -> Result<Change, Invalid> {
        let draft = Draft {
            completed: import.completed_at.is_some(),
            ..import.draft
        };
        create::check(&draft)?;
        let not_later = |at: Timestamp| at.min(context.now);
        let created_at = import.created_at.map_or(context.now, not_later);
        let defaults = || draft.reminders.clone().unwrap_or_else(|| context.person.default_reminders());
        let remembered = import
            .reminders
            .unwrap_or_else(|| defaults().into_iter().map(Remembered::from).collect());
        let mut task = Self {
            id,
            title: draft.title,
            description: draft.description,
            priority: draft.priority,
            due: draft.date.map(|date| Due { date, time: draft.time }),
            zone: draft.zone,
            tags: draft.tags,
            reminders: Reminder::list(id, remembered.iter().map(|reminder| reminder.when)),
            occurrence: None,
            completed_at: import.completed_at.map(not_later),
            deletion: None,
            version: Version::FIRST,
            created_at,
            updated_at: import.updated_at.map_or(created_at, not_later).max(created_at),
        };
        match (import.place, &draft.repeat) {
            (Some(place), _) => task.take_place(&place, context)?,
            (None, Some(repeat)) => {
                task.begin_series_on(import.start, repeat, draft.time, context)?;
                task.dress_series(import.exdates, import.rdates, import.paused);
            }
            (None, None) => {}
        }
        task.plan(context);
        task.remember(&remembered, context);
        let recurs = task.occurrence.is_some();
        let change = Change::birth(task, Cause::User, context);
        Ok(if recurs { change.saving_series() } else { change })
    }

    /// Begins the series on a slot that the task may have been moved away from.
    fn begin_series_on(
        &mut self,
        start: Option<Slot>,
        repeat: &Repeat,
        time: Option<Time>,
        context: Context<'_>,
    ) -> Result<(), Invalid> {
        let due = self.due;
        let has_times = matches!(&repeat.choice, Choice::Rule(rule) if rule.has_times());
        let time = start.map(Slot::time).filter(|_| has_times).or(time);
        if let Some(start) = start {
            self.due = Some(Due {
                date: start.date(),
                time,
            });
        }
        self.begin_series(repeat, time, context)?;
        self.due = due.or(self.due);
        Ok(())
    }

    /// Gives the series that just began what its file says beyond its rule.
    fn dress_series(&mut self, exdates: BTreeSet<Slot>, rdates: BTreeSet<Slot>, paused: bool) {
        let Some(series) = self.series().cloned() else { return };
        let dates = Edit {
            exdates: Some(exdates),
            rdates: Some(rdates),
            ..Edit::default()
        };
        let said = if paused { SeriesState::Paused } else { series.said };
        self.set_series(Series {
            said,
            ..series.with_dates(&dates)
        });
    }

    /// Stands at its place in a series, which is brought into the form that series have here.
    fn take_place(&mut self, place: &Occurrence, context: Context<'_>) -> Result<(), Invalid> {
        if !(1..=LAST_NUMBER).contains(&place.number) {
            let message = format!("must be a number from 1 to {LAST_NUMBER}");
            return Err(Invalid::field("occurrence", message));
        }
        let series = Series::clone(&place.series);
        let zone = series.zone.as_ref().unwrap_or(&context.person.zone);
        let rule = canonical(&Choice::Rule(series.rule.clone()), series.start, zone);
        let fit = |slot: Slot| {
            let day = slot.date().to_datetime(Time::midnight());
            if rule.has_times() { slot } else { day }
        };
        let (start, slot) = (fit(series.start), fit(place.slot));
        let series = Series {
            start,
            counts_from: series.counts_from.clamp(1, LAST_NUMBER),
            rule,
            ..series
        };
        let series = series.with_dates(&Edit::default());
        self.due = self.due.or_else(|| Some(series.due_on(slot)));
        self.occurrence = Some(Occurrence {
            series: Arc::new(series),
            number: place.number,
            slot,
            touched: place.touched,
        });
        Ok(())
    }

    /// Notes what became of the reminders before, where that is not for now to decide: what is planned
    /// stays planned, and what is over is not told again.
    fn remember(&mut self, remembered: &[Remembered], context: Context<'_>) {
        let (closed, person) = (self.is_completed(), context.person);
        let mut reminders = std::mem::take(&mut self.reminders);
        for reminder in &mut reminders {
            let Some(known) = remembered.iter().find(|known| known.when == reminder.when) else {
                continue;
            };
            if closed {
                reminder.at = self.instant_of(reminder.when, person);
                reminder.state = known.state.filter(|state| is_over(*state)).unwrap_or(reminder.state);
            } else if let Some(until) = known.snoozed_until.filter(|until| *until > context.now) {
                reminder.state = ReminderState::Planned;
                reminder.snoozed_until = Some(until);
            } else if reminder.state == ReminderState::Passed {
                reminder.state = known.state.filter(|state| is_over(*state)).unwrap_or(ReminderState::Passed);
            }
        }
        self.reminders = reminders;
    }
}

/// Whether nothing more comes of a reminder in that state.
const fn is_over(state: ReminderState) -> bool {
    use ReminderState::{Cancelled, Coalesced, Fired, Missed, Passed};
    matches!(
        state,
        Passed | Fired | Coalesced | Missed | Cancelled(CancelReason::Completed)
    )
}
