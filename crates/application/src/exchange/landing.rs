//! Where a record of a file lands: as a new task, or on one that is there.
//!
//! A task's id follows from its owner and from what tells the record apart in its source, so the same
//! record gives the same task, ever. A record of this very account stands for the task it was made of.

use std::sync::Arc;

use rondo_domain::{Occurrence, SeriesId, Task, TaskId};
use rondo_exchange::{Finding, Kind, Record, Recurrence};
use rondo_store::Work;

use crate::Error;

/// What became of a record.
pub(super) enum Landing {
    /// It is a new task; of that series, if its file told one.
    Made(Option<SeriesId>),
    /// Its task was there before.
    There,
    /// No task could be made of it.
    Refused,
}

/// Makes the record a task, unless there is one.
pub(super) async fn land(work: &mut Work, mut record: Record, findings: &mut Vec<Finding>) -> Result<Landing, Error> {
    let own: Option<TaskId> = record.uid.parse().ok();
    if let Some(own) = own
        && let Some(there) = work.task(own).await?
    {
        findings.extend(skipped(&record, &there));
        return Ok(Landing::There);
    }
    let user = work.person().id;
    let mut id = TaskId::from(user.derive(&format!("import {}", record.uid)));
    let is_open = record.completed_at.is_none();
    if let Some(Recurrence::Stands(place)) = &mut record.recurrence {
        if let Some(there) = settle(work, place, is_open).await? {
            findings.extend(skipped(&record, &there));
            return Ok(Landing::There);
        }
        if place.number > 1 {
            id = place.series.occurrence_id(place.number);
        }
    }
    if let Some(there) = work.task(id).await? {
        findings.extend(skipped(&record, &there));
        return Ok(Landing::There);
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

async fn make(work: &mut Work, id: TaskId, record: Record, findings: &mut Vec<Finding>) -> Result<Landing, Error> {
    let at = record.at.clone();
    let finding = |field: &str, kind, message| Finding {
        at: at.clone(),
        field: field.to_owned(),
        kind,
        message,
    };
    let series = match &record.recurrence {
        Some(Recurrence::Stands(place)) => Some(place.series.id),
        _ => None,
    };
    let mut import = record.clone().into_import();
    import.draft.tags = work.as_first_written(import.draft.tags).await?;
    let refused = match Task::import(id, import, work.context()) {
        Ok(change) => {
            work.apply(change).await?;
            return Ok(Landing::Made(series));
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
    for wrong in &refused.0 {
        let message = format!("{}: kept as text in the description", wrong.message);
        findings.push(finding(&wrong.field, Kind::Changed, message));
    }
    Box::pin(make(work, id, record.as_one_off(), findings)).await
}

/// Says that the task of a record is there, where the two are not the same.
fn skipped(record: &Record, there: &Task) -> Option<Finding> {
    let message = if there.is_deleted() {
        "it was deleted here and stays so; POST /api/tasks/{id}/restore brings it back for 30 days".to_owned()
    } else {
        let differs = record.differences(there);
        if differs.is_empty() {
            return None;
        }
        format!("it is there with another {}, and was left as it is", differs.join(", "))
    };
    Some(Finding {
        at: record.at.clone(),
        field: String::new(),
        kind: Kind::Skipped,
        message,
    })
}
