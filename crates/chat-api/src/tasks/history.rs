//! `GET /api/tasks/{id}/history`

use axum::Json;
use axum::extract::State;
use rondo_application::tasks::{HistoryPage, history, limit};

use crate::auth::Authenticated;
use crate::path::Id;
use crate::query::Query;
use crate::{Api, Problem, schemas};

/// The history of a task
///
/// Its events as they were published, oldest first; also of a deleted one.
#[utoipa::path(
    get, path = "/api/tasks/{id}/history", tag = "tasks",
    params(("id" = Uuid, Path, description = "The task's id"), schemas::PageParameters),
    responses((status = 200, body = HistoryPage), Problem),
)]
pub(crate) async fn task_history(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
    mut query: Query,
) -> Result<Json<HistoryPage>, Problem> {
    let (cursor, length) = (query.one("cursor"), query.one("limit"));
    query.finish()?;
    let limit = limit(length.as_deref())?;
    Ok(Json(history(&api.app, &caller, id.into(), cursor.as_deref(), limit).await?))
}
