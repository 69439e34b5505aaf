//! Skipping an occurrence.

use rondo_domain::{Skipping, TaskId};
use serde_json::Value;

use super::{TaskView, fields, present};
use crate::input::Fields;
use crate::{App, Caller, Error};

/// Moves a recurring task to its next slot: the same task. With `{slot}`, the one that the caller saw,
/// a skip sent twice skips once.
pub async fn skip(app: &App, caller: &Caller, id: TaskId, body: Value) -> Result<TaskView, Error> {
    let mut read = Fields::of(body)?;
    let slot = read.optional("slot", fields::slot);
    read.finish()?;
    let mut work = app.write(caller).await?;
    let task = present(&work, id).await?;
    let follower = work.follower(&task).await?;
    let task = match task.skip(slot, follower.as_ref(), work.context()) {
        Skipping::Done(change) => work.apply(change).await?,
        Skipping::Already(task) => task,
        Skipping::Impossible(why) => return Err(Error::NotPossible(why)),
    };
    let view = TaskView::of(&task, work.person());
    work.commit_as(view).await.map_err(Error::from)
}
