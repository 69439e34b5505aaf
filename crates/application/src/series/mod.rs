//! Series: a file a command. A series is read and changed by way of its latest occurrence.

mod edit;
mod get;
mod pause;
mod view;

pub use edit::edit;
pub use get::get;
pub use pause::{pause, resume};
pub use view::{SeriesView, TemplateView};

use rondo_domain::{SeriesId, Task};
use rondo_store::Work;

use crate::Error;

/// The latest occurrence of a series of the caller.
async fn latest(work: &Work, id: SeriesId) -> Result<Task, Error> {
    work.latest_of_series(id).await?.ok_or(Error::NotFound("series"))
}

/// A series of the caller, as its owner sees it.
async fn shown(work: &Work, id: SeriesId) -> Result<SeriesView, Error> {
    let latest = latest(work, id).await?;
    let last = work.last_made(std::slice::from_ref(&latest)).await?;
    SeriesView::of(&latest, last.get(&id), work.person()).ok_or(Error::NotFound("series"))
}

/// Commits the work, and shows the series that it was about.
async fn finish(work: Work, id: SeriesId) -> Result<SeriesView, Error> {
    let view = shown(&work, id).await?;
    work.commit_as(view).await.map_err(Error::from)
}
