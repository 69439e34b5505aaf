//! Editing a task.

use rondo_domain::{Scope, Task, TaskId};
use rondo_store::Work;
use serde_json::Value;

use super::{TaskView, fields, present};
use crate::{App, Caller, Error};

/// Edits a task by a JSON merge patch. `at` are the versions that the caller means, when it says so:
/// the edit is refused if the task has moved on. On a recurring task the edit holds as far as `scope`
/// says.
pub async fn edit(
    app: &App,
    caller: &Caller,
    id: TaskId,
    patch: Value,
    scope: Option<Scope>,
    at: Option<&[i64]>,
) -> Result<TaskView, Error> {
    let mut work = app.write(caller).await?;
    let task = present(&work, id).await?;
    if at.is_some_and(|at| !at.contains(&task.version.0)) {
        return Err(Error::Stale(task.version.0));
    }
    let before = TaskView::of(&task, work.person());
    let wanted = fields::edit(patch, &task, &before)?;
    let mut edit = wanted.edit;
    if let Some(tags) = edit.tags.take() {
        edit.tags = Some(work.as_first_written(tags).await?);
    }
    let Some(change) = task.edit(&edit, scope, work.context())? else {
        return Ok(before);
    };
    fields::agree(change.task(), wanted.word.as_deref())?;
    let (fields, holds_further) = (change.fields().to_vec(), change.series().is_some());
    let task = work.apply(change).await?;
    if holds_further {
        carry_on(&mut work, &task, &fields, scope).await?;
    }
    let view = TaskView::of(&task, work.person());
    work.commit_as(view).await.map_err(Error::from)
}

/// Has the other open occurrences follow for which the edit holds too: those after this one, or with
/// the whole series every one. There are any only where a reopening kept one.
pub(crate) async fn carry_on(
    work: &mut Work,
    edited: &Task,
    fields: &[rondo_domain::Field],
    scope: Option<Scope>,
) -> Result<(), Error> {
    let Some(own) = &edited.occurrence else { return Ok(()) };
    for other in work.open_of_series(own.series.id).await? {
        let comes_after = other.occurrence.as_ref().is_some_and(|other| other.number > own.number);
        if other.id == edited.id || !(comes_after || scope == Some(Scope::Series)) {
            continue;
        }
        if let Some(change) = other.follow(edited, fields, work.context()) {
            work.apply(change).await?;
        }
    }
    Ok(())
}
