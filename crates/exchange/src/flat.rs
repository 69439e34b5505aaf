//! What is left of a series where a format has only a task and a rule.

use std::collections::BTreeSet;

use rondo_domain::{Choice, Due, Occurrence, Repeat, Series, SeriesState, Slot, When};

use crate::finding::Findings;
use crate::{Begins, Record, Recurrence};

impl Record {
    /// The same task for a format that cannot tell a series whole: an open occurrence begins one, a
    /// closed one is a task of its own.
    pub(crate) fn flattened(mut self, findings: &mut Findings) -> Self {
        self.forget_fates(findings);
        let Some(Recurrence::Stands(place)) = &self.recurrence else {
            return self;
        };
        let ends = place.series.state() == SeriesState::Ended;
        self.recurrence = if self.completed_at.is_some() || ends {
            let message = format!(
                "is number {} of a series, which the format cannot tell: it is written as a task of its own",
                place.number
            );
            findings.left_out(&self.at, "series", message);
            None
        } else {
            let begins = self.beginning_here(place, findings);
            Some(Recurrence::Begins(begins))
        };
        self
    }

    fn beginning_here(&self, place: &Occurrence, findings: &mut Findings) -> Begins {
        let series = &place.series;
        if place.number > 1 {
            let message = format!("is number {} of its series, and is written as the first", place.number);
            findings.changed(&self.at, "occurrence", message);
        }
        if !self.is_like_template(place) {
            let message = "the next ones of its series differ from this one: they are written to be like it";
            findings.changed(&self.at, "series", message);
        }
        let later = |slots: &BTreeSet<Slot>| slots.iter().copied().filter(|slot| *slot > place.slot).collect();
        Begins {
            repeat: Repeat {
                choice: Choice::Rule(series.rule_from(place.number, place.slot)),
                basis: series.basis,
                catch_up: series.catch_up,
            },
            start: Some(place.slot).filter(|slot| !self.is_due_on(*slot, series)),
            exdates: later(&series.exdates),
            rdates: later(&series.rdates),
            paused: series.state() == SeriesState::Paused,
        }
    }

    fn is_due_on(&self, slot: Slot, series: &Series) -> bool {
        let same_time = |due: Due| !series.rule.has_times() || due.time == Some(slot.time());
        self.due.is_some_and(|due| due.date == slot.date() && same_time(due))
    }

    /// Whether the next occurrences will be like this one.
    fn is_like_template(&self, place: &Occurrence) -> bool {
        let template = &place.series.template;
        let whens = self.reminders.iter().flatten().map(|reminder| reminder.when);
        let relative: Vec<When> = whens.filter(|when| matches!(when, When::Before(_))).collect();
        let time = self.due.and_then(|due| due.time);
        let same_time = place.series.rule.has_times() || template.time == time;
        template.title == self.title
            && template.description == self.description
            && template.priority == self.priority
            && template.tags == self.tags
            && template.reminders == relative
            && same_time
    }

    fn forget_fates(&mut self, findings: &mut Findings) {
        for reminder in self.reminders.iter_mut().flatten() {
            reminder.state = None;
            if let Some(until) = reminder.snoozed_until.take() {
                findings.left_out(
                    &self.at,
                    "reminders",
                    format!("one is put off until {until}, which is not written"),
                );
            }
        }
    }
}
