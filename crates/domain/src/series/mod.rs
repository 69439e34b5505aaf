//! A series: what the occurrences of one recurring task have in common.

mod beginning;
mod next;
mod repeat;

use std::collections::BTreeSet;

use jiff::civil::{DateTime, Time};
use rondo_recurrence::{Rule, Slots};

pub(crate) use beginning::Beginning;
pub(crate) use beginning::canonical;
pub use beginning::preview;
pub(crate) use next::Closed;
pub use repeat::{Choice, Repeat, RepeatEdit, frequency_word};

use crate::{Description, Due, Field, Priority, SeriesId, Tags, Task, TaskId, Title, When, Zone};

/// The local date that a rule gave, with a time only when the rule itself has times (else midnight).
pub type Slot = DateTime;

/// From what the next occurrence is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// From the slot of the occurrence: the rule's dates stay where they are.
    #[default]
    DueDate,
    /// From the day on which the occurrence was completed.
    CompletionDate,
}

impl Basis {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DueDate => "due_date",
            Self::CompletionDate => "completion_date",
        }
    }

    /// The basis of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::DueDate, Self::CompletionDate]
            .into_iter()
            .find(|basis| basis.word() == word)
    }
}

/// What becomes of slots that passed while an occurrence waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CatchUp {
    /// They are skipped: the next one comes after the completion.
    #[default]
    Next,
    /// Each is owed.
    Each,
}

impl CatchUp {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Each => "each",
        }
    }

    /// The catch-up of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Next, Self::Each].into_iter().find(|catch_up| catch_up.word() == word)
    }
}

/// Whether a series makes further occurrences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesState {
    /// It does.
    Live,
    /// Not until it is resumed.
    Paused,
    /// Never again.
    Ended,
}

impl SeriesState {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    /// The state of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Live, Self::Paused, Self::Ended]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// What a new occurrence copies.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each is the field of that name of a task")]
pub struct Template {
    pub title: Title,
    pub description: Description,
    pub priority: Priority,
    pub tags: Tags,
    pub time: Option<Time>,
    /// Those relative to the due date; absolute ones belong to one occurrence.
    pub reminders: Vec<When>,
}

impl Template {
    /// The template in which those of the fields of a task are as in that task.
    pub(crate) fn with(self, fields: &[Field], task: &Task) -> Self {
        let of_task = Self::of(task);
        let is_new = |field| fields.contains(&field);
        Self {
            title: if is_new(Field::Title) { of_task.title } else { self.title },
            description: if is_new(Field::Description) {
                of_task.description
            } else {
                self.description
            },
            priority: if is_new(Field::Priority) {
                of_task.priority
            } else {
                self.priority
            },
            tags: if is_new(Field::Tags) { of_task.tags } else { self.tags },
            time: if is_new(Field::DueTime) { of_task.time } else { self.time },
            reminders: if is_new(Field::Reminders) {
                of_task.reminders
            } else {
                self.reminders
            },
        }
    }

    /// What the next occurrences take over from this task.
    pub fn of(task: &Task) -> Self {
        let relative = |when: &When| matches!(when, When::Before(_));
        Self {
            title: task.title.clone(),
            description: task.description.clone(),
            priority: task.priority,
            tags: task.tags.clone(),
            time: task.due.and_then(|due| due.time),
            reminders: task.reminders.iter().map(|reminder| reminder.when).filter(relative).collect(),
        }
    }
}

/// The series of a recurring task.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its id, for ever.
    pub id: SeriesId,
    /// The first slot: RFC 5545 DTSTART.
    pub start: Slot,
    /// Which slots follow: a canonical RFC 5545 rule.
    pub rule: Rule,
    /// The number of the occurrence from which on COUNT counts, where completions are counted; else it
    /// counts slots.
    pub counts_from: u32,
    /// From what the next one is counted.
    pub basis: Basis,
    /// What becomes of missed ones.
    pub catch_up: CatchUp,
    /// The zone of its dates; `None` floats with the person.
    pub zone: Option<Zone>,
    /// Slots that are left out: RFC 5545 EXDATE.
    pub exdates: BTreeSet<Slot>,
    /// Slots beside the rule: RFC 5545 RDATE.
    pub rdates: BTreeSet<Slot>,
    /// What somebody last said of its going on. Whether it does, [`Series::state`] tells.
    pub said: SeriesState,
    /// Whether it was deleted as a whole. Brought back, it is what it was before.
    pub deleted: bool,
    /// What a new occurrence copies.
    pub template: Template,
}

impl Series {
    /// Whether it goes on, as far as people have a say in it.
    pub const fn state(&self) -> SeriesState {
        if self.deleted { SeriesState::Ended } else { self.said }
    }

    /// The id of the occurrence of that number: one, whoever makes it.
    pub fn occurrence_id(&self, number: u32) -> TaskId {
        self.id.derive(&number.to_string()).into()
    }

    /// When the occurrence on that slot is due.
    pub(crate) fn due_on(&self, slot: Slot) -> Due {
        let time = if self.rule.has_times() {
            Some(slot.time())
        } else {
            self.template.time
        };
        Due { date: slot.date(), time }
    }

    /// All its slots.
    pub(crate) fn slots(&self) -> Slots {
        let mut slots = Slots::new(self.start, self.rule.clone());
        slots.exdates.clone_from(&self.exdates);
        slots.rdates.clone_from(&self.rdates);
        slots
    }

    /// A slot as it is written: a date, or a date-time when the rule has times.
    pub fn slot_text(&self, slot: Slot) -> String {
        if self.rule.has_times() {
            slot.to_string()
        } else {
            slot.date().to_string()
        }
    }

    /// The friendly word for its rule: `daily`, `weekly`, `monthly`, `yearly`, else `custom`.
    pub fn frequency_word(&self) -> &'static str {
        repeat::frequency_word(&self.rule, self.start.date())
    }
}
