//! `POST /api/auth/login`

use axum::Json;
use axum::extract::State;
use rondo_application::accounts::{self, SessionView};

use crate::auth::Client;
use crate::body::Body;
use crate::{Api, Problem, schemas};

/// Log in
///
/// Attempts are limited for each account and each client. An unknown address gets the same answer as
/// a wrong password.
#[utoipa::path(
    post, path = "/api/auth/login", tag = "accounts", security(()),
    request_body = schemas::LoginRequest,
    responses((status = 200, body = SessionView), Problem),
)]
pub(crate) async fn login(
    State(api): State<Api>,
    Client(client): Client,
    Body(body): Body,
) -> Result<Json<SessionView>, Problem> {
    Ok(Json(accounts::login(&api.app, body, &client).await?))
}
