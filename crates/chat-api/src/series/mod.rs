//! `/api/series/{id}`

use axum::Json;
use axum::extract::State;
use rondo_application::series::{self, SeriesView};

use crate::auth::Authenticated;
use crate::body::Body;
use crate::path::Id;
use crate::{Api, Problem, schemas};

/// A series
///
/// What the occurrences of one recurring task have in common.
#[utoipa::path(
    get, path = "/api/series/{id}", tag = "tasks",
    params(("id" = Uuid, Path, description = "The series' id")),
    responses((status = 200, body = SeriesView), Problem),
)]
pub(crate) async fn get_series(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<Json<SeriesView>, Problem> {
    Ok(Json(series::get(&api.app, &caller, id.into()).await?))
}

/// Edit a series
///
/// A JSON merge patch. The open occurrence takes the edit over; what was completed stays as it is. A
/// slot in `exdates` never comes, one in `rdates` comes beside the rule.
#[utoipa::path(
    patch, path = "/api/series/{id}", tag = "tasks",
    params(("id" = Uuid, Path, description = "The series' id")),
    request_body = schemas::SeriesPatch,
    responses((status = 200, body = SeriesView), Problem),
)]
pub(crate) async fn edit_series(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
    Body(body): Body,
) -> Result<Json<SeriesView>, Problem> {
    Ok(Json(series::edit(&api.app, &caller, id.into(), body).await?))
}

/// Pause a series
///
/// What is open stays; nothing follows until it is resumed. A paused one stays paused.
#[utoipa::path(
    post, path = "/api/series/{id}/pause", tag = "tasks",
    params(("id" = Uuid, Path, description = "The series' id")),
    responses((status = 200, body = SeriesView), Problem),
)]
pub(crate) async fn pause_series(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<Json<SeriesView>, Problem> {
    Ok(Json(series::pause(&api.app, &caller, id.into()).await?))
}

/// Go on with a paused series
///
/// Where its last occurrence was completed meanwhile, the next one comes now: the first from today on,
/// or with `catch_up=each` the first that is owed.
#[utoipa::path(
    post, path = "/api/series/{id}/resume", tag = "tasks",
    params(("id" = Uuid, Path, description = "The series' id")),
    responses((status = 200, body = SeriesView), Problem),
)]
pub(crate) async fn resume_series(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<Json<SeriesView>, Problem> {
    Ok(Json(series::resume(&api.app, &caller, id.into()).await?))
}
