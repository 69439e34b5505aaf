//! Deleting a task.

use rondo_domain::TaskId;

use super::present;
use crate::{App, Caller, Error};

/// How much goes with a recurring task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeleteScope {
    /// This occurrence: the series goes on with the next.
    #[default]
    This,
    /// The series, with whatever is open of it.
    Series,
}

/// Deletes a task.
pub async fn delete(app: &App, caller: &Caller, id: TaskId, scope: DeleteScope) -> Result<(), Error> {
    let mut work = app.write(caller).await?;
    let task = present(&work, id).await?;
    let whole_series = task.series().filter(|_| scope == DeleteScope::Series).map(|series| series.id);
    let changes = if let Some(series) = whole_series {
        let open = work.open_of_series(series).await?;
        task.delete_series(open, work.context())
    } else {
        let follower = work.follower(&task).await?;
        task.delete(follower.as_ref(), work.context())
    };
    for change in changes {
        work.apply(change).await?;
    }
    work.commit().await.map_err(Error::from)
}
