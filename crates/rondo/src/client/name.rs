//! Which task a person means.

use std::fmt::Write;

use serde_json::Value;

use super::failure::Failure;
use super::output::short;
use super::server::Server;

/// Among which tasks one is looked for by its title.
#[derive(Clone, Copy, Debug)]
pub(super) enum Among {
    /// What is to be done; what is done only where nothing else is called so.
    Open,
    /// What is done; what is to be done only where nothing else is called so.
    Completed,
    /// What was deleted.
    Deleted,
}

/// How many candidates are shown.
const SHOWN: usize = 10;

/// The id of the task that is called so.
pub(super) async fn resolve(server: &Server, name: &str, among: Among) -> Result<String, Failure> {
    if name.len() == 36 && name.split('-').map(str::len).eq([8, 4, 4, 4, 12]) {
        return Ok(name.to_owned());
    }
    let states: &[&str] = match among {
        Among::Open => &["pending", "completed"],
        Among::Completed => &["completed", "pending"],
        Among::Deleted => &["deleted"],
    };
    for status in states {
        let found = called(server, name, status).await?;
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only["id"].as_str().unwrap_or_default().to_owned()),
            several => return Err(ambiguous(name, several)),
        }
    }
    Err(Failure::NotFound(format!(
        "there is no task {name:?}; rondo list shows what there is"
    )))
}

/// The ids of the tasks that are called so, before anything is done with the first.
pub(super) async fn resolve_all(server: &Server, names: &[String], among: Among) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        ids.push(resolve(server, name, among).await?);
    }
    Ok(ids)
}

/// The tasks that are called so: those with exactly that title, if there are any.
async fn called(server: &Server, name: &str, status: &str) -> Result<Vec<Value>, Failure> {
    let query = [("name", name.to_owned()), ("status", status.to_owned())];
    // All of them: the one with exactly that title may be the last.
    let (mut found, _) = server.tasks(&query, usize::MAX).await?;
    let is_exact = |task: &Value| task["title"].as_str().map(str::to_lowercase) == Some(name.to_lowercase());
    if found.iter().any(is_exact) {
        found.retain(is_exact);
    }
    Ok(found)
}

fn ambiguous(name: &str, found: &[Value]) -> Failure {
    let mut text = format!("several tasks are called {name:?}; nothing was changed. Name one by its id:");
    for task in found.iter().take(SHOWN) {
        let (title, due) = (task["title"].as_str().unwrap_or_default(), super::output::due(task));
        // Writing to a string does not fail.
        let _ = write!(text, "\n  {}  {due:<20}  {}", short(task), super::output::plain(title));
    }
    Failure::Ambiguous(text)
}
