//! Everything that a filter finds.

use rondo_language::command::{Filter, Status};
use serde_json::{Map, Value, json};

use super::super::turn::Turn;
use super::unclear::Unclear;
use crate::tasks::{ListQuery, list};
use crate::tools::Among;

/// The most tasks that one sentence may be about: so many can still be shown before they are deleted.
pub(super) const MOST: usize = 100;

/// The arguments of `list_tasks` that find the same.
pub(super) fn arguments(filter: &Filter) -> Map<String, Value> {
    let mut arguments = Map::new();
    let mut put = |name: &str, value: Value| arguments.insert(name.to_owned(), value);
    put("status", json!(status(filter.status, Among::Open)));
    if let Some(day) = filter.due_after {
        put("due_after", json!(day.to_string()));
    }
    if let Some(day) = filter.due_before {
        put("due_before", json!(day.to_string()));
    }
    if filter.no_date {
        put("due", json!("none"));
    }
    if filter.overdue {
        put("overdue", json!(true));
    }
    if filter.recurring {
        put("is_recurring", json!(true));
    }
    if let Some(priority) = filter.priority {
        put("priority", json!(priority.word()));
    }
    if !filter.tags.is_empty() {
        put("tag", filter.tags.iter().map(|tag| json!(tag.as_str())).collect());
    }
    if let Some(words) = &filter.words {
        put("search", json!(words));
    }
    arguments
}

/// The tasks that it finds; more than can be shown are refused.
pub(super) async fn tasks(turn: &Turn<'_>, filter: &Filter, among: Among) -> Result<Vec<Value>, Unclear> {
    let query = ListQuery {
        status: Some(status(filter.status, among).to_owned()),
        due_after: filter.due_after.map(|day| day.to_string()),
        due_before: filter.due_before.map(|day| day.to_string()),
        due: filter.no_date.then(|| "none".to_owned()),
        overdue: filter.overdue.then(|| "true".to_owned()),
        is_recurring: filter.recurring.then(|| "true".to_owned()),
        priority: filter.priority.map(|priority| priority.word().to_owned()),
        tag: filter.tags.iter().map(ToString::to_string).collect(),
        search: filter.words.clone(),
        limit: Some(MOST.to_string()),
        ..ListQuery::default()
    };
    let page = list(turn.app, turn.caller, &query).await?;
    match page.items.len() {
        0 => Err(Unclear::Because(
            "There are no such tasks, so nothing was changed.".to_owned(),
        )),
        _ if page.next_cursor.is_none() => Ok(page.items.iter().map(|task| json!(task)).collect()),
        _ => Err(Unclear::Because(format!(
            "That would be more than {MOST} tasks, so nothing was changed; say it for fewer at a time."
        ))),
    }
}

/// The person's word, or else what such a command is about.
const fn status(said: Option<Status>, among: Among) -> &'static str {
    match (among, said) {
        (Among::Deleted, _) => "deleted",
        (_, Some(Status::Completed)) | (Among::Completed, None) => "completed",
        (_, Some(Status::Pending)) | (Among::Open, None) => "pending",
    }
}
