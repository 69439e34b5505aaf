//! `POST /api/tasks/{id}/reopen`

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use rondo_application::tasks::{Reopened, reopen};

use crate::auth::Authenticated;
use crate::path::Id;
use crate::{Api, Problem};

/// Reopen a task
///
/// An open one stays as it is. The next occurrence of a recurring task is withdrawn, unless somebody
/// has worked on it; `successor` says which.
#[utoipa::path(
    post, path = "/api/tasks/{id}/reopen", tag = "tasks",
    params(("id" = Uuid, Path, description = "The task's id")),
    responses((status = 200, body = Reopened), Problem),
)]
pub(crate) async fn reopen_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<([(header::HeaderName, HeaderValue); 1], Json<Reopened>), Problem> {
    let reopened = reopen(&api.app, &caller, id.into()).await?;
    Ok(([(header::ETAG, super::etag(reopened.task.version))], Json(reopened)))
}
