//! What the sidecar is told, through the real routes.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use rondo_bus::dapr::{Options, Subscriber, Token};
use rondo_bus::{Delivery, Failure, Handler, Outcome, Subscription};
use rondo_contract::Topic;
use rondo_fixture::{Engine, Home, eventually, on_both_engines, titled};
use rondo_store::{Store, Wanted};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::support::{PATIENCE, Shared};

const CONSUMER: &str = "a-service";
const WANTED: Wanted = Wanted {
    consumer: CONSUMER,
    topic: Some(Topic::TaskEvents),
    kinds: &["task.completed"],
};

on_both_engines!(
    the_sidecar_is_told_what_to_bring,
    an_event_is_handled_and_recorded,
    what_may_pass_is_brought_again_and_what_cannot_is_dropped_and_kept,
    what_is_malformed_is_dropped_at_once,
    what_the_sidecar_gave_up_is_handled_after_all_when_its_trouble_is_over,
    what_the_sidecar_gave_up_and_fails_again_is_kept_with_its_reason,
    strangers_are_refused,
    while_the_database_is_away_a_delivery_is_held,
    while_it_drains_the_sidecar_is_told_to_wait,
);

type Answer = Result<Outcome, Failure>;

struct Scripted {
    answers: Shared<Vec<Answer>>,
    seen: Shared<Vec<Delivery>>,
}

#[async_trait]
impl Handler for Scripted {
    async fn handle(&self, delivery: &Delivery) -> Answer {
        self.seen.lock().unwrap().push(delivery.clone());
        self.answers.lock().unwrap().pop().unwrap_or(Ok(Outcome::Done))
    }
}

struct Service {
    router: Router,
    seen: Shared<Vec<Delivery>>,
    draining: CancellationToken,
}

impl Service {
    /// Answers like this, the last first; then well.
    fn answering(store: &Store, answers: Vec<Answer>) -> Self {
        Self::with(store, answers, Options::default())
    }

    fn with(store: &Store, answers: Vec<Answer>, options: Options) -> Self {
        let seen = Shared::default();
        let handler = Arc::new(Scripted {
            answers: Arc::new(Mutex::new(answers)),
            seen: Arc::clone(&seen),
        });
        let subscription = Subscription {
            consumer: CONSUMER,
            topic: Topic::TaskEvents,
            kinds: WANTED.kinds,
            route: "/task-completed",
            handler,
        };
        let draining = CancellationToken::new();
        let subscriber = Subscriber::new(store.clone(), options, draining.clone()).subscribe(subscription);
        Self {
            router: subscriber.router(),
            seen,
            draining,
        }
    }

    async fn call(&self, request: Request<Body>) -> (StatusCode, Value) {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.call(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// The word that a delivery is answered with.
    async fn post(&self, path: &str, body: impl Into<Body>) -> String {
        let (status, answer) = self.call(Request::post(path).body(body.into()).unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        answer["status"].as_str().unwrap().to_owned()
    }
}

/// A home with a completed task in it, and the event of its completion.
async fn completed(engine: Engine) -> (Home, String) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let task = ann.add(titled("one")).await;
    ann.complete(task.id).await;
    let payload = ann.events().await.pop().unwrap().payload;
    (home, payload)
}

async fn the_sidecar_is_told_what_to_bring(engine: Engine) {
    let home = Home::on(engine).await;
    let service = Service::answering(&home.store, vec![]);
    let told = service.get("/dapr/subscribe").await;
    let expected = json!([
        {
            "pubsubname": "pubsub-kafka", "topic": "task-events", "deadLetterTopic": "task-events-dlq-a-service",
            "routes": {
                "rules": [{"match": "event.type == \"task.completed\"", "path": "/task-completed"}],
                "default": "/ignored",
            },
        },
        {
            "pubsubname": "pubsub-kafka", "topic": "task-events-dlq-a-service",
            "routes": {"rules": [], "default": "/dead-letter"},
        },
    ]);
    assert_eq!(told, (StatusCode::OK, expected));
    assert_eq!(service.post("/ignored", "whatever").await, "SUCCESS");
}

async fn an_event_is_handled_and_recorded(engine: Engine) {
    let (home, payload) = completed(engine).await;
    let service = Service::answering(&home.store, vec![]);
    let log = home.store.log();
    assert!(!log.is_at_rest(&[WANTED]).await.unwrap());
    assert_eq!(log.lag(&WANTED).await.unwrap().waiting, 1);
    assert_eq!(log.undelivered(&WANTED).await.unwrap().waiting, 0, "it is not published yet");
    assert_eq!(service.post("/task-completed", payload.clone()).await, "SUCCESS");
    assert!(log.is_at_rest(&[WANTED]).await.unwrap());
    let seen = service.seen.lock().unwrap().clone();
    assert_eq!((seen.len(), seen[0].sequence, &seen[0].payload), (1, 2, &payload));
}

async fn what_may_pass_is_brought_again_and_what_cannot_is_dropped_and_kept(engine: Engine) {
    let (home, payload) = completed(engine).await;
    let answers = vec![
        Err(Failure::Permanent("no such thing".to_owned())),
        Err(Failure::Transient("not now".to_owned())),
    ];
    let service = Service::answering(&home.store, answers);
    assert_eq!(service.post("/task-completed", payload.clone()).await, "RETRY");
    assert_eq!(service.post("/task-completed", payload.clone()).await, "DROP");
    let letters = home.store.log().dead_letters(Some(CONSUMER), 10).await.unwrap();
    assert_eq!((letters.len(), letters[0].reason.as_str()), (1, "no such thing"));
    assert!(home.store.log().is_at_rest(&[WANTED]).await.unwrap(), "it is done with");
    // The sidecar's own copy changes nothing.
    assert_eq!(service.post("/dead-letter", payload).await, "SUCCESS");
    let again = home.store.log().dead_letters(Some(CONSUMER), 10).await.unwrap();
    assert_eq!((again.len(), again[0].reason.as_str()), (1, "no such thing"));
}

async fn what_is_malformed_is_dropped_at_once(engine: Engine) {
    let (home, _) = completed(engine).await;
    let service = Service::answering(&home.store, vec![]);
    for body in [
        "not JSON",
        "{}",
        r#"{"id":"nobody","type":"task.completed","data":{"user_id":"nobody"}}"#,
    ] {
        assert_eq!(service.post("/task-completed", body).await, "DROP");
    }
    assert_eq!(service.post("/task-completed", vec![0xff, 0x00]).await, "DROP");
    assert!(service.seen.lock().unwrap().is_empty());
    let letters = home.store.log().dead_letters(Some(CONSUMER), 10).await.unwrap();
    assert_eq!(letters.len(), 4);
    assert!(letters.iter().all(|letter| letter.reason.starts_with("malformed event")));
}

async fn what_the_sidecar_gave_up_is_handled_after_all_when_its_trouble_is_over(engine: Engine) {
    let (home, payload) = completed(engine).await;
    let service = Service::answering(&home.store, vec![Err(Failure::Transient("not now".to_owned()))]);
    assert_eq!(service.post("/task-completed", payload.clone()).await, "RETRY");
    assert_eq!(service.post("/dead-letter", payload).await, "SUCCESS");
    assert_eq!(service.seen.lock().unwrap().len(), 2);
    assert!(home.store.log().dead_letters(None, 10).await.unwrap().is_empty());
    assert!(home.store.log().is_at_rest(&[WANTED]).await.unwrap());
}

async fn what_the_sidecar_gave_up_and_fails_again_is_kept_with_its_reason(engine: Engine) {
    let (home, payload) = completed(engine).await;
    let shut = || Err(Failure::Transient("the channel is shut".to_owned()));
    let service = Service::answering(&home.store, vec![shut(), shut(), shut()]);
    for _ in 0..2 {
        assert_eq!(service.post("/task-completed", payload.clone()).await, "RETRY");
    }
    assert_eq!(service.post("/dead-letter", payload.clone()).await, "SUCCESS");
    let letters = home.store.log().dead_letters(Some(CONSUMER), 10).await.unwrap();
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert_eq!(
        (&letter.payload, letter.reason.as_str(), letter.attempts),
        (&payload, "the channel is shut", 3)
    );
    assert!(home.store.log().is_at_rest(&[WANTED]).await.unwrap(), "it is done with");
    // A copy of it is not tried again: somebody is to look.
    assert_eq!(service.post("/dead-letter", payload).await, "SUCCESS");
    assert_eq!(service.seen.lock().unwrap().len(), 3);
}

async fn strangers_are_refused(engine: Engine) {
    let (home, payload) = completed(engine).await;
    let options = Options {
        token: Token::new("secret"),
        ..Options::default()
    };
    let service = Service::with(&home.store, vec![], options);
    for path in ["/task-completed", "/ignored", "/dead-letter"] {
        for shown in [None, Some("wrong")] {
            let mut request = Request::post(path);
            if let Some(token) = shown {
                request = request.header("dapr-api-token", token);
            }
            let answer = service.call(request.body(payload.clone().into()).unwrap()).await;
            assert_eq!(answer.0, StatusCode::UNAUTHORIZED);
        }
    }
    assert!(service.seen.lock().unwrap().is_empty());
    let known = Request::post("/task-completed").header("dapr-api-token", "secret");
    let answer = service.call(known.body(payload.into()).unwrap()).await;
    assert_eq!(answer.1["status"], "SUCCESS");
}

async fn while_the_database_is_away_a_delivery_is_held(engine: Engine) {
    let (home, payload) = completed(engine).await;
    let sql = home.sql().await;
    let service = Service::answering(&home.store, vec![]);
    // A database that cannot note anything is as good as away.
    sql.execute("ALTER TABLE positions RENAME TO away").await;
    assert_eq!(service.post("/task-completed", payload.clone()).await, "RETRY");
    sql.execute("ALTER TABLE away RENAME TO positions").await;
    assert_eq!(service.post("/task-completed", payload).await, "SUCCESS");
}

async fn while_it_drains_the_sidecar_is_told_to_wait(engine: Engine) {
    let (home, payload) = completed(engine).await;
    let service = Service::answering(&home.store, vec![]);
    let ready = || async { (service.get("/dapr/health").await.0 == StatusCode::OK).then_some(()) };
    eventually("it is ready", PATIENCE, ready).await;
    service.draining.cancel();
    assert_eq!(service.get("/dapr/health").await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        service.post("/task-completed", payload).await,
        "SUCCESS",
        "what comes all the same is handled"
    );
}
