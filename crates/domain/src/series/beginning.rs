//! Where a series begins: the first slot of a rule.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use rondo_recurrence::{End, Rule, Slots};

use crate::{Choice, Invalid, Repeat, Series, SeriesId, SeriesState, Slot, Template, Timestamp, Zone};

/// A rule in its canonical form, with its first slot.
#[derive(Clone, Debug)]
pub(crate) struct Beginning {
    /// The first slot.
    pub(crate) first: Slot,
    /// The canonical rule.
    pub(crate) rule: Rule,
    basis: crate::Basis,
    catch_up: crate::CatchUp,
}

impl Beginning {
    /// The beginning of a repetition that is first due on `date`. A due date off the rule counts as
    /// a moved first occurrence, whose slot is the rule's first from it on. Without one the first
    /// slot is today's, if today fits and its time is not past, or else the next.
    ///
    /// # Errors
    /// The rule, when it gives no date at all.
    pub(crate) fn of(
        repeat: &Repeat,
        date: Option<Date>,
        time: Option<Time>,
        zone: &Zone,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
        let now = now.in_zone(zone);
        let start = start(&repeat.choice, date.unwrap_or(now.date()), time);
        let rule = canonical(&repeat.choice, start, zone);
        let slots = Slots::new(start, rule);
        let first = match date {
            Some(_) => slots.first_from(start),
            None => slots.first_from(earliest(start, time, now, slots.rule.has_times())),
        };
        let first = first.ok_or_else(|| Invalid::field(repeat.choice.field(), "gives no date from the start on"))?;
        Ok(Self {
            first,
            rule: slots.rule,
            basis: repeat.basis,
            catch_up: repeat.catch_up,
        })
    }

    /// The time at which the first occurrence is due, when `time` was asked for.
    pub(crate) fn time_of_first(&self, time: Option<Time>) -> Option<Time> {
        if self.rule.has_times() && time.is_none() {
            Some(self.first.time())
        } else {
            time
        }
    }

    /// The series that begins so.
    pub(crate) fn into_series(self, id: SeriesId, zone: Option<Zone>, template: Template) -> Series {
        Series {
            id,
            start: self.first,
            rule: self.rule,
            counts_from: 1,
            basis: self.basis,
            catch_up: self.catch_up,
            zone,
            exdates: BTreeSet::new(),
            rdates: BTreeSet::new(),
            said: SeriesState::Live,
            deleted: false,
            template,
        }
    }
}

/// The first `count` slots of a repetition, its canonical rule, and whether it ends with them.
///
/// # Errors
/// The rule, when it gives no date at all.
pub fn preview(
    repeat: &Repeat,
    date: Option<Date>,
    time: Option<Time>,
    zone: &Zone,
    now: Timestamp,
    count: usize,
) -> Result<(Slots, Vec<Slot>, bool), Invalid> {
    let beginning = Beginning::of(repeat, date, time, zone, now)?;
    let slots = Slots::new(beginning.first, beginning.rule);
    let mut dates: Vec<Slot> = slots.iter().take(count + 1).collect();
    let ended = dates.len() <= count;
    dates.truncate(count);
    Ok((slots, dates, ended))
}

/// DTSTART: midnight, unless the rule itself has times.
fn start(choice: &Choice, date: Date, time: Option<Time>) -> DateTime {
    match choice {
        Choice::Rule(rule) if rule.has_times() => date.to_datetime(time.unwrap_or(Time::midnight())),
        _ => date.to_datetime(Time::midnight()),
    }
}

/// The earliest slot of a repetition that names no date: one whose time is past is out.
fn earliest(start: DateTime, time: Option<Time>, now: DateTime, has_times: bool) -> DateTime {
    let is_past = time.is_some_and(|time| time < now.time());
    match (has_times, is_past) {
        (true, _) => now.max(start),
        (false, true) => start.checked_add(1.day()).unwrap_or(start),
        (false, false) => start,
    }
}

/// The rule with everything written out that its start implies. An UNTIL in UTC becomes the local
/// time of the series' zone, so that the stored rule needs no zone to be read.
pub(crate) fn canonical(choice: &Choice, start: DateTime, zone: &Zone) -> Rule {
    match choice {
        Choice::Every(every) => Rule::friendly(*every, start.date()),
        Choice::Rule(rule) => {
            let rule = match rule.end() {
                End::UntilUtc(until) => {
                    let until = Zone::UTC.instant(until).map_or(until, |instant| instant.in_zone(zone));
                    rule.clone().with_end(End::Until(until))
                }
                _ => rule.clone(),
            };
            rule.canonical(start)
        }
    }
}
