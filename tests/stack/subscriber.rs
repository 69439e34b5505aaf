//! A service of somebody's: takes what its sidecar delivers, keeps it, and answers as the event asks.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::routing::{get, post};
use axum::{Json, Router, body};
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
    deliveries: Deliveries,
    server: JoinHandle<()>,
}

type Deliveries = Arc<Mutex<Vec<Delivery>>>;

/// An event that was delivered.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) path: String,
    pub(crate) token: Option<String>,
    pub(crate) event: Value,
}

impl Subscriber {
    /// One that subscribes to this topic by itself.
    pub(crate) async fn to(topic: &str) -> Self {
        let subscription = json!([{"pubsubname": "pubsub-kafka", "topic": topic, "routes": {"default": "/events"}}]);
        Self::declaring(subscription).await
    }

    /// One whose subscriptions its sidecar knows already.
    pub(crate) async fn declared() -> Self {
        Self::declaring(json!([])).await
    }

    async fn declaring(subscriptions: Value) -> Self {
        let deliveries = Deliveries::default();
        let router = Router::new()
            .route("/dapr/subscribe", get(async move || Json(subscriptions)))
            .route("/dapr/health", get(async || ()))
            .fallback(post(take))
            .with_state(deliveries.clone());
        let port = port::free();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("a server goes on") });
        Self {
            port,
            deliveries,
            server,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// What came of the event of this id so far.
    pub(crate) fn deliveries(&self, id: &str) -> Vec<Delivery> {
        let deliveries = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner);
        deliveries
            .iter()
            .filter(|delivery| delivery.event["id"] == id)
            .cloned()
            .collect()
    }

    /// Waits until the event of this id has come, and gives it.
    pub(crate) async fn received(&self, id: &str) -> Value {
        self.received_at(id, "").await.event
    }

    /// Waits until the event of this id has come to this path.
    pub(crate) async fn received_at(&self, id: &str, path: &str) -> Delivery {
        eventually(&format!("{id} is received at {path:?}"), PATIENCE, || async {
            self.deliveries(id).into_iter().find(|delivery| delivery.path.ends_with(path))
        })
        .await
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Takes any event; anywhere but among the dead letters its `data.answer` is what it gets.
async fn take(State(deliveries): State<Deliveries>, request: Request) -> Json<Value> {
    let path = request.uri().path().to_owned();
    let token = request.headers().get("dapr-api-token");
    let token = token.and_then(|token| token.to_str().ok()).map(str::to_owned);
    let bytes = body::to_bytes(request.into_body(), usize::MAX)
        .await
        .expect("a delivery is read");
    let event: Value = serde_json::from_slice(&bytes).expect("the sidecar delivers JSON");
    let asked = event["data"]["answer"].as_str().filter(|_| path != "/dead-letter");
    let answer = json!({"status": asked.unwrap_or("SUCCESS")});
    let mut deliveries = deliveries.lock().unwrap_or_else(PoisonError::into_inner);
    deliveries.push(Delivery { path, token, event });
    Json(answer)
}
