//! `GET /api/notifications`

use axum::Json;
use axum::extract::State;
use rondo_application::notifications::{NotificationPage, list};
use rondo_application::tasks::limit;

use crate::auth::Authenticated;
use crate::query::Query;
use crate::{Api, Problem, schemas};

/// What became of reminders
///
/// Latest first: planned, sent (late or not), cancelled and why, missed, failed.
#[utoipa::path(
    get, path = "/api/notifications", tag = "reminders",
    params(schemas::PageParameters),
    responses((status = 200, body = NotificationPage), Problem),
)]
pub(crate) async fn list_notifications(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    mut query: Query,
) -> Result<Json<NotificationPage>, Problem> {
    let (cursor, length) = (query.one("cursor"), query.one("limit"));
    query.finish()?;
    let limit = limit(length.as_deref())?;
    Ok(Json(list(&api.app, &caller, cursor.as_deref(), limit).await?))
}
