//! `skip_task`

use serde_json::{Value, json};

use super::schema::{object, task};
use super::{Among, Effect, Refusal, Tool, resolve, result, task_name};
use crate::input::{Fields, string};
use crate::tasks::skip;
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "skip_task",
    title: "Skip an occurrence",
    description: "Moves a recurring task on to its next date without completing it. Give slot, the slot of the \
        occurrence that you saw, so that a repeated call skips once.",
    effect: Effect::Changes,
    idempotent: false,
    schema,
};

fn schema() -> Value {
    let slot = json!({"type": "string", "description": "The slot field of the task as you read it"});
    object(json!({"task": task(), "slot": slot}), &["task"])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let mut read = Fields::of(arguments)?;
    let name = read.required("task", task_name::read);
    let slot = read.optional("slot", |value| string(value).map(str::to_owned));
    let name = read.finish_as(name)?;
    let id = resolve(app, caller, &name, Among::Open).await?;
    Ok(result(&skip(app, caller, id, json!({"slot": slot})).await?))
}
