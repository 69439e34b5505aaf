//! Probes and metrics of a role without an API.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::get;
use axum::{Json, Router};
use rondo_bus::lag::Report;
use rondo_store::Store;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::sidecar::Health;
use crate::process::Process;

/// What the probes look at.
#[derive(Clone)]
struct Probes {
    store: Store,
    draining: CancellationToken,
    sidecar: Option<Health>,
    lag: Option<Report>,
    metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

/// `/health`, `/readyz`, `/healthz` and `/metrics`.
pub(crate) fn router(process: &Process, sidecar: Option<Health>, lag: Option<Report>) -> Router {
    let probes = Probes {
        store: process.store.clone(),
        draining: process.lifecycle.draining.clone(),
        sidecar,
        lag,
        metrics: process.metrics(),
    };
    Router::new()
        .route("/health", get(ready))
        .route("/readyz", get(ready))
        .route("/healthz", get(|| async { Json(json!({"status": "alive"})) }))
        .route("/metrics", get(metrics))
        .with_state(probes)
}

/// Ready for work: the database answers and the process is not about to end. How the sidecar does is
/// told, and changes nothing: a role that nobody routes requests to gains nothing by not being ready.
async fn ready(State(probes): State<Probes>) -> (StatusCode, Json<Value>) {
    let (status, mut body) = if probes.draining.is_cancelled() {
        (StatusCode::SERVICE_UNAVAILABLE, json!({"status": "draining"}))
    } else {
        match probes.store.ping().await {
            Ok(()) => (StatusCode::OK, json!({"status": "ready"})),
            Err(error) => {
                let reason = error.to_string();
                let body = json!({"status": "unavailable", "reason": reason});
                (StatusCode::SERVICE_UNAVAILABLE, body)
            }
        }
    };
    if let Some(sidecar) = &probes.sidecar {
        body["sidecar"] = match &*sidecar.borrow() {
            Ok(()) => json!({"state": "ready"}),
            Err(reason) => json!({"state": "away", "reason": reason}),
        };
    }
    if let Some(lag) = &probes.lag {
        body["lag"] = lag.to_json();
    }
    (status, Json(body))
}

async fn metrics(State(probes): State<Probes>) -> ([(HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], (probes.metrics)())
}
