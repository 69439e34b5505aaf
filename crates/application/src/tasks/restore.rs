//! Bringing a deleted task back.

use rondo_domain::{Restoration, TaskId};

use super::{TaskView, shown};
use crate::{App, Caller, Error};

/// Brings a task back with its id, up to 30 days after it was deleted, and what was deleted with its
/// series in the same step; one that is there stays as it is.
pub async fn restore(app: &App, caller: &Caller, id: TaskId) -> Result<TaskView, Error> {
    let mut work = app.write(caller).await?;
    let task = work.task(id).await?.ok_or(Error::NotFound("task"))?;
    let rest = work.rest_of_series(&task).await?;
    let task = match task.restore(rest, work.context()) {
        Restoration::Gone => return Err(Error::NotFound("task")),
        Restoration::Already(task) => task,
        Restoration::Done { task, others } => {
            let task = work.apply(task).await?;
            for other in others {
                work.apply(other).await?;
            }
            task
        }
    };
    let view = shown(&work, &task).await?;
    work.commit_as(view).await.map_err(Error::from)
}
