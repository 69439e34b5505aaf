//! Completing, reopening, skipping, restoring.

use rondo_language::command::Target;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::turn::Turn;
use super::super::wording::{due, named, several, title};
use super::target::{find, find_one};
use super::unclear::{Unclear, ids, refused};
use crate::tools::Among;

/// Completes what is named.
pub(super) async fn complete(turn: &mut Turn<'_>, target: &Target, chosen: Option<Uuid>) -> Result<String, Unclear> {
    let found = find(turn, target, Among::Open, chosen).await?;
    if let [task] = found.as_slice()
        && task["is_completed"] == true
    {
        turn.state.spoken = ids(&found);
        return Ok(format!("{} was done already; nothing was changed.", title(task)));
    }
    let (done, failed) = each(turn, "complete_task", &found).await;
    let next = match done.as_slice() {
        [task] if task["is_recurring"] == true => " The next one follows by itself.",
        _ => "",
    };
    Ok(told("Completed", &done, &failed, next))
}

/// Opens what is named again.
pub(super) async fn reopen(turn: &mut Turn<'_>, target: &Target, chosen: Option<Uuid>) -> Result<String, Unclear> {
    let found = find(turn, target, Among::Completed, chosen).await?;
    if let [task] = found.as_slice()
        && task["is_completed"] == false
    {
        turn.state.spoken = ids(&found);
        return Ok(format!("{} is not done; nothing was changed.", title(task)));
    }
    let (open, failed) = each(turn, "reopen_task", &found).await;
    let fate = match open.first().and_then(|task| task["successor"]["state"].as_str()) {
        Some("withdrawn") => " The next one is taken back.",
        Some(_) => " The next one stays: it was worked on.",
        None => "",
    };
    Ok(told("Reopened", &open, &failed, fate))
}

/// Moves a recurring task to its next date.
pub(super) async fn skip(turn: &mut Turn<'_>, target: &Target, chosen: Option<Uuid>) -> Result<String, Unclear> {
    let task = find_one(turn, target, Among::Open, chosen).await?;
    let skipped = turn
        .act("skip_task", json!({"task": task["id"], "slot": task["slot"]}))
        .await?;
    turn.state.spoken = ids(std::slice::from_ref(&skipped));
    Ok(format!(
        "Skipped to the next date: {} is due {}.",
        title(&skipped),
        due(&skipped).unwrap_or_default()
    ))
}

/// Brings back what was deleted.
pub(super) async fn restore(turn: &mut Turn<'_>, target: &Target, chosen: Option<Uuid>) -> Result<String, Unclear> {
    let found = find(turn, target, Among::Deleted, chosen).await?;
    let (back, failed) = each(turn, "restore_task", &found).await;
    Ok(told("Brought back", &back, &failed, ""))
}

/// Calls the tool for each task; gives what it came to for those that worked, and why not for the rest.
async fn each(turn: &mut Turn<'_>, tool: &str, tasks: &[Value]) -> (Vec<Value>, Vec<String>) {
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for task in tasks {
        match turn.act(tool, json!({"task": task["id"]})).await {
            Ok(result) => done.push(result),
            Err(refusal) => failed.push(format!("{}: {}", title(task), refused(&refusal))),
        }
    }
    turn.state.spoken = ids(&done);
    (done, failed)
}

fn told(verb: &str, done: &[Value], failed: &[String], also: &str) -> String {
    let mut lines = match done {
        [] => Vec::new(),
        [task] => vec![format!("{verb} {}.{also}", named(task).replace(", done", ""))],
        tasks => vec![format!("{verb} {}.{also}", several(tasks))],
    };
    lines.extend(failed.iter().cloned());
    lines.join("\n")
}
