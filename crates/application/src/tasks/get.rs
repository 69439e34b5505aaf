//! Reading one task.

use rondo_domain::TaskId;

use super::TaskView;
use crate::{App, Caller, Error};

/// A task of the caller.
pub async fn get(app: &App, caller: &Caller, id: TaskId) -> Result<TaskView, Error> {
    let view = app.view(caller).await?;
    let task = view
        .task(id)
        .await?
        .filter(|task| !task.is_deleted())
        .ok_or(Error::NotFound("task"))?;
    let last = view.last_made(std::slice::from_ref(&task)).await?;
    Ok(TaskView::of(&task, view.person()).in_series(&last, view.person()))
}
