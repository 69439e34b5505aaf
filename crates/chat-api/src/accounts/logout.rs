//! `POST /api/auth/logout`

use axum::extract::State;
use axum::http::StatusCode;
use rondo_application::accounts;

use crate::auth::Authenticated;
use crate::{Api, Problem};

/// Log out
///
/// The token of this request is no longer good.
#[utoipa::path(post, path = "/api/auth/logout", tag = "accounts", responses((status = 204), Problem))]
pub(crate) async fn logout(State(api): State<Api>, Authenticated(caller): Authenticated) -> Result<StatusCode, Problem> {
    accounts::logout(&api.app, &caller).await?;
    Ok(StatusCode::NO_CONTENT)
}
