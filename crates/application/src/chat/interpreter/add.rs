//! "add …", "remind me to …"

use rondo_domain::{Basis, CatchUp, Choice, Repeat, When};
use rondo_language::{Reading, Understood};
use rondo_recurrence::{Every, Rule, Unit};
use serde_json::{Map, Value, json};

use super::super::turn::Turn;
use super::super::wording::in_full;
use super::unclear::{Unclear, ids};

/// Adds what was read, and says it back with every date in full.
pub(super) async fn run(turn: &mut Turn<'_>, reading: Reading) -> Result<String, Unclear> {
    if reading.title.trim().is_empty() {
        return Err(Unclear::Because(
            "What is to be done? Say for example “add buy milk tomorrow at 9am”.".to_owned(),
        ));
    }
    let today = turn.person.day(turn.now);
    let task = turn.act("add_task", Value::Object(arguments(&reading, today))).await?;
    turn.state.spoken = ids(std::slice::from_ref(&task));
    Ok(format!("Added {}.{}", in_full(&task), doubts(&reading.understood)))
}

/// The arguments of `add_task`.
fn arguments(reading: &Reading, today: jiff::civil::Date) -> Map<String, Value> {
    let mut arguments = Map::new();
    arguments.insert("title".to_owned(), json!(reading.title));
    if let Some(due) = reading.due {
        arguments.insert("due_date".to_owned(), json!(due.date.to_string()));
        if let Some(time) = due.time {
            arguments.insert("due_time".to_owned(), json!(hours_and_minutes(time)));
        }
    }
    if let Some(repeat) = &reading.repeat {
        arguments.extend(repeated(repeat, reading.due.map_or(today, |due| due.date)));
    }
    if let Some(priority) = reading.priority {
        arguments.insert("priority".to_owned(), json!(priority.word()));
    }
    if !reading.tags.is_empty() {
        arguments.insert(
            "tags".to_owned(),
            reading.tags.iter().map(|tag| json!(tag.as_str())).collect(),
        );
    }
    if let Some(reminders) = &reading.reminders {
        arguments.insert("reminders".to_owned(), reminders.iter().map(|when| reminder(*when)).collect());
    }
    arguments
}

/// How a task recurs, as a tool has it.
pub(super) fn repeated(repeat: &Repeat, start: jiff::civil::Date) -> Map<String, Value> {
    let mut fields = Map::new();
    let (name, value) = match &repeat.choice {
        Choice::Rule(rule) => ("recurrence", rule.to_string()),
        Choice::Every(Every { unit, interval: 1 }) => ("recurrence_frequency", word(*unit).to_owned()),
        Choice::Every(every) => ("recurrence", Rule::friendly(*every, start).to_string()),
    };
    fields.insert(name.to_owned(), json!(value));
    if repeat.basis != Basis::default() {
        fields.insert("recurrence_basis".to_owned(), json!(repeat.basis.word()));
    }
    if repeat.catch_up != CatchUp::default() {
        fields.insert("catch_up".to_owned(), json!(repeat.catch_up.word()));
    }
    fields
}

const fn word(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "daily",
        Unit::Week => "weekly",
        Unit::Month => "monthly",
        Unit::Year => "yearly",
    }
}

/// A reminder, as a tool has it.
pub(super) fn reminder(when: When) -> Value {
    match when {
        When::Before(before) => json!({"before": before.to_string()}),
        When::At(instant) => json!({"remind_at": instant.to_string()}),
    }
}

/// A time of day, as a tool has it.
pub(super) fn hours_and_minutes(time: jiff::civil::Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// What could have been meant instead.
fn doubts(understood: &[Understood]) -> String {
    let doubtful = understood.iter().filter(|part| !part.alternatives.is_empty());
    let said = doubtful.map(|part| {
        let others = part.alternatives.join(", or ");
        format!(" I took “{}” as {}; if you meant {others}, say so.", part.text, part.meaning)
    });
    said.collect()
}
