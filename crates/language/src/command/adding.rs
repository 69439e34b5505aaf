//! Sentences that make a task, or a reminder for one.

use rondo_domain::When;

use super::lead::{around, rest_after};
use super::target::target;
use super::{Command, Reminding, Target};
use crate::{Kind, Reading, Setting, read};

/// What stands before a new task and is no part of it, the longest first.
const LEADS: &[&str] = &[
    "add a new task to",
    "add a new task",
    "add a task to",
    "add a task",
    "add a reminder to",
    "add task",
    "add todo",
    "add to my list",
    "add",
    "create a new task to",
    "create a new task",
    "create a task to",
    "create a task",
    "create task",
    "create a reminder to",
    "make a new task",
    "make a task to",
    "make a task",
    "new task",
    "new todo",
    "todo",
    "remember to",
    "don't let me forget to",
    "don't forget to",
    "i need to",
    "i have to",
    "i must",
    "set a reminder to",
];

/// Reads "add …" and "remind me to …".
pub(super) fn add(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let rest = rest_after(text, LEADS).filter(|rest| !rest.is_empty())?;
    let on_list = &[
        "to my list",
        "to my tasks",
        "to the list",
        "to my todo list",
        "to my to-do list",
    ];
    let rest = super::lead::rest_before(rest, on_list).unwrap_or(rest);
    Some(added(rest, setting))
}

fn added(text: &str, setting: &Setting<'_>) -> Command {
    Command::Add(Box::new(read(text, setting)))
}

/// Reads "remind me to …", "remind me tomorrow to …", "remind me about … 1 hour before".
pub(super) fn remind(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let about = [
        "set a reminder for",
        "add a reminder for",
        "add a reminder to",
        "remind me about",
        "remind me of",
    ];
    if let Some(rest) = rest_after(text, &about) {
        return Some(reminder_for(rest, setting).unwrap_or_else(|| added(rest, setting)));
    }
    let rest = rest_after(text, &["remind me", "please remind me"])?;
    if let Some(task) = rest_after(rest, &["to", "that"]) {
        return Some(added(task, setting));
    }
    for (when, task) in around(rest, "to") {
        if !task.is_empty() && whole(when, setting).is_some_and(|reading| reading.due.is_some()) {
            return Some(added(&format!("{task} {when}"), setting));
        }
    }
    // "remind me 1 hour before" speaks of the task at hand.
    if let Some(reminders) = reminders(rest, setting) {
        return Some(Command::Remind(Target::It, reminders));
    }
    Some(added(rest, setting))
}

/// How many words of a sentence are tried as the end of a task's name.
const LONGEST: usize = 24;

/// Splits "dentist 1 hour before" into the task and its reminders.
fn reminder_for(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let places = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    for at in places.take(LONGEST) {
        let (name, rest) = (text[..at].trim(), text[at..].trim());
        if let Some(reminders) = reminders(rest, setting) {
            return Some(Command::Remind(target(name, setting)?, reminders));
        }
    }
    None
}

/// The reminders of a text that speaks of nothing else.
fn reminders(text: &str, setting: &Setting<'_>) -> Option<Vec<Reminding>> {
    let reading = whole(&format!("remind me {text}"), setting)?;
    let is_reminder = reading.understood.iter().all(|piece| piece.kind == Kind::Reminder);
    let found = reading.reminders.filter(|found| is_reminder && !found.is_empty())?;
    let names_day = whole(text, setting).is_none_or(|reading| has_day(&reading));
    let told = |when: When| match when {
        // "at 8am" alone is on the day on which the task is due, which only its row tells.
        When::At(at) if !names_day => Reminding::OnTheDay(at.in_zone(setting.zone).time()),
        when => Reminding::When(when),
    };
    Some(found.into_iter().map(told).collect())
}

fn has_day(reading: &Reading) -> bool {
    reading.understood.iter().any(|piece| piece.kind == Kind::Date)
}

/// The reading of a text that is understood to its last word.
pub(super) fn whole(text: &str, setting: &Setting<'_>) -> Option<Reading> {
    let reading = read(text, setting);
    (reading.title.is_empty() && !reading.understood.is_empty()).then_some(reading)
}
