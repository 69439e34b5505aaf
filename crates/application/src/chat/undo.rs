//! What takes a change back.

use serde_json::{Map, Value, json};

use super::state::Step;
use super::wording::title;

/// The step that takes back what a tool did, if one does. `before` is the task as it stood.
pub(super) fn inverse(tool: &str, arguments: &Value, before: Option<&Value>, result: &Value) -> Option<Step> {
    match tool {
        "add_task" => {
            let scope = if result["is_recurring"] == true { "series" } else { "this" };
            Some(step("delete_task", json!({"task": result["id"], "scope": scope}), result))
        }
        "restore_task" => Some(step("delete_task", json!({"task": result["id"]}), result)),
        _ => changed(tool, arguments, before?, result),
    }
}

fn changed(tool: &str, arguments: &Value, before: &Value, result: &Value) -> Option<Step> {
    let task = json!({"task": before["id"]});
    let was_done = before["is_completed"] == true;
    match tool {
        "complete_task" if !was_done => Some(step("reopen_task", task, before)),
        "reopen_task" if was_done => Some(step("complete_task", task, before)),
        "delete_task" => Some(step("restore_task", task, before)),
        "update_task" if result["version"] != before["version"] => {
            let fields = previous(arguments, before);
            Some(step("update_task", Value::Object(fields), before))
        }
        "set_reminder" if is_new(before, result) => {
            let arguments = json!({"task": before["id"], "reminder": result["id"], "remove": true});
            Some(step("set_reminder", arguments, before))
        }
        _ => None,
    }
}

fn step(tool: &str, arguments: Value, task: &Value) -> Step {
    Step::new(tool, arguments, title(task))
}

/// The fields that were changed, as they were.
fn previous(arguments: &Value, before: &Value) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, value) in arguments.as_object().into_iter().flatten() {
        let (name, value) = match name.as_str() {
            "task" => ("task", &before["id"]),
            "version" => continue,
            "scope" => ("scope", value),
            // The word says less than the rule.
            "recurrence_frequency" | "recurrence" => ("recurrence", &before["recurrence"]),
            other => (other, &before[other]),
        };
        fields.insert(name.to_owned(), value.clone());
    }
    fields
}

fn is_new(before: &Value, reminder: &Value) -> bool {
    let had = before["reminders"].as_array().map_or(&[][..], Vec::as_slice);
    reminder["id"].is_string() && had.iter().all(|each| each["id"] != reminder["id"])
}
