//! Every row as it was last told of: what the events say must be what the database has.

use std::collections::BTreeMap;

use rondo_contract::{CloudEvent, EventCause, TaskEvent};
use rondo_domain::{Series, SeriesId, Slot, Task, TaskId};
use rondo_fixture::Resident;

use super::ensure;
use super::series::{is_withdrawn, slot};

/// What happened to one task.
#[derive(Debug)]
pub(super) struct News {
    pub(super) event: CloudEvent<TaskEvent>,
    pub(super) before: Option<Task>,
    pub(super) after: Task,
}

impl News {
    /// Whether the task got a slot by it: it is new, came again, or moved.
    pub(super) fn gave_slot(&self) -> Option<Slot> {
        let stands = slot(&self.after).filter(|_| !is_withdrawn(&self.after));
        let stood = self.before.as_ref().filter(|before| !is_withdrawn(before)).and_then(slot);
        stands.filter(|_| stands != stood)
    }
}

/// The rows of one person.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) tasks: BTreeMap<TaskId, Task>,
    pub(super) series: BTreeMap<SeriesId, Series>,
    pub(super) completions: Vec<CloudEvent<TaskEvent>>,
    pub(super) sequence: i64,
}

impl Book {
    /// Reads what happened since, and holds it against the rows.
    pub(super) async fn read(&mut self, ann: &Resident, events: Vec<CloudEvent<TaskEvent>>) -> Result<Vec<News>, String> {
        let mut news = Vec::new();
        for event in events {
            ensure!(
                event.data.user_sequence == self.sequence + 1,
                "the line has a gap at {}",
                self.sequence
            );
            self.sequence += 1;
            let id = TaskId::from(event.subject);
            let Some(after) = ann.task(id).await else {
                return Err(format!("an event tells of {id}, which has no row"));
            };
            let before = self.tasks.insert(id, after.clone());
            let version = before.as_ref().map_or(0, |task| task.version.0);
            ensure!(
                event.data.task.version == version + 1,
                "{id} skips a version: {version}, {}",
                event.data.task.version
            );
            ensure!(
                after.version.0 == version + 1,
                "{id} changed twice in one step, or without an event"
            );
            says_what_is(&event, &after)?;
            if event.kind == "task.completed" {
                self.completions.push(event.clone());
            }
            if let Some(series) = after.series() {
                self.series.insert(series.id, series.clone());
            }
            news.push(News { event, before, after });
        }
        Ok(news)
    }

    /// Whether every row is as it was last told of. What belongs to the series is told by any of its rows,
    /// and reminders move quietly.
    pub(super) async fn agrees(&self, ann: &Resident) -> Result<(), String> {
        for (id, told) in &self.tasks {
            let found = ann.task(*id).await.ok_or_else(|| format!("the row of {id} is gone"))?;
            let own = |task: &Task| {
                let mut task = task.clone();
                task.reminders.clear();
                let place = task.occurrence.take().map(|place| (place.number, place.slot, place.touched));
                (task, place)
            };
            ensure!(
                own(&found) == own(told),
                "a row changed without an event:\n{found:?}\nwas told as\n{told:?}"
            );
            if let Some(series) = found.series() {
                ensure!(
                    Some(series) == self.series.get(&series.id),
                    "a series changed without an event: {series:?}"
                );
            }
        }
        Ok(())
    }

    /// The rows of a series by their numbers.
    pub(super) fn rows(&self, series: SeriesId) -> Result<BTreeMap<u32, &Task>, String> {
        let mut rows = BTreeMap::new();
        for task in self.tasks.values() {
            let Some(place) = task.occurrence.as_ref().filter(|place| place.series.id == series) else {
                continue;
            };
            ensure!(
                rows.insert(place.number, task).is_none(),
                "two rows of number {}",
                place.number
            );
            let derived = TaskId::from(series.derive(&place.number.to_string()));
            ensure!(
                place.number == 1 || task.id == derived,
                "the id of {} does not follow from its number",
                task.id
            );
        }
        Ok(rows)
    }
}

/// Whether the event carries the row.
fn says_what_is(event: &CloudEvent<TaskEvent>, row: &Task) -> Result<(), String> {
    let told = &event.data.task;
    let date = told.due_date.as_ref().map(|date| date[..10].to_owned());
    let time = row
        .due
        .and_then(|due| due.time)
        .map(|time| time.strftime("%H:%M").to_string());
    let place = row.occurrence.as_ref();
    ensure!(
        (told.title.as_str(), told.is_completed, &told.due_time) == (row.title.as_str(), row.is_completed(), &time)
            && date == row.due.map(|due| due.date.to_string())
            && (told.occurrence, told.series_id)
                == (place.map(|place| place.number), place.map(|place| place.series.id.uuid()))
            && told.slot == place.map(|place| place.series.slot_text(place.slot)),
        "the event tells something else than the row: {told:?} of {row:?}"
    );
    // Where nothing stands of a series, a change of it is told by a row that was deleted.
    let by_series = event.data.cause == EventCause::SeriesChanged && event.kind == "task.updated";
    let agrees = (event.kind == "task.deleted") == row.is_deleted();
    ensure!(agrees || by_series, "{} of {row:?}", event.kind);
    Ok(())
}
