//! Fields that people and programs send by mistake, or to see what happens: refused with the reason, never
//! an error of the server's.

use rondo_harness::{Engine, Rondo};
use serde_json::{Value, json};

use crate::wrong_tasks::wrong_tasks;

on_both_engines![
    every_wrong_field_of_a_new_task_is_named,
    every_wrong_field_of_a_change_is_named,
    all_wrong_fields_come_at_once,
    what_is_right_at_the_limit_is_accepted,
    read_only_fields_name_the_call_to_use,
    wrong_reminders,
];

async fn every_wrong_field_of_a_new_task_is_named(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    for (field, task) in wrong_tasks() {
        let shown: String = task.to_string().chars().take(200).collect();
        let refused = ann.try_add(task).await.problem(422);
        assert!(refused.names(field), "{field} of {shown}: {refused:?}");
        assert!(!refused.says().contains("panic"), "{refused:?}");
    }
    assert!(ann.open_tasks().await.is_empty(), "nothing was made by the way");
}

async fn every_wrong_field_of_a_change_is_named(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2030-01-01", "recurrence_frequency": "daily"}))
        .await;
    // On a recurring task these three are right, so they are tried on none.
    let right_here = ["is_recurring", "recurrence_basis", "catch_up"];
    for (field, change) in wrong_tasks() {
        let mut change = change;
        let body = change.as_object_mut().expect("a task is an object");
        if field != "title" {
            body.remove("title");
        }
        if !["due_date", "due_time"].contains(&field) {
            body.remove("due_date");
        }
        let is_right =
            body.is_empty() || right_here.contains(&field) && change[field] != "sometimes" && change[field] != "all";
        if is_right || change == json!({"due_date": "2030-01-01"}) || change == json!({"due_time": "10:00"}) {
            continue;
        }
        let shown: String = change.to_string().chars().take(200).collect();
        let answer = ann.patch(&task, change).await;
        assert_eq!(answer.status(), 422, "{shown}: {answer:?}");
        let refused = answer.problem(422);
        assert!(refused.names(field), "{field} of {shown}: {refused:?}");
    }
    let cleared = ann.patch(&task, json!({"due_date": null})).await.problem(422);
    assert!(cleared.names("due_date"), "a recurring task needs a due date: {cleared:?}");
    assert_eq!(ann.show(&task).await, task);
}

async fn all_wrong_fields_come_at_once(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = json!({"title": "", "priority": "urgent", "due_date": "2030-02-30", "tags": ["a/b"], "colour": "red"});
    let named = ann.try_add(task).await.problem(422).fields();
    let mut fields: Vec<&str> = named.iter().filter_map(|field| field.split(['[', '/', '.']).next()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["colour", "due_date", "priority", "tags", "title"]);
}

async fn what_is_right_at_the_limit_is_accepted(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let tags: Vec<String> = (10..60).map(|n| format!("{n}{}", "ß".repeat(48))).collect();
    let reminders: Vec<Value> = (1..=20).map(|n| json!({"minutes_before": n})).collect();
    let task = ann
        .add(json!({
            "title": format!("  {}\n", "ä".repeat(255)), "description": "🦀".repeat(10_000), "tags": tags,
            "due_date": "2030-12-31", "due_time": "23:59", "reminders": reminders,
        }))
        .await;
    assert_eq!(task.title(), "ä".repeat(255), "trimmed");
    assert_eq!(ann.show(&task).await, task);
    for due_date in ["1970-01-01", "0001-01-01", "0000-01-01", "9999-12-31"] {
        let answer = ann
            .try_add(json!({"title": "Far", "due_date": due_date, "due_time": "00:00"}))
            .await;
        assert!([201, 422].contains(&answer.status()), "{due_date}: {answer:?}");
    }
    let last = ann
        .try_add(json!({"title": "Last", "due_date": "9999-12-31", "recurrence_frequency": "daily"}))
        .await;
    if last.status() == 201 {
        ann.complete(&last.task()).await.expect(200);
        rondo.settled().await;
    }
    ann.list("due_after=0001-01-01&due_before=9999-12-31").await;
    ann.list("overdue=true").await;
}

async fn read_only_fields_name_the_call_to_use(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2030-01-01", "recurrence_frequency": "daily"}))
        .await;
    let read_only = [
        "id",
        "is_completed",
        "completed_at",
        "series_id",
        "occurrence",
        "slot",
        "version",
        "created_at",
        "updated_at",
    ];
    for field in read_only {
        let same = ann.patch(&task, json!({field: task[field]})).await;
        assert_eq!(same.status(), 200, "{field} as it is: {same:?}");
        let other = match &task[field] {
            Value::Bool(is) => json!(!is),
            Value::Number(_) => json!(99),
            _ => json!("2031-01-01T00:00:00Z"),
        };
        let refused = ann.patch(&task, json!({field: other})).await.problem(422);
        assert!(refused.names(field), "{field}: {refused:?}");
    }
    let refused = ann.patch(&task, json!({"is_completed": true})).await.problem(422);
    assert!(refused.says().contains("/complete"), "names the call to use: {refused:?}");
    let whole = ann.patch(&task, task.json().clone()).await;
    assert_eq!(whole.status(), 200, "what was read may be sent back: {whole:?}");
    assert_eq!(ann.history(&task).await.kinds(), ["task.created"]);
}

async fn wrong_reminders(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2026-06-05", "reminders": [{"before": "PT1H"}]}))
        .await;
    let path = format!("/api/tasks/{}/reminders", task.id());
    for body in [
        json!({}),
        json!({"before": "soon"}),
        json!({"minutes_before": -5}),
        json!({"before": "PT1H", "late": true}),
        json!({"remind_at": "x"}),
    ] {
        ann.post(&path, &body).await.problem(422);
    }
    let reminder = &task.reminders()[0];
    for body in [
        json!({}),
        json!({"minutes": 0}),
        json!({"minutes": -5}),
        json!({"minutes": "5"}),
        json!({"minutes": 9_007_199_254_740_993_i64}),
        json!({"until": "2026-05-05T11:00:00Z"}),
        json!({"until": "later"}),
        json!({"until": "2026-05-05T13:00:00Z", "minutes": 5}),
        json!({"minute": 5}),
        json!({"until": null}),
    ] {
        let answer = ann.snooze(&task, reminder, &body).await;
        assert_eq!(answer.status(), 422, "{body}: {answer:?}");
        answer.problem(422);
    }
    assert_eq!(ann.show(&task).await, task);
}
