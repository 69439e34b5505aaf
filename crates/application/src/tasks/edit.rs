//! Editing a task.

use rondo_domain::TaskId;
use serde_json::Value;

use super::{TaskView, fields, present};
use crate::{App, Caller, Error};

/// Edits a task by a JSON merge patch. `at` are the versions that the caller means, when it says so: the
/// edit is refused if the task has moved on.
pub async fn edit(app: &App, caller: &Caller, id: TaskId, patch: Value, at: Option<&[i64]>) -> Result<TaskView, Error> {
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
    let Some(change) = task.edit(&edit, work.context())? else {
        return Ok(before);
    };
    fields::agree(change.task(), wanted.word.as_deref())?;
    let task = work.apply(change).await?;
    let view = TaskView::of(&task, work.person());
    work.commit_as(view).await.map_err(Error::from)
}
