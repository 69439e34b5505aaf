//! The parts that are not ours do what the rest relies on.

use std::time::Duration;

use rondo_harness::eventually;
use rondo_harness::parts::{
    Daprd, Kafka, KafkaPorts, Life, PARTITIONS, Place, Postgres, Proxy, Sidecar, TOPICS, ZooKeeper, port, turn,
};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use crate::subscriber::Subscriber;

const TOPIC: &str = "task-events";
const PATIENCE: Duration = Duration::from_mins(2);

/// An event whose number and trace would not outlive a change of its bytes.
fn event(id: &str) -> Value {
    json!({
        "specversion": "1.0", "id": id, "source": "/rondo/chat-api-service", "type": "task.created",
        "datacontenttype": "application/json", "partitionkey": "ann",
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "data": {"user_sequence": 9_007_199_254_740_993_u64, "task": {"title": "Größe — 尺寸"}},
    })
}

pub(crate) fn place() -> (TempDir, Place) {
    let folder = tempfile::Builder::new().prefix("rondo-stack-").tempdir();
    let folder = folder.expect("a temporary folder can be made");
    let place = Place::new(folder.path(), Life::Bound);
    (folder, place)
}

/// Publishes until it is taken.
pub(crate) async fn publish(daprd: &Daprd, topic: &str, event: &Value) {
    let text = event.to_string();
    eventually(&format!("{} is published", event["id"]), PATIENCE, || async {
        (daprd.publish(topic, "ann", &text).await == Some(204)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_published_event_reaches_a_subscriber() {
    let _turn = turn().await;
    let (_folder, place) = place();
    let kafka = Kafka::new(&place, KafkaPorts::free()).unwrap();
    eprintln!("Kafka: {:?}", kafka.start().await.unwrap());
    kafka.make_topics().await.unwrap();
    let ann = Subscriber::to(TOPIC).await;
    let sidecar = Sidecar::of("ann", &kafka.brokers()).app(ann.port()).health_checked();
    let daprd = Daprd::new(&place, &sidecar).unwrap();
    eprintln!("daprd: {:?}", daprd.start().await.unwrap());

    publish(&daprd, TOPIC, &event("first")).await;
    let received = ann.received("first").await;
    assert_eq!(received, event("first"), "as it was written");

    kafka.kill();
    assert_ne!(daprd.publish(TOPIC, "ann", "{}").await, Some(204));
    eprintln!("Kafka after SIGKILL: {:?}", kafka.start().await.unwrap());
    publish(&daprd, TOPIC, &event("second")).await;
    ann.received("second").await;

    daprd.part().crash();
    daprd.can_publish().await.unwrap();
    assert_eq!(daprd.part().starts(), 2, "it came back by itself");
    publish(&daprd, TOPIC, &event("third")).await;
    ann.received("third").await;

    let records = kafka.records(TOPIC).await.unwrap();
    let of = |id: &str| records.iter().filter(|record| record.event()["id"] == id).collect::<Vec<_>>();
    let first = of("first")[0];
    assert_eq!(first.value, event("first").to_string(), "byte for byte");
    assert!(
        records
            .iter()
            .all(|record| record.key.as_deref() == Some("ann") && record.partition == first.partition)
    );
    assert!(!of("second").is_empty() && !of("third").is_empty());
    assert_eq!(kafka.records("reminders").await.unwrap(), []);
}

#[tokio::test]
async fn daprd_that_starts_before_kafka_comes_back_until_it_is_there() {
    let _turn = turn().await;
    let (_folder, place) = place();
    let kafka = Kafka::new(&place, KafkaPorts::free()).unwrap();
    let daprd = Daprd::new(&place, &Sidecar::of("early", &kafka.brokers())).unwrap();
    daprd.part().start().unwrap();
    eventually("daprd has given up once", PATIENCE, || async {
        (daprd.part().starts() > 1).then_some(())
    })
    .await;
    kafka.start().await.unwrap();
    kafka.make_topic(TOPIC, 1, PATIENCE).await.unwrap();
    daprd.can_publish().await.unwrap();
    publish(&daprd, TOPIC, &event("late")).await;
    assert_eq!(kafka.count(TOPIC).await.unwrap(), 1);
}

#[tokio::test]
async fn an_event_passes_through_kafka_with_zookeeper() {
    let _turn = turn().await;
    let (_folder, place) = place();
    let zookeeper = ZooKeeper::new(&place, port::free()).unwrap();
    eprintln!("ZooKeeper: {:?}", zookeeper.start().await.unwrap());
    let kafka = Kafka::with_zookeeper(&place, KafkaPorts::free(), &zookeeper).unwrap();
    eprintln!("Kafka: {:?}", kafka.start().await.unwrap());
    kafka.make_topics().await.unwrap();
    let there = kafka.topics().await.unwrap();
    assert!(TOPICS.iter().all(|(name, _)| there.contains(*name)), "{there:?}");

    let ann = Subscriber::to(TOPIC).await;
    let daprd = Daprd::new(&place, &Sidecar::of("ann", &kafka.brokers()).app(ann.port())).unwrap();
    daprd.start().await.unwrap();
    publish(&daprd, TOPIC, &event("first")).await;
    ann.received("first").await;
    let records = kafka.records(TOPIC).await.unwrap();
    assert_eq!(records.len(), 1);
    assert!(records[0].partition < PARTITIONS);
}

#[tokio::test]
async fn postgres_keeps_its_data_and_its_address() {
    let (_folder, place) = place();
    let postgres = Postgres::new(&place, port::free(), false).unwrap();
    let proxy = Proxy::to_port(postgres.port()).unwrap();
    eprintln!("Postgres: {:?}", postgres.start().await.unwrap());
    let url = postgres.url_through(proxy.port());
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("CREATE TABLE kept (word text)")
        .execute(&mut connection)
        .await
        .unwrap();

    proxy.cut();
    assert!(
        sqlx::raw_sql("SELECT 1").execute(&mut connection).await.is_err(),
        "the connection is cut"
    );
    assert!(PgConnection::connect(&url).await.is_err());
    proxy.mend();
    postgres.stop().await.unwrap();
    postgres.start().await.unwrap();
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("SELECT * FROM kept").execute(&mut connection).await.unwrap();
    postgres.part().crash();
    eprintln!("Postgres after SIGKILL: {:?}", postgres.ready().await.unwrap());
    // It may need more than one start: what it leaves behind goes a moment after it.
    assert!(postgres.part().starts() > 2, "it came back by itself");
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("SELECT * FROM kept").execute(&mut connection).await.unwrap();
}
