//! Two clients complete the same recurring task at the same time, two hundred times.

use rondo_harness::{Engine, Rondo};
use serde_json::json;
use tokio::join;

on_both_engines![two_hundred_times_two_completions];

async fn two_hundred_times_two_completions(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-10T09:00:00Z").start().await;
    let ann = rondo.register("UTC").await;
    let phone = ann.clone();
    ann.add(json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily", "reminders": []}))
        .await;

    for round in 1..=200 {
        let open = ann.open_tasks().await.only();
        assert_eq!(open["occurrence"], round);
        let (one, other) = join!(ann.complete(&open), phone.complete(&open));
        assert_eq!((one.status(), other.status()), (200, 200), "{one:?} {other:?}");
        assert_eq!(one.task(), other.task());
        rondo.settled().await;
    }

    let last = ann.open_tasks().await.only();
    assert_eq!((last.due().as_str(), last["occurrence"].clone()), ("2026-09-26", json!(201)));
    let events = rondo.sql().await.events(&ann.id).await;
    assert_eq!((events.count("task.completed"), events.count("task.created")), (200, 201));
    assert_eq!(events.sequences(), (1..=401).collect::<Vec<_>>());
}
