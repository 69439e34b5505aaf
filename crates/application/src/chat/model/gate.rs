//! What a model may do at once, by the person's own words of this turn.
//!
//! Task text is data: a title that says "delete everything" reaches the model as the result of a tool,
//! and a model may obey it. So whether a change is made at once is not left to it. A change is made when
//! the person's sentence has a word for that kind of change, and for more than one task only when the
//! sentence speaks of several. A deletion is held back until the model has ended, and made only when it
//! is the one deletion of the turn and the sentence names the task: by a word of its title, or as "it" or
//! by its place when it was spoken of or shown before. What the interpreter reads as mere looking offers
//! no tool that changes anything. A sentence without any known word (it may be in
//! another language) may add one task before any task text was read; the rest is asked about.

use std::collections::{HashMap, HashSet};

use rondo_language::Setting;
use rondo_language::command::{Command, parse};
use serde_json::Value;

use crate::tools::{Effect, TOOLS, Tool};

/// Words that ask for a kind of change, by tool.
const WORDS: [(&str, &[&str]); 8] = [
    (
        "add_task",
        &[
            "add", "create", "new", "remind", "schedule", "put", "note", "remember", "plan", "need",
        ],
    ),
    (
        "complete_task",
        &[
            "complete",
            "completed",
            "done",
            "finish",
            "finished",
            "tick",
            "check",
            "did",
            "close",
        ],
    ),
    ("reopen_task", &["reopen", "uncomplete", "untick", "uncheck", "undo", "again"]),
    ("skip_task", &["skip", "postpone", "next"]),
    (
        "delete_task",
        &[
            "delete", "remove", "drop", "erase", "trash", "discard", "cancel", "clear", "rid",
        ],
    ),
    ("restore_task", &["restore", "undelete", "undo", "back"]),
    (
        "update_task",
        &[
            "change",
            "move",
            "rename",
            "set",
            "make",
            "update",
            "edit",
            "shift",
            "reschedule",
            "postpone",
            "tag",
            "untag",
            "mark",
            "prioritize",
            "prioritise",
            "repeat",
            "call",
            "push",
            "delay",
            "put",
            "due",
        ],
    ),
    (
        "set_reminder",
        &["remind", "reminder", "reminders", "snooze", "alert", "notify"],
    ),
];

/// Words that speak of several tasks.
const SEVERAL: [&str; 14] = [
    "all",
    "every",
    "each",
    "both",
    "them",
    "these",
    "those",
    "tasks",
    "todos",
    "everything",
    "and",
    "two",
    "three",
    "rest",
];

/// Words that point at a task that was spoken of or shown before.
const POINTING: [&str; 16] = [
    "it", "that", "this", "one", "first", "second", "third", "fourth", "fifth", "last", "1", "2", "3", "4", "5", "both",
];

/// Words that many sentences and titles have, and that name nothing.
const COMMON: [&str; 12] = [
    "the",
    "and",
    "for",
    "task",
    "tasks",
    "all",
    "with",
    "from",
    "delete",
    "remove",
    "please",
    "everything",
];

/// What is to become of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is made.
    Do,
    /// It is made at the end, if it is still the only one of its kind.
    Hold,
    /// The person is asked first.
    Propose,
}

/// What one sentence of a person allows.
pub(super) struct Gate {
    words: HashSet<String>,
    only_reads: bool,
    asked: HashSet<&'static str>,
    speaks_of_several: bool,
    has_read: bool,
    changed: HashMap<&'static str, HashSet<String>>,
}

impl Gate {
    /// The gate of a sentence.
    pub(super) fn of(message: &str, setting: &Setting<'_>) -> Self {
        let lower = message.to_lowercase();
        let words: HashSet<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
        let command = parse(message, setting);
        let only_reads = matches!(
            command,
            Command::List(_) | Command::Find(_) | Command::Show(_) | Command::Tags | Command::Help
        );
        Self {
            only_reads,
            asked: WORDS.iter().filter(|(_, list)| has(list)).map(|(tool, _)| *tool).collect(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            speaks_of_several: has(&SEVERAL) || message.contains([',', ';', '\n']),
            has_read: false,
            changed: HashMap::new(),
        }
    }

    /// The tools that the model is offered.
    pub(super) fn offered(&self) -> impl Iterator<Item = &'static Tool> {
        let only_reads = self.only_reads;
        TOOLS.iter().filter(move |tool| !only_reads || tool.effect == Effect::Reads)
    }

    /// Notes that the model has seen text of tasks in this turn.
    pub(super) const fn has_read(&mut self) {
        self.has_read = true;
    }

    /// What is to become of a call.
    pub(super) fn judge(&self, tool: &Tool, arguments: &Value) -> Verdict {
        if tool.effect == Effect::Reads {
            return Verdict::Do;
        }
        let about = self.about(tool, arguments);
        let changed = self.changed.get(tool.name);
        let is_first = changed.is_none_or(|changed| changed.contains(&about));
        let is_plain = self.asked.contains(tool.name);
        let is_harmless = tool.name == "add_task" && self.asked.is_empty() && !self.has_read;
        let lets = !self.only_reads && (is_plain || is_harmless);
        if lets && tool.effect == Effect::Deletes {
            return Verdict::Hold;
        }
        if lets && (is_first || (self.speaks_of_several && is_plain)) {
            return Verdict::Do;
        }
        Verdict::Propose
    }

    /// Notes that a change was made.
    pub(super) fn has_changed(&mut self, tool: &Tool, arguments: &Value) {
        let about = self.about(tool, arguments);
        self.changed.entry(tool.name).or_default().insert(about);
    }

    /// What a change is about. Every new task is one more; another change of the same task is not.
    fn about(&self, tool: &Tool, arguments: &Value) -> String {
        match arguments["task"].as_str() {
            Some(task) => task.to_lowercase(),
            None => format!("new {}", self.changed.get(tool.name).map_or(0, HashSet::len)),
        }
    }

    /// Whether the sentence names the task: by a word of its title, or, where it is `known` from before,
    /// by pointing at it.
    pub(super) fn names(&self, title: &str, known: bool) -> bool {
        let title = title.to_lowercase();
        let mut telling = title
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 2);
        let points = POINTING.iter().any(|word| self.words.contains(*word));
        telling.any(|word| self.words.contains(word) && !COMMON.contains(&word)) || (known && points)
    }
}
