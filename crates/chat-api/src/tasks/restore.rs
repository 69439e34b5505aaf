//! `POST /api/tasks/{id}/restore`

use axum::extract::State;
use axum::response::Response;
use rondo_application::tasks::{TaskView, restore};

use super::tagged;
use crate::auth::Authenticated;
use crate::path::Id;
use crate::{Api, Problem};

/// Bring a deleted task back
///
/// With its id, up to 30 days after it was deleted. One that is there stays as it is.
#[utoipa::path(
    post, path = "/api/tasks/{id}/restore", tag = "tasks",
    params(("id" = Uuid, Path, description = "The task's id")),
    responses((status = 200, body = TaskView), Problem),
)]
pub(crate) async fn restore_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<Response, Problem> {
    Ok(tagged(&restore(&api.app, &caller, id.into()).await?))
}
