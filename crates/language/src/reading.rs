//! What a sentence of quick add comes to.

use rondo_domain::{Due, Priority, Repeat, Tag, When};

/// What a sentence says of a new task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What is left when everything understood is taken out; empty when that was all.
    pub title: String,
    /// When it is due: of a recurring task the first date.
    pub due: Option<Due>,
    /// How it recurs. The rule is written out, and `due` is one of its dates.
    pub repeat: Option<Repeat>,
    /// Its reminders; `None` when the sentence says nothing of them.
    pub reminders: Option<Vec<When>>,
    /// Its tags, each once.
    pub tags: Vec<Tag>,
    /// How much it matters, when the sentence says so.
    pub priority: Option<Priority>,
    /// What was taken for what, in the order of the text.
    pub understood: Vec<Understood>,
}

/// A piece of the text, and what it was taken for.
///
/// `start` and `end` count UTF-16 code units, as JavaScript and the DOM do: `text.slice(start, end)`
/// there is the piece. Whoever counts otherwise can look for `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// Where it begins.
    pub start: usize,
    /// Where it ends; the unit there is no longer part of it.
    pub end: usize,
    /// The piece itself.
    pub text: String,
    /// What it was taken for.
    pub kind: Kind,
    /// What it means, in words that name dates in full.
    pub meaning: String,
    /// What else it may have meant, in the same kind of words, the likeliest first.
    pub alternatives: Vec<String>,
}

/// What a piece of the text was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A rule by which the task recurs.
    Recurrence,
    /// Where a recurrence begins.
    Start,
    /// Where a recurrence ends.
    End,
    /// One reminder or several.
    Reminder,
    /// A tag.
    Tag,
    /// A priority.
    Priority,
    /// Part of the title, although it could mean something else.
    Title,
}

impl Kind {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Time => "time",
            Self::Recurrence => "recurrence",
            Self::Start => "start",
            Self::End => "end",
            Self::Reminder => "reminder",
            Self::Tag => "tag",
            Self::Priority => "priority",
            Self::Title => "title",
        }
    }
}
