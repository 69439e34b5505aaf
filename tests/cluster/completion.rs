//! The second story: a completed recurring task is followed by the next one, once (T063 to T070).

use std::time::Duration;

use rondo_harness::{User, eventually};
use serde_json::json;

use crate::cluster::Cluster;
use crate::kubectl::{rondo, said};

const PATIENCE: Duration = Duration::from_mins(1);

/// What is open once a task of this frequency, due at the end of January, was completed.
async fn after(cluster: &Cluster, ann: &User, frequency: &str) -> Vec<String> {
    let task = json!({
        "title": "Pay the rent", "description": "to Ms Ito", "priority": "high", "tags": ["home"],
        "due_date": "2030-01-31", "recurrence_frequency": frequency,
    });
    let task = ann.add(task).await;
    ann.complete(&task).await.expect(200);
    eventually("the next task came", PATIENCE, || async {
        (!ann.open_tasks().await.is_empty()).then_some(())
    })
    .await;
    cluster.settled().await;
    let open = ann.open_tasks().await;
    assert_eq!(open[0].title(), "Pay the rent");
    assert_eq!((open[0].text("description"), open[0].text("priority")), ("to Ms Ito", "high"));
    assert_eq!(open[0]["tags"], json!(["home"]));
    open.due_dates().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_next_task_of_a_daily_one_is_the_next_day() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    assert_eq!(after(&cluster, &ann, "daily").await, ["2030-02-01"]);
}

#[tokio::test]
async fn the_next_task_of_a_weekly_one_is_a_week_later() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    assert_eq!(after(&cluster, &ann, "weekly").await, ["2030-02-07"]);
}

#[tokio::test]
async fn the_next_task_of_a_monthly_one_is_at_the_end_of_the_next_month() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    assert_eq!(after(&cluster, &ann, "monthly").await, ["2030-02-28"]);
}

#[tokio::test]
async fn nothing_follows_a_task_that_does_not_recur() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    let task = ann.add(json!({"title": "Once", "due_date": "2030-01-31"})).await;
    ann.complete(&task).await.expect(200);
    cluster.settled().await;
    assert!(ann.open_tasks().await.is_empty());
}

/// The same events come again, through relay, broker and sidecars.
#[tokio::test]
async fn a_duplicate_of_a_completion_makes_no_second_task() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    assert_eq!(after(&cluster, &ann, "daily").await, ["2030-02-01"]);
    let handled = handled(&cluster).await;
    for _ in 0..2 {
        let replayed = rondo("relay", "relay", &["events", "replay", "--user", &ann.id, "--publish"]).await;
        assert!(replayed.status.success(), "{}", said(&replayed));
    }
    // Each copy is delivered and found to be one.
    eventually("the copies were delivered", PATIENCE, || async {
        (self::handled(&cluster).await >= handled + 2).then_some(())
    })
    .await;
    cluster.settled().await;
    assert_eq!(ann.open_tasks().await.due_dates(), ["2030-02-01"]);
}

/// How many duplicates the recurring task service has met: its own counter.
async fn handled(_cluster: &Cluster) -> u64 {
    let mut sum = 0;
    for pod in crate::kubectl::pods("recurring-task-service").await {
        let address = pod["status"]["podIP"].as_str().expect("a pod has an address");
        let metrics = reqwest::get(format!("http://{address}:8001/metrics")).await.expect("metrics");
        let metrics = metrics.text().await.expect("text");
        let lines = metrics
            .lines()
            .filter(|line| line.starts_with("rondo_events_handled_total") && line.contains("outcome=\"duplicate\""));
        sum += lines
            .filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok())
            .sum::<u64>();
    }
    sum
}

/// The sidecar of each consumer has asked for its subscriptions, and listens.
#[tokio::test]
async fn the_subscriptions_are_registered() {
    Cluster::ready().await;
    for (service, role, topics) in [
        (
            "recurring-task-service",
            "recurring-task",
            "task-events, task-events-dlq-recurring-task-service",
        ),
        (
            "notification-service",
            "notification",
            "reminders, reminders-dlq-notification-service",
        ),
    ] {
        let examined = rondo(service, role, &["doctor"]).await;
        assert!(said(&examined).contains(topics), "{}", said(&examined));
    }
}
