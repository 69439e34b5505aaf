//! The first story: each change of a task is an event on the topic, and no request waits for it (T036 to T042).

use std::collections::BTreeSet;
use std::time::Duration;

use rondo_harness::{User, eventually};
use serde_json::json;

use crate::cluster::{Cluster, topic};
use crate::kubectl::{attempt, ours, rolled_out, said};

const PATIENCE: Duration = Duration::from_mins(2);

/// The fields that the contract has had from the first.
const BASE: [&str; 11] = [
    "id",
    "title",
    "description",
    "is_completed",
    "priority",
    "due_date",
    "is_recurring",
    "recurrence_frequency",
    "tags",
    "created_at",
    "updated_at",
];

/// The kinds of events that are on the topic about that task, each checked for what everybody relies on.
async fn kinds(ann: &User, task: &str) -> BTreeSet<String> {
    let records = topic("task-events").await;
    let events = records.iter().filter(|record| record.event()["subject"] == task);
    let kinds = events.map(|record| {
        let event = record.event();
        assert_eq!(record.key.as_deref(), Some(ann.id.as_str()), "the key is the user");
        assert_eq!(event["data"]["user_id"], ann.id.as_str());
        assert_eq!(event["id"], event["data"]["event_id"]);
        assert_eq!(event["type"], event["data"]["event_type"]);
        for field in BASE {
            assert!(event["data"]["task"].get(field).is_some(), "{field} is not in {event}");
        }
        event["type"].as_str().expect("an event has a type").to_owned()
    });
    kinds.collect()
}

#[tokio::test]
async fn every_change_is_an_event_on_the_topic() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    let task = ann
        .add(json!({"title": "Write to Bob", "priority": "high", "tags": ["home"]}))
        .await;
    ann.patch(&task, json!({"title": "Call Bob"})).await.expect(200);
    ann.complete(&task).await.expect(200);
    ann.delete(&task, "this").await.expect(204);
    cluster.settled().await;
    let wanted = ["task.completed", "task.created", "task.deleted", "task.updated"].map(str::to_owned);
    assert_eq!(kinds(&ann, task.id()).await, BTreeSet::from(wanted));
    cluster
        .published("task-events")
        .await
        .expect("all is there, as committed and in order");
}

/// Neither the sidecar nor the broker is there: people do not notice, and nothing is lost.
#[tokio::test]
async fn the_api_is_up_while_sidecar_and_kafka_are_not() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    cluster.settled().await;
    ours(&["scale", "statefulset/kafka", "--replicas=0"]).await;
    ours(&["wait", "--for=delete", "pod/kafka-0", "--timeout=120s"]).await;
    ours(&["scale", "deployment/relay", "--replicas=0"]).await;
    ours(&[
        "wait",
        "--for=delete",
        "pod",
        "-l",
        "app.kubernetes.io/name=relay",
        "--timeout=120s",
    ])
    .await;

    let task = ann
        .add(json!({"title": "Buy candles", "due_date": "2030-01-31", "recurrence_frequency": "daily"}))
        .await;
    ann.patch(&task, json!({"priority": "high"})).await.expect(200);
    ann.complete(&task).await.expect(200);
    ann.stranger("GET", "/readyz").send().await.expect(200);

    ours(&["scale", "statefulset/kafka", "--replicas=1"]).await;
    ours(&["scale", "deployment/relay", "--replicas=1"]).await;
    rolled_out("statefulset/kafka").await;
    eventually("the next task came", PATIENCE, || async {
        (ann.open_tasks().await.due_dates() == ["2030-02-01"]).then_some(())
    })
    .await;
    cluster.settled().await;
    cluster.published("task-events").await.expect("nothing was lost");
}

/// Three services, none of which needs more than it has; the last story is that of the chart itself.
#[tokio::test]
async fn the_chart_tests_itself_and_the_doctor_finds_nothing_wrong() {
    Cluster::ready().await;
    let tested = attempt("helm", &["-n", "rondo", "test", "rondo", "--logs", "--timeout", "3m"], "").await;
    assert!(tested.status.success(), "{}", said(&tested));
    assert!(said(&tested).contains("the next one came after"), "{}", said(&tested));
    for (service, role) in [
        ("relay", "relay"),
        ("recurring-task-service", "recurring-task"),
        ("notification-service", "notification"),
        ("chat-api-service", "chat-api"),
    ] {
        let examined = crate::kubectl::rondo(service, role, &["doctor", "--publish"]).await;
        assert!(examined.status.success(), "{service}: {}", said(&examined));
    }
}
