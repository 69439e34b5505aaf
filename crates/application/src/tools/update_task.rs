//! `update_task`

use rondo_domain::{Invalid, Scope, TaskId};
use serde_json::{Map, Value, json};

use super::schema::{members, object, scope, task, task_fields};
use super::{Among, Effect, Refusal, Tool, resolve, result, task_name};
use crate::input::{Fields, integer, word};
use crate::tasks::{TaskView, edit, fields};
use crate::{App, Caller, Error};

pub(super) const TOOL: Tool = Tool {
    name: "update_task",
    title: "Change a task",
    description: "Changes the fields that are given and no others; null clears one. Of a recurring task scope says how \
        far the change goes: to move a single occurrence give due_date or due_time with scope this. Use complete_task, \
        reopen_task and skip_task for those. Answers with the task as it now is.",
    effect: Effect::Changes,
    idempotent: false,
    schema,
};

fn schema() -> Value {
    let words = scope(
        &["this", "following", "series"],
        "Of a recurring task: this occurrence, this and those after it, or all. When left out: this for due_date and \
         due_time alone, else following",
    );
    let mut properties = members(json!({
        "task": task(),
        "scope": words,
        "version": {"type": "integer", "description": "The version that you read: refused if the task changed since"},
    }));
    properties.extend(task_fields(true));
    object(properties.into(), &["task"])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let (own, patch) = split(arguments)?;
    let mut read = Fields::of(own.into())?;
    let name = read.required("task", task_name::read);
    let scope = read.optional("scope", word(Scope::parse, "this, following, series"));
    let version = read.optional("version", integer(1..=i64::MAX)).map(|version| vec![version]);
    let Some(name) = name else {
        read.finish()?;
        return Err(Invalid::field("task", "is required").into());
    };
    let id = resolve(app, caller, &name, Among::Open).await?;
    if let Err(mut invalid) = read.finish() {
        invalid.0.extend(wrong_fields(app, caller, id, patch).await?.0);
        return Err(invalid.into());
    }
    Ok(result(&edit(app, caller, id, patch.into(), scope, version.as_deref()).await?))
}

type Members = Map<String, Value>;

/// The arguments that say which task and how far, and those that say what changes.
fn split(arguments: Value) -> Result<(Members, Members), Invalid> {
    let Value::Object(arguments) = arguments else {
        return Err(Invalid::field("", "must be a JSON object"));
    };
    let is_own = |name: &str| ["task", "scope", "version"].contains(&name);
    Ok(arguments.into_iter().partition(|(name, _)| is_own(name)))
}

/// What is wrong with the fields, when something else is wrong already.
async fn wrong_fields(app: &App, caller: &Caller, id: TaskId, patch: Map<String, Value>) -> Result<Invalid, Error> {
    let view = app.view(caller).await?;
    let Some(task) = view.task(id).await? else {
        return Ok(Invalid::default());
    };
    let shown = TaskView::of(&task, view.person());
    Ok(fields::edit(patch.into(), &task, &shown).err().unwrap_or_default())
}
