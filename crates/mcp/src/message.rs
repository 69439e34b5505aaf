//! What is no message of the protocol, answered as JSON-RPC 2.0 (section 5.1) wants it.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The largest message, in bytes: as large as a body of REST.
pub(crate) const LARGEST: usize = 1024 * 1024;

/// Passes a message on, and answers what is none. Batches, which only one version of the protocol had,
/// are not taken.
pub(crate) async fn checked(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "the message is larger than a megabyte").into_response();
    };
    match wrong(&body) {
        Some((code, message)) => {
            let error = json!({"code": code, "message": message});
            let answer = json!({"jsonrpc": "2.0", "id": null, "error": error});
            (StatusCode::BAD_REQUEST, Json(answer)).into_response()
        }
        None => next.run(Request::from_parts(head, Body::from(body))).await,
    }
}

/// What is wrong with a text, with the code for it.
fn wrong(text: &[u8]) -> Option<(i64, &'static str)> {
    match serde_json::from_slice::<Value>(text) {
        Err(_) => Some((-32700, "this is no JSON")),
        Ok(Value::Array(_)) => Some((-32600, "batches are not taken: send one message after the other")),
        Ok(message) if message["jsonrpc"] != "2.0" => Some((-32600, "this is no message of JSON-RPC 2.0")),
        Ok(_) => None,
    }
}
