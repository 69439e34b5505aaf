//! A service that takes whatever its sidecar delivers, and only counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use axum::body::Bytes;
use axum::routing::{get, post};
use axum::{Json, Router};
use rondo_harness::parts::port;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const LOOK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_mins(1);

/// It goes with its handle.
#[derive(Debug)]
pub(crate) struct Subscriber {
    port: u16,
    count: Arc<AtomicU64>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Subscriber {
    /// One that subscribes to this topic.
    pub(crate) async fn to(topic: &str) -> Result<Self> {
        let subscriptions = json!([{"pubsubname": "pubsub-kafka", "topic": topic, "routes": {"default": "/events"}}]);
        let count = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&count);
        let router = Router::new()
            .route("/dapr/subscribe", get(async move || Json(subscriptions)))
            .route("/events", post(async move |body| take(&counted, &body)));
        let port = port::free();
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { port, count, server })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Deliveries a second from the first on, until all have come or for so long.
    pub(crate) async fn rate(&self, all: u64, during: Duration) -> Result<f64> {
        let begun = Instant::now();
        while self.count() == 0 {
            ensure!(begun.elapsed() < PATIENCE, "nothing is delivered");
            tokio::time::sleep(LOOK).await;
        }
        let (begun, before) = (Instant::now(), self.count());
        while self.count() < all && begun.elapsed() < during {
            tokio::time::sleep(LOOK).await;
        }
        Ok(f64::from(u32::try_from(self.count() - before)?) / begun.elapsed().as_secs_f64())
    }

    fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn take(count: &AtomicU64, _event: &Bytes) -> Json<Value> {
    count.fetch_add(1, Ordering::Relaxed);
    Json(json!({"status": "SUCCESS"}))
}
