//! A change that was asked of a tool, and what it came to.

use rondo_domain::{Person, Timestamp};
use serde_json::Value;
use uuid::Uuid;

use super::interpreter::refused;
use super::wording::{in_full, moment, title};
use crate::tools::Refusal;

/// A change that was asked of a tool, and what it came to.
#[derive(Debug)]
pub(super) struct Act {
    /// Which tool.
    pub(super) tool: String,
    /// With what; the task by its whole id.
    pub(super) arguments: Value,
    /// The task as it stood.
    pub(super) before: Option<Value>,
    /// What the tool said.
    pub(super) outcome: Result<Value, Refusal>,
}

impl Act {
    /// Whether anything is different now.
    pub(super) fn changed(&self) -> bool {
        let (Ok(result), before) = (&self.outcome, self.before.as_ref()) else {
            return false;
        };
        match (self.tool.as_str(), before) {
            ("set_reminder", Some(before)) => !self.arguments["reminder"].is_null() || is_new(before, result),
            ("delete_task" | "restore_task", _) | (_, None) => true,
            (_, Some(before)) => result["version"] != before["version"],
        }
    }

    /// The task that it was about.
    pub(super) fn task(&self) -> Option<Uuid> {
        let result = self.outcome.as_ref().ok();
        let task = self.before.as_ref().or(result)?;
        task["id"].as_str()?.parse().ok()
    }

    /// What was done, as a verb and its object, so that several can be told in one sentence.
    pub(super) fn done(&self, person: &Person) -> Option<(&'static str, String)> {
        let result = self.outcome.as_ref().ok().filter(|_| self.changed())?;
        let task = self.before.as_ref().unwrap_or(result);
        Some(match self.tool.as_str() {
            "add_task" => ("Added", in_full(result)),
            "complete_task" => ("Completed", title(task)),
            "reopen_task" => ("Reopened", title(task)),
            "skip_task" => ("Skipped: now", in_full(result)),
            "delete_task" if self.arguments["scope"] == "series" && task["is_recurring"] == true => {
                ("Deleted", format!("{} with its whole series", title(task)))
            }
            "delete_task" => ("Deleted", title(task)),
            "restore_task" => ("Brought back", title(task)),
            "set_reminder" => reminded(&self.arguments, task, result, person),
            _ => ("Changed: now", in_full(result)),
        })
    }

    /// What it came to, in a sentence.
    pub(super) fn told(&self, person: &Person) -> String {
        match (&self.outcome, self.done(person)) {
            (_, Some((verb, what))) => format!("{verb} {what}."),
            (Ok(result), None) => {
                let task = self.before.as_ref().unwrap_or(result);
                format!("{} was like that already; nothing was changed.", title(task))
            }
            (Err(refusal), None) => {
                let task = self.before.as_ref().unwrap_or(&self.arguments);
                format!("{}: {}", title(task), refused(refusal))
            }
        }
    }
}

/// Whether this reminder is one that the task did not have.
pub(super) fn is_new(before: &Value, reminder: &Value) -> bool {
    let had = before["reminders"].as_array().map_or(&[][..], Vec::as_slice);
    reminder["id"].is_string() && had.iter().all(|each| each["id"] != reminder["id"])
}

fn reminded(arguments: &Value, task: &Value, result: &Value, person: &Person) -> (&'static str, String) {
    let at = |instant: &Value| instant.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    if arguments["remove"] == true {
        return ("Took away a reminder of", title(task));
    }
    if let Some(later) = at(&result["snoozed_until"]) {
        return (
            "Put off the reminder of",
            format!("{} to {}", title(task), moment(later, person)),
        );
    }
    let when = at(&result["remind_at"]).map_or_else(|| "the due date to come".to_owned(), |at| moment(at, person));
    ("Set a reminder of", format!("{} for {when}", title(task)))
}
