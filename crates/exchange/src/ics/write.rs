//! Tasks as VTODO.

use jiff::civil::{DateTime, Time};
use rondo_domain::{Basis, CatchUp, Choice, Due, Remembered, Slot, Timestamp, When, Zone};
use rondo_recurrence::{End, Rule};

use super::lines::{escaped, is_plain, push};
use super::{BASIS, CATCH_UP, SLOT, STATE, Zones};
use crate::finding::Findings;
use crate::{Begins, Record, Recurrence};

pub(crate) fn head() -> String {
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Rondo//Rondo//EN\r\nCALSCALE:GREGORIAN\r\n".to_owned()
}

/// The VTODO of a record that has been flattened, after the VTIMEZONE that it is the first to need.
pub(crate) fn record(record: &Record, zones: &mut Zones, findings: &mut Findings) -> String {
    let mut out = record
        .zone
        .as_ref()
        .filter(|_| has_time(record))
        .map_or_else(String::new, |zone| zones.first_use(zone));
    push(&mut out, "BEGIN", "VTODO");
    texts(&mut out, record, findings);
    let when = Dates::of(record);
    if let Some(Recurrence::Begins(begins)) = &record.recurrence {
        recurrence(&mut out, begins, &when, record.due);
    }
    if let Some(due) = record.due {
        let when = Dates {
            zone: record.zone.clone(),
            has_times: due.time.is_some(),
        };
        when.push(&mut out, "DUE", [due.date.to_datetime(due.time.unwrap_or(Time::midnight()))]);
    }
    match record.completed_at {
        Some(at) => {
            push(&mut out, "STATUS", "COMPLETED");
            push(&mut out, "COMPLETED", &utc(at));
            push(&mut out, "PERCENT-COMPLETE", "100");
        }
        None => push(&mut out, "STATUS", "NEEDS-ACTION"),
    }
    for reminder in record.reminders.iter().flatten() {
        alarm(&mut out, reminder, record);
    }
    push(&mut out, "END", "VTODO");
    out
}

fn has_time(record: &Record) -> bool {
    record.due.is_some_and(|due| due.time.is_some()) || record.recurrence.is_some()
}

pub(super) fn texts(out: &mut String, record: &Record, findings: &mut Findings) {
    push(out, "UID", &escaped(&record.uid));
    let stamps = [
        ("DTSTAMP", record.updated_at),
        ("CREATED", record.created_at),
        ("LAST-MODIFIED", record.updated_at),
    ];
    for (name, at) in stamps {
        if let Some(at) = at {
            push(out, name, &utc(at));
        }
    }
    for (field, name, text) in [
        ("title", "SUMMARY", record.title.as_str()),
        ("description", "DESCRIPTION", record.description.as_str()),
    ] {
        if !is_plain(text) {
            findings.changed(
                &record.at,
                field,
                "has control characters, which iCalendar has no place for: each is U+FFFD there",
            );
        }
        if !text.is_empty() {
            push(out, name, &escaped(text));
        }
    }
    let priority = match record.priority {
        rondo_domain::Priority::High => "1",
        rondo_domain::Priority::Medium => "5",
        rondo_domain::Priority::Low => "9",
    };
    push(out, "PRIORITY", priority);
    let tags: Vec<String> = record.tags.iter().map(|tag| escaped(tag.as_str())).collect();
    if !tags.is_empty() {
        push(out, "CATEGORIES", &tags.join(","));
    }
}

fn recurrence(out: &mut String, begins: &Begins, when: &Dates, due: Option<Due>) {
    let Choice::Rule(rule) = &begins.repeat.choice else { return };
    let at_time = |slot: Slot| match due.and_then(|due| due.time) {
        Some(time) if !rule.has_times() => slot.date().to_datetime(time),
        _ => slot,
    };
    let start = begins
        .start
        .or_else(|| due.map(|due| due.date.to_datetime(due.time.unwrap_or(Time::midnight()))));
    if let Some(start) = start {
        when.push(out, "DTSTART", [at_time(start)]);
    }
    if let Some(start) = begins.start {
        push(out, SLOT, &crate::dates::slot_text(start));
    }
    push(out, "RRULE", &when.rule(rule).to_string());
    for (name, slots) in [("EXDATE", &begins.exdates), ("RDATE", &begins.rdates)] {
        if !slots.is_empty() {
            when.push(out, name, slots.iter().copied().map(at_time));
        }
    }
    if begins.repeat.basis != Basis::default() {
        push(out, BASIS, begins.repeat.basis.word());
    }
    if begins.repeat.catch_up != CatchUp::default() {
        push(out, CATCH_UP, begins.repeat.catch_up.word());
    }
    if begins.paused {
        push(out, STATE, "paused");
    }
}

/// How the dates of one task are written.
pub(super) struct Dates {
    zone: Option<Zone>,
    has_times: bool,
}

impl Dates {
    pub(super) fn of(record: &Record) -> Self {
        let of_rule = match &record.recurrence {
            Some(Recurrence::Begins(begins)) => matches!(&begins.repeat.choice, Choice::Rule(rule) if rule.has_times()),
            _ => false,
        };
        Self {
            zone: record.zone.clone(),
            has_times: of_rule || record.due.is_some_and(|due| due.time.is_some()),
        }
    }

    pub(super) fn push(&self, out: &mut String, name: &str, moments: impl IntoIterator<Item = DateTime>) {
        let (param, form) = match (&self.zone, self.has_times) {
            (_, false) => (";VALUE=DATE".to_owned(), "%Y%m%d"),
            (Some(zone), true) => (format!(";TZID={}", zone.name()), "%Y%m%dT%H%M%S"),
            (None, true) => (String::new(), "%Y%m%dT%H%M%S"),
        };
        let values: Vec<String> = moments.into_iter().map(|moment| moment.strftime(form).to_string()).collect();
        push(out, &format!("{name}{param}"), &values.join(","));
    }

    /// The rule with an UNTIL of the kind that DTSTART has (RFC 5545 section 3.3.10).
    pub(super) fn rule(&self, rule: &Rule) -> Rule {
        let End::Until(until) = rule.end() else { return rule.clone() };
        let end = match (self.has_times, &self.zone) {
            (false, _) => End::until_day(until.date()),
            (true, None) => End::Until(whole_second(until)),
            (true, Some(zone)) => match zone.instant(whole_second(until)) {
                Some(instant) => End::UntilUtc(instant.in_zone(&Zone::UTC)),
                None => End::Until(whole_second(until)),
            },
        };
        rule.clone().with_end(end)
    }
}

fn whole_second(moment: DateTime) -> DateTime {
    moment.with().subsec_nanosecond(0).build().unwrap_or(moment)
}

fn alarm(out: &mut String, reminder: &Remembered, record: &Record) {
    push(out, "BEGIN", "VALARM");
    push(out, "ACTION", "DISPLAY");
    push(out, "DESCRIPTION", &escaped(record.title.as_str()));
    match reminder.when {
        When::Before(before) => push(out, "TRIGGER;RELATED=END", &format!("-{before}")),
        When::At(at) => push(out, "TRIGGER;VALUE=DATE-TIME", &utc(at)),
    }
    push(out, "END", "VALARM");
}

pub(super) fn utc(at: Timestamp) -> String {
    at.in_zone(&Zone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}
