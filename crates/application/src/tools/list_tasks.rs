//! `list_tasks`

use serde_json::{Value, json};

use super::schema::object;
use super::{Effect, Refusal, Tool, clock, result};
use crate::input::{Fields, boolean, integer, list as list_of, string};
use crate::tasks::{ListQuery, MOST_ITEMS, check, list};
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "list_tasks",
    title: "List tasks",
    description: "Lists the user's tasks that fit every filter given, with all their fields, and says what day it is for \
        the user. When next_cursor is not null there are more: call again with it as cursor and the same filters.",
    effect: Effect::Reads,
    idempotent: true,
    schema,
};

fn schema() -> Value {
    let date = |description: &str| json!({"type": "string", "format": "date", "description": description});
    let properties = json!({
        "status": {"type": "string", "enum": ["pending", "completed", "deleted"],
            "description": "Open or done; both when left out. deleted: those of the last 30 days"},
        "due": {"type": "string", "enum": ["today", "upcoming", "none"],
            "description": "Due today, on a later day, or without due date"},
        "due_after": date("Due on that day or later"),
        "due_before": date("Due on that day or earlier"),
        "overdue": {"type": "boolean", "description": "true: open, and due before now"},
        "is_recurring": {"type": "boolean", "description": "true: of a series that goes on or is paused"},
        "priority": {"type": "string", "enum": ["high", "medium", "low"]},
        "tag": {"type": "array", "items": {"type": "string"}, "description": "Any of these tags; see tag_match"},
        "tag_match": {"type": "string", "enum": ["any", "all"]},
        "search": {"type": "string", "maxLength": 255, "description": "Text in title, description or tags"},
        "name": {"type": "string", "maxLength": 255, "description": "An id, a part of it, or words of the title"},
        "series_id": {"type": "string", "format": "uuid", "description": "The occurrences of one recurring task"},
        "sort_by": {"type": "string", "enum": ["due_date", "priority", "title", "created_at", "updated_at"]},
        "sort_order": {"type": "string", "enum": ["asc", "desc"]},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": 50},
        "cursor": {"type": "string"},
    });
    object(properties, &[])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let mut read = Fields::of(arguments)?;
    let most = i64::try_from(MOST_ITEMS).unwrap_or(i64::MAX);
    let limit = read.optional("limit", integer(1..=most));
    let mut flag = |name: &'static str| read.optional(name, boolean).map(|wanted| wanted.to_string());
    let (overdue, is_recurring) = (flag("overdue"), flag("is_recurring"));
    let tag = read.optional("tag", list_of(50, |item| string(item).map(str::to_owned)));
    let mut text = |name: &'static str| read.optional(name, |value| string(value).map(str::to_owned));
    let query = ListQuery {
        search: text("search"),
        name: text("name"),
        status: text("status"),
        priority: text("priority"),
        tag_match: text("tag_match"),
        due_after: text("due_after"),
        due_before: text("due_before"),
        due: text("due"),
        series_id: text("series_id"),
        sort_by: text("sort_by"),
        sort_order: text("sort_order"),
        cursor: text("cursor"),
        tag: tag.unwrap_or_default(),
        overdue,
        is_recurring,
        limit: limit.map(|limit| limit.to_string()),
        unknown: Vec::new(),
    };
    if let Err(invalid) = check(&query) {
        read.merge(invalid);
    }
    read.finish()?;
    let mut page = result(&list(app, caller, &query).await?);
    page["clock"] = clock(app, caller).await?;
    Ok(page)
}
