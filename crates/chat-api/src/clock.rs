//! `PUT /api/test/clock`

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::body::Body;
use crate::{Api, Problem, schemas};

/// Move the test clock
///
/// Only where the database was made to test with (`--test-clock`), and so only on this machine: it
/// takes no token. The clock goes forward to `now`,
/// stopping at each instant at which a reminder is due, and the answer comes once scheduler and
/// consumers have nothing left to do.
#[utoipa::path(
    put, path = "/api/test/clock", tag = "operation", security(()),
    request_body = schemas::TestClockRequest,
    responses((status = 200, description = "The clock's new time"), Problem),
)]
pub(crate) async fn set_test_clock(State(api): State<Api>, Body(body): Body) -> Result<Json<Value>, Problem> {
    let now = rondo_application::clock::set(&api.app, body, api.consumers).await?;
    Ok(Json(json!({"now": now.to_string()})))
}
