//! Tasks from JSON.

use rondo_domain::{
    Basis, Before, CatchUp, Choice, Priority, Remembered, ReminderState, Repeat, SeriesState, When, Zone, parse_date,
    parse_time,
};
use serde_json::{Map, Value};

use super::object::Object;
use super::series;
use crate::batch::{MOST_RECORDS, Reading, Unreadable, text};
use crate::dates::parse_slot;
use crate::finding::Findings;
use crate::sketch::{INSTANT, MOST_ITEMS, Sames, Sketch};
use crate::{Begins, Record, Recurrence, Spot};

/// What follows from the other fields, or only says how a task was stored.
const FOLLOWS: [&str; 6] = [
    "version",
    "due_at",
    "recurrence_text",
    "is_recurring",
    "series_id",
    "occurrence",
];

pub(crate) fn read(bytes: &[u8], reading: &Reading<'_>, findings: &mut Findings) -> Result<Vec<Record>, Unreadable> {
    let text = text(bytes, findings);
    let file: Value = serde_json::from_str(&text).map_err(|error| Unreadable(format!("is not JSON: {error}")))?;
    let tasks = tasks(file, findings)?;
    if tasks.len() > MOST_RECORDS {
        return Err(Unreadable::too_many());
    }
    let mut same = Sames::default();
    let numbered = tasks.into_iter().enumerate();
    Ok(numbered
        .filter_map(|(index, task)| record(index + 1, task, reading, &mut same, findings))
        .collect())
}

/// The tasks of a file: of an export, of a page of a list, or a list alone.
fn tasks(file: Value, findings: &mut Findings) -> Result<Vec<Value>, Unreadable> {
    let mut object = match file {
        Value::Array(tasks) => return Ok(tasks),
        Value::Object(object) => object,
        _ => return Err(Unreadable("must be a list of tasks, or an object with \"tasks\"".to_owned())),
    };
    if object.get("version").is_some_and(|version| *version != 1) {
        let message = "was written by a later Rondo: this one reads version 1";
        return Err(Unreadable(message.to_owned()));
    }
    let list = object.remove("tasks").or_else(|| object.remove("items"));
    let Some(Value::Array(tasks)) = list else {
        return Err(Unreadable("has no list \"tasks\"".to_owned()));
    };
    if object.remove("next_cursor").is_some_and(|cursor| !cursor.is_null()) {
        let message = "tells of more pages, whose tasks are not in this file: GET /api/export has all of them";
        findings.left_out(&Spot::default(), "next_cursor", message);
    }
    for known in ["format", "version"] {
        object.remove(known);
    }
    for unknown in object.keys() {
        findings.left_out(&Spot::default(), unknown, "is no part of a file of tasks");
    }
    Ok(tasks)
}

fn record(number: usize, task: Value, reading: &Reading<'_>, same: &mut Sames, findings: &mut Findings) -> Option<Record> {
    let Value::Object(fields) = task else {
        let at = Spot {
            record: Some(number),
            ..Spot::default()
        };
        findings.failed(&at, "", "is no object, so it is no task");
        return None;
    };
    let title = fields.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut sketch = Sketch::new(number, None, &title);
    let mut object = Object::new(fields, sketch.at.clone(), "", findings);
    take_plain(&mut object, &mut sketch);
    take_due(&mut object, &mut sketch);
    take_recurrence(&mut object, &mut sketch);
    object.pass_over(&FOLLOWS);
    object.finish();
    if sketch.uid.is_empty() {
        sketch.uid = same.uid(&format!("{}\n{:?}", sketch.title, sketch.due));
    }
    sketch.finish(reading, findings)
}

fn take_plain(object: &mut Object<'_>, sketch: &mut Sketch) {
    sketch.title = object.text("title").unwrap_or_default();
    sketch.uid = object.text("id").unwrap_or_default();
    sketch.description = object.text("description").unwrap_or_default();
    sketch.priority = object
        .parsed("priority", "high, medium or low", Priority::parse)
        .unwrap_or_default();
    sketch.tags = object
        .list("tags", MOST_ITEMS, "a text", |item| item.as_str().map(str::to_owned))
        .unwrap_or_default();
    sketch.reminders = object.list("reminders", MOST_ITEMS, REMINDER, remembered);
    sketch.completed_at = object.parsed("completed_at", INSTANT, |text| text.parse().ok());
    sketch.created_at = object.parsed("created_at", INSTANT, |text| text.parse().ok());
    sketch.updated_at = object.parsed("updated_at", INSTANT, |text| text.parse().ok());
    let done = object.boolean("is_completed");
    sketch.done = done.unwrap_or(sketch.completed_at.is_some());
}

const REMINDER: &str = "a reminder, with before or remind_at";

fn take_due(object: &mut Object<'_>, sketch: &mut Sketch) {
    let date = object.parsed("due_date", "a date like 2026-03-10", parse_date);
    let time = object.parsed("due_time", "a time like 09:00", parse_time);
    sketch.zone = object.parsed("time_zone", "an IANA zone like Europe/Berlin", Zone::parse);
    sketch.take_due(date, time, object.findings);
}

/// A series that the file tells whole, or else a rule with which one begins.
fn take_recurrence(object: &mut Object<'_>, sketch: &mut Sketch) {
    let rule = object.take("recurrence");
    let word = object.text("recurrence_frequency");
    let basis = object.parsed("recurrence_basis", "due_date or completion_date", Basis::parse);
    let catch_up = object.parsed("catch_up", "next or each", CatchUp::parse);
    let slot = object.parsed("slot", "a date or a date-time", parse_slot);
    let state = object.parsed("series_state", "live, paused or ended", SeriesState::parse);
    if let Some(series) = object.read("series", "an object", |value| value.as_object().cloned()) {
        let (at, findings) = (sketch.at.clone(), &mut *object.findings);
        match series::place(Object::new(series, at, "series", findings), sketch) {
            Some(place) => {
                sketch.recurrence = Some(Recurrence::Stands(place));
                return;
            }
            None => object
                .findings
                .left_out(&sketch.at, "series", "lacks what a series needs: id, start and recurrence"),
        }
    }
    let choice = match rule {
        Some(rule) => {
            let parsed = rule.as_str().map(str::parse::<rondo_recurrence::Rule>);
            match parsed {
                Some(Ok(rule)) => Some(Choice::Rule(rule)),
                Some(Err(error)) => {
                    let text = rule.as_str().unwrap_or_default();
                    let message = format!("{error}: kept as text in the description");
                    object.findings.changed(&sketch.at, "recurrence", message);
                    sketch.remarks.push(format!("Repeats: {text}"));
                    None
                }
                None => {
                    object.wrong("recurrence", "a rule", &rule);
                    None
                }
            }
        }
        None => word.as_deref().and_then(Choice::parse_word),
    };
    if let (None, Some(word)) = (&choice, word.filter(|word| word != "custom")) {
        object.wrong(
            "recurrence_frequency",
            "daily, weekly, monthly or yearly",
            &Value::String(word),
        );
    }
    sketch.recurrence = choice.map(|choice| {
        Recurrence::Begins(Begins {
            start: slot.filter(|slot| !sketch.is_due_on(*slot)),
            paused: state == Some(SeriesState::Paused),
            ..Begins::of(Repeat {
                choice,
                basis: basis.unwrap_or_default(),
                catch_up: catch_up.unwrap_or_default(),
            })
        })
    });
}

fn remembered(value: &Value) -> Option<Remembered> {
    let object: &Map<String, Value> = value.as_object()?;
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let minutes = || Before::minutes(object.get("minutes_before")?.as_i64()?);
    let before = text("before").and_then(|text| text.parse().ok()).or_else(minutes);
    let when = match before {
        Some(before) => When::Before(before),
        None => When::At(text("remind_at")?.parse().ok()?),
    };
    Some(Remembered {
        when,
        state: text("state").and_then(state),
        snoozed_until: text("snoozed_until").and_then(|text| text.parse().ok()),
    })
}

/// A state as an export or as REST writes it.
fn state(word: &str) -> Option<ReminderState> {
    if word == "cancelled" {
        return ReminderState::parse("cancelled_completed");
    }
    ReminderState::parse(word)
}

/// A list of slots.
pub(super) fn slots(object: &mut Object<'_>, field: &str) -> std::collections::BTreeSet<rondo_domain::Slot> {
    let slots = object.list(field, MOST_ITEMS, "a date or a date-time", |item| parse_slot(item.as_str()?));
    slots.unwrap_or_default().into_iter().collect()
}
