//! One trace from the request to the consumer's transaction, over outbox, Dapr and Kafka.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use rondo_harness::eventually;
use rondo_harness::parts::{port, turn};
use rondo_harness::stack::Stack;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const PATIENCE: Duration = Duration::from_mins(1);

/// The trace and the span of whoever asks.
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

/// Somebody's collector (OTLP over HTTP): keeps what it is sent.
struct Collector {
    port: u16,
    spans: Spans,
    server: JoinHandle<()>,
}

type Spans = Arc<Mutex<Vec<Span>>>;

impl Collector {
    async fn new() -> Self {
        let (port, spans) = (port::free(), Spans::default());
        let router = Router::new().route("/v1/traces", post(take)).with_state(spans.clone());
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("a server goes on") });
        Self { port, spans, server }
    }

    /// The spans of that trace with that name.
    fn of(&self, name: &str) -> Vec<Span> {
        let spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        let of_trace = spans.iter().filter(|span| hex(&span.trace_id) == TRACE && span.name == name);
        of_trace.cloned().collect()
    }

    /// Waits for one that has that parent.
    async fn under(&self, parent: &str, name: &str) -> Span {
        eventually(&format!("a span {name} under {parent} is collected"), PATIENCE, || async {
            self.of(name).into_iter().find(|span| hex(&span.parent_span_id) == parent)
        })
        .await
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(spans): State<Spans>, body: Bytes) {
    let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
    let scopes = request.resource_spans.into_iter().flat_map(|resource| resource.scope_spans);
    let taken = scopes.flat_map(|scope| scope.spans);
    spans.lock().unwrap_or_else(PoisonError::into_inner).extend(taken);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[tokio::test]
async fn a_request_and_what_follows_from_it_are_one_trace() {
    let _turn = turn().await;
    let collector = Collector::new().await;
    let endpoint = format!("http://127.0.0.1:{}", collector.port);
    let stack = Stack::begin().with(|plan| plan.setting("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint));
    let stack = stack.start().await.expect("the stack starts");
    let ann = stack.register("UTC").await;
    let task = json!({"title": "Stretch", "due_date": "2030-05-01", "recurrence_frequency": "daily", "reminders": []});
    let task = ann.add(task).await;
    let path = format!("/api/tasks/{}/complete", task.id());
    let traceparent = format!("00-{TRACE}-{CALLER}-01");
    let complete = ann.call("POST", &path).header("traceparent", &traceparent);
    complete.send().await.expect(200);

    let request = collector.under(CALLER, "request").await;
    let request = hex(&request.span_id);
    collector.under(&request, "publish").await;
    let handled = collector.under(&request, "handle").await;
    let says = |key: &str| handled.attributes.iter().any(|attribute| attribute.key == key);
    assert!(says("consumer") && says("event"), "{handled:?}");

    // The event of the next occurrence belongs to the trace as well.
    let created = eventually("the next one is there", PATIENCE, || async {
        let created = stack.sql().await.events(&ann.id).await.of("task.created");
        created.get(1).cloned()
    })
    .await;
    let origin = created["traceparent"].as_str().unwrap_or_default();
    assert!(origin.starts_with(&format!("00-{TRACE}-")), "{origin}");
    eventually("its publishing is collected", PATIENCE, || async {
        (collector.of("publish").len() >= 2).then_some(())
    })
    .await;
}
