//! `POST /api/import`

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use rondo_application::Format;
use rondo_application::domain::Invalid;
use rondo_application::exchange::{ImportOptions, ImportReport, import};

use super::flag;
use crate::auth::Authenticated;
use crate::query::Query;
use crate::{Api, Problem, body, schemas};

/// The largest file, in bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// The longest name of a project, in characters.
const LONGEST_NAME: usize = 255;

/// Import tasks
///
/// The body is a file: JSON of an export, iCalendar (`text/calendar`), CSV (`text/csv`) or the CSV that
/// Todoist exports, of at most 8 MiB and 10,000 tasks. Each task is made as `POST /api/tasks` makes one;
/// the report names whatever could not be kept, and where it stood. The same file again makes nothing
/// twice: a task that was there before stays as it is. A file that cannot be read as a whole is 422.
#[utoipa::path(
    post, path = "/api/import", tag = "exchange",
    params(schemas::ImportParameters),
    request_body(
        content((String = "text/calendar"), (String = "text/csv"), (serde_json::Value = "application/json")),
        description = "The file",
    ),
    responses((status = 200, body = ImportReport), Problem),
)]
pub(crate) async fn import_tasks(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    mut query: Query,
    request: Request,
) -> Result<Json<ImportReport>, Problem> {
    let format = format(query.one("format").as_deref(), request.headers())?;
    let dry_run = flag("dry_run", query.one("dry_run").as_deref())?;
    let project = query.one("project");
    query.finish()?;
    if project
        .as_deref()
        .is_some_and(|name| name.contains('\0') || name.chars().count() > LONGEST_NAME)
    {
        let message = format!("must have at most {LONGEST_NAME} characters, none of them U+0000");
        return Err(Invalid::field("project", message).into());
    }
    let file = body::read_up_to(request, LARGEST).await?;
    let options = ImportOptions {
        format,
        dry_run,
        project,
    };
    Ok(Json(import(&api.app, &caller, file.into(), options).await?))
}

/// The format that the query names, or else the one that the body is said to be.
fn format(named: Option<&str>, headers: &HeaderMap) -> Result<Format, Problem> {
    if let Some(name) = named {
        let known = Format::parse(name);
        return known.ok_or_else(|| Invalid::field("format", "must be one of json, ics, csv, todoist").into());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.and_then(Format::of_media_type).ok_or_else(|| {
        let detail = "say what the file is: ?format=json, ics, csv or todoist, or Content-Type application/json, \
                      text/calendar or text/csv";
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "Unknown format",
            detail,
        )
    })
}
