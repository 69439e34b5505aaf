//! What waits for an answer, and what takes the last change back.

use rondo_domain::Person;
use rondo_language::command::{Command, Target, parse};
use rondo_language::{Setting, read};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::act::Act;
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
    let tasks = match by_ids(turn, candidates, Among::Open).await {
        Ok(tasks) => tasks,
        Err(_) => by_ids(turn, candidates, Among::Deleted).await.ok()?,
    };
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
    let first = turn.acts.len();
    let mut failed = Vec::new();
    for step in steps {
        if let Err(refusal) = turn.act(&step.tool, step.arguments).await {
            failed.push(format!("{}: {}", step.about, refused(&refusal)));
        }
    }
    let acts = &turn.acts[first..];
    let spoken: Vec<Uuid> = acts.iter().filter_map(Act::task).collect();
    let mut lines = told(acts, &turn.person);
    lines.extend(failed);
    if !spoken.is_empty() {
        turn.state.spoken = spoken;
    }
    lines.join("\n")
}

/// What was done, a line for each kind of it; then what was so already.
fn told(acts: &[Act], person: &Person) -> Vec<String> {
    let mut done: Vec<(&str, Vec<String>)> = Vec::new();
    for (verb, what) in acts.iter().filter_map(|act| act.done(person)) {
        match done.iter_mut().find(|(each, _)| *each == verb) {
            Some((_, all)) => all.push(what),
            None => done.push((verb, vec![what])),
        }
    }
    let done = done.into_iter().map(|(verb, what)| format!("{verb} {}.", what.join(", ")));
    let same = acts.iter().filter(|act| act.outcome.is_ok() && !act.changed());
    done.chain(same.map(|act| act.told(person))).collect()
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
        let why = if turn.state.is_final {
            "What was changed last cannot be taken back."
        } else {
            "There is nothing that I can take back."
        };
        return Err(Unclear::Because(why.to_owned()));
    }
    turn.takes_back = true;
    let answer = carry_out(turn, steps).await;
    let lead = if turn.has_changed_something() { "Taken back. " } else { "" };
    Ok(format!("{lead}{answer}"))
}
