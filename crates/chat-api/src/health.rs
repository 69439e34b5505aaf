//! Probes and metrics.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::Api;

pub(crate) fn router() -> Router<Api> {
    Router::new()
        .route("/health", get(ready))
        .route("/readyz", get(ready))
        .route("/healthz", get(|| async { Json(json!({"status": "alive"})) }))
        .route("/metrics", get(metrics))
}

/// Ready for work: the database answers and the process is not about to end.
async fn ready(State(api): State<Api>) -> (StatusCode, Json<Value>) {
    if api.draining.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"status": "draining"})));
    }
    match api.app.store.ping().await {
        Ok(()) => (StatusCode::OK, Json(json!({"status": "ready"}))),
        Err(error) => {
            let reason = error.to_string();
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(json!({"status": "unavailable", "reason": reason})),
            )
        }
    }
}

async fn metrics(State(api): State<Api>) -> ([(axum::http::HeaderName, &'static str); 1], String) {
    (
        [(axum::http::header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        (api.metrics)(),
    )
}
