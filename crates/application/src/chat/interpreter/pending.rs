//! What waits for an answer, and what takes the last change back.

use rondo_language::command::{Command, Target, parse};
use rondo_language::{Setting, read};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::state::{Pending, Step};
use super::super::turn::Turn;
use super::run;
use super::target::by_ids;
use super::unclear::{Unclear, refused};
use crate::tools::Among;

/// Answers a message that settles what was asked, if it does. Any other one drops the question.
pub(in super::super) async fn settle(turn: &mut Turn<'_>, message: &str) -> Option<String> {
    let pending = turn.state.pending.take()?;
    let said = parse(message, &turn.setting());
    match (pending, said) {
        (Pending::Confirm(steps), Command::Yes) => Some(carry_out(turn, steps).await),
        (_, Command::No) => Some("All right: nothing was changed.".to_owned()),
        (Pending::Confirm(_), _) => None,
        (
            Pending::Which {
                message: first,
                said_at,
                candidates,
            },
            said,
        ) => {
            let chosen = chosen(turn, message, &said, &candidates).await?;
            let at = said_at.parse().unwrap_or(turn.now);
            let command = parse(&first, &Setting::of(&turn.person, at));
            Some(run(turn, command, &first, Some(chosen)).await)
        }
    }
}

/// The candidate that an answer to "which one?" means: by number, by words of its title, or by the
/// date on which it is due.
async fn chosen(turn: &Turn<'_>, message: &str, said: &Command, candidates: &[Uuid]) -> Option<Uuid> {
    let place = match said {
        Command::Which(Target::Number(number)) | Command::Show(Target::Number(number)) => number.checked_sub(1)?,
        Command::Which(Target::Last) | Command::Show(Target::Last) => candidates.len().checked_sub(1)?,
        Command::Unknown | Command::Which(_) | Command::Show(_) => return described(turn, message, candidates).await,
        // A day and nothing to do on it.
        Command::Add(reading) if reading.title.is_empty() => return described(turn, message, candidates).await,
        _ => return None,
    };
    candidates.get(place).copied()
}

async fn described(turn: &Turn<'_>, message: &str, candidates: &[Uuid]) -> Option<Uuid> {
    let tasks = by_ids(turn, candidates, Among::Open).await.ok()?;
    let reading = read(message, &turn.setting());
    let day = reading.due.map(|due| json!(due.date.to_string()));
    let words = message.to_lowercase();
    let is_meant = |task: &&Value| match &day {
        Some(day) => task["due_date"] == *day,
        None => task["title"].as_str().is_some_and(|title| title.to_lowercase() == words),
    };
    let mut meant = tasks.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(task), None) => task["id"].as_str()?.parse().ok(),
        _ => None,
    }
}

/// Does exactly these steps, and says what each came to.
async fn carry_out(turn: &mut Turn<'_>, steps: Vec<Step>) -> String {
    let (mut done, mut failed): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    for step in steps {
        match turn.act(&step.tool, step.arguments).await {
            Ok(_) => done.push((past(&step.tool).to_owned(), step.about)),
            Err(refusal) => failed.push(format!("{}: {}", step.about, refused(&refusal))),
        }
    }
    let mut lines: Vec<String> = Vec::new();
    while let Some((verb, _)) = done.first().cloned() {
        let (same, rest): (Vec<_>, Vec<_>) = done.into_iter().partition(|(each, _)| *each == verb);
        let about: Vec<String> = same.into_iter().map(|(_, about)| about).collect();
        lines.push(format!("{verb} {}.", about.join(", ")));
        done = rest;
    }
    lines.extend(failed);
    lines.join("\n")
}

/// What a tool did, in a word.
fn past(tool: &str) -> &'static str {
    match tool {
        "add_task" => "Added",
        "complete_task" => "Completed",
        "reopen_task" => "Reopened",
        "skip_task" => "Skipped",
        "delete_task" => "Deleted",
        "restore_task" => "Brought back",
        "set_reminder" => "Set the reminder of",
        _ => "Changed",
    }
}

/// Asks whether exactly these steps are to be done.
pub(in super::super) fn ask(turn: &mut Turn<'_>, steps: Vec<Step>) -> String {
    let lines: Vec<String> = steps.iter().map(|step| format!("\n- {}", step.about)).collect();
    let lines = lines.concat();
    turn.state.pending = Some(Pending::Confirm(steps));
    format!("Not done yet:{lines}\nSay “yes” to do exactly this; anything else leaves it.")
}

/// Takes the last change back.
pub(super) async fn undo(turn: &mut Turn<'_>) -> Result<String, Unclear> {
    let steps = std::mem::take(&mut turn.state.undo);
    if steps.is_empty() {
        return Err(Unclear::Because("There is nothing that I can take back.".to_owned()));
    }
    let answer = carry_out(turn, steps).await;
    // What was taken back is not offered again.
    turn.undo.clear();
    Ok(format!("Taken back. {answer}"))
}
