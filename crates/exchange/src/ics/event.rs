//! Tasks as VEVENT, for programs that show calendars and no tasks.

use jiff::ToSpan;
use jiff::civil::Time;
use rondo_domain::{Basis, Choice};

use super::Zones;
use super::lines::push;
use super::write::{Dates, texts};
use crate::finding::Findings;
use crate::{Record, Recurrence};

/// The event of an open task with a due date, as long as nothing: it takes no time in a calendar. The
/// later dates of its series are there where they are known: not while it is paused, or counts from
/// completions.
pub(crate) fn event(record: &Record, zones: &mut Zones) -> String {
    let Some(due) = record.due.filter(|_| record.completed_at.is_none()) else {
        return String::new();
    };
    let mut out = record
        .zone
        .as_ref()
        .filter(|_| due.time.is_some())
        .map_or_else(String::new, |zone| zones.first_use(zone));
    push(&mut out, "BEGIN", "VEVENT");
    texts(&mut out, record, &mut Findings::default());
    let when = Dates::of(&Record {
        recurrence: None,
        ..record.clone()
    });
    when.push(
        &mut out,
        "DTSTART",
        [due.date.to_datetime(due.time.unwrap_or(Time::midnight()))],
    );
    if due.time.is_none() {
        let next = due.date.checked_add(1.day()).unwrap_or(due.date);
        when.push(&mut out, "DTEND", [next.to_datetime(Time::midnight())]);
    }
    if let Some(Recurrence::Begins(begins)) = &record.recurrence
        && let Choice::Rule(rule) = &begins.repeat.choice
        && !rule.has_times()
        && begins.start.is_none()
        && !begins.paused
        && begins.repeat.basis == Basis::DueDate
    {
        push(&mut out, "RRULE", &when.rule(rule).to_string());
        let time = due.time.unwrap_or(Time::midnight());
        if !begins.exdates.is_empty() {
            when.push(
                &mut out,
                "EXDATE",
                begins.exdates.iter().map(|slot| slot.date().to_datetime(time)),
            );
        }
    }
    push(&mut out, "TRANSP", "TRANSPARENT");
    push(&mut out, "END", "VEVENT");
    out
}
