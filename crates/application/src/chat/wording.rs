//! How tasks and dates are said.

use jiff::civil::Date;
use rondo_domain::{Person, Timestamp};
use serde_json::Value;

/// How many tasks are named in a sentence.
const NAMED: usize = 5;

/// A date in full: `Saturday 13 August 2022`.
pub(super) fn date(text: &str) -> String {
    let date: Result<Date, _> = text.parse();
    date.map_or_else(|_| text.to_owned(), |date| date.strftime("%A %-d %B %Y").to_string())
}

/// When a task is due, in full; `None` when it is not.
pub(super) fn due(task: &Value) -> Option<String> {
    let day = date(task["due_date"].as_str()?);
    let zone = task["time_zone"]
        .as_str()
        .map(|zone| format!(" ({zone})"))
        .unwrap_or_default();
    Some(match task["due_time"].as_str() {
        Some(time) => format!("{day} at {time}{zone}"),
        None => day,
    })
}

/// An instant, in full, as the person's clock shows it.
pub(super) fn moment(instant: Timestamp, person: &Person) -> String {
    let local = instant.in_zone(&person.zone);
    format!("{} at {}", date(&local.date().to_string()), local.strftime("%H:%M"))
}

/// The title in quotes.
pub(super) fn title(task: &Value) -> String {
    format!("“{}”", line(task["title"].as_str().unwrap_or_default()))
}

/// A task with when it is due.
pub(super) fn named(task: &Value) -> String {
    let done = if task["is_completed"] == true { ", done" } else { "" };
    match due(task) {
        Some(due) => format!("{}, due {due}{done}", title(task)),
        None => format!("{}{done}", title(task)),
    }
}

/// A task with everything that a person may have said of it.
pub(super) fn in_full(task: &Value) -> String {
    let mut parts = vec![named(task)];
    parts.extend(task["recurrence_text"].as_str().map(str::to_owned));
    if task["recurrence_basis"] == "completion_date" {
        parts.push("counted from when it is done".to_owned());
    }
    parts.extend(tags(task));
    let priority = task["priority"].as_str().filter(|word| *word != "medium");
    parts.extend(priority.map(|word| format!("{word} priority")));
    parts.join(", ")
}

fn tags(task: &Value) -> Option<String> {
    let tags = task["tags"].as_array()?;
    let named: Vec<String> = tags.iter().filter_map(Value::as_str).map(|tag| format!("#{tag}")).collect();
    (!named.is_empty()).then(|| named.join(" "))
}

/// Tasks, numbered, one a line.
pub(super) fn numbered(tasks: &[Value]) -> String {
    let lines = tasks.iter().enumerate();
    let lines = lines.map(|(place, task)| format!("\n{}. {}", place + 1, in_full(task)));
    lines.collect()
}

/// Tasks in a sentence: the first few by title, and how many more.
pub(super) fn several(tasks: &[Value]) -> String {
    let mut named: Vec<String> = tasks.iter().take(NAMED).map(title).collect();
    if tasks.len() > NAMED {
        named.push(format!("{} more", tasks.len() - NAMED));
    }
    match named.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// So many tasks.
pub(super) fn count(number: usize) -> String {
    if number == 1 {
        "1 task".to_owned()
    } else {
        format!("{number} tasks")
    }
}

/// Text of a person as one line of ours.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
