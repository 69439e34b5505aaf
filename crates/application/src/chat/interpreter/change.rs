//! Changing fields of tasks.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};
use rondo_language::command::{Change, Target};
use rondo_recurrence::{Every, Unit};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::turn::Turn;
use super::super::wording::{due, title};
use super::add::{hours_and_minutes, repeated};
use super::target::find;
use super::unclear::{Unclear, ids, refused};
use crate::tools::Among;

/// Changes what is named, and says what it came to.
pub(super) async fn run(
    turn: &mut Turn<'_>,
    target: &Target,
    changes: &[Change],
    chosen: Option<Uuid>,
) -> Result<String, Unclear> {
    let found = find(turn, target, Among::Open, chosen).await?;
    let local = turn.now.in_zone(&turn.person.zone);
    let mut wanted = Vec::new();
    for task in &found {
        wanted.push(patch(task, changes, local).map_err(Unclear::Because)?);
    }
    let mut lines = Vec::new();
    for (task, fields) in found.iter().zip(wanted) {
        let mut arguments = fields.clone();
        arguments.insert("task".to_owned(), task["id"].clone());
        lines.push(match turn.act("update_task", Value::Object(arguments)).await {
            Ok(after) => told(task, &after, &fields),
            Err(refusal) => format!("{}: {}", title(task), refused(&refusal)),
        });
    }
    turn.state.spoken = ids(&found);
    Ok(lines.join("\n"))
}

/// The fields that change, against the task as it stands.
fn patch(task: &Value, changes: &[Change], now: DateTime) -> Result<Map<String, Value>, String> {
    let mut fields = Map::new();
    for change in changes {
        let present = |name: &str| fields.get(name).unwrap_or(&task[name]);
        let date = present("due_date").as_str().and_then(|text| text.parse::<Date>().ok());
        let time = present("due_time").as_str().and_then(rondo_domain::parse_time);
        let tags = present("tags").clone();
        fields.extend(changed(change, date, time, &tags, now)?);
    }
    Ok(fields)
}

fn changed(
    change: &Change,
    date: Option<Date>,
    time: Option<Time>,
    tags: &Value,
    now: DateTime,
) -> Result<Map<String, Value>, String> {
    let from = date.unwrap_or(now.date());
    Ok(fields(match change {
        Change::Title(title) => json!({"title": title}),
        Change::Description(text) => json!({"description": text}),
        Change::Priority(priority) => json!({"priority": priority.word()}),
        Change::Due(due) => match due.time {
            Some(time) => json!({"due_date": due.date.to_string(), "due_time": hours_and_minutes(time)}),
            None => json!({"due_date": due.date.to_string()}),
        },
        Change::Time(time) => {
            date.ok_or("It has no date to have a time on; say a day, too.")?;
            json!({"due_time": hours_and_minutes(*time)})
        }
        Change::Later(every) => json!({"due_date": shifted(from, *every, 1)?.to_string()}),
        Change::Earlier(every) => json!({"due_date": shifted(from, *every, -1)?.to_string()}),
        Change::LaterMinutes(minutes) => {
            let at = time.map_or(now, |time| from.to_datetime(time));
            let moved = Span::new()
                .try_minutes(*minutes)
                .and_then(|span| at.checked_add(span))
                .map_err(|_| TOO_FAR)?;
            json!({"due_date": moved.date().to_string(), "due_time": hours_and_minutes(moved.time())})
        }
        Change::NoDue => json!({"due_date": null, "due_time": null}),
        Change::NoTime => json!({"due_time": null}),
        Change::Repeat(repeat) => Value::Object(repeated(repeat, from)),
        Change::NoRepeat => json!({"recurrence": null}),
        Change::AddTags(more) => {
            let mut all = tags.as_array().cloned().unwrap_or_default();
            all.extend(more.iter().map(|tag| json!(tag.as_str())));
            json!({"tags": all})
        }
        Change::RemoveTags(fewer) => {
            let mut kept = tags.as_array().cloned().unwrap_or_default();
            let gone: Vec<String> = fewer.iter().map(rondo_domain::Tag::key).collect();
            kept.retain(|tag| tag.as_str().is_some_and(|tag| !gone.contains(&tag.to_lowercase())));
            json!({"tags": kept})
        }
        Change::NoReminders => json!({"reminders": []}),
    }))
}

const TOO_FAR: &str = "That is beyond the calendar.";

/// The day so much later or, with -1, earlier; month ends clamp.
fn shifted(day: Date, every: Every, sign: i64) -> Result<Date, String> {
    let count = sign * i64::from(every.interval);
    let span = match every.unit {
        Unit::Day => Span::new().try_days(count),
        Unit::Week => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        Unit::Year => Span::new().try_years(count),
    };
    let moved = span.and_then(|span| day.checked_add(span));
    moved.map_err(|_| TOO_FAR.to_owned())
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// What changed, from the task as it now is.
fn told(before: &Value, after: &Value, asked: &Map<String, Value>) -> String {
    if before["version"] == after["version"] {
        return format!("{} was like that already; nothing was changed.", title(after));
    }
    let has = |names: &[&str]| names.iter().any(|name| asked.contains_key(*name));
    let text = |name: &str| after[name].as_str().unwrap_or_default().to_owned();
    let mut parts = Vec::new();
    if has(&["title"]) {
        parts.push(format!("now called {}", title(after)));
    }
    if has(&["due_date", "due_time"]) {
        parts.push(due(after).map_or_else(|| "no longer due at any time".to_owned(), |due| format!("now due {due}")));
    }
    if has(&["recurrence", "recurrence_frequency"]) {
        parts.push(match after["recurrence_text"].as_str() {
            Some(rule) if after["is_recurring"] == true => format!("now {rule}, next {}", due(after).unwrap_or_default()),
            _ => "no longer recurring".to_owned(),
        });
    }
    if has(&["priority"]) {
        parts.push(format!("now of {} priority", text("priority")));
    }
    if has(&["tags"]) {
        let tags: Vec<&str> = after["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        parts.push(if tags.is_empty() {
            "without tags".to_owned()
        } else {
            format!("tagged #{}", tags.join(" #"))
        });
    }
    if has(&["description"]) {
        parts.push("with a new description".to_owned());
    }
    if has(&["reminders"]) {
        parts.push("without reminders".to_owned());
    }
    format!("Changed {}: {}.", title(before), parts.join(", "))
}
