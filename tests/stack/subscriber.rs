//! Somebody else's service: subscribes to a topic and keeps what comes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use rondo_harness::eventually;
use rondo_harness::parts::port;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A broker and a sidecar may both have to come back first.
const PATIENCE: Duration = Duration::from_mins(2);

/// A service on a port of loopback that goes with its handle.
pub(crate) struct Subscriber {
    port: u16,
    received: Received,
    server: JoinHandle<()>,
}

type Received = Arc<Mutex<Vec<Value>>>;

impl Subscriber {
    /// One that subscribes to this topic.
    pub(crate) async fn to(topic: &'static str) -> Self {
        let received = Received::default();
        let subscription = json!([{"pubsubname": "pubsub-kafka", "topic": topic, "routes": {"default": "/events"}}]);
        let router = Router::new()
            .route("/dapr/subscribe", get(async move || Json(subscription)))
            .route("/dapr/health", get(async || ()))
            .route("/events", post(take))
            .with_state(received.clone());
        let port = port::free();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("a server goes on") });
        Self { port, received, server }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Waits until the event of this id has come, and gives it.
    pub(crate) async fn received(&self, id: &str) -> Value {
        eventually(&format!("{id} is received"), PATIENCE, || async {
            let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
            received.iter().find(|event| event["id"] == id).cloned()
        })
        .await
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(received): State<Received>, body: axum::body::Bytes) -> Json<Value> {
    let event = serde_json::from_slice(&body).expect("the sidecar delivers JSON");
    received.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    Json(json!({"status": "SUCCESS"}))
}
