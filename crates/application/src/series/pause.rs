//! Pausing a series, and going on with it.

use rondo_domain::{SeriesId, SeriesState};

use super::{SeriesView, finish, latest, shown};
use crate::tasks::go_on;
use crate::{App, Caller, Error};

/// Pauses a series: what is open stays, nothing follows. One that is paused or has ended stays so.
pub async fn pause(app: &App, caller: &Caller, id: SeriesId) -> Result<SeriesView, Error> {
    let mut work = app.write(caller).await?;
    let is_live = shown(&work, id).await?.state == SeriesState::Live.word();
    let paused = latest(&work, id).await?.pause_series(work.context());
    if let Some(change) = paused.filter(|_| is_live) {
        work.apply(change).await?;
    }
    finish(work, id).await
}

/// Goes on with a paused series: where nothing is left to do of it, its next occurrence comes. One that
/// is not paused stays as it is.
pub async fn resume(app: &App, caller: &Caller, id: SeriesId) -> Result<SeriesView, Error> {
    let mut work = app.write(caller).await?;
    if let Some(change) = latest(&work, id).await?.resume_series(work.context()) {
        let latest = work.apply(change).await?;
        go_on(&mut work, &latest).await?;
    }
    finish(work, id).await
}
