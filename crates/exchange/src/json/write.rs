//! Tasks as JSON.

use std::collections::BTreeSet;

use rondo_domain::{Occurrence, Remembered, Slot, When};
use serde_json::{Value, json};

use crate::dates::{slot_text, time_text, when_text};
use crate::{Record, Recurrence};

pub(crate) fn head() -> String {
    "{\"format\": \"rondo\", \"version\": 1, \"tasks\": [".to_owned()
}

/// One task, on a line of its own.
pub(crate) fn record(record: &Record, is_first: bool) -> String {
    let before = if is_first { "\n" } else { ",\n" };
    format!("{before}{}", value(record))
}

fn value(record: &Record) -> Value {
    let place = match &record.recurrence {
        Some(Recurrence::Stands(place)) => Some(series(place)),
        _ => None,
    };
    json!({
        "id": record.uid,
        "title": record.title.as_str(),
        "description": record.description.as_str(),
        "priority": record.priority.word(),
        "due_date": record.due.map(|due| due.date.to_string()),
        "due_time": record.due.and_then(|due| due.time).map(time_text),
        "time_zone": record.zone.as_ref().map(|zone| zone.name().to_owned()),
        "tags": record.tags.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "reminders": record.reminders.iter().flatten().map(reminder).collect::<Vec<_>>(),
        "is_completed": record.completed_at.is_some(),
        "completed_at": record.completed_at.map(|at| at.to_string()),
        "created_at": record.created_at.map(|at| at.to_string()),
        "updated_at": record.updated_at.map(|at| at.to_string()),
        "series": place,
    })
}

fn reminder(reminder: &Remembered) -> Value {
    let name = match reminder.when {
        When::Before(_) => "before",
        When::At(_) => "remind_at",
    };
    json!({
        name: when_text(reminder.when),
        "state": reminder.state.map(rondo_domain::ReminderState::word),
        "snoozed_until": reminder.snoozed_until.map(|at| at.to_string()),
    })
}

fn series(place: &Occurrence) -> Value {
    let (series, template) = (&place.series, &place.series.template);
    let slots = |slots: &BTreeSet<Slot>| slots.iter().copied().map(slot_text).collect::<Vec<_>>();
    json!({
        "id": series.id.to_string(),
        "occurrence": place.number,
        "slot": slot_text(place.slot),
        "touched": place.touched,
        "start": slot_text(series.start),
        "recurrence": series.rule.to_string(),
        "counts_from": series.counts_from,
        "basis": series.basis.word(),
        "catch_up": series.catch_up.word(),
        "time_zone": series.zone.as_ref().map(|zone| zone.name().to_owned()),
        "exdates": slots(&series.exdates),
        "rdates": slots(&series.rdates),
        "state": series.said.word(),
        "deleted": series.deleted,
        "template": {
            "title": template.title.as_str(),
            "description": template.description.as_str(),
            "priority": template.priority.word(),
            "tags": template.tags.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "due_time": template.time.map(time_text),
            "reminders": template.reminders.iter().copied().map(when_text).collect::<Vec<_>>(),
        },
    })
}
