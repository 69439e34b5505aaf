//! `GET /api/tags`

use axum::Json;
use axum::extract::State;
use rondo_application::tags::{TagView, list};

use crate::auth::Authenticated;
use crate::{Api, Problem};

/// The tags in use
///
/// By name, each with the number of tasks that have it.
#[utoipa::path(get, path = "/api/tags", tag = "tasks", responses((status = 200, body = [TagView]), Problem))]
pub(crate) async fn list_tags(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
) -> Result<Json<Vec<TagView>>, Problem> {
    Ok(Json(list(&api.app, &caller).await?))
}
