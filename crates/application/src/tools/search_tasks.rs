//! `search_tasks`

use serde_json::{Value, json};

use super::schema::object;
use super::{Effect, Refusal, Tool, result};
use crate::input::{Fields, integer, string};
use crate::tasks::{ListQuery, MOST_ITEMS, check, list};
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "search_tasks",
    title: "Search tasks",
    description: "Finds the tasks that have a text in title, description or tags, upper and lower case alike. \
        list_tasks has more filters.",
    effect: Effect::Reads,
    idempotent: true,
    schema,
};

fn schema() -> Value {
    let properties = json!({
        "query": {"type": "string", "minLength": 1, "maxLength": 255, "description": "The text to look for"},
        "status": {"type": "string", "enum": ["pending", "completed", "deleted"]},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": 50},
        "cursor": {"type": "string", "description": "The next_cursor of the part before"},
    });
    object(properties, &["query"])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let mut read = Fields::of(arguments)?;
    let search = read.required("query", wanted);
    let most = i64::try_from(MOST_ITEMS).unwrap_or(i64::MAX);
    let limit = read.optional("limit", integer(1..=most));
    let mut text = |name: &'static str| read.optional(name, |value| string(value).map(str::to_owned));
    let query = ListQuery {
        search,
        status: text("status"),
        cursor: text("cursor"),
        limit: limit.map(|limit| limit.to_string()),
        ..ListQuery::default()
    };
    if let Err(invalid) = check(&query) {
        read.merge(invalid);
    }
    read.finish()?;
    Ok(result(&list(app, caller, &query).await?))
}

fn wanted(value: &Value) -> Result<String, String> {
    let text = string(value)?.trim();
    match text.chars().count() {
        1..=255 => Ok(text.to_owned()),
        _ => Err("must have 1 to 255 characters; list_tasks lists without a text".to_owned()),
    }
}
