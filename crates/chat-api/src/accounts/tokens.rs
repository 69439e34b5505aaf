//! `/api/tokens`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rondo_application::accounts::{self, NewTokenView, TokenView};

use crate::auth::Authenticated;
use crate::body::Body;
use crate::path::Id;
use crate::{Api, Problem, schemas};

/// Your personal access tokens
#[utoipa::path(get, path = "/api/tokens", tag = "accounts", responses((status = 200, body = [TokenView]), Problem))]
pub(crate) async fn list_tokens(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
) -> Result<Json<Vec<TokenView>>, Problem> {
    Ok(Json(accounts::list_tokens(&api.app, &caller).await?))
}

/// Make a personal access token
///
/// For a program. Its secret is shown this once.
#[utoipa::path(
    post, path = "/api/tokens", tag = "accounts",
    request_body = schemas::TokenRequest,
    responses((status = 201, body = NewTokenView), Problem),
)]
pub(crate) async fn make_token(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Body(body): Body,
) -> Result<(StatusCode, Json<NewTokenView>), Problem> {
    let token = accounts::make_token(&api.app, &caller, body).await?;
    Ok((StatusCode::CREATED, Json(token)))
}

/// Revoke a personal access token
#[utoipa::path(
    delete, path = "/api/tokens/{id}", tag = "accounts",
    params(("id" = Uuid, Path, description = "The token's id")),
    responses((status = 204), Problem),
)]
pub(crate) async fn revoke_token(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    accounts::revoke_token(&api.app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
