//! Showing tasks.

use rondo_language::command::{Filter, Target};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::turn::Turn;
use super::super::wording::{count, date, in_full, line, numbered};
use super::filter;
use super::target::find;
use super::unclear::{Unclear, ids};
use crate::tools::Among;

/// How many tasks are shown at once.
const SHOWN: usize = 50;

/// Shows what a filter finds.
pub(super) async fn list(turn: &mut Turn<'_>, wanted: &Filter) -> Result<String, Unclear> {
    let mut arguments = filter::arguments(wanted);
    arguments.insert("limit".to_owned(), json!(SHOWN));
    let page = turn.call("list_tasks", Value::Object(arguments)).await?;
    let tasks = page["items"].as_array().cloned().unwrap_or_default();
    let today = page["clock"]["today"].as_str().map(date).unwrap_or_default();
    let more = !page["next_cursor"].is_null();
    Ok(shown(turn, &tasks, &format!("Today is {today}. "), more))
}

/// Shows what has these words.
pub(super) async fn find_words(turn: &mut Turn<'_>, words: &str) -> Result<String, Unclear> {
    let page = turn.call("search_tasks", json!({"query": words, "limit": SHOWN})).await?;
    let tasks = page["items"].as_array().cloned().unwrap_or_default();
    if tasks.is_empty() {
        shown(turn, &tasks, "", false);
        return Ok(format!("No task has “{}” in its title, description or tags.", line(words)));
    }
    let more = !page["next_cursor"].is_null();
    Ok(shown(turn, &tasks, "", more))
}

/// Shows one task, or those that are named.
pub(super) async fn show(turn: &mut Turn<'_>, target: &Target, chosen: Option<Uuid>) -> Result<String, Unclear> {
    let tasks = find(turn, target, Among::Open, chosen).await?;
    let [task] = tasks.as_slice() else {
        return Ok(shown(turn, &tasks, "", false));
    };
    let page = turn.call("list_tasks", json!({"name": task["id"]})).await?;
    let task = page["items"][0].clone();
    turn.state.spoken = ids(std::slice::from_ref(&task));
    let description = task["description"].as_str().unwrap_or_default();
    let rest = if description.is_empty() {
        String::new()
    } else {
        format!("\n{description}")
    };
    Ok(format!("{}.{rest}", in_full(&task)))
}

/// Shows the tags in use.
pub(super) async fn tags(turn: &mut Turn<'_>) -> Result<String, Unclear> {
    let tags = turn.call("list_tags", json!({})).await?;
    let tags = tags["tags"].as_array().map_or(&[][..], Vec::as_slice);
    let named = tags.iter().map(|tag| {
        let name = tag["name"].as_str().unwrap_or_default();
        format!("#{name} ({})", tag["task_count"])
    });
    let named: Vec<String> = named.collect();
    Ok(if named.is_empty() {
        "There are no tags yet.".to_owned()
    } else {
        format!("Your tags: {}.", named.join(", "))
    })
}

/// Numbered tasks, which can be named by their numbers from now on.
fn shown(turn: &mut Turn<'_>, tasks: &[Value], lead: &str, more: bool) -> String {
    turn.state.shown = ids(tasks);
    turn.state.spoken = ids(tasks);
    if tasks.is_empty() {
        return format!("{lead}There are no such tasks.");
    }
    let rest = if more {
        "\nThere are more; ask for fewer at a time."
    } else {
        ""
    };
    format!("{lead}{}:{}{rest}", count(tasks.len()), numbered(tasks))
}
