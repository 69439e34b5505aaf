//! The third story: what is due is told, once, by the notification service (T086 to T093).

use std::time::Duration;

use jiff::ToSpan;
use rondo_harness::{User, eventually, now};
use serde_json::json;

use crate::cluster::Cluster;
use crate::kubectl::{ours, pods, rondo, said};

const PATIENCE: Duration = Duration::from_mins(1);

/// The reminders in the log of the notification service's pods, for that user.
async fn lines(ann: &User) -> Vec<String> {
    let log = ours(&[
        "logs",
        "-l",
        "app.kubernetes.io/name=notification-service",
        "-c",
        "notification",
        "--tail=-1",
    ])
    .await;
    let lines = log
        .lines()
        .filter(|line| line.starts_with("[REMINDER]") && line.contains(&ann.id));
    lines.map(str::to_owned).collect()
}

/// A task with a reminder that comes in a moment.
async fn remind(ann: &User, title: &str, seconds: i64) -> rondo_harness::Task {
    let at = now() + seconds.seconds();
    ann.add(json!({
        "title": title, "priority": "high", "due_date": "2030-01-31", "reminders": [{"remind_at": at.to_string()}],
    }))
    .await
}

#[tokio::test]
async fn each_reminder_is_in_the_log_once_and_none_for_a_completed_task() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    let done = remind(&ann, "Done before", 4).await;
    ann.complete(&done).await.expect(200);
    remind(&ann, "Call the dentist", 2).await;
    remind(&ann, "Buy a gift", 5).await;
    eventually("both reminders came", PATIENCE, || async {
        (lines(&ann).await.len() == 2).then_some(())
    })
    .await;
    cluster.settled().await;
    let lines = lines(&ann).await;
    let expected = ["Call the dentist", "Buy a gift"].map(|title| {
        format!(
            "[REMINDER] custom | User: {} | Task: {title} | Due: 2030-01-31 | Priority: high",
            ann.id
        )
    });
    assert_eq!(lines, expected);
}

/// The events come again, and the service stays what it is.
#[tokio::test]
async fn a_duplicate_of_a_reminder_is_not_told_again() {
    let cluster = Cluster::ready().await;
    let ann = cluster.register().await;
    remind(&ann, "Water the plants", 1).await;
    eventually("the reminder came", PATIENCE, || async {
        (lines(&ann).await.len() == 1).then_some(())
    })
    .await;
    let before = pods("notification-service").await;
    let replayed = rondo("relay", "relay", &["events", "replay", "--user", &ann.id, "--publish"]).await;
    assert!(replayed.status.success(), "{}", said(&replayed));
    // What was published afterwards comes afterwards: one user's events share a partition.
    remind(&ann, "Feed the cat", 1).await;
    eventually("the next reminder came", PATIENCE, || async {
        lines(&ann)
            .await
            .iter()
            .any(|line| line.contains("Feed the cat"))
            .then_some(())
    })
    .await;
    assert_eq!(lines(&ann).await.len(), 2);
    let after = pods("notification-service").await;
    let starts = |pods: &[serde_json::Value]| -> Vec<_> {
        let pods = pods.iter().map(|pod| {
            (
                pod["metadata"]["name"].clone(),
                pod["status"]["containerStatuses"][0]["restartCount"].clone(),
            )
        });
        pods.collect()
    };
    assert_eq!(starts(&before), starts(&after), "it was available all the time");
    assert!(after.iter().all(|pod| pod["status"]["containerStatuses"][0]["ready"] == true));
}
