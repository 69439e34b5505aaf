//! What can be asked for in a sentence of chat.
//!
//! [`parse`] reads one sentence into one [`Command`] and knows neither the tasks nor what was said
//! before. So a command names what it is about by a [`Target`], as the person did, and whoever knows
//! the conversation finds it:
//!
//! - [`Target::Words`] and [`Target::Quoted`] are looked for among the titles (the quoted one exactly);
//!   several that match are asked back, never guessed.
//! - [`Target::Number`] and [`Target::Last`] count in the list that was shown last, from 1.
//! - [`Target::It`] is the task that was spoken of last, [`Target::All`] every one that was shown last.
//! - [`Target::Set`] is everything that a [`Filter`] finds: fix the set before asking whether to delete it.
//! - [`Target::Several`] is each of its parts.
//!
//! A title is never cut short: [`Command::Add`] carries the whole rest of the sentence, for
//! [`read`](crate::read()), and [`Change::Title`] the new title as it was written.

mod adding;
mod changing;
mod filter;
mod lead;
mod sentence;
mod target;

use jiff::civil::{Date, Time};
use rondo_domain::{Due, Priority, Repeat, Tag, When};
use rondo_recurrence::Every;

use crate::Reading;

pub use sentence::parse;

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Make a task of this reading of the rest of the sentence. Its title may be empty.
    Add(Box<Reading>),
    /// Show the tasks that a filter finds.
    List(Filter),
    /// Show the tasks with these words in title, description or tags.
    Find(String),
    /// Show one task in full.
    Show(Target),
    /// Change something about what is named.
    Change(Target, Vec<Change>),
    /// Complete it.
    Complete(Target),
    /// Open it again.
    Reopen(Target),
    /// Delete it, or the whole series that it belongs to.
    Delete(Target, Extent),
    /// Move a recurring task to its next date.
    Skip(Target),
    /// Bring back what was deleted.
    Restore(Target),
    /// Add reminders.
    Remind(Target, Vec<Reminding>),
    /// Take back what was done last.
    Undo,
    /// Show the tags.
    Tags,
    /// What can be said.
    Help,
    /// Agreement with what was asked.
    Yes,
    /// Refusal of what was asked.
    No,
    /// Only something that could be the answer to "which one?".
    Which(Target),
    /// Nothing that is understood.
    Unknown,
}

/// What a command is about, as the person named it.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Words of its title.
    Words(String),
    /// Its title, in quotes.
    Quoted(String),
    /// Its place in the list that was shown last, from 1.
    Number(usize),
    /// The last of that list.
    Last,
    /// The task that was spoken of last.
    It,
    /// Every task that was shown or spoken of last ("both", "all of them", "those").
    All,
    /// Everything that a filter finds.
    Set(Filter),
    /// Each of these.
    Several(Vec<Target>),
}

/// Which tasks. Parts that say nothing do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Open or completed ones; open ones when a person says neither.
    pub status: Option<Status>,
    /// Due from that day on, inclusive.
    pub due_after: Option<Date>,
    /// Due up to that day, inclusive.
    pub due_before: Option<Date>,
    /// Without a due date.
    pub no_date: bool,
    /// Past their due date.
    pub overdue: bool,
    /// Only recurring ones.
    pub recurring: bool,
    /// Of that priority.
    pub priority: Option<Priority>,
    /// With any of these tags.
    pub tags: Vec<Tag>,
    /// With these words.
    pub words: Option<String>,
}

/// Whether tasks are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// They are not.
    Pending,
    /// They are.
    Completed,
}

/// How much of a recurring task is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// What is named; the series goes on.
    #[default]
    This,
    /// The whole series.
    Series,
}

/// What is to be different.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Its title.
    Title(String),
    /// Its description.
    Description(String),
    /// Its priority.
    Priority(Priority),
    /// Its due date; a time that is absent stays as it is.
    Due(Due),
    /// Its time of day; the day stays as it is.
    Time(Time),
    /// Later by so much, from its due date (from today when it has none).
    Later(Every),
    /// Earlier by so much.
    Earlier(Every),
    /// Later by so many minutes; negative is earlier.
    LaterMinutes(i64),
    /// No due date any more.
    NoDue,
    /// No time any more, the day stays.
    NoTime,
    /// How it recurs.
    Repeat(Repeat),
    /// It no longer recurs.
    NoRepeat,
    /// More tags.
    AddTags(Vec<Tag>),
    /// Fewer tags.
    RemoveTags(Vec<Tag>),
    /// No reminders any more.
    NoReminders,
}

/// A reminder that is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reminding {
    /// That a task can have as it stands.
    When(When),
    /// At a time of day on the day on which the task is due.
    OnTheDay(Time),
}
