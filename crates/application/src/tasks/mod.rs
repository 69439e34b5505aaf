//! Tasks: a file a command.

mod complete;
mod create;
mod delete;
mod edit;
pub mod fields;
mod get;
mod history;
mod list;
mod quick;
mod reminders;
mod reopen;
mod restore;
mod skip;
mod view;

pub use complete::complete;
pub use create::{IdempotencyKey, create};
pub use delete::{DeleteScope, delete};
pub use edit::edit;
pub(crate) use edit::{carry_on, go_on};
pub use get::get;
pub use history::{HistoryPage, history};
pub(crate) use list::check;
pub use list::{ListQuery, MOST_ITEMS, limit, list};
pub use quick::{Added, QuickTask, UnderstoodView, quick};
pub use reminders::{add_reminder, remove_reminder, snooze};
pub use reopen::{Reopened, SuccessorFate, reopen};
pub use restore::restore;
pub use skip::skip;
pub use view::{ReminderView, TaskPage, TaskView};

use rondo_domain::{Task, TaskId};
use rondo_store::Work;

use crate::Error;

/// The task as its owner sees it.
async fn shown(work: &Work, task: &Task) -> Result<TaskView, Error> {
    let last = work.last_made(std::slice::from_ref(task)).await?;
    Ok(TaskView::of(task, work.person()).in_series(&last, work.person()))
}

/// A task of the caller that is not deleted.
async fn present(work: &Work, id: TaskId) -> Result<Task, Error> {
    let task = work.task(id).await?;
    task.filter(|task| !task.is_deleted()).ok_or(Error::NotFound("task"))
}
