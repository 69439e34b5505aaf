//! `GET /api/tasks`

use axum::Json;
use axum::extract::State;
use rondo_application::tasks::{ListQuery, TaskPage, list};

use crate::auth::Authenticated;
use crate::query::Query;
use crate::{Api, Problem, schemas};

/// Find tasks
///
/// Filters are combined; days are those of your zone. Pages stay in place while tasks change.
#[utoipa::path(
    get, path = "/api/tasks", tag = "tasks",
    params(schemas::TaskParameters, schemas::PageParameters),
    responses((status = 200, body = TaskPage), Problem),
)]
pub(crate) async fn list_tasks(
    State(api): State<Api>,
    Authenticated(caller): Authenticated,
    mut query: Query,
) -> Result<Json<TaskPage>, Problem> {
    let wanted = ListQuery {
        search: query.one("search"),
        name: query.one("name"),
        status: query.one("status"),
        priority: query.one("priority"),
        tag: query.all("tag"),
        tag_match: query.one("tag_match"),
        due_after: query.one("due_after"),
        due_before: query.one("due_before"),
        due: query.one("due"),
        overdue: query.one("overdue"),
        is_recurring: query.one("is_recurring"),
        series_id: query.one("series_id"),
        sort_by: query.one("sort_by"),
        sort_order: query.one("sort_order"),
        limit: query.one("limit"),
        cursor: query.one("cursor"),
        unknown: query.rest(),
    };
    Ok(Json(list(&api.app, &caller, &wanted).await?))
}
