//! Pausing a series, and going on with it.

use rondo_domain::{Change, SeriesId};
use rondo_store::Work;

use super::{SeriesView, latest};
use crate::{App, Caller, Error};

/// Pauses a series: what is open stays, nothing follows. One that is paused or has ended stays so.
pub async fn pause(app: &App, caller: &Caller, id: SeriesId) -> Result<SeriesView, Error> {
    let mut work = app.write(caller).await?;
    let change = latest(&work, id).await?.pause_series(work.context());
    answer(&mut work, change).await?;
    finish(work, id).await
}

/// Goes on with a paused series. One that is not paused stays as it is.
pub async fn resume(app: &App, caller: &Caller, id: SeriesId) -> Result<SeriesView, Error> {
    let mut work = app.write(caller).await?;
    let latest = latest(&work, id).await?;
    if let Some(follower) = work.follower(&latest).await? {
        let changes = latest.resume_series(&follower, work.context());
        answer(&mut work, changes.into_iter().flatten()).await?;
    }
    finish(work, id).await
}

async fn answer(work: &mut Work, changes: impl IntoIterator<Item = Change>) -> Result<(), Error> {
    for change in changes {
        work.apply(change).await?;
    }
    Ok(())
}

async fn finish(work: Work, id: SeriesId) -> Result<SeriesView, Error> {
    let view = SeriesView::of(&latest(&work, id).await?, work.person());
    work.commit().await?;
    view.ok_or(Error::NotFound("series"))
}
