//! `PUT /api/me/password`

use axum::extract::State;
use axum::http::StatusCode;
use rondo_application::accounts;

use crate::auth::{Authenticated, Client};
use crate::body::Body;
use crate::{Api, Problem, schemas};

/// Change your password
///
/// Every other session ends.
#[utoipa::path(
    put, path = "/api/me/password", tag = "accounts",
    request_body = schemas::PasswordRequest,
    responses((status = 204), Problem),
)]
pub(crate) async fn set_password(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Client(client): Client,
    Body(body): Body,
) -> Result<StatusCode, Problem> {
    accounts::set_password(&api.app, &caller, body, &client).await?;
    Ok(StatusCode::NO_CONTENT)
}
