//! RRULE, EXDATE and RDATE (RFC 5545 section 3.8.5).

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Time;
use rondo_domain::{Basis, CatchUp, Choice, Repeat, Slot, Zone};
use rondo_recurrence::{End, Rule};

use super::lines::Line;
use super::moment::{Frame, moment};
use super::todo::Todo;
use super::{BASIS, CATCH_UP, SLOT, STATE};
use crate::finding::quoted;
use crate::{Begins, Recurrence};

/// The most slots of one kind that are kept.
const MOST_SLOTS: usize = 1000;

impl Todo<'_> {
    pub(super) fn take_recurrence(&mut self) {
        let Some(line) = self.once("RRULE") else {
            self.report_pointless();
            return;
        };
        if let Some(exrule) = self.once("EXRULE") {
            self.left_out(
                "EXRULE",
                format!("{} is not kept: EXRULE is gone from RFC 5545", quoted(&exrule.value)),
            );
        }
        let rule: Rule = match line.value.trim().parse() {
            Ok(rule) => rule,
            Err(error) => {
                self.changed("RRULE", format!("{error}: kept as text in the description"));
                self.sketch.remarks.push(format!("Repeats: {}", line.value.trim()));
                return;
            }
        };
        let rule = self.with_local_end(rule);
        let start = self.slot_of_start(&rule);
        let begins = Begins {
            start,
            exdates: self.slots("EXDATE", &rule),
            rdates: self.slots("RDATE", &rule),
            paused: self.once(STATE).is_some_and(|line| line.value.trim() == "paused"),
            ..Begins::of(Repeat {
                choice: Choice::Rule(rule),
                basis: self.word(BASIS, Basis::parse).unwrap_or_default(),
                catch_up: self.word(CATCH_UP, CatchUp::parse).unwrap_or_default(),
            })
        };
        self.sketch.recurrence = Some(Recurrence::Begins(begins));
    }

    /// What only means something beside a rule; RDATE alone makes no series here.
    fn report_pointless(&mut self) {
        for name in ["EXDATE", "RDATE", "EXRULE"] {
            if self.component.get(name).is_some() {
                self.left_out(name, "is not kept: a task here recurs by an RRULE");
            }
        }
        let due = self.sketch.due.map(|due| due.date);
        let start = self.start.clone().map(|start| start.seen_from(self.reading.zone).date);
        if let (Some(start), Some(due)) = (start, due)
            && start < due
            && self.component.get("DUE").is_some()
        {
            self.left_out("DTSTART", format!("{start} is not kept: a task here has a due date only"));
        }
    }

    /// Where DTSTART is another day than the due date and the rule names its days, the task stands on
    /// DTSTART and was moved.
    fn slot_of_start(&mut self, rule: &Rule) -> Option<Slot> {
        let start = self.start.clone()?.seen_from(self.reading.zone);
        let due = self.sketch.due?;
        let same_time = !rule.has_times() || Some(start.local().time()) == due.time;
        if start.date == due.date && same_time {
            return None;
        }
        if self.component.get(SLOT).is_none() {
            // By RFC 5545 the due date keeps its distance from DTSTART: a plain interval counts from either.
            if !rule.to_string().contains("BY") {
                self.left_out(
                    "DTSTART",
                    format!("{} is not kept: the rule counts from the due date", start.date),
                );
                return None;
            }
            let message = format!(
                "the rule's dates are those of DTSTART, {}; only this task is due apart from them, on {}",
                start.date, due.date
            );
            self.changed("DTSTART", message);
        }
        let time = if rule.has_times() {
            start.local().time()
        } else {
            Time::midnight()
        };
        Some(start.date.to_datetime(time))
    }

    /// The rule with an UNTIL that says a day, where the rule gives days: one at which the task's time is
    /// past has none left.
    fn with_local_end(&self, rule: Rule) -> Rule {
        let zone = self.sketch.zone.as_ref().unwrap_or(self.reading.zone);
        let until = match rule.end() {
            End::UntilUtc(until) => Zone::UTC.instant(until).map_or(until, |instant| instant.in_zone(zone)),
            End::Until(until) => until,
            End::Never | End::Count(_) => return rule,
        };
        if rule.has_times() {
            return rule.with_end(End::Until(until));
        }
        let due = self.sketch.due.and_then(|due| due.time).unwrap_or(Time::midnight());
        let before = until.date().checked_sub(1.day()).unwrap_or(until.date());
        let day = if until.time() < due { before } else { until.date() };
        rule.with_end(End::until_day(day))
    }

    fn word<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let line = self.once(name)?;
        let read = parse(line.value.trim());
        if read.is_none() {
            self.left_out(name, format!("{} is no word for it", quoted(&line.value)));
        }
        read
    }

    fn slots(&mut self, name: &'static str, rule: &Rule) -> BTreeSet<Slot> {
        let mut slots = BTreeSet::new();
        let lines: Vec<&Line> = self.component.all(name).collect();
        for line in lines {
            for value in line.value.split(',') {
                match self.slot(value, line, rule) {
                    Some(slot) if slots.len() < MOST_SLOTS => {
                        slots.insert(slot);
                    }
                    Some(_) => self.left_out(name, format!("{} is one of more than {MOST_SLOTS}", quoted(value))),
                    None => self.left_out(name, format!("{} is neither a date nor a date-time", quoted(value))),
                }
            }
        }
        slots
    }

    fn slot(&self, value: &str, line: &Line, rule: &Rule) -> Option<Slot> {
        let moment = moment(value, line, self.zones)?;
        let zone = self.sketch.zone.as_ref().unwrap_or(self.reading.zone);
        let local = match moment.frame {
            Frame::Utc if moment.time.is_some() => moment.seen_from(zone).local(),
            _ => moment.local(),
        };
        let day = local.date().to_datetime(Time::midnight());
        Some(if rule.has_times() { local } else { day })
    }
}
