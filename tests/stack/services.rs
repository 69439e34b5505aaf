//! The services on the whole stack, while its parts come and go.

use rondo_harness::User;
use rondo_harness::parts::turn;
use rondo_harness::stack::{Plan, Stack};
use serde_json::json;

/// Adds a daily task and completes it; both are answered whatever the broker does.
async fn add_and_complete(person: &User, title: &str) {
    let task = person
        .add(json!({"title": title, "due_date": "2030-05-01", "recurrence_frequency": "daily"}))
        .await;
    person.complete(&task).await.expect(200);
}

#[tokio::test]
async fn nothing_is_lost_while_each_part_is_taken_away() {
    let _turn = turn().await;
    let stack = Stack::begin().with(Plan::behind_proxy).start().await.unwrap();
    let ann = stack.register("Europe/Berlin").await;
    add_and_complete(&ann, "before").await;
    stack.settled().await;

    stack.kafka().kill();
    add_and_complete(&ann, "while Kafka is away").await;
    stack.kafka().start().await.unwrap();
    stack.settled().await;

    for service in ["relay", "recurring-task-service"] {
        stack.sidecar(service).part().crash();
        stack.role(service).part().crash();
        add_and_complete(&ann, &format!("without {service}")).await;
        stack.role(service).ready().await.unwrap();
        stack.sidecar(service).ready().await.unwrap();
        stack.settled().await;
    }

    stack.proxy().cut();
    stack.proxy().mend();
    stack.role("chat-api-service").ready().await.unwrap();
    add_and_complete(&ann, "after a cut").await;
    stack.settled().await;

    let mut open = ann.open_tasks().await.due_dates();
    open.dedup();
    assert_eq!(open, ["2030-05-02"], "each has its next one");
    let published = stack.published("task-events").await.unwrap();
    assert_eq!(published.strangers, 0);
    eprintln!("{published:?}");
    assert_eq!(ann.open_tasks().await.len(), 5);
}
