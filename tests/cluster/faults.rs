//! Parts of the cluster go and come while people work, and the accounts agree afterwards (T100 to T105).
//!
//! Each is a few seconds; with `RONDO_FAULTS=long` as long, and as often, as in `docs/measurements.md`.

use std::time::{Duration, Instant};

use rondo_harness::eventually;
use serde_json::Value;

use crate::accounts::{agree, report};
use crate::cluster::{Cluster, SERVICES};
use crate::kubectl::{name, ours, pods, rolled_out};
use crate::load::{Load, Pace, Record};

/// How long everything may take to come to rest.
const REST: Duration = Duration::from_mins(4);

/// About 80 requests a second, and so 100 events.
const PACE: Pace = Pace {
    people: 16,
    every: Duration::from_millis(200),
};

/// About 30 requests a second: while pods come and go, sidecars that start take most of the two cores.
const GENTLE: Pace = Pace {
    people: 8,
    every: Duration::from_millis(250),
};

fn is_long() -> bool {
    std::env::var("RONDO_FAULTS").as_deref() == Ok("long")
}

fn usual<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

fn seconds(short: u64, long: u64) -> Duration {
    Duration::from_secs(usual(short, long))
}

/// For how long people go on; nothing is waited for.
async fn meanwhile(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Has people work before, during and after it, and draws up the account.
async fn under_load(what: &str, pace: Pace, fault: impl AsyncFnOnce(&Cluster)) -> Vec<Record> {
    let cluster = Cluster::ready().await;
    let sql = cluster.sql().await;
    let events = "SELECT COUNT(*) FROM events";
    let before = sql.number(events).await;
    let load = Load::begin(pace, async || cluster.register().await).await;
    meanwhile(seconds(3, 10)).await;
    fault(&cluster).await;
    meanwhile(seconds(3, 10)).await;
    let people = load.end().await;
    let made = sql.number(events).await - before;
    let resting = Instant::now();
    eventually("no reminder is due any more", REST, || async {
        let due = sql.number("SELECT COUNT(*) FROM reminders WHERE fires_at < (EXTRACT(EPOCH FROM now()) + 10) * 1000000");
        (due.await == 0).then_some(())
    })
    .await;
    cluster.settled().await;
    let rest = resting.elapsed();
    let mut copies = 0;
    for topic in ["task-events", "reminders"] {
        copies += cluster
            .published(topic)
            .await
            .expect("all is there, as committed and in order")
            .copies;
    }
    agree(&sql, &people).await;
    report(what, &people, made, copies, rest);
    people
}

fn no_request_failed(people: &[Record]) {
    for record in people {
        assert!(record.failures.is_empty(), "{:?}", record.failures);
    }
}

/// How long after its change an event is on the broker, and after a completion its effect is committed, in
/// milliseconds: by the database's and the broker's own times.
#[tokio::test]
async fn a_hundred_events_a_second() {
    let people = under_load("100 events/s", PACE, async |_| meanwhile(seconds(20, 600)).await).await;
    no_request_failed(&people);
    let cluster = Cluster::ready().await;
    let sql = cluster.sql().await;
    let ours: Vec<String> = people.iter().map(|person| format!("'{}'", person.user.id)).collect();
    let ours = ours.join(", ");
    let consumed = format!(
        "SELECT (percentile_cont(0.95) WITHIN GROUP (ORDER BY i.at - e.at) / 1000)::bigint FROM events e \
         JOIN inbox i ON i.event_id = e.event_id WHERE e.kind = 'task.completed' AND e.user_id::text IN ({ours})"
    );
    let consumed = sql.number(&consumed).await;
    let mut published: Vec<i64> = Vec::new();
    for record in crate::cluster::topic("task-events").await {
        let event = record.event();
        if ours.contains(event["data"]["user_id"].as_str().unwrap_or("?")) {
            let time: jiff::Timestamp = event["time"].as_str().and_then(|time| time.parse().ok()).expect("an instant");
            published.push(i64::try_from(record.written).expect("an instant") - time.as_millisecond());
        }
    }
    published.sort_unstable();
    let published = published[published.len() * 95 / 100];
    eprintln!("FIGURES | change to broker, p95 | {published} ms | change to consumer's commit, p95 | {consumed} ms |");
    // The bar of the first is judged where nothing else works on the machine.
    let bar = usual(5_000, 100);
    assert!(published < bar, "published after {published} ms");
    assert!(consumed < 5_000, "consumed after {consumed} ms");
}

#[tokio::test]
async fn kafka_is_deleted_and_comes_back() {
    let people = under_load("Kafka's pod deleted, by force", PACE, async |_| {
        for _ in 0..usual(1, 3) {
            ours(&["delete", "pod", "kafka-0", "--grace-period=0", "--force"]).await;
            meanwhile(seconds(2, 20)).await;
            rolled_out("statefulset/kafka").await;
        }
    })
    .await;
    no_request_failed(&people);
}

/// Deleted as an eviction would: it is told to end, and another one comes.
#[tokio::test]
async fn each_service_s_pod_is_deleted() {
    let people = under_load("each service's pod deleted", GENTLE, async |_| {
        for _ in 0..usual(1, 5) {
            for service in SERVICES {
                let pod = pods(service).await.into_iter().next().expect("it has a pod");
                ours(&["delete", "pod", name(&pod), "--wait=false"]).await;
                rolled_out(&format!("deployment/{service}")).await;
            }
        }
    })
    .await;
    no_request_failed(&people);
}

#[tokio::test]
async fn the_recurring_task_service_is_scaled_to_three_and_back() {
    let people = under_load("recurring-task-service 1, 3, 1", GENTLE, async |_| {
        for _ in 0..usual(1, 3) {
            for replicas in ["3", "1"] {
                let replicas = format!("--replicas={replicas}");
                ours(&["scale", "deployment/recurring-task-service", &replicas]).await;
                rolled_out("deployment/recurring-task-service").await;
                meanwhile(seconds(3, 15)).await;
            }
        }
    })
    .await;
    no_request_failed(&people);
}

/// Every service is exchanged for another version, and back again.
#[tokio::test]
async fn an_update_and_a_rollback_fail_no_request() {
    let people = under_load("rolling update and rollback", GENTLE, async |_| {
        let revision = |object: &Value| object["metadata"]["annotations"]["deployment.kubernetes.io/revision"].clone();
        for service in SERVICES {
            let deployment = format!("deployment/{service}");
            let before = revision(&crate::kubectl::get(&[&deployment]).await);
            ours(&["set", "env", &deployment, "RONDO_LOG=info,rondo=debug"]).await;
            rolled_out(&deployment).await;
            assert_ne!(revision(&crate::kubectl::get(&[&deployment]).await), before);
        }
        for service in SERVICES {
            let deployment = format!("deployment/{service}");
            ours(&["rollout", "undo", &deployment]).await;
            rolled_out(&deployment).await;
        }
    })
    .await;
    no_request_failed(&people);
}
