//! Which task is meant: by its id, a part of it, or its title.

use rondo_domain::TaskId;
use serde_json::Value;

use super::{Candidate, Refusal};
use crate::input::{Fields, string};
use crate::tasks::{ListQuery, TaskView, list};
use crate::{App, Caller, Error};

/// Among which tasks one is looked for by its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// What is to be done; what is done only where nothing else is called so.
    Open,
    /// What is done; what is to be done only where nothing else is called so.
    Completed,
    /// What can be brought back.
    Deleted,
}

/// The most candidates that are shown.
const SHOWN: usize = 10;

/// Reads a name.
pub(super) fn read(value: &Value) -> Result<String, String> {
    let text = string(value)?.trim();
    match text.chars().count() {
        1..=255 => Ok(text.to_owned()),
        _ => Err("must be the id of a task, a part of it, or its title".to_owned()),
    }
}

/// Reads arguments that name a task and nothing else, and finds it.
pub(super) async fn alone(app: &App, caller: &Caller, arguments: Value, among: Among) -> Result<TaskId, Refusal> {
    let mut fields = Fields::of(arguments)?;
    let name = fields.required("task", read);
    let name = fields.finish_as(name)?;
    resolve(app, caller, &name, among).await
}

/// The task that is called so. A whole id names its task whatever its state; of several with words in
/// common the one whose title is exactly these words.
///
/// # Errors
/// `not-found`, or `ambiguous` with the candidates.
pub async fn resolve(app: &App, caller: &Caller, name: &str, among: Among) -> Result<TaskId, Refusal> {
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let states: &[&str] = match among {
        Among::Open => &["pending", "completed"],
        Among::Completed => &["completed", "pending"],
        Among::Deleted => &["deleted"],
    };
    for status in states {
        match called(app, caller, name, status).await?.as_slice() {
            [] => {}
            [only] => return Ok(only.id.into()),
            several => {
                let candidates = several.iter().take(SHOWN).map(Candidate::from).collect();
                return Err(Refusal::ambiguous(name, candidates));
            }
        }
    }
    Err(Refusal::new(
        "not-found",
        format!("there is no task called {name:?}; look with search_tasks or list_tasks"),
    ))
}

/// The tasks that are called so: those with exactly that title, if there are any.
async fn called(app: &App, caller: &Caller, name: &str, status: &str) -> Result<Vec<TaskView>, Error> {
    let query = ListQuery {
        name: Some(name.to_owned()),
        status: Some(status.to_owned()),
        limit: Some("100".to_owned()),
        ..ListQuery::default()
    };
    let mut found = list(app, caller, &query).await?.items;
    let is_exact = |task: &TaskView| task.title.to_lowercase() == name.to_lowercase();
    if found.iter().any(is_exact) {
        found.retain(is_exact);
    }
    Ok(found)
}
