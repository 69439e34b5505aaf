//! What takes a change back.

use serde_json::{Map, Value, json};

use super::act::{Act, is_new};
use super::state::Step;
use super::wording::title;

/// The step that takes back what a tool did, if one does.
fn inverse(act: &Act) -> Option<Step> {
    let result = act.outcome.as_ref().ok().filter(|_| act.changed())?;
    let task = act.before.as_ref().unwrap_or(result);
    let id = json!({"task": task["id"]});
    let (tool, arguments) = match act.tool.as_str() {
        "add_task" => {
            let scope = if result["is_recurring"] == true { "series" } else { "this" };
            ("delete_task", json!({"task": result["id"], "scope": scope}))
        }
        "restore_task" => ("delete_task", id),
        "complete_task" => ("reopen_task", id),
        "reopen_task" => ("complete_task", id),
        "delete_task" => ("restore_task", id),
        "update_task" => ("update_task", previous(&act.arguments, task, result)),
        "set_reminder" if is_new(task, result) => {
            let reminder = json!({"task": task["id"], "reminder": result["id"], "remove": true});
            ("set_reminder", reminder)
        }
        _ => return None,
    };
    Some(Step::new(tool, arguments, title(task)))
}

/// The fields that a task may have changed in by an edit; the word for a rule says less than the rule.
const FIELDS: [&str; 10] = [
    "title",
    "description",
    "priority",
    "due_date",
    "due_time",
    "time_zone",
    "recurrence",
    "recurrence_basis",
    "catch_up",
    "tags",
];

/// Every field that is different now, as it was: a rule that was set may have set a date, too. Refused
/// when somebody has changed the task since.
fn previous(arguments: &Value, before: &Value, now: &Value) -> Value {
    let mut fields: Map<String, Value> = FIELDS
        .into_iter()
        .filter(|name| before[*name] != now[*name])
        .map(|name| (name.to_owned(), before[name].clone()))
        .collect();
    if before["recurrence"].is_null() {
        // These are the rule's, and go with it.
        fields.remove("recurrence_basis");
        fields.remove("catch_up");
    }
    if !arguments["reminders"].is_null() {
        fields.insert("reminders".to_owned(), before["reminders"].clone());
    }
    if !arguments["scope"].is_null() {
        fields.insert("scope".to_owned(), arguments["scope"].clone());
    }
    fields.insert("task".to_owned(), before["id"].clone());
    fields.insert("version".to_owned(), now["version"].clone());
    Value::Object(fields)
}

/// What takes changes back, in the order in which it is to be done. Only the first step of a task can
/// know its version.
pub(super) fn of(acts: &[Act]) -> Vec<Step> {
    let mut steps: Vec<Step> = acts.iter().rev().filter_map(inverse).collect();
    let mut seen = std::collections::HashSet::new();
    for step in &mut steps {
        if !seen.insert(step.arguments["task"].to_string())
            && let Some(arguments) = step.arguments.as_object_mut()
        {
            arguments.remove("version");
        }
    }
    steps
}
