//! How long a person waits.

use std::path::Path;
use std::time::Instant;

use rondo_harness::{Engine, Rondo, Task, User};
use serde_json::json;

use super::Sample;

pub(crate) struct Latencies {
    pub(crate) create: Sample,
    pub(crate) complete: Sample,
    pub(crate) next: Sample,
}

/// Over HTTP, one request after the other.
pub(crate) async fn measure(binary: &Path, count: usize) -> Latencies {
    let rondo = Rondo::on(Engine::Sqlite).setup().await.program(binary).start().await;
    let ann = rondo.register("UTC").await;
    let (mut create, mut complete, mut next) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..count {
        let title = format!("Task {number}");
        let begun = Instant::now();
        let task = ann
            .add(json!({"title": title, "due_date": "2030-01-01", "recurrence_frequency": "daily"}))
            .await;
        create.push(begun.elapsed());

        let begun = Instant::now();
        ann.complete(&task).await.expect(200);
        complete.push(begun.elapsed());

        await_next(&ann, &task).await;
        next.push(begun.elapsed());
    }
    Latencies {
        create: Sample::of(create),
        complete: Sample::of(complete),
        next: Sample::of(next),
    }
}

async fn await_next(ann: &User, task: &Task) {
    let query = format!("status=pending&series_id={}", task.text("series_id"));
    while ann.list(&query).await.is_empty() {}
}
