//! `POST /api/tasks/{id}/complete`

use axum::extract::State;
use axum::response::Response;
use rondo_application::tasks::{TaskView, complete};

use super::tagged;
use crate::auth::Authenticated;
use crate::path::Id;
use crate::{Api, Problem};

/// Complete a task
///
/// A completed one stays as it is. The next occurrence of a recurring task comes by the event, a moment later.
#[utoipa::path(
    post, path = "/api/tasks/{id}/complete", tag = "tasks",
    params(("id" = Uuid, Path, description = "The task's id")),
    responses((status = 200, body = TaskView), Problem),
)]
pub(crate) async fn complete_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<Response, Problem> {
    Ok(tagged(&complete(&api.app, &caller, id.into()).await?))
}
