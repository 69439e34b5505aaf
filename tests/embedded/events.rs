//! What other programs can rely on: the events of a person, in their order.

use rondo_harness::{Engine, Rondo};
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    e14_fifty_quick_updates_stay_in_order,
    e19_a_kill_right_after_a_completion_leaves_one_effect,
    e20_one_completion_is_one_event,
    the_envelope_is_a_cloud_event,
    every_kind_of_change_says_so,
];

async fn e14_fifty_quick_updates_stay_in_order(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Draft 0"})).await;
    let devices: Vec<_> = (0..5).map(|_| ann.clone()).collect();
    let typing = devices.iter().enumerate().map(|(device, ann)| {
        let task = task.clone();
        let ann = ann.clone();
        tokio::spawn(async move {
            for n in 0..10 {
                ann.patch(&task, json!({"title": format!("Draft {device}.{n}")}))
                    .await
                    .expect(200);
            }
        })
    });
    for device in typing.collect::<Vec<_>>() {
        device.await.expect("every update is accepted");
    }

    let history = ann.history(&task).await;
    assert_eq!(history.versions(), (1..=51).collect::<Vec<_>>());
    assert_eq!(
        rondo.sql().await.events(&ann.id).await.sequences(),
        (1..=51).collect::<Vec<_>>()
    );
    assert_eq!(history[50]["data"]["task"]["title"], ann.show(&task).await.title());
}

/// The completion is answered, so it is committed; its effect comes before the kill, during it or
/// after the restart, and once. On Postgres each kill leaves leases behind that take seconds to end.
async fn e19_a_kill_right_after_a_completion_leaves_one_effect(engine: Engine) {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily"});
    let Following { mut rondo, ann, .. } = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    let kills = if engine == Engine::Sqlite { 10 } else { 3 };
    for done in 1..=kills {
        let open = ann.open_tasks().await.only();
        ann.complete(&open).await.expect(200);
        rondo.kill();
        rondo.restart().await;
        rondo.settled().await;
        assert_eq!(ann.open_tasks().await.only()["occurrence"], done + 1);
    }
    let events = rondo.sql().await.events(&ann.id).await;
    assert_eq!(
        (events.count("task.completed"), events.count("task.created")),
        (kills, kills + 1)
    );
}

/// People build automations on it.
async fn e20_one_completion_is_one_event(engine: Engine) {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily"});
    let Following { rondo, ann, first } = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    let done = ann.complete(&first).await.task();
    ann.complete(&first).await.expect(200);
    rondo.settled().await;

    let events = rondo.sql().await.events(&ann.id).await;
    assert_eq!(events.kinds(), ["task.created", "task.completed", "task.created"]);
    let told = &events[1]["data"]["task"];
    assert_eq!((&told["is_completed"], &told["version"]), (&json!(true), &done["version"]));
    assert_eq!(told["completed_at"], done["completed_at"]);
    let next = &events[2]["data"];
    assert_eq!((&next["actor"], &next["cause"]), (&json!("recurrence"), &json!("completed")));
    assert_eq!(events[2]["source"], "/rondo/recurring-task-service");
}

async fn the_envelope_is_a_cloud_event(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-02-09T10:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let call = ann.call("POST", "/api/tasks").header("traceparent", trace);
    let task = call
        .json(&json!({"title": "Call", "due_date": "2026-02-10"}))
        .send()
        .await
        .task();

    let event = rondo.sql().await.events(&ann.id).await[0].clone();
    let expected = [
        ("specversion", "1.0"),
        ("type", "task.created"),
        ("source", "/rondo/chat-api-service"),
        ("subject", task.id()),
        ("time", "2026-02-09T10:00:00Z"),
        ("datacontenttype", "application/json"),
        ("partitionkey", &ann.id),
    ];
    for (attribute, value) in expected {
        assert_eq!(event[attribute], value, "{attribute}");
    }
    assert!(text(&event["dataschema"]).ends_with("/task-event/v1.json"), "{event}");
    assert!(
        text(&event["traceparent"]).starts_with(&trace[..35]),
        "the trace goes on: {event}"
    );
    let data = &event["data"];
    assert_eq!(
        (&data["event_id"], &data["event_type"], &data["actor"]),
        (&event["id"], &json!("task.created"), &json!("rest"))
    );
    assert_eq!(data["task"]["created_at"], data["task"]["updated_at"]);
    assert_eq!(data["task"]["due_date"], "2026-02-10");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

async fn every_kind_of_change_says_so(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Call", "is_completed": true})).await;
    assert!(task.is_completed());
    ann.reopen(&task).await.expect(200);
    ann.reopen(&task).await.expect(200);
    ann.patch(&task, json!({"title": "Call Ann", "tags": ["phone"]}))
        .await
        .expect(200);
    ann.delete(&task, "this").await.expect(204);
    ann.restore(&task).await.expect(200);

    let told: Vec<(Value, Value, Value)> = ann
        .history(&task)
        .await
        .iter()
        .map(|event| {
            (
                event["type"].clone(),
                event["data"]["cause"].clone(),
                event["data"]["changed"].clone(),
            )
        })
        .collect();
    let says = |kind: &str, cause: &str, changed: Value| (json!(kind), json!(cause), changed);
    assert_eq!(told[1], says("task.updated", "reopened", json!(["is_completed"])));
    assert_eq!(told[2], says("task.updated", "user", json!(["title", "tags"])));
    assert_eq!((&told[3].0, &told[3].1), (&json!("task.deleted"), &json!("user")));
    assert_eq!((&told[4].0, &told[4].1), (&json!("task.created"), &json!("restored")));
    assert_eq!(told.len(), 5);
}
