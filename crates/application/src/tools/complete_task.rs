//! `complete_task`

use serde_json::Value;

use super::schema::of_task;
use super::{Among, Effect, Refusal, Tool, result, task_name};
use crate::tasks::complete;
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "complete_task",
    title: "Complete a task",
    description: "Marks a task as done; one that is done stays as it is. Of a recurring task the next occurrence appears by itself a moment later: do not add it.",
    effect: Effect::Changes,
    idempotent: false,
    schema: of_task,
};

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let id = task_name::alone(app, caller, arguments, Among::Open).await?;
    Ok(result(&complete(app, caller, id).await?))
}
