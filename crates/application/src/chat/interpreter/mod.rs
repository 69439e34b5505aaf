//! The built-in interpreter: everyday English, without any model.
//!
//! It never guesses. What several tasks are called is asked back with all of them; what names nothing
//! says so; before several tasks are deleted it shows exactly which, and deletes these and no others.

mod add;
mod change;
mod closing;
mod delete;
mod filter;
mod help;
mod look;
mod pending;
mod remind;
mod target;
mod unclear;

use rondo_language::command::{Command, parse};
use uuid::Uuid;

use super::turn::Turn;
pub(super) use pending::{ask, settle};
pub(super) use target::find;
use unclear::Unclear;
pub(super) use unclear::refused;

/// Whether a sentence is about the chat itself, which no model knows.
pub(super) fn is_ours(turn: &Turn<'_>, message: &str) -> bool {
    matches!(parse(message, &turn.setting()), Command::Undo | Command::Help)
}

/// Answers a sentence.
pub(super) async fn answer(turn: &mut Turn<'_>, message: &str) -> String {
    let command = parse(message, &turn.setting());
    run(turn, command, message, None).await
}

/// Does what a command asks; `chosen` is the task that is meant, when that was asked before.
async fn run(turn: &mut Turn<'_>, command: Command, message: &str, chosen: Option<Uuid>) -> String {
    match carried_out(turn, command, chosen).await {
        Ok(answer) => answer,
        Err(unclear) => unclear.answer(turn, message),
    }
}

async fn carried_out(turn: &mut Turn<'_>, command: Command, chosen: Option<Uuid>) -> Result<String, Unclear> {
    match command {
        Command::Add(reading) => add::run(turn, *reading).await,
        Command::List(filter) => look::list(turn, &filter).await,
        Command::Find(words) => look::find_words(turn, &words).await,
        Command::Show(target) | Command::Which(target) => look::show(turn, &target, chosen).await,
        Command::Tags => look::tags(turn).await,
        Command::Change(target, changes) => change::run(turn, &target, &changes, chosen).await,
        Command::Complete(target) => closing::complete(turn, &target, chosen).await,
        Command::Reopen(target) => closing::reopen(turn, &target, chosen).await,
        Command::Skip(target) => closing::skip(turn, &target, chosen).await,
        Command::Restore(target) => closing::restore(turn, &target, chosen).await,
        Command::Delete(target, extent) => delete::run(turn, &target, extent, chosen).await,
        Command::Remind(target, reminders) => remind::run(turn, &target, &reminders, chosen).await,
        Command::Undo => pending::undo(turn).await,
        Command::Help => Ok(help::TEXT.to_owned()),
        Command::Yes | Command::No => Ok("There is nothing that waits for a yes or no.".to_owned()),
        Command::Unknown => Ok(format!("I did not understand that, and nothing was changed. {}", help::TEXT)),
    }
}
