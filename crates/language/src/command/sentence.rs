//! From a sentence to a command.

use super::adding::{add, remind};
use super::changing::change;
use super::filter::filter;
use super::lead::{around, plain, rest_after, rest_before};
use super::target::{reference, target};
use super::{Command, Extent, Filter, Status, Target};
use crate::{Kind, Setting, read};

/// Reads a sentence. What is no command is [`Command::Add`] if it says when, and else [`Command::Unknown`].
pub fn parse(text: &str, setting: &Setting<'_>) -> Command {
    let text = polite(text.trim());
    word(text)
        .or_else(|| remind(text, setting))
        .or_else(|| done(text, setting))
        .or_else(|| change(text, setting))
        .or_else(|| add(text, setting))
        .or_else(|| gone(text, setting))
        .or_else(|| look(text, setting))
        .or_else(|| reference(text).map(Command::Which))
        .unwrap_or_else(|| otherwise(text, setting))
}

/// Without what makes a sentence polite.
fn polite(text: &str) -> &str {
    const LEADS: &[&str] = &[
        "please",
        "can you",
        "could you",
        "would you",
        "will you",
        "i want you to",
        "i'd like you to",
        "i would like to",
        "i want to",
        "i'd like to",
        "hey",
        "hi",
        "hello",
        "ok now",
        "now",
        "and",
        "then",
        "also",
    ];
    match rest_after(text, LEADS).filter(|rest| !rest.is_empty()) {
        Some(rest) => polite(rest),
        None => rest_before(text, &["please", "please.", "please?", "please!", "thanks"]).unwrap_or(text),
    }
}

/// Sentences that are a word or two.
fn word(text: &str) -> Option<Command> {
    Some(match plain(text).to_lowercase().as_str() {
        "yes" | "y" | "yep" | "yeah" | "sure" | "ok" | "okay" | "yes please" | "do it" | "go ahead" | "confirm"
        | "correct" => Command::Yes,
        "no" | "n" | "nope" | "cancel" | "never mind" | "nevermind" | "stop" | "don't" | "no thanks" | "abort" => {
            Command::No
        }
        "help" | "?" | "what can you do" | "what can i say" | "commands" | "how does this work" => Command::Help,
        "undo" | "undo that" | "undo it" | "take that back" | "take it back" | "revert" | "revert that" => Command::Undo,
        "tags"
        | "list tags"
        | "show tags"
        | "my tags"
        | "list my tags"
        | "show my tags"
        | "what tags do i have"
        | "all tags" => Command::Tags,
        "done" | "finished" | "i did it" | "it's done" | "that's done" => Command::Complete(Target::It),
        _ => return None,
    })
}

/// Completing and opening again.
fn done(text: &str, setting: &Setting<'_>) -> Option<Command> {
    const OPEN: &[&str] = &[
        "as not done",
        "not done",
        "as open",
        "as undone",
        "undone",
        "as incomplete",
        "as pending",
        "as todo",
    ];
    const DONE: &[&str] = &[
        "as done",
        "as complete",
        "as completed",
        "as finished",
        "done",
        "complete",
        "completed",
        "finished",
        "off",
    ];
    let name = |text: &str| target(text, setting);
    let ends = ["is done", "is finished", "is complete", "is completed", "are done"];
    if let Some(rest) = rest_before(plain(text), &ends) {
        return name(rest).map(Command::Complete);
    }
    if let Some(rest) = rest_after(text, &["reopen", "re-open", "uncomplete", "untick", "uncheck", "unfinish"]) {
        return name(rest).map(Command::Reopen);
    }
    if let Some(rest) = rest_after(text, &["mark", "set", "tick", "check", "cross"]).map(plain) {
        if let Some(rest) = rest_before(rest, OPEN) {
            return name(rest).map(Command::Reopen);
        }
        if let Some(rest) = rest_before(rest, DONE) {
            return name(rest).map(Command::Complete);
        }
    }
    let leads = [
        "complete",
        "finish",
        "tick off",
        "tick",
        "check off",
        "cross off",
        "mark off",
        "close",
        "done with",
        "i've done",
        "i have done",
        "i did",
        "i finished",
        "i've finished",
        "i completed",
        "i've completed",
        "i'm done with",
        "done",
    ];
    if let Some(rest) = rest_after(text, &leads).filter(|rest| !rest.is_empty()) {
        return name(rest).map(Command::Complete);
    }
    None
}

/// Deleting, skipping and bringing back.
fn gone(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let name = |text: &str| target(text, setting);
    if let Some(rest) = rest_after(text, &["restore", "undelete", "bring back", "recover"]) {
        return name(rest).map(Command::Restore);
    }
    if let Some(rest) = rest_after(text, &["skip the next", "skip"]) {
        return name(rest).map(Command::Skip);
    }
    let rest = rest_after(
        text,
        &[
            "delete",
            "remove",
            "get rid of",
            "erase",
            "trash",
            "drop",
            "clear",
            "cancel",
            "throw away",
        ],
    )?;
    let series = [
        "the whole series of",
        "the series of",
        "all occurrences of",
        "every occurrence of",
        "the series",
    ];
    if let Some(rest) = rest_after(rest, &series) {
        return name(rest).map(|target| Command::Delete(target, Extent::Series));
    }
    if let Some(rest) = rest_before(
        plain(rest),
        &["and its series", "and the whole series", "completely", "series"],
    ) {
        return name(rest).map(|target| Command::Delete(target, Extent::Series));
    }
    let done = Filter {
        status: Some(Status::Completed),
        ..Filter::default()
    };
    match plain(rest).to_lowercase().as_str() {
        "completed" | "done" | "finished" => Some(Command::Delete(Target::Set(done), Extent::This)),
        _ => name(rest).map(|target| Command::Delete(target, Extent::This)),
    }
}

/// Looking for tasks and at them.
fn look(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let finds = ["find me", "find", "search for", "search", "look for", "look up", "where is"];
    if let Some(rest) = rest_after(text, &finds).filter(|rest| !rest.is_empty()) {
        let about = [
            "tasks about",
            "tasks with",
            "tasks containing",
            "my tasks about",
            "all tasks about",
            "the task",
            "my",
        ];
        let words = plain(rest_after(rest, &about).unwrap_or(rest)).trim_matches('"');
        return Some(Command::Find(words.to_owned()));
    }
    let shows = [
        "show me", "show", "list", "view", "display", "see", "give me", "tell me", "open",
    ];
    let asks = [
        "what",
        "what's",
        "whats",
        "which",
        "do i have",
        "is there",
        "are there",
        "anything",
        "how many",
    ];
    if let Some(rest) = rest_after(text, &shows) {
        let shown = rest_after(rest, &["details of", "the details of", "details for", "details"]).unwrap_or(rest);
        if let Some(reference) = reference(shown).filter(|target| *target != Target::All) {
            return Some(Command::Show(reference));
        }
        return match filter(rest, setting) {
            Some(filter) => Some(Command::List(filter)),
            None => target(shown, setting).map(Command::Show),
        };
    }
    if rest_after(text, &asks).is_some() {
        return filter(text, setting).map(Command::List);
    }
    let lists = [
        "overdue",
        "today",
        "tomorrow",
        "this week",
        "my tasks",
        "tasks",
        "completed",
        "next week",
        "all tasks",
    ];
    let named = lists.iter().any(|list| plain(text).eq_ignore_ascii_case(list));
    named.then(|| filter(text, setting)).flatten().map(Command::List)
}

/// A sentence without a verb of ours: a task if it says when, or what kind.
fn otherwise(text: &str, setting: &Setting<'_>) -> Command {
    let reading = read(text, setting);
    let says = reading.understood.iter().any(|piece| piece.kind != Kind::Title);
    let is_question = text.ends_with('?') || !around(text, "?").is_empty();
    let creates = rest_after(text, &["create"]).is_some_and(|rest| !rest.is_empty());
    if !is_question && (says || creates) {
        Command::Add(Box::new(reading))
    } else {
        Command::Unknown
    }
}
