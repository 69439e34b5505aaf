//! `reopen_task`

use serde_json::Value;

use super::schema::of_task;
use super::{Among, Effect, Refusal, Tool, result, task_name};
use crate::tasks::reopen;
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "reopen_task",
    title: "Reopen a task",
    description: "Marks a task as not done again. Of a recurring task the next occurrence is withdrawn unless somebody worked on it; successor says which.",
    effect: Effect::Changes,
    idempotent: true,
    schema: of_task,
};

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let id = task_name::alone(app, caller, arguments, Among::Completed).await?;
    Ok(result(&reopen(app, caller, id).await?))
}
