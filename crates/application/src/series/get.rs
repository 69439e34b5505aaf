//! Reading a series.

use rondo_domain::SeriesId;

use super::SeriesView;
use crate::{App, Caller, Error};

/// A series of the caller.
pub async fn get(app: &App, caller: &Caller, id: SeriesId) -> Result<SeriesView, Error> {
    let view = app.view(caller).await?;
    let latest = view.latest_of_series(id).await?.ok_or(Error::NotFound("series"))?;
    let last = view.last_made(std::slice::from_ref(&latest)).await?;
    SeriesView::of(&latest, last.get(&id), view.person()).ok_or(Error::NotFound("series"))
}
