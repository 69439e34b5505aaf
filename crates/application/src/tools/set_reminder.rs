//! `set_reminder`

use rondo_domain::{ReminderId, TaskId};
use serde_json::{Map, Value, json};

use super::schema::{members, object, reminder, task};
use super::{Among, Effect, Refusal, Tool, resolve, result, task_name};
use crate::input::{Fields, boolean, text};
use crate::tasks::{add_reminder, remove_reminder, snooze};
use crate::{App, Caller};

pub(super) const TOOL: Tool = Tool {
    name: "set_reminder",
    title: "Set a reminder",
    description: "Adds a reminder to a task: give exactly one of before, minutes_before and remind_at. With reminder, \
        the id of one that the task has, it puts that one off instead (until or minutes) or takes it away (remove).",
    effect: Effect::Changes,
    idempotent: false,
    schema,
};

fn schema() -> Value {
    let mut properties = members(json!({
        "task": task(),
        "reminder": {"type": "string", "format": "uuid", "description": "The id of a reminder that the task has"},
        "until": {"type": "string", "format": "date-time", "description": "Put it off until then (RFC 3339)"},
        "minutes": {"type": "integer", "minimum": 1, "maximum": 527_040, "description": "Put it off for so long"},
        "remove": {"type": "boolean", "description": "true takes it away"},
    }));
    properties.extend(reminder());
    object(properties.into(), &["task"])
}

pub(super) async fn call(app: &App, caller: &Caller, arguments: Value) -> Result<Value, Refusal> {
    let mut read = Fields::of(arguments)?;
    let name = read.required("task", task_name::read);
    let reminder = read.optional("reminder", text(str::parse::<ReminderId>));
    let remove = read.optional("remove", boolean).unwrap_or(false);
    let when = given(&mut read, ["before", "minutes_before", "remind_at"]);
    let later = given(&mut read, ["until", "minutes", ""]);
    check(&mut read, reminder, remove, &when, &later);
    let name = read.finish_as(name)?;
    let id = resolve(app, caller, &name, Among::Open).await?;
    match reminder {
        None => Ok(result(&add_reminder(app, caller, id, when.into()).await?)),
        Some(reminder) if remove => take_away(app, caller, id, reminder).await,
        Some(reminder) => Ok(result(&snooze(app, caller, id, reminder, later.into()).await?)),
    }
}

async fn take_away(app: &App, caller: &Caller, task: TaskId, reminder: ReminderId) -> Result<Value, Refusal> {
    remove_reminder(app, caller, task, reminder).await?;
    Ok(json!({"removed": reminder.uuid()}))
}

/// The members of those names that are there.
fn given(read: &mut Fields, names: [&'static str; 3]) -> Map<String, Value> {
    let names = names.into_iter().filter(|name| !name.is_empty());
    let given = names.filter_map(|name| Some((name.to_owned(), read.raw(name).filter(|value| !value.is_null())?)));
    given.collect()
}

/// Refuses what does not belong together, and what the command would refuse.
fn check(
    read: &mut Fields,
    reminder: Option<ReminderId>,
    remove: bool,
    when: &Map<String, Value>,
    later: &Map<String, Value>,
) {
    if reminder.is_none() {
        for name in later.keys() {
            read.refuse(name, "needs reminder, the id of one that the task has");
        }
        if remove {
            read.refuse("remove", "needs reminder, the id of one that the task has");
        }
        if let Err(message) = crate::tasks::fields::reminder(&Value::Object(when.clone())) {
            read.refuse(when.keys().next().map_or("before", String::as_str), message);
        }
        return;
    }
    for name in when.keys() {
        read.refuse(name, "is for a new reminder: leave out reminder, or take that one away first");
    }
    if usize::from(remove) + later.len() != 1 {
        read.refuse("reminder", "needs exactly one of until, minutes and remove");
    }
}
