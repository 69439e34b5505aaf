//! Tables and pages about one task.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::output::{Output, Tone, due, plain, short};

/// Tasks, one a line.
pub(super) fn tasks(output: &Output, tasks: &[Value]) -> String {
    let due_width = tasks.iter().map(|task| due(task).len()).max().unwrap_or(0);
    let title_width = tasks.iter().map(|task| title(task).width()).max().unwrap_or(0).min(60);
    let mut text = String::new();
    for task in tasks {
        let rest = rest(task);
        let title = title(task);
        let filled = if rest.is_empty() {
            title.clone()
        } else {
            fill(&title, title_width)
        };
        let line = format!(
            "{} {} {:due_width$}  {}  {}",
            mark(output, task),
            output.toned(Tone::Faint, &short(task)),
            due(task),
            filled,
            output.toned(Tone::Faint, &rest),
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Whether it is done, or else how much it presses.
fn mark(output: &Output, task: &Value) -> String {
    match (task["is_completed"].as_bool(), task["priority"].as_str()) {
        (Some(true), _) => "x".to_owned(),
        (_, Some("high")) => output.toned(Tone::Strong, "!"),
        (_, Some("low")) => output.toned(Tone::Faint, "."),
        _ => " ".to_owned(),
    }
}

fn title(task: &Value) -> String {
    plain(task["title"].as_str().unwrap_or_default())
}

/// The rule in words, and the tags.
fn rest(task: &Value) -> String {
    let rule = task["recurrence_text"].as_str().map(|rule| format!("({rule})"));
    let tags = tags(task);
    rule.into_iter()
        .chain((!tags.is_empty()).then_some(tags))
        .collect::<Vec<_>>()
        .join(" ")
}

fn tags(task: &Value) -> String {
    let tags = task["tags"].as_array().map_or(&[][..], Vec::as_slice);
    let named = tags.iter().filter_map(Value::as_str).map(|tag| format!("#{tag}"));
    named.collect::<Vec<_>>().join(" ")
}

/// The text with spaces after it, up to a width.
pub(super) fn fill(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Everything about one task, a line a field; what it does not have is left out.
pub(super) fn task(output: &Output, task: &Value) -> String {
    let text = |name: &str| task[name].as_str().map(plain).filter(|text| !text.is_empty());
    let zone = text("time_zone").map(|zone| format!(" ({zone})")).unwrap_or_default();
    let due = Some(due(task))
        .filter(|due| !due.is_empty())
        .map(|due| format!("{due}{zone}"));
    let state = text("completed_at").map_or_else(|| "to be done".to_owned(), |at| format!("done at {at}"));
    let lines = [
        ("id", text("id")),
        ("state", Some(state)),
        ("due", due),
        ("priority", text("priority")),
        ("tags", Some(plain(&tags(task))).filter(|tags| !tags.is_empty())),
        ("recurs", text("recurrence_text")),
        ("rule", text("recurrence")),
        ("counts from", text("recurrence_basis").map(|basis| basis.replace('_', " "))),
        ("missed ones", task["catch_up"].as_str().map(missed)),
        ("series", text("series_state")),
        ("reminders", reminders(task)),
    ];
    let mut page = format!("{}\n", title(task));
    for (name, value) in lines.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        page.extend(["  ", &output.toned(Tone::Faint, &fill(name, 11)), "  ", &value, "\n"]);
    }
    let description = task["description"].as_str().unwrap_or_default();
    if !description.is_empty() {
        let lines = description.lines().map(|line| format!("  {}\n", plain(line)));
        page.push('\n');
        page.extend(lines);
    }
    page
}

fn missed(catch_up: &str) -> String {
    if catch_up == "each" {
        "each is owed".to_owned()
    } else {
        "are skipped".to_owned()
    }
}

fn reminders(task: &Value) -> Option<String> {
    let reminders = task["reminders"].as_array()?;
    let shown = reminders.iter().map(|reminder| {
        let at = reminder["snoozed_until"]
            .as_str()
            .or(reminder["remind_at"].as_str())
            .unwrap_or("-");
        let before = reminder["before"].as_str().map(|before| format!("{before} before, "));
        format!(
            "{}{at} ({})",
            before.unwrap_or_default(),
            reminder["state"].as_str().unwrap_or_default()
        )
    });
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| shown.join("; "))
}
