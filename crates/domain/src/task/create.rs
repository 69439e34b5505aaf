//! Creating a task.

use std::sync::Arc;

use jiff::civil::{Date, Time};

use crate::series::Beginning;
use crate::{
    Cause, Change, Context, Description, Due, Invalid, Occurrence, Priority, Reminder, Repeat, Tags, Task, TaskId, Template,
    Title, Version, When, Zone,
};

/// What a person says about a new task.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the field of that name of a task")]
pub struct Draft {
    pub title: Title,
    pub description: Description,
    pub priority: Priority,
    pub date: Option<Date>,
    /// Only with a date, or with a recurrence that gives one.
    pub time: Option<Time>,
    pub zone: Option<Zone>,
    pub tags: Tags,
    /// `None` takes the person's defaults.
    pub reminders: Option<Vec<When>>,
    pub repeat: Option<Repeat>,
    /// Whether it is done already.
    pub completed: bool,
}

impl Draft {
    /// A task with that title and nothing else.
    pub fn titled(title: Title) -> Self {
        Self {
            title,
            description: Description::default(),
            priority: Priority::default(),
            date: None,
            time: None,
            zone: None,
            tags: Tags::default(),
            reminders: None,
            repeat: None,
            completed: false,
        }
    }
}

impl Task {
    /// Creates the task of a draft, and its series when it recurs.
    ///
    /// # Errors
    /// Every field that does not fit with the others.
    pub fn create(id: TaskId, draft: Draft, context: Context<'_>) -> Result<Change, Invalid> {
        check(&draft)?;
        let whens = draft.reminders.unwrap_or_else(|| context.person.default_reminders());
        let mut task = Self {
            id,
            title: draft.title,
            description: draft.description,
            priority: draft.priority,
            due: draft.date.map(|date| Due { date, time: draft.time }),
            zone: draft.zone,
            tags: draft.tags,
            reminders: Reminder::list(id, whens),
            occurrence: None,
            completed_at: draft.completed.then_some(context.now),
            deletion: None,
            version: Version::FIRST,
            created_at: context.now,
            updated_at: context.now,
        };
        if let Some(repeat) = &draft.repeat {
            task.begin_series(repeat, draft.time, context)?;
        }
        task.plan(context);
        let recurs = task.occurrence.is_some();
        let change = Change::birth(task, Cause::User, context);
        Ok(if recurs { change.saving_series() } else { change })
    }

    /// Makes the task the first occurrence of a new series.
    pub(crate) fn begin_series(&mut self, repeat: &Repeat, time: Option<Time>, context: Context<'_>) -> Result<(), Invalid> {
        let zone = context.person.zone_of(self);
        let beginning = Beginning::of(repeat, self.due.map(|due| due.date), time, zone, context.now)?;
        let date = self.due.map_or(beginning.first.date(), |due| due.date);
        self.due = Some(Due {
            date,
            time: beginning.time_of_first(time),
        });
        let name = format!("series {}", self.version.0);
        let series = beginning.into_series(self.id.derive(&name).into(), self.zone.clone(), Template::of(self));
        let slot = series.start;
        self.occurrence = Some(Occurrence {
            series: Arc::new(series),
            number: 1,
            slot,
            touched: true,
        });
        Ok(())
    }
}

pub(super) fn check(draft: &Draft) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    if draft.time.is_some() && draft.date.is_none() && draft.repeat.is_none() {
        invalid.add("due_time", "needs a due_date");
    }
    if draft.completed && draft.repeat.is_some() {
        invalid.add(
            "is_completed",
            "a recurring task is created open; complete it with POST /api/tasks/{id}/complete",
        );
    }
    invalid.or(())
}
