//! Several clients at once: versions and retries.

use rondo_harness::{Engine, Rondo};
use serde_json::json;

on_both_engines![
    a_stale_version_is_refused,
    twenty_retries_at_once_create_one_task,
    a_key_belongs_to_one_person,
];

async fn a_stale_version_is_refused(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Draft"})).await;
    let path = format!("/api/tasks/{}", task.id());
    let etag = ann.get(&path).await.header("etag").to_owned();
    assert!(!etag.is_empty());
    let change = |etag: &str, title: &str| {
        ann.call("PATCH", &path)
            .header("if-match", etag)
            .json(&json!({"title": title}))
    };
    let changed = change(&etag, "Mine").send().await.expect(200);
    assert_ne!(changed.header("etag"), etag, "the answer carries the new one");
    change(&etag, "Theirs").send().await.problem(412);
    change(changed.header("etag"), "Mine again").send().await.expect(200);
    assert_eq!(ann.show(&task).await.title(), "Mine again");
    let stale = ann.call("DELETE", &path).header("if-match", &etag).send().await;
    assert!([204, 412].contains(&stale.status()), "{stale:?}");
}

async fn twenty_retries_at_once_create_one_task(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let retries: Vec<_> = (0..20)
        .map(|_| {
            let ann = ann.clone();
            tokio::spawn(async move {
                let call = ann.call("POST", "/api/tasks").header("idempotency-key", "the-same");
                call.json(&json!({"title": "Once"})).send().await
            })
        })
        .collect();
    let mut ids = Vec::new();
    for retry in retries {
        let answer = retry.await.expect("it is answered");
        assert!([200, 201].contains(&answer.status()), "{answer:?}");
        ids.push(answer.task().id().to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(rondo.sql().await.events(&ann.id).await.kinds(), ["task.created"]);
}

async fn a_key_belongs_to_one_person(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let (ann, bob) = (rondo.register("UTC").await, rondo.register("UTC").await);
    for (person, title) in [(&ann, "Hers"), (&bob, "His")] {
        let call = person.call("POST", "/api/tasks").header("idempotency-key", "monday");
        call.json(&json!({"title": title})).send().await.expect(201);
        assert_eq!(person.open_tasks().await.titles(), [title]);
    }
}
