//! `GET /api/calendar.ics`

use axum::extract::State;
use axum::response::Response;
use rondo_application::domain::Invalid;
use rondo_application::exchange::calendar;
use rondo_application::{Error, Format};

use super::streamed;
use crate::query::Query;
use crate::{Api, Problem, schemas};

/// A calendar to subscribe to
///
/// What is to be done, as iCalendar, by a token with the scope `calendar` (`POST /api/tokens`): programs
/// that subscribe can send no header. As tasks (VTODO), or with `as=events` as an event for each task
/// that is due, for programs that show no tasks. Read-only; the token is in no log.
#[utoipa::path(
    get, path = "/api/calendar.ics", tag = "exchange",
    params(schemas::CalendarParameters),
    security(()),
    responses((status = 200, body = String, content_type = "text/calendar"), Problem),
)]
pub(crate) async fn calendar_feed(State(api): State<Api>, mut query: Query) -> Result<Response, Problem> {
    let token = query.one("token").ok_or(Error::Unauthenticated)?;
    let as_events = match query.one("as").as_deref() {
        None | Some("tasks") => false,
        Some("events") => true,
        Some(_) => return Err(Invalid::field("as", "must be one of tasks, events").into()),
    };
    query.finish()?;
    let file = calendar(&api.app, &token, as_events).await?;
    streamed(file, Format::ICalendar, "inline; filename=\"rondo.ics\"").await
}
