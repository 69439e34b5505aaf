//! What stands for the sidecar and the broker behind it: the outside party.

use std::collections::HashMap;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rondo_bus::dapr::{Publisher, Settings, Sidecar};
use rondo_domain::UserId;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::Instant;

/// What the broker has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) topic: String,
    pub(crate) key: String,
    pub(crate) value: String,
}

/// What becomes of one event that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Written and acknowledged.
    Good,
    /// Written twice and acknowledged.
    Doubled,
    /// Written, and answered with an error all the same.
    WrittenAndFailed,
    /// Not written, and answered with this error.
    Failed(&'static str),
    /// Not written, and answered once [`Fake::release`] is called.
    Hangs,
}

type Decide = dyn FnMut(&Record) -> Fate + Send;

struct Broker {
    records: Vec<Record>,
    calls: Vec<Call>,
    decide: Box<Decide>,
    under_way: usize,
    most_under_way: usize,
    knows_bulk: bool,
}

/// A call that was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) at: Instant,
    pub(crate) events: usize,
    /// How many calls were under way with it.
    pub(crate) beside: usize,
}

/// The sidecar.
#[derive(Clone)]
pub(crate) struct Fake {
    broker: Arc<Mutex<Broker>>,
    released: watch::Sender<bool>,
    calls_now: Arc<AtomicUsize>,
    shut_downs: Arc<AtomicUsize>,
    pub(crate) endpoint: String,
}

impl Fake {
    /// One that has each event published as `decide` says.
    pub(crate) async fn deciding(decide: impl FnMut(&Record) -> Fate + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let broker = Broker {
            records: Vec::new(),
            calls: Vec::new(),
            decide: Box::new(decide),
            under_way: 0,
            most_under_way: 0,
            knows_bulk: true,
        };
        let this = Self {
            broker: Arc::new(Mutex::new(broker)),
            released: watch::Sender::new(false),
            calls_now: Arc::default(),
            shut_downs: Arc::default(),
            endpoint: format!("http://{}", listener.local_addr().unwrap()),
        };
        let router = Router::new()
            .route("/v1.0/publish/{pubsub}/{topic}", post(single))
            .route("/v1.0-alpha1/publish/bulk/{pubsub}/{topic}", post(bulk))
            .route("/v1.0/shutdown", post(shut_down))
            .with_state(this.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        this
    }

    pub(crate) async fn willing() -> Self {
        Self::deciding(|_| Fate::Good).await
    }

    /// One that fails, doubles and forgets to answer as chance has it.
    pub(crate) async fn unlucky(seed: u64) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        Self::deciding(move |_| match chance.random_range(0..10) {
            0 => Fate::Doubled,
            1 => Fate::WrittenAndFailed,
            2 => Fate::Failed("the broker is not there"),
            _ => Fate::Good,
        })
        .await
    }

    pub(crate) fn without_bulk(self) -> Self {
        self.broker.lock().unwrap().knows_bulk = false;
        self
    }

    pub(crate) fn publisher(&self) -> Arc<Publisher> {
        let settings = Settings {
            endpoint: self.endpoint.clone(),
            ..Settings::local(0)
        };
        Arc::new(Publisher::new(Sidecar::new(settings)))
    }

    /// From now on as this says.
    pub(crate) fn decide(&self, decide: impl FnMut(&Record) -> Fate + Send + 'static) {
        self.broker.lock().unwrap().decide = Box::new(decide);
    }

    /// Answers what hangs.
    pub(crate) fn release(&self) {
        self.released.send_replace(true);
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.broker.lock().unwrap().records.clone()
    }

    /// What the broker has of a user, copies as well.
    pub(crate) fn of(&self, user: UserId) -> Vec<String> {
        let (key, records) = (user.to_string(), self.records());
        let of_user = records.into_iter().filter(|record| record.key == key);
        of_user.map(|record| record.value).collect()
    }

    /// The first copy of each event of a user, in the order in which they came.
    pub(crate) fn first_copies(&self, user: UserId) -> Vec<String> {
        let mut first: Vec<String> = Vec::new();
        for value in self.of(user) {
            if !first.contains(&value) {
                first.push(value);
            }
        }
        first
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.broker.lock().unwrap().calls.clone()
    }

    /// How often it was told to end.
    pub(crate) fn shut_downs(&self) -> usize {
        self.shut_downs.load(SeqCst)
    }

    pub(crate) fn most_under_way(&self) -> usize {
        self.broker.lock().unwrap().most_under_way
    }

    /// Publishes some events; returns the errors, each with its place.
    async fn publish(&self, records: Vec<Record>) -> Vec<(usize, &'static str)> {
        let beside = self.calls_now.fetch_add(1, SeqCst) + 1;
        let count = records.len();
        let (mut errors, mut hangs) = (Vec::new(), false);
        {
            let mut broker = self.broker.lock().unwrap();
            broker.calls.push(Call {
                at: Instant::now(),
                events: count,
                beside,
            });
            broker.under_way += count;
            broker.most_under_way = broker.most_under_way.max(broker.under_way);
            for (place, record) in records.into_iter().enumerate() {
                match (broker.decide)(&record) {
                    Fate::Good => broker.records.push(record),
                    Fate::Doubled => broker.records.extend([record.clone(), record]),
                    Fate::WrittenAndFailed => {
                        broker.records.push(record);
                        errors.push((place, "it took too long"));
                    }
                    Fate::Failed(why) => errors.push((place, why)),
                    Fate::Hangs => {
                        errors.push((place, "it hung"));
                        hangs = true;
                    }
                }
            }
        }
        // Whoever asks gives up in the middle of it: the counts are right all the same.
        let _leaving = Leaving(self.clone(), count);
        if hangs {
            let mut released = self.released.subscribe();
            released.wait_for(|released| *released).await.unwrap();
        }
        errors
    }
}

struct Leaving(Fake, usize);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.calls_now.fetch_sub(1, SeqCst);
        self.0.broker.lock().unwrap().under_way -= self.1;
    }
}

async fn shut_down(State(fake): State<Fake>) -> StatusCode {
    fake.shut_downs.fetch_add(1, SeqCst);
    StatusCode::NO_CONTENT
}

type Asked = HashMap<String, String>;

async fn single(
    State(fake): State<Fake>,
    Path((pubsub, topic)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    value: String,
) -> Response {
    assert_eq!(
        (pubsub.as_str(), asked["metadata.rawPayload"].as_str()),
        ("pubsub-kafka", "true")
    );
    let key = asked["metadata.partitionKey"].clone();
    match fake.publish(vec![Record { topic, key, value }]).await.as_slice() {
        [] => StatusCode::NO_CONTENT.into_response(),
        [(_, why), ..] => {
            let body = json!({"errorCode": "ERR_PUBSUB_PUBLISH_MESSAGE", "message": why});
            (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
        }
    }
}

async fn bulk(
    State(fake): State<Fake>,
    Path((_, topic)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Json(entries): Json<Vec<Value>>,
) -> Response {
    if !fake.broker.lock().unwrap().knows_bulk {
        return (StatusCode::NOT_FOUND, "404 page not found").into_response();
    }
    assert_eq!(asked["metadata.rawPayload"], "true");
    let record = |entry: &Value| {
        assert_eq!(entry["contentType"], "text/plain");
        Record {
            topic: topic.clone(),
            key: entry["metadata"]["partitionKey"].as_str().unwrap().to_owned(),
            value: entry["event"].as_str().unwrap().to_owned(),
        }
    };
    let errors = fake.publish(entries.iter().map(record).collect()).await;
    if errors.is_empty() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let failed = errors
        .iter()
        .map(|(place, why)| json!({"entryId": entries[*place]["entryId"], "error": why}));
    let body = json!({"failedEntries": failed.collect::<Vec<_>>(), "errorCode": "ERR_PUBSUB_PUBLISH_MESSAGE"});
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}
