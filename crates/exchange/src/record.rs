//! A task as every format can say it: what is read from a file, and what is written to one.

use std::collections::BTreeSet;

use rondo_domain::{
    Choice, Description, Draft, Due, Import, Occurrence, Priority, Remembered, Repeat, Slot, Tags, Task, Timestamp, Title,
    When, Zone,
};
use rondo_recurrence::Rule;

use crate::Spot;
use crate::dates::when_text;

/// One task of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where it stands in the file.
    pub at: Spot,
    /// What tells it from every other task of its source: the id or UID that it has there, or else
    /// what it says.
    pub uid: String,
    /// What to do.
    pub title: Title,
    /// The details.
    pub description: Description,
    /// How much it matters.
    pub priority: Priority,
    /// When it is due.
    pub due: Option<Due>,
    /// The zone it is fixed to.
    pub zone: Option<Zone>,
    /// Its tags.
    pub tags: Tags,
    /// Its reminders; `None` where the file has no place for them.
    pub reminders: Option<Vec<Remembered>>,
    /// How it recurs.
    pub recurrence: Option<Recurrence>,
    /// When it was done, if it is.
    pub completed_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
}

/// How a task of a file recurs.
#[derive(Clone, Debug, PartialEq)]
pub enum Recurrence {
    /// A series begins with it.
    Begins(Begins),
    /// It stands in a series that the file tells whole.
    Stands(Occurrence),
}

/// A series that begins with a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Begins {
    /// Its rule, and how that is counted.
    pub repeat: Repeat,
    /// The slot that the task stands on, when that is not its due date.
    pub start: Option<Slot>,
    /// Slots that are left out.
    pub exdates: BTreeSet<Slot>,
    /// Slots beside the rule.
    pub rdates: BTreeSet<Slot>,
    /// Whether it waits to be resumed.
    pub paused: bool,
}

impl Begins {
    /// A series of which only that is known.
    pub(crate) fn of(repeat: Repeat) -> Self {
        Self {
            repeat,
            start: None,
            exdates: BTreeSet::new(),
            rdates: BTreeSet::new(),
            paused: false,
        }
    }
}

impl Record {
    /// The record of a task.
    pub fn of(task: &Task) -> Self {
        let remembered = |reminder: &rondo_domain::Reminder| Remembered {
            when: reminder.when,
            state: Some(reminder.state),
            snoozed_until: reminder.snoozed_until,
        };
        Self {
            at: Spot {
                task: Some(task.title.to_string()),
                ..Spot::default()
            },
            uid: task.id.to_string(),
            title: task.title.clone(),
            description: task.description.clone(),
            priority: task.priority,
            due: task.due,
            zone: task.zone.clone(),
            tags: task.tags.clone(),
            reminders: Some(task.reminders.iter().map(remembered).collect()),
            recurrence: task.occurrence.clone().map(Recurrence::Stands),
            completed_at: task.completed_at,
            created_at: Some(task.created_at),
            updated_at: Some(task.updated_at),
        }
    }

    /// The same task, once: how it recurred stays in its description. For a rule that is well formed and
    /// gives no date.
    /// Told beside it is the rule, where the description is too long to take it.
    pub fn as_one_off(mut self) -> (Self, Option<String>) {
        let rule = match self.recurrence.take() {
            Some(Recurrence::Begins(begins)) => begins.repeat.choice.to_string(),
            Some(Recurrence::Stands(place)) => place.series.rule.to_string(),
            None => return (self, None),
        };
        let text = format!("{}\n\nRepeats: {rule}", self.description);
        match Description::new(text.trim_start()) {
            Ok(description) => (Self { description, ..self }, None),
            Err(_) => (self, Some(rule)),
        }
    }

    /// The fields in which a task is not what this record says, by their names. Of a zone, reminders and a
    /// recurrence that it does not say, a format may have no place for them.
    pub fn differences(&self, task: &Task) -> Vec<&'static str> {
        let differs = [
            ("title", self.title != task.title),
            ("description", self.description != task.description),
            ("priority", self.priority != task.priority),
            ("due date", self.due != task.due),
            ("zone", self.zone.is_some() && self.zone != task.zone),
            ("tags", self.tags != task.tags),
            ("reminders", self.reminds_otherwise(task)),
            ("recurrence", self.recurs_otherwise(task)),
            ("completion", self.completed_at.is_some() != task.is_completed()),
        ];
        differs
            .into_iter()
            .filter(|(_, differs)| *differs)
            .map(|(name, _)| name)
            .collect()
    }

    fn reminds_otherwise(&self, task: &Task) -> bool {
        let whens = |whens: &mut dyn Iterator<Item = When>| whens.map(when_text).collect::<BTreeSet<_>>();
        let theirs = whens(&mut task.reminders.iter().map(|reminder| reminder.when));
        self.reminders
            .as_ref()
            .is_some_and(|ours| whens(&mut ours.iter().map(|reminder| reminder.when)) != theirs)
    }

    /// Whether its rule, from here on, is another than that of the task's series.
    fn recurs_otherwise(&self, task: &Task) -> bool {
        let Some(recurrence) = &self.recurrence else { return false };
        let Some(theirs) = &task.occurrence else { return true };
        let from_here = |place: &Occurrence| place.series.rule_from(place.number, place.slot);
        let ours = match recurrence {
            Recurrence::Stands(place) => from_here(place),
            Recurrence::Begins(begins) => match &begins.repeat.choice {
                Choice::Rule(rule) => rule.clone(),
                Choice::Every(every) => Rule::friendly(*every, theirs.slot.date()),
            },
        };
        ours.canonical(theirs.slot) != from_here(theirs).canonical(theirs.slot)
    }

    /// What the domain is asked for to make it a task.
    pub fn into_import(self) -> Import {
        let mut import = Import::of(Draft {
            title: self.title,
            description: self.description,
            priority: self.priority,
            date: self.due.map(|due| due.date),
            time: self.due.and_then(|due| due.time),
            zone: self.zone,
            tags: self.tags,
            reminders: None,
            repeat: None,
            completed: false,
        });
        import.reminders = self.reminders;
        import.completed_at = self.completed_at;
        import.created_at = self.created_at;
        import.updated_at = self.updated_at;
        match self.recurrence {
            None => {}
            Some(Recurrence::Stands(place)) => import.place = Some(place),
            Some(Recurrence::Begins(begins)) => {
                import.draft.repeat = Some(begins.repeat);
                import.start = begins.start;
                import.exdates = begins.exdates;
                import.rdates = begins.rdates;
                import.paused = begins.paused;
            }
        }
        import
    }
}
