//! `POST /api/tasks/quick`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rondo_application::tasks::{Added, QuickTask, quick};

use super::create::idempotency_key;
use crate::auth::Authenticated;
use crate::body::Body;
use crate::{Api, Problem, schemas};

/// Create a task from a sentence
///
/// Reads everyday English: `Pay rent every month on the 1st at 9am #home !high remind me 2 days before`.
/// What is not surely understood stays in the title, and text in double quotes is never read;
/// `understood` says what was taken for what. With `dry_run` nothing is made, and the answer is the task
/// as it would be (its id is not kept). An `Idempotency-Key` is honoured as in `POST /api/tasks`.
#[utoipa::path(
    post, path = "/api/tasks/quick", tag = "tasks",
    params(("Idempotency-Key" = Option<String>, Header, description = "Your name for this request")),
    request_body = schemas::QuickRequest,
    responses(
        (status = 200, description = "What would be made, with `dry_run`", body = QuickTask),
        (status = 201, description = "It was made", body = QuickTask),
        Problem,
    ),
)]
pub(crate) async fn quick_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let json = [(header::CONTENT_TYPE, "application/json")];
    match quick(&api.app, &caller, body, idempotency_key(&headers)?).await? {
        Added::Made(answer) => Ok((StatusCode::CREATED, json, [(header::ETAG, super::etag(1))], answer).into_response()),
        Added::Dry(answer) => Ok((StatusCode::OK, json, answer).into_response()),
    }
}
