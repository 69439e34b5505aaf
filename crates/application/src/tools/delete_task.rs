//! `delete_task`

use serde_json::{Value, json};

use super::schema::{object, scope, task};
use super::{Among, Candidate, Effect, Refusal, Tool, resolve, task_name};
use crate::input::{Fields, word};
use crate::tasks::{DeleteScope, delete, get};
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "delete_task",
    title: "Delete a task",
    description: "Deletes one task, only when the user asks for that; restore_task brings it back for 30 days. Of a \
        recurring task this occurrence (the series goes on) or with scope series all of it. Before deleting several \
        tasks show the user exactly which, and ask.",
    effect: Effect::Deletes,
    idempotent: false,
    schema,
};

fn schema() -> Value {
    let scope = scope(
        &["this", "series"],
        "Of a recurring task: this occurrence (the default) or the whole series",
    );
    object(json!({"task": task(), "scope": scope}), &["task"])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let mut read = Fields::of(arguments)?;
    let name = read.required("task", task_name::read);
    let scope = read.optional("scope", word(scope_of, "this, series")).unwrap_or_default();
    let name = read.finish_as(name)?;
    let id = resolve(app, caller, &name, Among::Open).await?;
    let task = get(app, caller, id).await?;
    delete(app, caller, id, scope).await?;
    Ok(json!({"deleted": Candidate::from(&task), "can_be_restored_for_days": rondo_domain::RESTORE_DAYS}))
}

fn scope_of(text: &str) -> Option<DeleteScope> {
    match text {
        "this" => Some(DeleteScope::This),
        "series" => Some(DeleteScope::Series),
        _ => None,
    }
}
