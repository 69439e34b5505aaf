//! `/api/tasks/{id}/reminders`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rondo_application::tasks::{self, ReminderView};

use crate::auth::Authenticated;
use crate::body::Body;
use crate::path::{Id, ReminderIds};
use crate::{Api, Problem, schemas};

/// Add a reminder
///
/// One that the task has already stays as it is. The next occurrences of a recurring task get it too,
/// unless it is at an instant of its own.
#[utoipa::path(
    post, path = "/api/tasks/{id}/reminders", tag = "reminders",
    params(("id" = Uuid, Path, description = "The task's id")),
    request_body = schemas::ReminderRequest,
    responses((status = 201, body = ReminderView), Problem),
)]
pub(crate) async fn add_reminder(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    Id(id): Id,
    Body(body): Body,
) -> Result<(StatusCode, Json<ReminderView>), Problem> {
    let reminder = tasks::add_reminder(&api.app, &caller, id.into(), body).await?;
    Ok((StatusCode::CREATED, Json(reminder)))
}

/// Take a reminder away
#[utoipa::path(
    delete, path = "/api/tasks/{id}/reminders/{reminder_id}", tag = "reminders",
    params(
        ("id" = Uuid, Path, description = "The task's id"),
        ("reminder_id" = Uuid, Path, description = "The reminder's id"),
    ),
    responses((status = 204), Problem),
)]
pub(crate) async fn remove_reminder(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    ReminderIds(task, reminder): ReminderIds,
) -> Result<StatusCode, Problem> {
    tasks::remove_reminder(&api.app, &caller, task.into(), reminder.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a reminder off
///
/// It comes again at that instant; a new due date for the task overrules it.
#[utoipa::path(
    post, path = "/api/tasks/{id}/reminders/{reminder_id}/snooze", tag = "reminders",
    params(
        ("id" = Uuid, Path, description = "The task's id"),
        ("reminder_id" = Uuid, Path, description = "The reminder's id"),
    ),
    request_body = schemas::SnoozeRequest,
    responses((status = 200, body = ReminderView), Problem),
)]
pub(crate) async fn snooze_reminder(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    ReminderIds(task, reminder): ReminderIds,
    Body(body): Body,
) -> Result<Json<ReminderView>, Problem> {
    Ok(Json(
        tasks::snooze(&api.app, &caller, task.into(), reminder.into(), body).await?,
    ))
}
