//! English words, and what they ask for. A word that is missing here costs a question; one that says too
//! much could let a change through, so words that titles and dates have are left out.

/// The kind of a change that takes something away from a task.
pub(super) const TAKE_AWAY: &str = "take_away";

/// The kind of a deletion that is about a whole series.
pub(super) const WHOLE_SERIES: &str = "whole_series";

/// Words that ask for a kind of change.
pub(super) const KINDS: [(&str, &[&str]); 9] = [
    (
        "add_task",
        &[
            "add", "create", "new", "remind", "schedule", "put", "note", "remember", "plan", "need",
        ],
    ),
    (
        "complete_task",
        &["complete", "completed", "done", "finish", "finished", "tick", "did"],
    ),
    ("reopen_task", &["reopen", "uncomplete", "untick", "uncheck"]),
    ("skip_task", &["skip"]),
    (
        "delete_task",
        &["delete", "remove", "drop", "erase", "trash", "discard", "cancel", "rid"],
    ),
    ("restore_task", &["restore", "undelete"]),
    (
        "update_task",
        &[
            "change",
            "move",
            "rename",
            "retitle",
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
            "push",
            "delay",
        ],
    ),
    (
        "set_reminder",
        &["remind", "reminder", "reminders", "snooze", "alert", "notify"],
    ),
    (
        TAKE_AWAY,
        &[
            "remove", "delete", "drop", "clear", "cancel", "stop", "without", "no", "unset", "untag",
        ],
    ),
];

/// Words that speak of a field of a task.
pub(super) const FIELDS: [(&str, &[&str]); 7] = [
    ("title", &["rename", "retitle", "title", "name"]),
    ("description", &["describe", "description", "note", "notes", "details"]),
    ("priority", &["priority", "prioritize", "prioritise", "urgent", "important"]),
    ("tags", &["tag", "tags", "untag", "label", "labels"]),
    (
        "due",
        &[
            "move",
            "reschedule",
            "shift",
            "postpone",
            "push",
            "delay",
            "due",
            "date",
            "deadline",
            "later",
            "earlier",
        ],
    ),
    (
        "recurrence",
        &["repeat", "recurring", "every", "daily", "weekly", "monthly", "yearly"],
    ),
    ("reminders", &["remind", "reminder", "reminders"]),
];

/// Words that many sentences and titles have, and that name nothing.
pub(super) const COMMON: [&str; 58] = [
    "the",
    "and",
    "for",
    "task",
    "tasks",
    "todo",
    "todos",
    "all",
    "with",
    "from",
    "please",
    "everything",
    "every",
    "each",
    "both",
    "them",
    "these",
    "those",
    "this",
    "that",
    "one",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "last",
    "next",
    "again",
    "back",
    "not",
    "can",
    "could",
    "would",
    "will",
    "you",
    "have",
    "has",
    "are",
    "was",
    "its",
    "now",
    "then",
    "today",
    "tomorrow",
    "tonight",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "week",
    "month",
    "year",
    "day",
    "into",
];

/// Words with which a question begins. "do" and "have" do so before a person.
pub(super) const QUESTIONS: [&str; 20] = [
    "what", "what's", "whats", "which", "when", "when's", "how", "who", "where", "where's", "why", "is", "are", "am", "was",
    "were", "does", "did", "has", "isn't",
];

/// Before whom "do" and "have" ask.
pub(super) const ASKED: [&str; 6] = ["i", "we", "you", "my", "any", "there"];

/// Words before a question that say nothing.
pub(super) const FILLING: [&str; 12] = [
    "and", "so", "hey", "hi", "hello", "ok", "okay", "now", "then", "also", "but", "rondo",
];

/// Words that speak of several new tasks.
pub(super) const SEVERAL: [&str; 8] = ["tasks", "todos", "items", "all", "these", "each", "several", "list"];
