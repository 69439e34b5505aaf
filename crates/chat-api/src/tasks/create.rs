//! `POST /api/tasks`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rondo_application::domain::Invalid;
use rondo_application::tasks::{IdempotencyKey, TaskView, create};

use crate::auth::Authenticated;
use crate::body::Body;
use crate::{Api, Problem, schemas};

/// Create a task
///
/// With an `Idempotency-Key` the same request sent again creates nothing again and gets the same
/// answer, for 24 hours.
#[utoipa::path(
    post, path = "/api/tasks", tag = "tasks",
    params(("Idempotency-Key" = Option<String>, Header, description = "Your name for this request")),
    request_body = schemas::TaskRequest,
    responses((status = 201, body = TaskView), Problem),
)]
pub(crate) async fn create_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let answer = create(&api.app, &caller, body, idempotency_key(&headers)?).await?;
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok((StatusCode::CREATED, json, [(header::ETAG, super::etag(1))], answer).into_response())
}

/// The client's name for the request, if it gives one.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Invalid> {
    let name = headers.get("Idempotency-Key");
    name.map(|value| IdempotencyKey::new(value.to_str().unwrap_or_default()))
        .transpose()
}
