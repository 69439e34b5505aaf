//! The routes that the sidecar calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use rondo_store::{Error, Store};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::letters::{Tries, dead_letter, dead_letter_topic};
use super::{PUBSUB, Token};
use crate::envelope::delivery;
use crate::{Delivery, Failure, Outcome, Subscription};

/// The largest delivery that is read; the broker takes none of that size.
const LARGEST_BODY: usize = 8 * 1024 * 1024;

/// How long the database may take to say that it is there.
const PING: Duration = Duration::from_secs(1);

/// How a subscriber works.
#[derive(Clone, Debug)]
pub struct Options {
    /// The pub/sub component.
    pub pubsub: String,
    /// What the sidecar shows (`APP_API_TOKEN`), if it must show something.
    pub token: Option<Token>,
    /// How long a handler may take; more counts as a failure that may pass.
    pub handler_timeout: Duration,
    /// How long a delivery is held while the database is away, rather than failed: each failure costs
    /// one of the few tries.
    pub hold: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pubsub: PUBSUB.to_owned(),
            token: None,
            handler_timeout: Duration::from_secs(5),
            hold: Duration::from_secs(5),
        }
    }
}

/// How many calls came from the sidecar so far.
#[derive(Debug, Default)]
pub struct Arrivals(AtomicU64);

impl Arrivals {
    fn note(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Consumers whose events the sidecar brings.
#[derive(Debug)]
pub struct Subscriber {
    pub(super) store: Store,
    pub(super) options: Options,
    pub(super) subscriptions: Vec<Subscription>,
    draining: CancellationToken,
    arrivals: Arc<Arrivals>,
    pub(super) tries: Tries,
}

/// What the sidecar is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Done with.
    Success,
    /// Again.
    Retry,
    /// Never again: to the dead letters.
    Drop,
}

impl Subscriber {
    /// On this database. From the cancelling of `draining` on the sidecar is told to bring no more.
    pub fn new(store: Store, options: Options, draining: CancellationToken) -> Self {
        Self {
            store,
            options,
            subscriptions: Vec::new(),
            draining,
            arrivals: Arc::default(),
            tries: Tries::default(),
        }
    }

    /// Has a consumer served as well.
    #[must_use]
    pub fn subscribe(mut self, subscription: Subscription) -> Self {
        self.subscriptions.push(subscription);
        self
    }

    /// What came from the sidecar.
    pub fn arrivals(&self) -> Arc<Arrivals> {
        Arc::clone(&self.arrivals)
    }

    /// The routes.
    pub fn router(self) -> Router {
        let this = Arc::new(self);
        let mut router = Router::new()
            .route("/dapr/subscribe", get(subscribe))
            .route("/dapr/health", get(health))
            .route("/ignored", post(ignored))
            .route("/dead-letter", post(dead_letter));
        for subscription in &this.subscriptions {
            let mine = subscription.clone();
            let handle = move |State(this): State<Arc<Self>>, headers: HeaderMap, body: Result<Bytes, BytesRejection>| async move {
                this.arrived(&mine, &headers, body).await
            };
            router = router.route(subscription.route, post(handle));
        }
        router.layer(DefaultBodyLimit::max(LARGEST_BODY)).with_state(this)
    }

    async fn arrived(
        &self,
        subscription: &Subscription,
        headers: &HeaderMap,
        body: Result<Bytes, BytesRejection>,
    ) -> Answer {
        if !self.knows(headers) {
            return stranger();
        }
        self.arrivals.note();
        let status = match body {
            Ok(body) => self.deliver(subscription, &body).await,
            Err(error) => unreadable(subscription, &error),
        };
        status.answer()
    }

    async fn deliver(&self, subscription: &Subscription, body: &[u8]) -> Status {
        let text = String::from_utf8_lossy(body);
        let delivery = match delivery(&text, subscription.topic) {
            Ok(delivery) => delivery,
            Err(reason) => {
                let failed = Failure::Permanent(reason);
                subscription.count(&Err(failed.clone()));
                return self.bury(subscription, None, body, &failed.to_string()).await;
            }
        };
        if !subscription.kinds.contains(&delivery.kind.as_str()) {
            return Status::Success;
        }
        let result = self.handle(subscription, &delivery).await;
        subscription.count(&result);
        match result {
            Ok(_) => self.record(subscription, &delivery).await,
            Err(Failure::Transient(reason)) => {
                let (consumer, event, user) = (subscription.consumer, delivery.id, delivery.user);
                tracing::warn!(consumer, %event, %user, reason, "an event could not be handled; the sidecar brings it again");
                self.tries.count(event.uuid());
                Status::Retry
            }
            Err(Failure::Permanent(reason)) => self.bury(subscription, Some(&delivery), body, &reason).await,
        }
    }

    /// Has the event handled; while the database is away it is held for a while.
    pub(super) async fn handle(&self, subscription: &Subscription, delivery: &Delivery) -> Result<Outcome, Failure> {
        let until = Instant::now() + self.options.hold;
        loop {
            let result = subscription.attempt(delivery, self.options.handler_timeout).await;
            if !matches!(result, Err(Failure::Transient(_))) || self.is_there().await {
                return result;
            }
            while !self.is_there().await {
                if Instant::now() >= until {
                    return result;
                }
                sleep(Duration::from_millis(100)).await;
            }
        }
    }

    async fn is_there(&self) -> bool {
        matches!(timeout(PING, self.store.ping()).await, Ok(Ok(())))
    }

    /// Notes how far this consumer is. If that fails, the event comes again, as one that it had.
    pub(super) async fn record(&self, subscription: &Subscription, delivery: &Delivery) -> Status {
        let log = self.store.log();
        let recorded = log.record(subscription.consumer, delivery.user, delivery.sequence).await;
        recorded.map_or_else(|error| again(subscription, &error), |()| Status::Success)
    }

    /// Whether the caller shows the token, where there is one.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get("dapr-api-token").map_or(&b""[..], |value| value.as_bytes());
        self.options.token.as_ref().is_none_or(|token| token.is(shown))
    }
}

impl Status {
    pub(super) fn answer(self) -> Answer {
        let word = match self {
            Self::Success => "SUCCESS",
            Self::Retry => "RETRY",
            Self::Drop => "DROP",
        };
        (StatusCode::OK, Json(json!({"status": word})))
    }
}

pub(super) type Answer = (StatusCode, Json<Value>);

fn unreadable(subscription: &Subscription, error: &BytesRejection) -> Status {
    if error.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return Status::Retry;
    }
    tracing::error!(consumer = subscription.consumer, %error, "a delivery is dropped");
    subscription.count(&Err(Failure::Permanent(String::new())));
    Status::Drop
}

pub(super) fn stranger() -> Answer {
    tracing::warn!("a delivery without the right dapr-api-token was refused");
    metrics::counter!("rondo_deliveries_refused_total").increment(1);
    let problem = json!({"title": "Unauthenticated", "status": 401, "detail": "dapr-api-token is missing or wrong"});
    (StatusCode::UNAUTHORIZED, Json(problem))
}

pub(super) fn again(subscription: &Subscription, error: &Error) -> Status {
    let consumer = subscription.consumer;
    tracing::warn!(%error, consumer, "what came of an event could not be noted; the sidecar brings it again");
    Status::Retry
}

/// `GET /dapr/subscribe`: what the sidecar is to bring, and where to.
async fn subscribe(State(this): State<Arc<Subscriber>>) -> Json<Value> {
    let pubsub = &this.options.pubsub;
    let mut all = Vec::new();
    for subscription in &this.subscriptions {
        let rule = |kind: &&str| json!({"match": format!("event.type == \"{kind}\""), "path": subscription.route});
        let rules: Vec<Value> = subscription.kinds.iter().map(rule).collect();
        let dead_letters = dead_letter_topic(subscription);
        all.push(json!({
            "pubsubname": pubsub, "topic": subscription.topic.name(),
            "routes": {"rules": rules, "default": "/ignored"}, "deadLetterTopic": dead_letters,
        }));
        all.push(json!({
            "pubsubname": pubsub, "topic": dead_letters, "routes": {"rules": [], "default": "/dead-letter"},
        }));
    }
    Json(Value::from(all))
}

/// `GET /dapr/health`: whether the sidecar may bring events. It never asks the sidecar.
async fn health(State(this): State<Arc<Subscriber>>) -> Answer {
    if this.draining.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"status": "draining"})));
    }
    if this.is_there().await {
        (StatusCode::OK, Json(json!({"status": "ready"})))
    } else {
        let reason = "the database does not answer";
        (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({"status": "unavailable", "reason": reason})),
        )
    }
}

/// `POST /ignored`: what no rule matches is done with.
async fn ignored(State(this): State<Arc<Subscriber>>, headers: HeaderMap) -> Answer {
    if !this.knows(&headers) {
        return stranger();
    }
    this.arrivals.note();
    Status::Success.answer()
}
