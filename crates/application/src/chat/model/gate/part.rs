//! A part of a sentence, and what it asks for.

use std::collections::{HashMap, HashSet};

use rondo_language::command::{Change, Command, Extent, Target, parse};
use rondo_language::read;
use uuid::Uuid;

use super::super::super::interpreter::find;
use super::super::super::pinned::Pinned;
use super::super::super::turn::Turn;
use super::words::{ASKED, COMMON, FIELDS, FILLING, KINDS, QUESTIONS, SEVERAL, TAKE_AWAY, WHOLE_SERIES};
use crate::tools::{Found, Tool, look_up};

/// A part of a sentence, and what it asks for.
#[derive(Debug, Default)]
pub(super) struct Part {
    words: HashSet<String>,
    /// The kinds of change that it asks for.
    pub(super) kinds: HashSet<&'static str>,
    /// The fields that an edit may touch.
    fields: HashSet<&'static str>,
    /// The tasks that it names, where the interpreter finds them.
    named: Option<Vec<Uuid>>,
    /// Whether it names them by a command, not only by a word that points.
    is_command: bool,
    is_set: bool,
    /// Whether it only looks.
    pub(super) looks: bool,
    /// Which task it was used for, by the kind of change.
    pub(super) used: HashMap<&'static str, Uuid>,
}

/// The parts of a sentence. One that the interpreter understands as a whole is one part.
pub(super) async fn of(turn: &Turn<'_>, message: &str) -> Vec<Part> {
    let whole = one(turn, message, None).await;
    let texts = cut(message);
    if texts.len() < 2 || (whole.named.is_some() && whole.is_command) {
        return vec![whole];
    }
    let mut parts: Vec<Part> = Vec::new();
    for text in texts {
        let part = one(turn, text, parts.last()).await;
        parts.push(part);
    }
    parts
}

/// Whether a command shows something, and no more.
pub(super) const fn looks(command: &Command) -> bool {
    matches!(
        command,
        Command::List(_) | Command::Find(_) | Command::Show(_) | Command::Tags | Command::Help
    )
}

async fn one(turn: &Turn<'_>, text: &str, before: Option<&Part>) -> Part {
    let command = parse(text, &turn.setting());
    let mut part = Part {
        words: words(&text.to_lowercase()).map(str::to_owned).collect(),
        ..Part::default()
    };
    let is_question = is_question(text);
    if is_question || looks(&command) {
        part.looks = true;
        return part;
    }
    part.asks(&command);
    part.looks = part.kinds.is_empty() && text.trim_end().ends_with('?');
    if part.kinds.is_empty()
        && !part.looks
        && let Some(before) = before
    {
        part.kinds.clone_from(&before.kinds);
        part.fields.clone_from(&before.fields);
    }
    if part.kinds.contains("update_task") && read(text, &turn.setting()).due.is_some() {
        part.fields.insert("due");
    }
    part.find(turn, &command, before).await;
    part
}

impl Part {
    /// Notes what it asks for: what the interpreter understands, else what its words may mean.
    fn asks(&mut self, command: &Command) {
        let kind = match command {
            Command::Add(_) if self.has_word_of("add_task") => "add_task",
            Command::Complete(_) => "complete_task",
            Command::Reopen(_) => "reopen_task",
            Command::Skip(_) => "skip_task",
            Command::Delete(_, extent) => {
                self.kinds.extend((*extent == Extent::Series).then_some(WHOLE_SERIES));
                "delete_task"
            }
            Command::Restore(_) => "restore_task",
            Command::Remind(..) => "set_reminder",
            Command::Change(_, changes) => {
                self.fields.extend(changes.iter().flat_map(fields));
                self.kinds.extend(changes.iter().any(takes_away).then_some(TAKE_AWAY));
                "update_task"
            }
            _ => {
                // What says when is read as a new task, whatever its verb.
                self.kinds.extend(matches!(command, Command::Add(_)).then_some("add_task"));
                self.kinds.extend(having(&self.words, &KINDS));
                self.fields.extend(having(&self.words, &FIELDS));
                return;
            }
        };
        self.kinds.insert(kind);
    }

    /// Whether it speaks of several new tasks.
    pub(super) fn speaks_of_several(&self) -> bool {
        SEVERAL.iter().any(|word| self.words.contains(*word))
    }

    fn has_word_of(&self, kind: &str) -> bool {
        having(&self.words, &KINDS).any(|each| each == kind)
    }

    /// Finds the tasks that it names, as they are before anything is changed.
    async fn find(&mut self, turn: &Turn<'_>, command: &Command, before: Option<&Part>) {
        let kinds = KINDS.iter().filter(|(kind, _)| self.kinds.contains(kind));
        let tool = kinds
            .skip_while(|(kind, _)| *kind == "add_task")
            .find_map(|(kind, _)| Tool::named(kind));
        let target = match command {
            Command::Complete(target)
            | Command::Reopen(target)
            | Command::Skip(target)
            | Command::Delete(target, _)
            | Command::Restore(target)
            | Command::Remind(target, _)
            | Command::Change(target, _)
            | Command::Which(target) => Some(target),
            _ => None,
        };
        let pointed = pointed(&self.words);
        let (Some(tool), Some(target)) = (tool, target.or(pointed.as_ref())) else {
            return;
        };
        self.is_command = !matches!(command, Command::Add(_) | Command::Unknown);
        self.is_set = matches!(target, Target::All | Target::Set(_) | Target::Several(_));
        if let (Target::It, Some(named)) = (target, before.and_then(|before| before.named.clone())) {
            self.named = Some(named);
            return;
        }
        let found = find(turn, target, tool.among(), None).await.ok();
        let ids =
            |tasks: Vec<serde_json::Value>| tasks.iter().filter_map(|task| task["id"].as_str()?.parse().ok()).collect();
        self.named = found.map(ids);
    }

    /// Whether it asks for a change of that kind, for one more task or for this one, with what it says.
    pub(super) fn lets(&self, kind: &'static str, call: &Pinned) -> bool {
        let is_free = self.is_set || self.used.get(kind).is_none_or(|used| call.id() == Some(*used));
        let is_edit = ["update_task", TAKE_AWAY].contains(&kind) && call.arguments["reminder"].is_null();
        let may_edit = || {
            call.changed()
                .into_iter()
                .filter_map(field)
                .all(|field| self.fields.contains(field))
        };
        self.kinds.contains(kind) && is_free && (!is_edit || may_edit())
    }

    /// Whether it names that task: it is among those that the interpreter finds or, where it finds none,
    /// the words that its title and this part have in common name it and no other.
    pub(super) async fn names(&self, turn: &Turn<'_>, tool: &Tool, call: &Pinned) -> bool {
        let Some(task) = &call.task else { return false };
        if let Some(named) = &self.named {
            return named.contains(&task.id);
        }
        let title = task.title.to_lowercase();
        let common: Vec<&str> = words(&title).filter(|word| self.words.contains(*word)).collect();
        if !common.iter().any(|word| is_telling(word)) {
            return false;
        }
        let found = look_up(turn.app, turn.caller, &common.join(" "), tool.among(), false).await;
        matches!(found, Ok(Found::One(found)) if found.id == task.id)
    }

    /// Whether a title has a word of it that says something.
    pub(super) fn shares_a_word_with(&self, title: &str) -> bool {
        let title = title.to_lowercase();
        words(&title).any(|word| self.words.contains(word) && (is_telling(word) || title == word))
    }
}

/// The text between marks, "and" and "then", outside of quotes.
fn cut(message: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut at, mut quoted) = (0, 0, false);
    for piece in message.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        quoted ^= word.matches(['"', '“', '”']).count() % 2 == 1;
        let end = at + piece.len();
        if !quoted && ["and", "then", "&", "plus"].contains(&word.to_lowercase().as_str()) {
            parts.push(&message[from..at]);
            from = end;
        } else if !quoted && (word.ends_with([',', ';', '.', '!', '?']) || piece.contains('\n')) {
            parts.push(&message[from..end]);
            from = end;
        }
        at = end;
    }
    parts.push(&message[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    // Words are compared without case; a title is made lower before.
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn having<'a>(words: &'a HashSet<String>, lists: &'a [(&'static str, &[&str])]) -> impl Iterator<Item = &'static str> + 'a {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(*word));
    lists.iter().filter(move |(_, list)| has(list)).map(|(name, _)| *name)
}

/// Whether a word that a sentence and a title have in common says which task is meant.
fn is_telling(word: &str) -> bool {
    let asks = KINDS.iter().any(|(_, list)| list.contains(&word));
    word.chars().count() > 2 && !asks && !COMMON.contains(&word)
}

/// Whether a text asks what is, rather than for a change.
fn is_question(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty() && !FILLING.contains(word));
    match (words.next(), words.next()) {
        (Some("do" | "have"), Some(next)) => ASKED.contains(&next),
        (Some(first), _) => QUESTIONS.contains(&first),
        _ => false,
    }
}

/// What a sentence points at that no command of the interpreter's names.
fn pointed(words: &HashSet<String>) -> Option<Target> {
    const PLACES: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
    let has = |word: &str| words.contains(word);
    let place = PLACES.iter().position(|word| has(word)).filter(|_| has("one"));
    if let Some(place) = place {
        return Some(Target::Number(place + 1));
    }
    if has("last") && has("one") {
        return Some(Target::Last);
    }
    if has("both") || has("them") {
        return Some(Target::All);
    }
    has("it").then_some(Target::It)
}

/// The field that an argument of an edit is about; `None` for what says which task and how far.
fn field(argument: &str) -> Option<&str> {
    match argument {
        "task" | "scope" | "version" => None,
        "due_date" | "due_time" | "time_zone" => Some("due"),
        "recurrence_frequency" | "recurrence_basis" | "catch_up" | "is_recurring" => Some("recurrence"),
        other => Some(other),
    }
}

/// The fields that a change is about. A rule may want a date to begin at.
const fn fields(change: &Change) -> &'static [&'static str] {
    match change {
        Change::Title(_) => &["title"],
        Change::Description(_) => &["description"],
        Change::Priority(_) => &["priority"],
        Change::Due(_)
        | Change::Time(_)
        | Change::Later(_)
        | Change::Earlier(_)
        | Change::LaterMinutes(_)
        | Change::NoDue
        | Change::NoTime => &["due"],
        Change::Repeat(_) => &["recurrence", "due"],
        Change::NoRepeat => &["recurrence"],
        Change::AddTags(_) | Change::RemoveTags(_) => &["tags"],
        Change::NoReminders => &["reminders"],
    }
}

const fn takes_away(change: &Change) -> bool {
    matches!(
        change,
        Change::NoDue | Change::NoTime | Change::NoRepeat | Change::RemoveTags(_) | Change::NoReminders
    )
}

#[cfg(test)]
mod tests {
    use super::{cut, is_question};

    #[test]
    fn a_sentence_is_cut_where_something_new_is_said() {
        let cases: [(&str, &[&str]); 5] = [
            ("add milk, bread and eggs", &["add milk,", "bread", "eggs"]),
            ("complete \"milk and bread\" now", &["complete \"milk and bread\" now"]),
            ("Is it due? Then complete it.", &["Is it due?", "complete it."]),
            ("pay 3.50 at 10:30", &["pay 3.50 at 10:30"]),
            ("  ", &[]),
        ];
        for (text, expected) in cases {
            let parts: Vec<&str> = cut(text).iter().map(|part| part.trim()).collect();
            assert_eq!(parts, expected, "{text}");
        }
    }

    #[test]
    fn a_question_is_told_from_a_request() {
        for question in [
            "did I get all my tasks done",
            "And what have I done already?",
            "do I have to complete anything",
            "When are my tasks due?",
        ] {
            assert!(is_question(question), "{question}");
        }
        for request in ["do complete it", "can you complete milk?", "complete milk", "have it done"] {
            assert!(!is_question(request), "{request}");
        }
    }
}
