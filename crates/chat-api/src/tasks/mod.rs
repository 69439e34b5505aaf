//! Tasks.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rondo_application::tasks::TaskView;

pub(crate) mod complete;
pub(crate) mod create;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod quick;
pub(crate) mod reminders;
pub(crate) mod reopen;
pub(crate) mod restore;
pub(crate) mod skip;

/// A task with its `ETag`: its version, so that an edit can ask that nobody came between.
fn tagged(task: &TaskView) -> Response {
    (StatusCode::OK, [(header::ETAG, etag(task.version))], axum::Json(task)).into_response()
}

fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("digits in quotes are a header value")
}

/// The versions that `If-Match` names (RFC 9110 section 13.1.1); `None` when any will do. A weak tag
/// never matches.
fn if_match(headers: &HeaderMap) -> Option<Vec<i64>> {
    let values: Vec<&str> = headers
        .get_all(header::IF_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let tags = || values.iter().flat_map(|value| value.split(',')).map(str::trim);
    if values.is_empty() || tags().any(|tag| tag == "*") {
        return None;
    }
    let version = |tag: &str| tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok();
    Some(tags().filter_map(version).collect())
}
