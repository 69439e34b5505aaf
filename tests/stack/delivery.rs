//! The files under `dapr/` do in a real sidecar what the contract says.

use rondo_harness::parts::{Daprd, Kafka, KafkaPorts, Sidecar, Tokens, turn};
use serde_json::{Value, json};

use crate::parts::{place, publish};
use crate::subscriber::Subscriber;

const TOPIC: &str = "task-events";

fn event(id: &str, kind: &str, answer: &str) -> Value {
    json!({
        "specversion": "1.0", "id": id, "source": "/rondo/chat-api-service", "type": kind,
        "datacontenttype": "application/json", "data": {"answer": answer},
    })
}

#[tokio::test]
async fn the_declared_subscriptions_route_retry_and_keep_dead_letters() {
    let _turn = turn().await;
    let (_folder, place) = place();
    let kafka = Kafka::new(&place, KafkaPorts::free()).unwrap();
    kafka.start().await.unwrap();
    kafka.make_topics().await.unwrap();
    let (service, tokens) = (Subscriber::declared().await, Tokens::random());
    let sidecar = Sidecar::of("recurring-task-service", &kafka.brokers())
        .app(service.port())
        .health_checked()
        .tokens(&tokens)
        .declarative();
    let daprd = Daprd::new(&place, &sidecar).unwrap();
    daprd.start().await.unwrap();

    // One key, so one partition: each comes after those before it.
    for (id, kind, answer) in [
        ("other", "task.created", "SUCCESS"),
        ("dropped", "task.completed", "DROP"),
        ("failing", "task.completed", "RETRY"),
        ("good", "task.completed", "SUCCESS"),
    ] {
        publish(&daprd, TOPIC, &event(id, kind, answer)).await;
    }
    let good = service.received_at("good", "/task-completed").await;
    assert_eq!(good.token, Some(tokens.app.clone()), "a delivery proves where it comes from");
    for (id, path, attempts) in [
        ("other", "/ignored", 1),
        ("dropped", "/task-completed", 1),
        ("failing", "/task-completed", 5),
    ] {
        let deliveries = service.deliveries(id);
        let alive = deliveries.iter().filter(|delivery| delivery.path == path).count();
        assert_eq!(alive, attempts, "{id}: {deliveries:?}");
    }
    for id in ["dropped", "failing"] {
        service.received_at(id, "/dead-letter").await;
    }

    daprd.shut_down().await.unwrap();
    daprd.ready().await.unwrap();
    publish(&daprd, TOPIC, &event("later", "task.completed", "SUCCESS")).await;
    service.received_at("later", "/task-completed").await;

    let dead = kafka.records("task-events-dlq-recurring-task-service").await.unwrap();
    assert_eq!(dead.len(), 2);
}
