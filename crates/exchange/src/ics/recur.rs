//! RRULE, EXDATE and RDATE (RFC 5545 section 3.8.5).

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Time;
use rondo_domain::{Basis, CatchUp, Choice, Due, Repeat, Slot, Zone};
use rondo_recurrence::{End, Rule, Slots};

use super::family::Family;
use super::lines::Line;
use super::moment::moment;
use super::todo::Todo;
use super::{BASIS, CATCH_UP, SLOT, STATE};
use crate::finding::quoted;
use crate::sketch::MOST_ITEMS;
use crate::{Begins, Recurrence};

impl Todo<'_> {
    pub(super) fn take_recurrence(&mut self, family: &Family<'_>) {
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
        let mut exdates = self.slots("EXDATE", &rule);
        let told = family.dates(self.component).iter();
        exdates.extend(told.filter_map(|line| self.slot(&line.value, line, &rule)));
        let rule = self.with_own_date(rule, start, &exdates);
        let begins = Begins {
            start,
            exdates,
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
        let start = self.start.clone().map(|start| start.seen_from(self.zone()).date);
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
        let start = self.start.clone()?.seen_from(self.zone());
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
        let zone = self.zone();
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

    /// The rule from the first date on that is not left out; where the task's own date is, the task moves
    /// there.
    fn with_own_date(&mut self, rule: Rule, start: Option<Slot>, exdates: &BTreeSet<Slot>) -> Rule {
        let Some(due) = self.sketch.due.filter(|_| start.is_none() && !exdates.is_empty()) else {
            return rule;
        };
        let time = due.time.filter(|_| rule.has_times()).unwrap_or(Time::midnight());
        let slots = Slots::new(due.date.to_datetime(time), rule.clone());
        let mut dates = slots.iter().take(exdates.len() + 1).enumerate();
        let Some((passed, slot)) = dates.find(|(_, slot)| !exdates.contains(slot)) else {
            return rule;
        };
        if passed == 0 {
            return rule;
        }
        self.changed(
            "EXDATE",
            format!("{} is left out: the task is due on {}", due.date, slot.date()),
        );
        self.sketch.due = Some(Due {
            date: slot.date(),
            time: if rule.has_times() { Some(slot.time()) } else { due.time },
        });
        match rule.end() {
            End::Count(count) => {
                let left = count.saturating_sub(u32::try_from(passed).unwrap_or(count)).max(1);
                rule.with_end(End::Count(left))
            }
            _ => rule,
        }
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
                    Some(slot) if slots.len() < MOST_ITEMS => {
                        slots.insert(slot);
                    }
                    Some(_) => self.left_out(name, format!("{} is one of more than {MOST_ITEMS}", quoted(value))),
                    None => self.left_out(name, format!("{} is neither a date nor a date-time", quoted(value))),
                }
            }
        }
        slots
    }

    fn slot(&self, value: &str, line: &Line, rule: &Rule) -> Option<Slot> {
        let local = moment(value, line, self.zones)?.seen_from(self.zone()).local();
        let day = local.date().to_datetime(Time::midnight());
        Some(if rule.has_times() { local } else { day })
    }
}
