//! Sentences that change something about a task.

use rondo_domain::{Priority, Tag};
use rondo_recurrence::Every;

use super::adding::whole;
use super::lead::{around, plain, rest_after, rest_before};
use super::target::target;
use super::{Change, Command};
use crate::text::Text;
use crate::words::amount;
use crate::{Reading, Setting};

/// Reads a change; `None` when the sentence is none.
pub(super) fn change(text: &str, setting: &Setting<'_>) -> Option<Command> {
    rename(text, setting)
        .or_else(|| field(text, setting))
        .or_else(|| tags(text, setting))
        .or_else(|| away(text, setting))
        .or_else(|| shift(text, setting))
        .or_else(|| moved(text, setting))
        .or_else(|| priority(text, setting))
        .or_else(|| repeat(text, setting))
}

fn changed(name: &str, change: Change, setting: &Setting<'_>) -> Option<Command> {
    Some(Command::Change(target(name, setting)?, vec![change]))
}

/// "rename X to Y", "change the title of X to Y".
fn rename(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let leads = [
        "rename",
        "change the title of",
        "change title of",
        "change the name of",
        "retitle",
        "set the title of",
    ];
    let rest = rest_after(text, &leads)?;
    let (name, title) = around(rest, "to")
        .into_iter()
        .find(|(name, title)| !name.is_empty() && !title.is_empty())?;
    changed(name, Change::Title(unquoted(title).to_owned()), setting)
}

fn unquoted(text: &str) -> &str {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| !inside.contains('"')).unwrap_or(text)
}

/// "set the priority of X to high", "change the due date of X to friday", "set the description of X to …".
fn field(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let rest = rest_after(
        text,
        &[
            "set the",
            "set",
            "change the",
            "change",
            "update the",
            "update",
            "edit the",
            "edit",
        ],
    )?;
    let words = [
        "priority",
        "due date",
        "due time",
        "deadline",
        "date",
        "time",
        "description",
        "note",
        "tags",
        "recurrence",
    ];
    let field = words.iter().find(|field| rest_after(rest, &[field]).is_some())?;
    let rest = rest_after(rest_after(rest, &[field])?, &["of", "for", "on"])?;
    let mut sides = around(rest, "to");
    sides.retain(|(name, value)| !name.is_empty() && !value.is_empty());
    if matches!(*field, "description" | "note") {
        let (name, text) = sides.into_iter().next()?;
        return changed(name, Change::Description(unquoted(text).to_owned()), setting);
    }
    sides.into_iter().rev().find_map(|(name, value)| {
        let change = match *field {
            "priority" => Change::Priority(priority_of(value)?),
            "tags" => Change::AddTags(tags_of(value)?),
            _ => when(value, setting)?,
        };
        changed(name, change, setting)
    })
}

/// "tag X with home", "add #home to X", "remove #home from X".
fn tags(text: &str, setting: &Setting<'_>) -> Option<Command> {
    if let Some(rest) = rest_after(text, &["tag", "label"]) {
        let sides = around(rest, "with").into_iter().chain(around(rest, "as"));
        return sides
            .last()
            .and_then(|(name, tags)| changed(name, Change::AddTags(tags_of(tags)?), setting));
    }
    let named = ["add the tags", "add the tag", "add tags", "add tag", "add"];
    if let Some(rest) = rest_after(text, &named) {
        let only_tags = |tags: &str| rest_after(text, &named[..4]).is_some() || tags.starts_with('#');
        let (tags, name) = around(rest, "to")
            .into_iter()
            .find(|(tags, name)| only_tags(tags) && !name.is_empty())?;
        return changed(name, Change::AddTags(tags_of(tags)?), setting);
    }
    let named = [
        "remove the tags",
        "remove the tag",
        "remove tags",
        "remove tag",
        "untag",
        "remove",
    ];
    let rest = rest_after(text, &named)?;
    let only_tags = |tags: &str| rest_after(text, &named[..5]).is_some() || tags.starts_with('#');
    let (tags, name) = around(rest, "from")
        .into_iter()
        .find(|(tags, name)| only_tags(tags) && !name.is_empty())?;
    changed(name, Change::RemoveTags(tags_of(tags)?), setting)
}

/// The tags of a list, with or without their signs.
fn tags_of(text: &str) -> Option<Vec<Tag>> {
    let names = plain(text)
        .split([',', '&'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| match part.trim() {
            signed if signed.starts_with('#') && !signed.starts_with("#\"") => signed.split_whitespace().collect::<Vec<_>>(),
            whole => vec![whole],
        });
    let tags: Option<Vec<Tag>> = names.map(|name| Tag::new(name.trim_matches(['#', '"', ' '])).ok()).collect();
    tags.filter(|tags| !tags.is_empty())
}

/// "remove the due date from X", "stop repeating X".
fn away(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let stops = [
        "stop repeating",
        "don't repeat",
        "do not repeat",
        "stop the recurrence of",
        "end the series of",
    ];
    if let Some(name) = rest_after(text, &stops) {
        return changed(name, Change::NoRepeat, setting);
    }
    let rest = rest_after(
        text,
        &[
            "remove the",
            "remove",
            "clear the",
            "clear",
            "delete the",
            "delete",
            "drop the",
        ],
    )?;
    let change = |field: &str| match field.to_lowercase().as_str() {
        "due date" | "date" | "deadline" => Some(Change::NoDue),
        "time" | "due time" => Some(Change::NoTime),
        "reminders" | "reminder" => Some(Change::NoReminders),
        "recurrence" | "repeat" | "repetition" => Some(Change::NoRepeat),
        "description" | "note" => Some(Change::Description(String::new())),
        _ => None,
    };
    let sides = around(rest, "from").into_iter().chain(around(rest, "of"));
    { sides }.find_map(|(field, name)| changed(name, change(field)?, setting))
}

/// "postpone X by 2 days", "bring X forward by a week", "push X back 1 hour".
fn shift(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let later = ["postpone", "delay", "push back", "push", "move", "defer", "put off", "snooze"];
    let (rest, back) = match rest_after(text, &["bring forward", "bring", "pull forward", "advance"]) {
        Some(rest) => (rest, true),
        None => (rest_after(text, &later)?, false),
    };
    let sides = ["by", "back", "forward", "for"].iter().flat_map(|word| around(rest, word));
    { sides }.find_map(|(name, by)| {
        let by = rest_after(by, &["by"]).unwrap_or(by);
        let (by, back) = match rest_before(plain(by), &["earlier", "forward"]) {
            Some(by) => (by, true),
            None => (rest_before(plain(by), &["later", "back"]).unwrap_or(by), back),
        };
        let name = rest_before(name, &["back", "forward", "off"]).unwrap_or(name);
        let forward = rest.to_lowercase().contains(" forward ");
        changed(name, so_much(by, back || forward)?, setting)
    })
}

fn so_much(text: &str, back: bool) -> Option<Change> {
    let text = Text::new(plain(text));
    let (said, after) = amount(text.cursor(0))?;
    let is_all = after.at == text.tokens.len();
    if let Some(minutes) = said.minutes().filter(|_| is_all) {
        return Some(Change::LaterMinutes(if back { -minutes } else { minutes }));
    }
    let every: Every = said.every().filter(|_| is_all)?;
    Some(if back { Change::Earlier(every) } else { Change::Later(every) })
}

/// "move X to friday", "reschedule X for tomorrow at 9", "postpone X until monday", "change X to 5pm".
fn moved(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let leads = [
        "move",
        "reschedule",
        "postpone",
        "push back",
        "push",
        "delay",
        "defer",
        "put off",
        "shift",
        "change",
        "set",
        "bring",
        "snooze",
    ];
    let rest = rest_after(text, &leads)?;
    let sides = ["to", "for", "until", "till", "on"]
        .iter()
        .flat_map(|word| around(rest, word));
    let mut sides: Vec<_> = sides.filter(|(name, when)| !name.is_empty() && !when.is_empty()).collect();
    // The shortest time at the end: "move call to Ann to friday".
    sides.sort_by_key(|(_, when)| when.len());
    sides.into_iter().find_map(|(name, value)| {
        let name = rest_before(name, &["back", "forward", "off"]).unwrap_or(name);
        let change = when(value, setting).or_else(|| priority_of(value).map(Change::Priority))?;
        changed(name, change, setting)
    })
}

/// What a time that is said changes: the due date, the time alone, or how the task recurs.
fn when(text: &str, setting: &Setting<'_>) -> Option<Change> {
    let text = plain(text);
    // A word before an hour makes it a time: "change X to 5".
    let reading = whole(text, setting).or_else(|| whole(&format!("at {text}"), setting))?;
    if let Some(repeat) = reading.repeat {
        return Some(Change::Repeat(repeat));
    }
    let names_day = names_day(&reading);
    let due = reading.due?;
    match due.time {
        Some(time) if !names_day => Some(Change::Time(time)),
        _ => Some(Change::Due(due)),
    }
}

fn names_day(reading: &Reading) -> bool {
    reading.understood.iter().any(|piece| piece.kind == crate::Kind::Date)
}

/// "make X high priority", "mark X as important", "prioritise X".
fn priority(text: &str, setting: &Setting<'_>) -> Option<Command> {
    if let Some(name) = rest_after(text, &["prioritise", "prioritize"]) {
        return changed(name, Change::Priority(Priority::High), setting);
    }
    let rest = plain(rest_after(text, &["make", "mark", "set"])?);
    let rest = rest_before(rest, &["priority"]).unwrap_or(rest);
    let (name, word) = rest.rsplit_once(char::is_whitespace)?;
    let name = rest_before(name.trim(), &["as", "a", "to"]).unwrap_or(name);
    changed(name, Change::Priority(priority_of(word)?), setting)
}

fn priority_of(text: &str) -> Option<Priority> {
    let lower = plain(text).to_lowercase();
    let word = lower.strip_suffix(" priority").unwrap_or(&lower).trim_start_matches('!');
    match word {
        "important" | "urgent" | "highest" => Some(Priority::High),
        "normal" => Some(Priority::Medium),
        "lowest" | "unimportant" => Some(Priority::Low),
        _ => Priority::parse(word),
    }
}

/// "repeat X every week", "make X repeat every monday".
fn repeat(text: &str, setting: &Setting<'_>) -> Option<Command> {
    let rest = rest_after(text, &["repeat", "make", "have"])?;
    let words = ["every", "each", "daily", "weekly", "monthly", "yearly"];
    let places = words
        .iter()
        .flat_map(|word| around(rest, word).into_iter().map(move |(name, _)| name));
    { places }.find_map(|name| {
        let rule = rest[name.len()..].trim();
        let repeat = whole(rule, setting)?.repeat?;
        let name = rest_before(name, &["repeat", "recur", "happen"]).unwrap_or(name);
        changed(name, Change::Repeat(repeat), setting)
    })
}
