//! `GET /api/export`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use rondo_application::Format;
use rondo_application::domain::Invalid;
use rondo_application::exchange::{ExportReport, export, export_report};

use super::{flag, streamed};
use crate::auth::Authenticated;
use crate::query::Query;
use crate::{Api, Problem, schemas};

/// Export every task
///
/// A file of all tasks, done and to be done: `json` (everything; the default), `ics` (iCalendar, VTODO)
/// or `csv`. With `report=true` the answer is no file, but what that format cannot hold of these tasks.
#[utoipa::path(
    get, path = "/api/export", tag = "exchange",
    params(schemas::ExportParameters),
    responses(
        (status = 200, description = "The file, or with `report=true` what it would not hold", content(
            (ExportReport = "application/json"), (String = "text/calendar"), (String = "text/csv"),
        )),
        Problem,
    ),
)]
pub(crate) async fn export_tasks(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    mut query: Query,
) -> Result<Response, Problem> {
    let name = query.one("format").unwrap_or_else(|| "json".to_owned());
    let only_report = flag("report", query.one("report").as_deref())?;
    query.finish()?;
    let wrong = || Invalid::field("format", "must be one of json, ics, csv");
    let format = Format::parse(&name).ok_or_else(wrong)?;
    if only_report {
        let report = export_report(&api.app, &caller, format).await?;
        return Ok(Json(report.ok_or_else(wrong)?).into_response());
    }
    let file = export(&api.app, &caller, format).await?.ok_or_else(wrong)?;
    let disposition = format!("attachment; filename=\"rondo.{}\"", format.name());
    streamed(file, format, &disposition).await
}
