//! `/api/tasks/{id}`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rondo_application::domain::{Invalid, Scope};
use rondo_application::tasks::{DeleteScope, TaskView, delete, edit, get};

use super::{if_match, tagged};
use crate::auth::Authenticated;
use crate::body::Body;
use crate::path::Id;
use crate::query::Query;
use crate::{Api, Problem, schemas};

/// A task
#[utoipa::path(
    get, path = "/api/tasks/{id}", tag = "tasks",
    params(("id" = Uuid, Path, description = "The task's id")),
    responses((status = 200, body = TaskView), Problem),
)]
pub(crate) async fn get_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<Response, Problem> {
    Ok(tagged(&get(&api.app, &caller, id.into()).await?))
}

/// Edit a task
///
/// A JSON merge patch (RFC 7396): absent is unchanged, null is cleared, `{}` changes nothing. On a
/// recurring task it holds for this occurrence (`scope=this`, the default for a new due date or time
/// alone), for those that follow too (`following`, the default for anything else), or for every one
/// that is not completed (`series`). With `If-Match` the edit is refused (412) if the task has moved on.
#[utoipa::path(
    patch, path = "/api/tasks/{id}", tag = "tasks",
    params(
        ("id" = Uuid, Path, description = "The task's id"),
        ("scope" = Option<String>, Query, description = "`this`, `following` or `series`"),
        ("If-Match" = Option<String>, Header, description = "The ETag that you read"),
    ),
    request_body = schemas::TaskPatch,
    responses((status = 200, body = TaskView), Problem),
)]
pub(crate) async fn edit_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
    mut query: Query,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let wrong = || Invalid::field("scope", "must be one of this, following, series");
    let scope = query
        .all("scope")
        .pop()
        .map(|word| Scope::parse(&word).ok_or_else(wrong))
        .transpose()?;
    query.finish()?;
    let at = if_match(&headers);
    Ok(tagged(&edit(&api.app, &caller, id.into(), body, scope, at.as_deref()).await?))
}

/// Delete a task
///
/// Of a recurring task this occurrence (`scope=this`; the series goes on) or the whole series
/// (`scope=series`; what was completed stays).
#[utoipa::path(
    delete, path = "/api/tasks/{id}", tag = "tasks",
    params(
        ("id" = Uuid, Path, description = "The task's id"),
        ("scope" = Option<String>, Query, description = "`this` (the default) or `series`"),
    ),
    responses((status = 204), Problem),
)]
pub(crate) async fn delete_task(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
    mut query: Query,
) -> Result<StatusCode, Problem> {
    let scope = match query.all("scope").pop().as_deref() {
        None | Some("this") => DeleteScope::This,
        Some("series") => DeleteScope::Series,
        Some(_) => return Err(Invalid::field("scope", "must be one of this, series").into()),
    };
    query.finish()?;
    delete(&api.app, &caller, id.into(), scope).await?;
    Ok(StatusCode::NO_CONTENT)
}
