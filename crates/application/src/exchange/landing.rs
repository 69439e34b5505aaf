//! Where a record of a file lands: as a new task, or on one that is there.
//!
//! A task's id follows from its owner and from what tells the record apart in its source, so the same
//! record gives the same task, ever. A record of this very account stands for the task it was made of.

use std::sync::Arc;

use rondo_domain::{Occurrence, SeriesId, Task, TaskId};
use rondo_exchange::{Finding, Findings, Kind, Record, Recurrence};
use rondo_store::Work;

use crate::Error;

/// What became of a record.
pub(super) enum Landing {
    /// It is a new task; of that series, if its file told one.
    Made(Option<SeriesId>),
    /// Its task was there before; of that series, if its file told one.
    There(Option<SeriesId>),
    /// No task could be made of it.
    Refused,
}

/// Makes the record a task, unless there is one.
pub(super) async fn land(work: &mut Work, mut record: Record, findings: &mut Findings) -> Result<Landing, Error> {
    let own: Option<TaskId> = record.uid.parse().ok();
    if let Some(own) = own
        && let Some(there) = work.task(own).await?
    {
        return Ok(there_already(&record, &there, findings));
    }
    let user = work.person().id;
    let mut id = TaskId::from(user.derive(&format!("import {}", record.uid)));
    let is_open = record.completed_at.is_none();
    if let Some(Recurrence::Stands(place)) = &mut record.recurrence {
        if let Some(there) = settle(work, place, is_open).await? {
            return Ok(there_already(&record, &there, findings));
        }
        if place.number > 1 {
            id = place.series.occurrence_id(place.number);
        }
    }
    if let Some(there) = work.task(id).await? {
        return Ok(there_already(&record, &there, findings));
    }
    make(work, id, record, findings).await
}

/// Gives a place the id that its series has in this account, and the series' state where it is there.
/// Answers with what stands in the way: another task in the place, or an open one of the series.
async fn settle(work: &Work, place: &mut Occurrence, is_open: bool) -> Result<Option<Task>, Error> {
    let source = place.series.id;
    let is_own = work.latest_of_series(source).await?.is_some();
    let derived = SeriesId::from(work.person().id.derive(&format!("import series {source}")));
    let id = if is_own { source } else { derived };
    let mut series = rondo_domain::Series {
        id,
        ..place.series.as_ref().clone()
    };
    if let Some(known) = work.latest_of_series(id).await?.as_ref().and_then(Task::series) {
        series = known.clone();
    }
    place.series = Arc::new(series);
    if let Some(taken) = work.occurrence(id, place.number).await? {
        return Ok(Some(taken));
    }
    // A series goes on from one occurrence: where it has an open one here, another would be a second.
    if is_open {
        return Ok(work.open_of_series(id).await?.pop());
    }
    Ok(None)
}

async fn make(work: &mut Work, id: TaskId, record: Record, findings: &mut Findings) -> Result<Landing, Error> {
    let at = record.at.clone();
    let finding = |field: &str, kind, message| Finding {
        at: at.clone(),
        field: field.to_owned(),
        kind,
        message,
    };
    let mut import = record.clone().into_import();
    import.draft.tags = work.as_first_written(import.draft.tags).await?;
    let refused = match Task::import(id, import, work.context()) {
        Ok(change) => {
            work.apply(change).await?;
            return Ok(Landing::Made(told_series(&record)));
        }
        Err(refused) => refused,
    };
    if record.recurrence.is_none() {
        findings.extend(
            refused
                .0
                .iter()
                .map(|wrong| finding(&wrong.field, Kind::Failed, wrong.message.clone())),
        );
        return Ok(Landing::Refused);
    }
    let (once, lost) = record.as_one_off();
    for wrong in &refused.0 {
        let (kind, fate) = match &lost {
            None => (Kind::Changed, "kept as text in the description".to_owned()),
            Some(rule) => (Kind::LeftOut, format!("{rule} is not kept, for the description is full")),
        };
        findings.add(finding(&wrong.field, kind, format!("{}: {fate}", wrong.message)));
    }
    Box::pin(make(work, id, once, findings)).await
}

/// The series that a record's file tells whole.
fn told_series(record: &Record) -> Option<SeriesId> {
    match &record.recurrence {
        Some(Recurrence::Stands(place)) => Some(place.series.id),
        _ => None,
    }
}

fn there_already(record: &Record, there: &Task, findings: &mut Findings) -> Landing {
    findings.extend(skipped(record, there));
    let series = there.series().filter(|_| told_series(record).is_some());
    Landing::There(series.map(|series| series.id))
}

/// Says that the task of a record is there, where the two are not the same.
fn skipped(record: &Record, there: &Task) -> Option<Finding> {
    let message = if there.is_deleted() {
        let id = there.id;
        format!("it was deleted here and stays so; for 30 days POST /api/tasks/{id}/restore brings it back")
    } else {
        let differs = record.differences(there);
        if differs.is_empty() {
            return None;
        }
        format!("it is there and was left as it is; it differs in {}", differs.join(", "))
    };
    Some(Finding {
        at: record.at.clone(),
        field: String::new(),
        kind: Kind::Skipped,
        message,
    })
}
