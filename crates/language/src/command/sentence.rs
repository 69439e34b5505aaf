//! From a sentence to a command.

use super::target::target;
use super::{Command, Extent, Filter, Target};
use crate::{Setting, read};

/// Reads a sentence.
pub fn parse(text: &str, setting: &Setting<'_>) -> Command {
    let text = polite(text.trim());
    let about = |leads: &[&str]| rest_after(text, leads).and_then(target);
    if let Some(rest) = rest_after(text, &["add", "create", "new task", "remind me to"]) {
        return Command::Add(Box::new(read(rest, setting)));
    }
    if let Some(target) = about(&["complete", "finish", "tick off", "check off", "mark off", "done with"]) {
        return Command::Complete(target);
    }
    if let Some(target) = about(&["reopen", "uncomplete", "untick"]) {
        return Command::Reopen(target);
    }
    if let Some(target) = about(&["delete", "remove", "drop"]) {
        return Command::Delete(target, Extent::This);
    }
    if let Some(target) = about(&["skip"]) {
        return Command::Skip(target);
    }
    if let Some(target) = about(&["restore"]) {
        return Command::Restore(target);
    }
    if let Some(words) = rest_after(text, &["find", "search for", "search", "look for"]) {
        return Command::Find(words.trim_matches('"').to_owned());
    }
    word(text)
}

fn word(text: &str) -> Command {
    match text.trim_end_matches(['.', '!', '?']).to_lowercase().as_str() {
        "list" | "show" | "show my tasks" | "list my tasks" | "list tasks" | "show tasks" => {
            Command::List(Filter::default())
        }
        "undo" => Command::Undo,
        "tags" | "list tags" => Command::Tags,
        "help" => Command::Help,
        "yes" | "y" | "ok" => Command::Yes,
        "no" | "n" | "cancel" => Command::No,
        _ => match target(text) {
            Some(Target::Words(_)) | None => Command::Unknown,
            Some(target) => Command::Which(target),
        },
    }
}

fn polite(text: &str) -> &str {
    rest_after(text, &["please", "can you", "could you"]).map_or(text, polite)
}

/// What follows one of these beginnings.
fn rest_after<'t>(text: &'t str, leads: &[&str]) -> Option<&'t str> {
    leads.iter().find_map(|lead| {
        let head = text.get(..lead.len()).filter(|head| head.eq_ignore_ascii_case(lead))?;
        let rest = &text[head.len()..];
        rest.starts_with(char::is_whitespace).then(|| rest.trim())
    })
}
