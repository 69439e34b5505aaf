//! Counting and timing requests, by route and never by what stands in them.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::trace::brought;

/// Measures a request, and gives its log lines the route. A query may hold a secret, so it is in no
/// log.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str)
        .to_owned();
    let method = request.method().clone();
    let traceparent = brought(request.headers());
    let span = tracing::info_span!("request", otel.kind = "server", %method, route, traceparent);
    let started = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let took = started.elapsed();
    span.in_scope(|| tracing::debug!(status, took_ms = took.as_millis(), "answered"));
    let labels = [
        ("method", method.to_string()),
        ("route", route),
        ("status", status.to_string()),
    ];
    metrics::counter!("rondo_http_requests_total", &labels).increment(1);
    metrics::histogram!("rondo_http_request_seconds", &labels[..2]).record(took.as_secs_f64());
    response
}
