//! Tasks as rows.

use std::collections::BTreeSet;

use rondo_domain::Slot;

use super::COLUMNS;
use super::cell::guarded;
use crate::dates::{slot_text, time_text, when_text};
use crate::{Begins, Record, Recurrence};

pub(crate) fn head() -> String {
    row(COLUMNS.map(str::to_owned))
}

/// The row of a record that has been flattened.
pub(crate) fn record(record: &Record) -> String {
    let begins = match &record.recurrence {
        Some(Recurrence::Begins(begins)) => Some(begins),
        _ => None,
    };
    let of_series = |text: &dyn Fn(&Begins) -> String| begins.map(text).unwrap_or_default();
    let instant = |at: Option<rondo_domain::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let reminders = record.reminders.iter().flatten().map(|reminder| when_text(reminder.when));
    row([
        record.uid.clone(),
        guarded(record.title.as_str()),
        guarded(record.description.as_str()),
        record.priority.word().to_owned(),
        record.due.map(|due| due.date.to_string()).unwrap_or_default(),
        record.due.and_then(|due| due.time).map(time_text).unwrap_or_default(),
        record.zone.as_ref().map(|zone| zone.name().to_owned()).unwrap_or_default(),
        of_series(&|begins| begins.repeat.choice.to_string()),
        of_series(&|begins| begins.repeat.basis.word().to_owned()),
        of_series(&|begins| begins.repeat.catch_up.word().to_owned()),
        of_series(&|begins| begins.start.map(slot_text).unwrap_or_default()),
        of_series(&|begins| slots(&begins.exdates)),
        of_series(&|begins| slots(&begins.rdates)),
        of_series(&|begins| if begins.paused { "paused" } else { "live" }.to_owned()),
        guarded(&record.tags.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
        reminders.collect::<Vec<_>>().join(","),
        record.completed_at.is_some().to_string(),
        instant(record.completed_at),
        instant(record.created_at),
        instant(record.updated_at),
    ])
}

fn slots(slots: &BTreeSet<Slot>) -> String {
    slots.iter().copied().map(slot_text).collect::<Vec<_>>().join(",")
}

fn row(cells: [String; COLUMNS.len()]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(cells).expect("memory takes every row");
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("made of text")
}
