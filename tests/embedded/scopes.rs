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
    the_rule_as_it_is_changes_nothing_in_any_scope,
    the_rule_is_not_for_one_occurrence,
    what_was_for_one_stays_for_one_when_another_field_follows,
    a_date_that_stays_moves_nothing_for_good,
    a_move_for_good_keeps_what_count_allows,
    an_edit_of_the_series_reaches_the_open_one_before,
    a_scope_is_one_of_three_words,
    a_move_and_the_rule_as_it_is_move_this_one,
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

async fn the_rule_as_it_is_changes_nothing_in_any_scope(engine: Engine) {
    let bins = bins(engine).await;
    for scope in ["this", "following", "series"] {
        for rule in [
            json!({"recurrence_frequency": "weekly"}),
            json!({"recurrence": "FREQ=WEEKLY"}),
            json!({"recurrence": "FREQ=WEEKLY;BYDAY=TU", "recurrence_frequency": "weekly"}),
            json!({"is_recurring": true, "recurrence_basis": "due_date", "catch_up": "next"}),
        ] {
            let same = bins.edit(&bins.first, scope, rule).await.task();
            assert_eq!(same, bins.first);
        }
        let read = bins.first.json().clone();
        assert_eq!(bins.edit(&bins.first, scope, read).await.task(), bins.first);
    }
    assert_eq!(bins.events().await.len(), 1);
}

async fn the_rule_is_not_for_one_occurrence(engine: Engine) {
    let bins = bins(engine).await;
    for (field, value) in [
        ("recurrence_frequency", json!("daily")),
        ("recurrence", json!("FREQ=DAILY")),
        ("recurrence", Value::Null),
        ("is_recurring", json!(false)),
        ("recurrence_basis", json!("completion_date")),
        ("catch_up", json!("each")),
    ] {
        let refused = bins.edit(&bins.first, "this", json!({field: value})).await.problem(422);
        assert!(refused.names(field), "{field}: {refused:?}");
        assert!(refused.says().contains("scope=following"), "{refused:?}");
    }
    assert_eq!(bins.ann.show(&bins.first).await, bins.first);
}

/// A client that sends back the whole task means what it changed.
async fn a_move_and_the_rule_as_it_is_move_this_one(engine: Engine) {
    let bins = bins(engine).await;
    let mut whole = bins.first.json().clone();
    whole["due_date"] = json!("2026-03-12");
    let moved = bins.ann.patch(&bins.first, whole).await.task();
    assert_eq!(slot(&moved), pair("2026-03-12", "2026-03-10"));
    assert_eq!(bins.next("2026-03-12T10:00:00Z").await, "2026-03-17");
}

async fn what_was_for_one_stays_for_one_when_another_field_follows(engine: Engine) {
    let bins = bins(engine).await;
    let series = bins.series().await;
    bins.edit(&bins.first, "this", other_fields()).await.expect(200);
    let mut whole = bins.ann.show(&bins.first).await.json().clone();
    whole["priority"] = json!("low");
    let edited = bins.edit(&bins.first, "following", whole).await.task();
    assert_eq!((edited.title(), edited.text("priority")), ("Bins and paper", "low"));
    let mut expected = series.clone();
    expected["template"]["priority"] = json!("low");
    assert_eq!(bins.series().await, expected, "nothing else follows");
    bins.next("2026-03-10T10:00:00Z").await;
    let next = bins.open().await;
    assert_eq!(
        (next.title(), next.text("priority"), next.due().as_str()),
        ("Bins", "low", "2026-03-17")
    );
    assert_eq!(next["time_zone"], Value::Null);
}

async fn a_date_that_stays_moves_nothing_for_good(engine: Engine) {
    let bins = bins(engine).await;
    bins.ann
        .patch(&bins.first, json!({"due_date": "2026-03-12"}))
        .await
        .expect(200);
    let edited = bins
        .edit(&bins.first, "following", json!({"due_date": "2026-03-12", "title": "Waste"}))
        .await
        .task();
    assert_eq!(slot(&edited), pair("2026-03-12", "2026-03-10"));
    assert_eq!(bins.news(2).await, ["updated (user) title"]);
    assert_eq!(bins.series().await["start"], "2026-03-10");
    assert_eq!(bins.next("2026-03-12T10:00:00Z").await, "2026-03-17");
}

/// To a day before or after, near or far: three more stay three more.
async fn a_move_for_good_keeps_what_count_allows(engine: Engine) {
    for (to, after) in [
        ("2026-03-16", ["2026-03-23", "2026-03-30"]),
        ("2026-03-19", ["2026-03-26", "2026-04-02"]),
        ("2026-04-09", ["2026-04-16", "2026-04-23"]),
    ] {
        let task = json!({"title": "Choir", "due_date": "2026-03-10", "recurrence": "FREQ=WEEKLY;COUNT=4"});
        let choir = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
        assert_eq!(choir.next("2026-03-10T10:00:00Z").await, "2026-03-17");
        let second = choir.open().await;
        let moved = choir.edit(&second, "following", json!({"due_date": to})).await.task();
        assert_eq!(slot(&moved), pair(to, to));
        assert!(
            moved.text("recurrence").ends_with("COUNT=3"),
            "{to}: {}",
            moved.text("recurrence")
        );
        assert_eq!(choir.next(&format!("{to}T10:00:00Z")).await, after[0]);
        assert_eq!(choir.next(&format!("{}T10:00:00Z", after[0])).await, after[1]);
        choir.ann.complete(&choir.open().await).await.expect(200);
        choir.rondo.settled().await;
        assert!(choir.ann.open_tasks().await.is_empty(), "{to}");
    }

    // Where completions are counted, the numbers go on.
    let task = json!({"title": "Filter", "due_date": "2026-03-10", "recurrence": "FREQ=WEEKLY;COUNT=3", "recurrence_basis": "completion_date"});
    let filter = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    filter.next("2026-03-10T10:00:00Z").await;
    let second = filter.open().await;
    filter
        .edit(&second, "following", json!({"due_date": "2026-03-20"}))
        .await
        .expect(200);
    assert_eq!(filter.next("2026-03-20T10:00:00Z").await, "2026-03-27");
    filter.ann.complete(&filter.open().await).await.expect(200);
    filter.rondo.settled().await;
    assert!(filter.ann.open_tasks().await.is_empty());
}

/// Two open ones: the second was kept when the first was opened again.
async fn two_open(engine: Engine) -> (Following, Task, Task) {
    let bins = bins(engine).await;
    bins.next("2026-03-10T10:00:00Z").await;
    let second = bins.open().await;
    bins.edit(&second, "this", json!({"description": "Blue ones"}))
        .await
        .expect(200);
    let first = bins.ann.reopen(&bins.first).await.task();
    let second = bins.ann.show(&second).await;
    (bins, first, second)
}

async fn an_edit_of_the_series_reaches_the_open_one_before(engine: Engine) {
    let (bins, first, second) = two_open(engine).await;
    let seen = bins.events().await.len();
    let edit = json!({"title": "Waste", "recurrence": "FREQ=WEEKLY;BYDAY=TU,FR", "catch_up": "each"});
    bins.edit(&second, "series", edit).await.expect(200);
    let first_now = bins.ann.show(&first).await;
    assert_eq!((first_now.title(), first_now.text("description")), ("Waste", ""));
    assert_eq!(first_now.version(), first.version() + 1);
    assert_eq!(
        bins.news(seen).await,
        [
            "updated (user) title recurrence catch_up",
            "updated (series_changed) title recurrence catch_up"
        ]
    );
    let seen = bins.events().await.len();
    bins.edit(&second, "following", json!({"title": "Bins"})).await.expect(200);
    assert_eq!(bins.ann.show(&first).await.title(), "Waste", "it comes before");
    bins.edit(&first, "following", json!({"priority": "high"})).await.expect(200);
    assert_eq!(bins.ann.show(&second).await.text("priority"), "high", "it comes after");
    assert_eq!(
        bins.news(seen).await,
        [
            "updated (user) title",
            "updated (user) priority",
            "updated (series_changed) priority"
        ]
    );
}

async fn a_scope_is_one_of_three_words(engine: Engine) {
    let bins = bins(engine).await;
    for scope in ["", "all", "THIS", "this,series"] {
        let refused = bins.edit(&bins.first, scope, json!({"title": "Waste"})).await.problem(422);
        assert!(refused.names("scope"), "{scope:?}");
        assert!(
            bins.ann.delete(&bins.first, scope).await.problem(422).names("scope"),
            "{scope:?}"
        );
    }
    assert!(bins.ann.delete(&bins.first, "following").await.problem(422).names("scope"));
    assert_eq!(bins.ann.show(&bins.first).await, bins.first);
}
