//! What was really done in a turn, from the results of the tools.

use serde_json::Value;

use super::super::interpreter;
use super::super::state::Step;
use super::super::turn::Turn;
use super::super::wording::{in_full, title};
use crate::chat::ToolCall;
use crate::tools::{Effect, Tool};

/// A line for each change, and the question about what is proposed. Tasks that were spoken of are "it"
/// from now on.
pub(super) fn of(turn: &mut Turn<'_>, proposed: Vec<Step>) -> String {
    let lines: Vec<String> = turn.calls.iter().filter_map(line).collect();
    remember(turn);
    let mut text = lines.join("\n");
    if !proposed.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&interpreter::ask(turn, proposed));
    }
    text
}

fn line(call: &ToolCall) -> Option<String> {
    let result = &call.result;
    if !result["error"].is_null() || !result["proposed"].is_null() {
        return None;
    }
    let text = match call.name.as_str() {
        "add_task" => format!("Added {}.", in_full(result)),
        "complete_task" => format!("Completed {}.", title(result)),
        "reopen_task" => format!("Reopened {}.", title(result)),
        "skip_task" => format!("Skipped: now {}.", in_full(result)),
        "delete_task" => format!("Deleted {}.", title(&result["deleted"])),
        "restore_task" => format!("Brought back {}.", title(result)),
        "update_task" => format!("Changed: now {}.", in_full(result)),
        "set_reminder" => format!(
            "Set a reminder for {}.",
            result["remind_at"].as_str().unwrap_or("the due date to come")
        ),
        _ => return None,
    };
    Some(format!("✓ {text}"))
}

/// What the next sentence may mean by "it" and by numbers.
fn remember(turn: &mut Turn<'_>) {
    let mut spoken = Vec::new();
    for call in &turn.calls {
        let reads = Tool::named(&call.name).is_some_and(|tool| tool.effect == Effect::Reads);
        let ids = |tasks: &[Value]| {
            tasks
                .iter()
                .filter_map(|task| task["id"].as_str()?.parse().ok())
                .collect::<Vec<_>>()
        };
        if reads {
            if let Some(items) = call.result["items"].as_array() {
                turn.state.shown = ids(items);
                turn.state.spoken.clone_from(&turn.state.shown);
            }
        } else {
            spoken.extend(ids(std::slice::from_ref(&call.result)));
        }
    }
    if !spoken.is_empty() {
        turn.state.spoken = spoken;
    }
}
