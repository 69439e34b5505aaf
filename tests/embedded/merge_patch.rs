//! PATCH is JSON merge patch (RFC 7396): absent is unchanged, null is cleared.

use rondo_harness::{Engine, Rondo};
use serde_json::{Value, json};

on_both_engines![
    absent_is_unchanged_and_null_is_cleared,
    lists_are_replaced,
    a_date_alone_keeps_the_time,
    sending_back_what_was_read_changes_nothing
];

async fn absent_is_unchanged_and_null_is_cleared(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = json!({"title": "Call", "description": "soon", "due_date": "2030-01-01", "due_time": "10:00", "time_zone": "Europe/Paris", "tags": ["a"]});
    let task = ann.add(task).await;
    let cleared = ann
        .patch(
            &task,
            json!({"due_time": null, "time_zone": null, "description": null, "tags": null}),
        )
        .await
        .task();
    assert_eq!(
        (cleared.due().as_str(), &cleared["time_zone"], &cleared["tags"]),
        ("2030-01-01", &Value::Null, &json!([]))
    );
    assert_eq!(cleared.text("description"), "");
    let without_date = ann.patch(&task, json!({"due_date": null})).await.task();
    assert_eq!((without_date.due().as_str(), without_date.title()), ("", "Call"));
    assert!(
        without_date
            .reminders()
            .iter()
            .all(|reminder| reminder["remind_at"].is_null())
    );
}

async fn lists_are_replaced(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2030-01-01", "tags": ["Home", "a"], "reminders": [{"before": "PT1H"}]}))
        .await;
    let after = ann
        .patch(&task, json!({"tags": ["home", "b"], "reminders": [{"before": "P1D"}]}))
        .await
        .task();
    assert_eq!(after["tags"], json!(["Home", "b"]), "shown as first written");
    assert_eq!((after.reminders().len(), &after.reminders()[0]["before"]), (1, &json!("P1D")));
}

async fn a_date_alone_keeps_the_time(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2030-01-01", "due_time": "10:00"}))
        .await;
    assert_eq!(
        ann.patch(&task, json!({"due_date": "2030-01-02"})).await.task().due(),
        "2030-01-02 10:00"
    );
    let change = ann.history(&task).await[1]["data"]["changed"].clone();
    assert_eq!(change, json!(["due_date"]));
}

async fn sending_back_what_was_read_changes_nothing(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("Europe/Berlin").await;
    for task in [
        json!({"title": "Plain"}),
        json!({"title": "Monthly", "due_date": "2030-01-31", "due_time": "10:00", "recurrence_frequency": "monthly"}),
        json!({"title": "By rule", "due_date": "2030-01-01", "recurrence": "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=9", "catch_up": "each"}),
    ] {
        let task = ann.add(task).await;
        let again = ann.patch(&task, task.json().clone()).await.task();
        assert_eq!(again, task);
        assert_eq!(ann.history(&task).await.kinds(), ["task.created"]);
    }
}
