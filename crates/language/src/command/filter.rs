//! Which tasks are meant: "my overdue tasks", "everything tagged #home", "what is due this week".

use jiff::ToSpan;
use jiff::civil::Date;
use rondo_domain::{Priority, Tag};

use super::adding::whole;
use super::lead::plain;
use super::{Filter, Status};
use crate::setting::Setting;
use crate::{Kind, read};

/// Words that say nothing of which tasks.
const EMPTY: &[&str] = &[
    "my",
    "the",
    "a",
    "all",
    "of",
    "me",
    "tasks",
    "task",
    "todos",
    "todo",
    "to-dos",
    "list",
    "items",
    "things",
    "do",
    "i",
    "have",
    "is",
    "are",
    "that",
    "which",
    "what",
    "what's",
    "whats",
    "whatever",
    "to",
    "on",
    "for",
    "and",
    "due",
    "with",
    "every",
    "everything",
    "anything",
    "there",
    "must",
    "need",
    "still",
    "left",
    "up",
    "coming",
    "any",
    "be",
    "done?",
    "priority",
    "in",
    "by",
    "please",
    "show",
    "tagged",
    "tag",
    "tags",
    "ones",
    "one",
    "got",
    "should",
    "currently",
    "so",
];

/// Reads a set of tasks; `None` unless it says that several are meant.
pub(super) fn set(text: &str, setting: &Setting<'_>) -> Option<Filter> {
    let lower = plain(text).to_ascii_lowercase();
    let several = ["tasks", "todos", "everything", "completed", "all", "items", "ones"];
    let words: Vec<&str> = lower.split_whitespace().take(20).collect();
    let is_set = words.iter().any(|word| several.contains(word));
    is_set
        .then(|| filter(text, setting))
        .flatten()
        .filter(|filter| *filter != Filter::default() || words.contains(&"all"))
}

/// Reads which tasks are meant; `None` when there are words that say something else.
pub(super) fn filter(text: &str, setting: &Setting<'_>) -> Option<Filter> {
    let mut filter = Filter::default();
    let rest = about(plain(text), &mut filter);
    let rest = days(rest, &mut filter, setting);
    let mut words = rest.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !"#!".contains(c));
        let lower = bare.to_lowercase();
        if matches!(lower.as_str(), "tagged" | "tag" | "with") && words.peek().is_some_and(|next| is_tag(next)) {
            let next = words.next().unwrap_or_default();
            filter.tags.push(Tag::new(next.trim_matches(['#', '"', '?', '.', ','])).ok()?);
            continue;
        }
        filter.take(bare, &lower)?;
    }
    Some(filter)
}

/// Whether the word behind "tagged" or "with" is the name of a tag.
fn is_tag(word: &str) -> bool {
    let known = [
        "high", "medium", "low", "priority", "tag", "tags", "the", "no", "a", "!high", "!medium", "!low",
    ];
    !known.contains(&word.to_lowercase().as_str())
}

impl Filter {
    /// Takes a day, or everything up to it where it is led to by "before" or "by".
    fn take_day(&mut self, said: &str, date: Date) {
        let lower = said.to_lowercase();
        if !lower.split_whitespace().take(2).any(|word| ["before", "by"].contains(&word)) {
            self.due_after = Some(date);
        }
        self.due_before = Some(date);
    }

    /// Takes a word that says something of the tasks, or nothing at all.
    fn take(&mut self, word: &str, lower: &str) -> Option<()> {
        match lower {
            "completed" | "done" | "finished" | "closed" => self.status = Some(Status::Completed),
            "open" | "pending" | "unfinished" | "incomplete" | "active" | "outstanding" => {
                self.status = Some(Status::Pending)
            }
            "overdue" | "late" => self.overdue = true,
            "recurring" | "repeating" => self.recurring = true,
            "undated" => self.no_date = true,
            "urgent" | "important" => self.priority = Some(Priority::High),
            _ => {
                if let Some(priority) = Priority::parse(lower.trim_start_matches('!')) {
                    self.priority = Some(priority);
                } else if let Some(tag) = word.strip_prefix('#') {
                    self.tags.push(Tag::new(tag).ok()?);
                } else if !lower.is_empty() && !EMPTY.contains(&lower) {
                    return None;
                }
            }
        }
        Some(())
    }
}

/// Takes the words that are looked for off the end: "about dentist", "with milk in the title".
fn about<'t>(text: &'t str, filter: &mut Filter) -> &'t str {
    for word in ["about", "containing", "matching", "mentioning", "called", "named"] {
        if let Some((before, after)) = super::lead::around(text, word).into_iter().next()
            && !after.is_empty()
        {
            filter.words = Some(after.trim_matches('"').to_owned());
            return before;
        }
    }
    text
}

/// Takes the days off: "today", "this week", "before friday", "without a due date".
fn days(text: &str, filter: &mut Filter, setting: &Setting<'_>) -> String {
    let mut rest = text.to_owned();
    for none in [
        "without a due date",
        "without due date",
        "without a date",
        "with no due date",
        "with no date",
        "no due date",
    ] {
        if let Some(at) = find(&rest, none) {
            filter.no_date = true;
            rest.replace_range(at..at + none.len(), "");
        }
    }
    let today = setting.today();
    for (words, from, to) in ranges(today, setting) {
        if let Some(at) = find(&rest, words) {
            (filter.due_after, filter.due_before) = (Some(from), Some(to));
            rest.replace_range(at..at + words.len(), "");
            return rest;
        }
    }
    let ends = rest
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .take(12);
    let ends: Vec<usize> = std::iter::once(0).chain(ends).collect();
    for at in ends {
        if let Some(due) = whole(&rest[at..], setting).and_then(|reading| reading.due) {
            filter.take_day(&rest[at..], due.date);
            rest.truncate(at);
            return rest;
        }
    }
    let reading = read(&rest, setting);
    let day = reading.understood.iter().find(|piece| piece.kind == Kind::Date);
    let (Some(piece), Some(due)) = (day, reading.due) else {
        return rest;
    };
    filter.take_day(&piece.text, due.date);
    rest.replacen(&piece.text, "", 1)
}

/// Periods that are more than a day.
fn ranges(today: Date, setting: &Setting<'_>) -> Vec<(&'static str, Date, Date)> {
    let back = i64::from(today.weekday().since(setting.week_start));
    let shift = |date: Date, days: i64| date.checked_add(days.days()).unwrap_or(date);
    let week = shift(today, -back);
    let month = today.first_of_month();
    let next = month.checked_add(1.month()).unwrap_or(month);
    vec![
        ("next week", shift(week, 7), shift(week, 13)),
        ("this week", week, shift(week, 6)),
        ("next month", next, next.last_of_month()),
        ("this month", month, month.last_of_month()),
        ("next 7 days", today, shift(today, 6)),
        ("the weekend", shift(week, 5), shift(week, 6)),
        ("this weekend", shift(week, 5), shift(week, 6)),
    ]
}

fn find(text: &str, words: &str) -> Option<usize> {
    let at = text.to_ascii_lowercase().find(words)?;
    let ends = text[at + words.len()..]
        .chars()
        .next()
        .is_none_or(|next| !next.is_alphanumeric());
    ends.then_some(at)
}
