//! `restore_task`

use serde_json::Value;

use super::schema::of_task;
use super::{Among, Effect, Refusal, Tool, result, task_name};
use crate::tasks::restore;
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "restore_task",
    title: "Bring a task back",
    description: "Brings a deleted task back with its id, up to 30 days after it was deleted. list_tasks with status deleted shows them.",
    effect: Effect::Adds,
    idempotent: true,
    schema: of_task,
};

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let id = task_name::alone(app, caller, arguments, Among::Deleted).await?;
    Ok(result(&restore(app, caller, id).await?))
}
