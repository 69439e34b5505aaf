//! Reopening a task.

use rondo_domain::{Reopening, TaskId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{TaskView, present};
use crate::{App, Caller, Error};

/// A reopened task, and what became of the occurrence that followed it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reopened {
    /// The task.
    #[serde(flatten)]
    pub task: TaskView,
    /// The next occurrence, when there was one.
    pub successor: Option<SuccessorFate>,
}

/// What became of the occurrence that followed a reopened task.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuccessorFate {
    /// Which.
    pub id: Uuid,
    /// `withdrawn`, or `kept` because somebody had worked on it.
    pub state: &'static str,
}

/// Opens a task again; one that is open stays as it is. The next occurrence is withdrawn unless
/// somebody worked on it.
pub async fn reopen(app: &App, caller: &Caller, id: TaskId) -> Result<Reopened, Error> {
    let mut work = app.write(caller).await?;
    let task = present(&work, id).await?;
    let follower = work.follower(&task).await?;
    let (task, successor) = match task.reopen(follower.as_ref(), work.context()) {
        Reopening::Already(task) => (task, None),
        Reopening::Done { task, withdrawn } => {
            let task = work.apply(task).await?;
            let fate = |state| {
                move |next: &rondo_domain::Task| SuccessorFate {
                    id: next.id.uuid(),
                    state,
                }
            };
            let kept = follower.and_then(|follower| follower.task).filter(|next| !next.is_deleted());
            match withdrawn {
                Some(withdrawn) => (task, Some(work.apply(withdrawn).await?).as_ref().map(fate("withdrawn"))),
                None => (task, kept.as_ref().map(fate("kept"))),
            }
        }
    };
    let view = TaskView::of(&task, work.person());
    work.commit_as(Reopened { task: view, successor }).await.map_err(Error::from)
}
