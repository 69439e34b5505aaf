//! `POST /api/auth/register`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rondo_application::accounts::{self, SessionView};

use crate::auth::Client;
use crate::body::Body;
use crate::{Api, Problem, schemas};

/// Make an account
///
/// Logs it in as well. The first account of a server is its operator.
#[utoipa::path(
    post, path = "/api/auth/register", tag = "accounts", security(()),
    request_body = schemas::RegisterRequest,
    responses((status = 201, body = SessionView), Problem),
)]
pub(crate) async fn register(
    State(api): State<Api>,
    Client(client): Client,
    Body(body): Body,
) -> Result<(StatusCode, Json<SessionView>), Problem> {
    let session = accounts::register(&api.app, body, &client).await?;
    Ok((StatusCode::CREATED, Json(session)))
}
