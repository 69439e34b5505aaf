//! `POST /api/recurrence/preview`

use axum::Json;
use axum::extract::State;
use rondo_application::recurrence::{Preview, preview};

use crate::auth::Authenticated;
use crate::body::Body;
use crate::{Api, Problem, schemas};

/// What a rule comes to
///
/// The first dates of a rule, the rule in canonical form and in words: the same as creating a task
/// with it would give.
#[utoipa::path(
    post, path = "/api/recurrence/preview", tag = "tasks",
    request_body = schemas::PreviewRequest,
    responses((status = 200, body = Preview), Problem),
)]
pub(crate) async fn preview_recurrence(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Body(body): Body,
) -> Result<Json<Preview>, Problem> {
    Ok(Json(preview(&api.app, &caller, body).await?))
}
