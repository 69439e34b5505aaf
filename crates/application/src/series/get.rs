//! Reading a series.

use rondo_domain::SeriesId;

use super::SeriesView;
use crate::{App, Caller, Error};

/// A series of the caller.
pub async fn get(app: &App, caller: &Caller, id: SeriesId) -> Result<SeriesView, Error> {
    let view = app.view(caller).await?;
    let latest = view.latest_of_series(id).await?;
    latest
        .and_then(|latest| SeriesView::of(&latest, view.person()))
        .ok_or(Error::NotFound("series"))
}
