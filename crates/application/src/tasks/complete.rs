//! Completing a task.

use rondo_domain::{Completion, TaskId};

use super::{TaskView, present, shown};
use crate::{App, Caller, Error};

/// Completes a task; one that is completed stays as it is. The next occurrence of a recurring one
/// comes by the event.
pub async fn complete(app: &App, caller: &Caller, id: TaskId) -> Result<TaskView, Error> {
    let mut work = app.write(caller).await?;
    let task = match present(&work, id).await?.complete(work.context()) {
        Completion::Done(change) => work.apply(change).await?,
        Completion::Already(task) => task,
    };
    let view = shown(&work, &task).await?;
    work.commit_as(view).await.map_err(Error::from)
}
