//! Editing a task.

use rondo_domain::{Change, Scope, Task, TaskId};
use rondo_store::Work;
use serde_json::Value;

use super::{TaskView, fields, present, shown};
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
    let before = shown(&work, &task).await?;
    let wanted = fields::edit(patch, &task, &before)?;
    let mut edit = wanted.edit;
    if let Some(tags) = edit.tags.take() {
        edit.tags = Some(work.as_first_written(tags).await?);
    }
    let Some(change) = task.edit(&edit, scope, work.context())? else {
        return Ok(before);
    };
    fields::agree(change.task(), wanted.word.as_deref())?;
    let task = carry_on(&mut work, change, scope).await?;
    let view = shown(&work, &task).await?;
    work.commit_as(view).await.map_err(Error::from)
}

/// Makes the edit, and has the other open occurrences follow for which it holds too: those after this
/// one, or with the whole series every one. There are any only where a reopening kept one. Where nothing
/// is left to do of a series that goes on by the edit, its next occurrence comes.
pub(crate) async fn carry_on(work: &mut Work, change: Change, scope: Option<Scope>) -> Result<Task, Error> {
    let Some(series) = change.series().map(|series| series.id) else {
        return Ok(work.apply(change).await?);
    };
    let fields = change.fields().to_vec();
    let others = work.open_of_series(series).await?;
    let edited = work.apply(change).await?;
    let number = |task: &Task| task.occurrence.as_ref().map(|occurrence| occurrence.number);
    for other in others.into_iter().filter(|other| other.id != edited.id) {
        if !(number(&other) > number(&edited) || scope == Some(Scope::Series)) {
            continue;
        }
        if let Some(change) = other.follow(&edited, &fields, work.context()) {
            work.apply(change).await?;
        }
    }
    if let Some(latest) = work.latest_of_series(series).await? {
        go_on(work, &latest).await?;
    }
    Ok(edited)
}

/// Makes the next occurrence of a series that goes on after this one, if there is to be one.
pub(crate) async fn go_on(work: &mut Work, task: &Task) -> Result<(), Error> {
    if task.is_open() {
        return Ok(());
    }
    let follower = work.follower(task).await?;
    if let Some(next) = follower.and_then(|follower| task.go_on(&follower, work.context())) {
        work.apply(next).await?;
    }
    Ok(())
}
