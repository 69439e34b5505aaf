//! `/api/me`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rondo_application::accounts::{self, UserView};

use crate::auth::Authenticated;
use crate::body::Body;
use crate::{Api, Problem, schemas};

/// Your account
#[utoipa::path(get, path = "/api/me", tag = "accounts", responses((status = 200, body = UserView), Problem))]
pub(crate) async fn me(State(api): State<Api>, Authenticated(caller): Authenticated) -> Result<Json<UserView>, Problem> {
    Ok(Json(accounts::me(&api.app, &caller).await?))
}

/// Change your settings
///
/// A JSON merge patch: absent is unchanged. Moving to another zone takes floating tasks along.
#[utoipa::path(
    patch, path = "/api/me", tag = "accounts",
    request_body = schemas::SettingsPatch,
    responses((status = 200, body = UserView), Problem),
)]
pub(crate) async fn edit_me(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Body(body): Body,
) -> Result<Json<UserView>, Problem> {
    Ok(Json(accounts::edit_me(&api.app, &caller, body).await?))
}

/// Delete your account
///
/// With everything in it, for good. Every task publishes that it is gone.
#[utoipa::path(delete, path = "/api/me", tag = "accounts", responses((status = 204), Problem))]
pub(crate) async fn remove_me(State(api): State<Api>, Authenticated(caller): Authenticated) -> Result<StatusCode, Problem> {
    accounts::remove_me(&api.app, &caller).await?;
    Ok(StatusCode::NO_CONTENT)
}
