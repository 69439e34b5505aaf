//! `add_task`

use serde_json::{Value, json};

use super::schema::{object, task_fields};
use super::{Effect, Refusal, Tool};
use crate::tasks;
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "add_task",
    title: "Add a task",
    description: "Adds one task. A recurring task needs a recurrence_frequency or a recurrence; with a recurrence and \
        no due_date the first date that fits is taken. Answers with the task as it now is.",
    effect: Effect::Adds,
    idempotent: false,
    schema,
};

fn schema() -> Value {
    let mut fields = task_fields(false);
    let done = json!({"type": "boolean", "description": "true for something that is done already"});
    fields.insert("is_completed".to_owned(), done);
    object(fields.into(), &["title"])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let answer = tasks::create(app, caller, arguments, None).await?;
    Ok(serde_json::from_str(&answer).expect("a created task is JSON"))
}
