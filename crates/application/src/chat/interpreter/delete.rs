//! Deleting.

use rondo_language::command::{Extent, Target};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::state::{Pending, Step};
use super::super::turn::Turn;
use super::super::wording::{count, named, numbered, title};
use super::target::find;
use super::unclear::{Unclear, ids};
use crate::tools::Among;

/// Deletes one task at once, since it can be brought back; several only when asked about.
pub(super) async fn run(
    turn: &mut Turn<'_>,
    target: &Target,
    extent: Extent,
    chosen: Option<Uuid>,
) -> Result<String, Unclear> {
    let found = find(turn, target, Among::Open, chosen).await?;
    let scope = match extent {
        Extent::This => "this",
        Extent::Series => "series",
    };
    if let [task] = found.as_slice() {
        turn.act("delete_task", json!({"task": task["id"], "scope": scope})).await?;
        turn.state.spoken = ids(&found);
        return Ok(format!(
            "Deleted {}{}. Say “undo” to bring it back.",
            named(task),
            whole(task, extent)
        ));
    }
    Ok(asked(turn, &found, scope))
}

fn whole(task: &Value, extent: Extent) -> &'static str {
    match extent {
        Extent::Series => ", with its whole series",
        Extent::This if task["is_recurring"] == true => ", this one only: its series goes on",
        Extent::This => "",
    }
}

/// Fixes the set, and asks about it.
fn asked(turn: &mut Turn<'_>, tasks: &[Value], scope: &str) -> String {
    let step = |task: &Value| {
        let arguments = json!({"task": task["id"], "scope": scope});
        Step::new("delete_task", arguments, title(task))
    };
    turn.state.pending = Some(Pending::Confirm(tasks.iter().map(step).collect()));
    turn.state.shown = ids(tasks);
    turn.state.spoken = ids(tasks);
    format!(
        "Delete these {}?{}\nSay “yes” to delete exactly these; anything else leaves them.",
        count(tasks.len()),
        numbered(tasks)
    )
}
