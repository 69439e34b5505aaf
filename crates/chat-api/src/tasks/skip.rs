//! `POST /api/tasks/{id}/skip`

use axum::extract::State;
use axum::response::Response;
use rondo_application::tasks::{TaskView, skip};

use super::tagged;
use crate::auth::Authenticated;
use crate::body::OptionalBody;
use crate::path::Id;
use crate::{Api, Problem, schemas};

/// Skip an occurrence
///
/// The same task moves on to the next slot of its series. With `slot`, the one that you saw, a skip
/// sent twice skips once. Not possible (409) for a task that does not recur, is completed, or is the
/// last of its series.
#[utoipa::path(
    post, path = "/api/tasks/{id}/skip", tag = "tasks",
    params(("id" = Uuid, Path, description = "The task's id")),
    request_body = Option<schemas::SkipRequest>,
    responses((status = 200, body = TaskView), Problem),
)]
pub(crate) async fn skip_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
    OptionalBody(body): OptionalBody,
) -> Result<Response, Problem> {
    Ok(tagged(&skip(&api.app, &caller, id.into(), body).await?))
}
