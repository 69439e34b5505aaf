//! A call whose task is fixed, so that a later yes is about what was shown.

use serde_json::{Value, json};
use uuid::Uuid;

use super::turn::Turn;
use super::wording::{named, title};
use crate::tasks::TaskView;
use crate::tools::{self, Refusal, Tool};

/// A call whose task is fixed.
#[derive(Clone, Debug)]
pub(super) struct Pinned {
    /// With what; the task by its whole id.
    pub(super) arguments: Value,
    /// The task as it stands; none for a new one.
    pub(super) task: Option<TaskView>,
    /// What the call is about, in words.
    pub(super) about: String,
}

impl Pinned {
    /// The id of its task.
    pub(super) fn id(&self) -> Option<Uuid> {
        self.task.as_ref().map(|task| task.id)
    }

    /// The arguments that say something else than the task has.
    pub(super) fn changed(&self) -> Vec<&str> {
        let task = json!(self.task);
        let arguments = self.arguments.as_object().into_iter().flatten();
        let others = arguments
            .filter(|(name, value)| task[name.as_str()] != **value && !(is_empty(&task[name.as_str()]) && is_empty(value)));
        others.map(|(name, _)| name.as_str()).collect()
    }

    /// Whether a field loses what it has, or a series ends.
    pub(super) fn clears_something(&self) -> bool {
        let cleared = |name: &str| name != "version" && is_empty(&self.arguments[name]);
        self.arguments["is_recurring"] == false || self.changed().into_iter().any(cleared)
    }
}

/// Finds the task that a call names.
///
/// # Errors
/// Why there is none that is meant, with those that may be.
pub(super) async fn pinned(turn: &Turn<'_>, tool: &Tool, mut arguments: Value) -> Result<Pinned, Refusal> {
    let verb = tool.name.split('_').next().unwrap_or(tool.name);
    let Some(name) = arguments["task"].as_str() else {
        let about = format!("{verb} {}{}", title(&arguments), members(&arguments, "title"));
        return Ok(Pinned {
            arguments,
            task: None,
            about,
        });
    };
    let task = tools::one(turn.app, turn.caller, name, tool.among()).await?;
    let about = format!("{verb} {}{}", named(&json!(task)), members(&arguments, "task"));
    arguments["task"] = json!(task.id);
    Ok(Pinned {
        arguments,
        task: Some(task),
        about,
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// What else a call says, in words, but for the argument that was told.
fn members(arguments: &Value, told: &str) -> String {
    let others = arguments.as_object().into_iter().flatten().filter(|(name, _)| *name != told);
    let said: Vec<String> = others
        .map(|(name, value)| format!("{} {value}", name.replace('_', " ")))
        .collect();
    if said.is_empty() {
        String::new()
    } else {
        format!(" ({})", said.join(", "))
    }
}
