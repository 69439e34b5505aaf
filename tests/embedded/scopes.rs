//! Editing one occurrence, those that follow, or the whole series.

use rondo_harness::{Engine, Task};
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    a_moved_occurrence_moves_alone,
    a_moved_occurrence_keeps_its_slot_wherever_it_goes,
    a_new_time_for_one_occurrence_is_for_that_one,
    an_edit_of_this_one_is_for_this_one,
    an_edit_is_for_those_that_follow,
    a_move_for_good_moves_a_plain_interval,
    a_move_for_good_keeps_the_days_that_a_rule_names,
    a_new_rule_counts_anew_in_the_same_series,
    a_one_off_task_needs_no_scope,
];

/// Bins on Tuesdays, from 2026-03-10 on.
async fn bins(engine: Engine) -> Following {
    let task = json!({"title": "Bins", "due_date": "2026-03-10", "recurrence_frequency": "weekly", "reminders": []});
    Following::new(engine, "Europe/Berlin", "2026-03-10T09:00:00Z", task).await
}

fn slot(task: &Task) -> (String, String) {
    (task.due(), task.text("slot").to_owned())
}

fn pair(due: &str, slot: &str) -> (String, String) {
    (due.to_owned(), slot.to_owned())
}

async fn a_moved_occurrence_moves_alone(engine: Engine) {
    let bins = bins(engine).await;
    let moved = bins.ann.patch(&bins.first, json!({"due_date": "2026-03-12"})).await.task();
    assert_eq!(slot(&moved), pair("2026-03-12", "2026-03-10"));
    assert_eq!((moved.version(), &moved["occurrence"]), (2, &json!(1)));
    assert_eq!(bins.news(1).await, ["updated (user) due_date"]);
    let told = bins.events().await[1]["data"]["task"].clone();
    assert_eq!((&told["version"], &told["slot"]), (&json!(2), &json!("2026-03-10")));
    assert_eq!(bins.series().await["start"], "2026-03-10");

    assert_eq!(bins.next("2026-03-12T10:00:00Z").await, "2026-03-17");
    assert_eq!(bins.next("2026-03-17T10:00:00Z").await, "2026-03-24");
}

/// Forward beyond the next slot, and back before its own: what follows is counted from the slot.
async fn a_moved_occurrence_keeps_its_slot_wherever_it_goes(engine: Engine) {
    let bins = bins(engine).await;
    bins.ann
        .patch(&bins.first, json!({"due_date": "2026-03-25"}))
        .await
        .expect(200);
    assert_eq!(bins.next("2026-03-11T10:00:00Z").await, "2026-03-17", "done early");
    let second = bins.open().await;
    let moved = bins.edit(&second, "this", json!({"due_date": "2026-03-13"})).await.task();
    assert_eq!(slot(&moved), pair("2026-03-13", "2026-03-17"));
    assert_eq!(
        bins.next("2026-03-13T10:00:00Z").await,
        "2026-03-24",
        "never the same slot again"
    );
    let third = bins.open().await;
    bins.ann.patch(&third, json!({"due_date": "2026-04-02"})).await.expect(200);
    assert_eq!(
        bins.next("2026-04-02T10:00:00Z").await,
        "2026-04-07",
        "those that passed are skipped"
    );
}

async fn a_new_time_for_one_occurrence_is_for_that_one(engine: Engine) {
    let bins = bins(engine).await;
    let moved = bins
        .ann
        .patch(&bins.first, json!({"due_date": "2026-03-11", "due_time": "18:00"}))
        .await
        .task();
    assert_eq!(slot(&moved), pair("2026-03-11 18:00", "2026-03-10"));
    assert_eq!(bins.news(1).await, ["updated (user) due_date due_time"]);
    assert_eq!(bins.series().await["template"]["due_time"], Value::Null);
    assert_eq!(bins.next("2026-03-11T18:00:00Z").await, "2026-03-17");

    let second = bins.open().await;
    let all = bins.edit(&second, "following", json!({"due_time": "18:00"})).await.task();
    assert_eq!(slot(&all), pair("2026-03-17 18:00", "2026-03-17"));
    assert_eq!(bins.next("2026-03-17T18:00:00Z").await, "2026-03-24 18:00");
}

fn other_fields() -> Value {
    json!({
        "title": "Bins and paper", "description": "Both", "priority": "high", "tags": ["paper"],
        "due_time": "07:00", "time_zone": "Europe/Paris", "reminders": [{"before": "PT2H"}],
    })
}

/// What a task says in those fields, its reminders by how long before they come.
fn says(task: &Task) -> Value {
    let before = |reminder: &Value| json!({"before": reminder["before"]});
    let reminders: Vec<Value> = task.reminders().iter().map(before).collect();
    json!({
        "title": task["title"], "description": task["description"], "priority": task["priority"], "tags": task["tags"],
        "due_time": task["due_time"], "time_zone": task["time_zone"], "reminders": reminders,
    })
}

async fn an_edit_of_this_one_is_for_this_one(engine: Engine) {
    let bins = bins(engine).await;
    let before = (says(&bins.first), bins.series().await);
    let edited = bins.edit(&bins.first, "this", other_fields()).await.task();
    assert_eq!(says(&edited), other_fields());
    assert_eq!(
        bins.news(1).await,
        ["updated (user) title description priority due_time time_zone tags reminders"]
    );
    assert_eq!(bins.series().await, before.1, "the series stays as it was");
    bins.next("2026-03-10T10:00:00Z").await;
    assert_eq!(says(&bins.open().await), before.0);
}

async fn an_edit_is_for_those_that_follow(engine: Engine) {
    let bins = bins(engine).await;
    let edited = bins.ann.patch(&bins.first, other_fields()).await.task();
    assert_eq!((says(&edited), edited.version()), (other_fields(), 2));
    assert_eq!(
        bins.news(1).await,
        ["updated (user) title description priority due_time time_zone tags reminders"]
    );
    let series = bins.series().await;
    assert_eq!(series["time_zone"], "Europe/Paris");
    assert_eq!(
        series["template"],
        json!({
            "title": "Bins and paper", "description": "Both", "priority": "high", "tags": ["paper"],
            "due_time": "07:00", "reminders": ["PT2H"],
        })
    );
    assert_eq!(bins.next("2026-03-10T10:00:00Z").await, "2026-03-17 07:00");
    assert_eq!(says(&bins.open().await), other_fields());

    // Also when the one that is completed is edited later: history shapes nothing.
    bins.ann
        .patch(&bins.first, json!({"title": "Bins, as it was"}))
        .await
        .expect(200);
    assert_eq!(bins.open().await.title(), "Bins and paper");
    assert_eq!(bins.next("2026-03-17T10:00:00Z").await, "2026-03-24 07:00");
    assert_eq!(bins.open().await.title(), "Bins and paper");
}

async fn a_move_for_good_moves_a_plain_interval(engine: Engine) {
    let task = json!({"title": "Choir", "due_date": "2026-03-05", "recurrence_frequency": "weekly"});
    let choir = Following::new(engine, "UTC", "2026-03-05T09:00:00Z", task).await;
    choir.next("2026-03-05T10:00:00Z").await;
    let second = choir.open().await;
    let moved = choir
        .edit(&second, "following", json!({"due_date": "2026-03-14"}))
        .await
        .task();
    assert_eq!(slot(&moved), pair("2026-03-14", "2026-03-14"));
    assert_eq!(
        (&moved["recurrence"], &moved["recurrence_frequency"]),
        (&json!("FREQ=WEEKLY;BYDAY=SA"), &json!("weekly"))
    );
    assert_eq!((&moved["series_id"], &moved["occurrence"]), (&second["series_id"], &json!(2)));
    assert_eq!(choir.news(3).await, ["updated (user) due_date recurrence"]);
    assert_eq!(choir.next("2026-03-14T10:00:00Z").await, "2026-03-21");
    assert_eq!(choir.next("2026-03-21T10:00:00Z").await, "2026-03-28");

    let back = choir.open().await;
    choir
        .edit(&back, "series", json!({"due_date": "2026-03-26"}))
        .await
        .expect(200);
    assert_eq!(choir.next("2026-03-26T10:00:00Z").await, "2026-04-02");
}

async fn a_move_for_good_keeps_the_days_that_a_rule_names(engine: Engine) {
    let task = json!({"title": "Gym", "due_date": "2026-03-09", "recurrence": "FREQ=WEEKLY;BYDAY=MO,TH"});
    let gym = Following::new(engine, "UTC", "2026-03-09T09:00:00Z", task).await;
    let moved = gym
        .edit(&gym.first, "following", json!({"due_date": "2026-03-10"}))
        .await
        .task();
    assert_eq!(
        slot(&moved),
        pair("2026-03-10", "2026-03-12"),
        "it stands for the first from there on"
    );
    assert_eq!(moved["recurrence"], "FREQ=WEEKLY;BYDAY=MO,TH");
    assert_eq!(gym.next("2026-03-10T10:00:00Z").await, "2026-03-16");
}

async fn a_new_rule_counts_anew_in_the_same_series(engine: Engine) {
    let task = json!({"title": "Pills", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;COUNT=3"});
    let pills = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    pills.next("2026-03-10T10:00:00Z").await;
    let second = pills.open().await;
    let edited = pills
        .ann
        .patch(&second, json!({"recurrence": "FREQ=DAILY;INTERVAL=2;COUNT=3"}))
        .await
        .task();
    assert_eq!(
        (&edited["series_id"], &edited["occurrence"], edited.id()),
        (&second["series_id"], &json!(2), second.id())
    );
    assert_eq!(slot(&edited), pair("2026-03-11", "2026-03-11"));
    assert_eq!(edited["recurrence_text"], "every 2 days, 3 times");
    assert_eq!(pills.news(3).await, ["updated (user) recurrence"]);
    assert_eq!(pills.next("2026-03-11T10:00:00Z").await, "2026-03-13");
    assert_eq!(pills.next("2026-03-13T10:00:00Z").await, "2026-03-15");
    let last = pills.open().await;
    pills.ann.complete(&last).await.expect(200);
    pills.rondo.settled().await;
    assert!(pills.ann.open_tasks().await.is_empty(), "three by the new rule");

    // A due date that the new rule does not give stays: it counts as moved.
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily"});
    let run = pills.ann.add(task).await;
    let edited = pills
        .ann
        .patch(&run, json!({"recurrence": "FREQ=WEEKLY;BYDAY=FR"}))
        .await
        .task();
    assert_eq!(slot(&edited), pair("2026-03-10", "2026-03-13"));
}

async fn a_one_off_task_needs_no_scope(engine: Engine) {
    let bins = bins(engine).await;
    let call = bins.ann.add(json!({"title": "Call"})).await;
    for (scope, title) in [("this", "Call Ann"), ("following", "Call Bob"), ("series", "Call Eve")] {
        assert_eq!(bins.edit(&call, scope, json!({"title": title})).await.task().title(), title);
    }
    let recurring = bins
        .edit(
            &call,
            "this",
            json!({"due_date": "2026-03-11", "recurrence_frequency": "daily"}),
        )
        .await
        .task();
    assert_eq!(
        (&recurring["is_recurring"], &recurring["occurrence"]),
        (&json!(true), &json!(1))
    );
}
