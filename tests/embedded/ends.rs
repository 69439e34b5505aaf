//! Where a series ends, who says so, and how it comes back.

use rondo_harness::{Engine, Task};
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    a_series_that_somebody_ends,
    a_series_that_its_rule_ends,
    the_last_by_completion_counts_completions,
    reopening_the_last_one_makes_the_series_live_again,
    an_ended_series_begins_anew_with_a_new_rule,
    deleting_this_one_and_bringing_it_back,
    deleting_the_series_and_bringing_it_back,
    a_next_one_that_somebody_deleted_is_not_revived,
    a_longer_rule_brings_the_next_one,
    deleting_the_last_one_ends_the_series,
    a_new_end_keeps_the_dates,
    an_occurrence_that_leaves_for_a_series_of_its_own,
    a_longer_rule_by_an_earlier_occurrence,
];

async fn daily(engine: Engine, rule: &str) -> Following {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence": rule, "reminders": []});
    Following::new(engine, "Europe/Berlin", "2026-03-10T09:00:00Z", task).await
}

async fn complete(following: &Following, task: &Task) -> Task {
    following.ann.complete(task).await.expect(200);
    following.rondo.settled().await;
    following.ann.show(task).await
}

async fn a_series_that_somebody_ends(engine: Engine) {
    for end in [
        json!({"recurrence": null}),
        json!({"is_recurring": false}),
        json!({"recurrence_frequency": null}),
    ] {
        let run = daily(engine, "FREQ=DAILY").await;
        run.next("2026-03-10T10:00:00Z").await;
        let last = run.open().await;
        let ended = run.ann.patch(&last, end.clone()).await.task();
        assert_eq!(
            (ended.text("series_state"), &ended["is_recurring"]),
            ("ended", &json!(false)),
            "{end}"
        );
        for field in [
            "recurrence",
            "recurrence_frequency",
            "recurrence_text",
            "recurrence_basis",
            "catch_up",
        ] {
            assert_eq!(ended[field], Value::Null, "{field} after {end}");
        }
        assert_eq!(
            (&ended["series_id"], &ended["occurrence"]),
            (&run.first["series_id"], &json!(2))
        );
        assert_eq!(run.news(3).await, ["updated (user) is_recurring recurrence"]);
        assert_eq!(run.events().await[3]["data"]["task"]["series_state"], "ended");
        assert_eq!(run.series().await["state"], "ended");
        assert_eq!(
            run.ann.show(&run.first).await.text("series_state"),
            "ended",
            "the completed one says so as well"
        );

        complete(&run, &last).await;
        assert!(run.ann.open_tasks().await.is_empty());
        run.edit_series(json!({"template": {"title": "Walk"}})).await.problem(409);
        run.ann.reopen(&last).await.expect(200);
        assert_eq!(run.open().await.text("series_state"), "ended", "whoever ended it meant it");
    }
}

/// Every way to say where a rule ends; each ends with the second of two days.
async fn a_series_that_its_rule_ends(engine: Engine) {
    for (rule, time) in [
        ("FREQ=DAILY;COUNT=2", Value::Null),
        ("FREQ=DAILY;UNTIL=20260311", Value::Null),
        ("FREQ=DAILY;UNTIL=20260311", json!("23:00")),
        ("FREQ=DAILY;UNTIL=20260311T090000", Value::Null),
        // 10:00 in Berlin.
        ("FREQ=DAILY;UNTIL=20260311T090000Z", Value::Null),
        // In Berlin it is still the 11th, and just not the 12th any more.
        ("FREQ=DAILY;UNTIL=20260311T225959Z", Value::Null),
        ("FREQ=DAILY;BYHOUR=9;UNTIL=20260311T090000", Value::Null),
        ("FREQ=DAILY;BYHOUR=9;UNTIL=20260311T080000Z", Value::Null),
        ("FREQ=DAILY;BYHOUR=9;UNTIL=20260312T075959Z", Value::Null),
    ] {
        let task = json!({"title": "Run", "due_date": "2026-03-10", "due_time": time, "recurrence": rule, "reminders": []});
        let run = Following::new(engine, "Europe/Berlin", "2026-03-10T07:00:00+01:00", task).await;
        let next = run.next("2026-03-10T12:00:00Z").await;
        assert_eq!(next.get(..10), Some("2026-03-11"), "{rule}");
        assert_eq!(run.open().await.text("series_state"), "live", "{rule}");
        let last = run.open().await;
        let answered = run.ann.complete(&last).await.task();
        assert_eq!(
            (answered.text("series_state"), &answered["is_recurring"]),
            ("ended", &json!(true)),
            "{rule}"
        );
        run.rondo.settled().await;
        assert!(run.ann.open_tasks().await.is_empty(), "{rule}");
        assert_eq!(run.series().await["state"], "ended", "{rule}");
        let completed = run.events().await.of("task.completed");
        let says = |event: &Value| event["data"]["task"]["series_state"].clone();
        assert_eq!(
            (says(&completed[0]), says(&completed[1])),
            (json!("live"), json!("ended")),
            "{rule}"
        );
        assert_eq!(run.events().await.len(), 4, "{rule}");
    }
}

async fn the_last_by_completion_counts_completions(engine: Engine) {
    let task = json!({
        "title": "Injection", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;INTERVAL=10;COUNT=2", "recurrence_basis": "completion_date",
    });
    let injection = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    assert_eq!(injection.next("2026-03-15T09:00:00Z").await, "2026-03-25");
    let last = injection.open().await;
    assert_eq!(complete(&injection, &last).await.text("series_state"), "ended");
    assert!(injection.ann.open_tasks().await.is_empty());

    // Another rule counts anew, from the occurrence at which it was given.
    injection.ann.reopen(&last).await.expect(200);
    let rule = json!({"recurrence": "FREQ=DAILY;INTERVAL=7;COUNT=2"});
    injection.ann.patch(&last, rule).await.expect(200);
    assert_eq!(injection.next("2026-03-26T09:00:00Z").await, "2026-04-02");
    let last = injection.open().await;
    assert_eq!(complete(&injection, &last).await.text("series_state"), "ended");
}

async fn reopening_the_last_one_makes_the_series_live_again(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY;COUNT=2").await;
    run.next("2026-03-10T10:00:00Z").await;
    let last = run.open().await;
    complete(&run, &last).await;
    let reopened = run.ann.reopen(&last).await.task();
    assert_eq!(
        (reopened.text("series_state"), &reopened["successor"]),
        ("live", &Value::Null)
    );
    assert_eq!(run.series().await["state"], "live");
    // Now it may be made longer.
    run.ann
        .patch(&last, json!({"recurrence": "FREQ=DAILY;COUNT=2"}))
        .await
        .expect(200);
    assert_eq!(
        complete(&run, &last).await.text("series_state"),
        "ended",
        "the same rule changes nothing"
    );
    run.ann.reopen(&last).await.expect(200);
    run.ann
        .patch(&last, json!({"recurrence": "FREQ=DAILY;COUNT=3"}))
        .await
        .expect(200);
    complete(&run, &last).await;
    assert_eq!(run.open().await.due(), "2026-03-12");
}

async fn an_ended_series_begins_anew_with_a_new_rule(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY").await;
    run.ann.patch(&run.first, json!({"recurrence": null})).await.expect(200);
    let again = run
        .ann
        .patch(&run.first, json!({"recurrence_frequency": "weekly"}))
        .await
        .task();
    assert_eq!((again.text("series_state"), &again["is_recurring"]), ("live", &json!(true)));
    assert_eq!(run.news(2).await, ["updated (user) is_recurring recurrence"]);
    complete(&run, &run.first).await;
    assert_eq!(run.open().await.due(), "2026-03-17");
}

async fn deleting_this_one_and_bringing_it_back(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY").await;
    run.ann.delete(&run.first, "this").await.expect(204);
    assert_eq!(run.news(1).await, ["deleted (user)", "created (skipped)"]);
    let stand_in = run.open().await;
    assert_eq!((stand_in.due().as_str(), &stand_in["occurrence"]), ("2026-03-11", &json!(2)));
    let seen = run.events().await.len();
    let back = run.ann.restore(&run.first).await.task();
    assert_eq!((back.due().as_str(), back.version()), ("2026-03-10", 3));
    assert_eq!(run.news(seen).await, ["created (restored)", "deleted (restored)"]);
    assert_eq!(run.open().await, back);
    run.ann.restore(&run.first).await.expect(200);
    assert_eq!(run.events().await.len(), seen + 2, "restoring again changes nothing");
    assert_eq!(run.next("2026-03-10T10:00:00Z").await, "2026-03-11");
    assert_eq!(run.open().await.id(), stand_in.id(), "one successor, ever");

    // A stand-in that somebody worked on stays.
    run.ann.delete(&run.open().await, "this").await.expect(204);
    let worked_on = run.open().await;
    run.ann
        .patch(&worked_on, json!({"description": "with Bob"}))
        .await
        .expect(200);
    run.ann.restore(&stand_in).await.expect(200);
    assert_eq!(run.ann.open_tasks().await.due_dates(), ["2026-03-11", "2026-03-12"]);
}

async fn deleting_the_series_and_bringing_it_back(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY").await;
    run.next("2026-03-10T10:00:00Z").await;
    let second = run.open().await;
    let seen = run.events().await.len();
    run.ann.delete(&second, "series").await.expect(204);
    assert_eq!(run.news(seen).await, ["deleted (series_deleted)"]);
    assert_eq!(run.events().await[seen]["data"]["task"]["series_state"], "ended");
    assert_eq!(run.series().await["state"], "ended");
    assert_eq!(
        run.ann.completed_tasks().await.only().id(),
        run.first.id(),
        "what was completed stays"
    );
    run.edit_series(json!({"catch_up": "each"})).await.problem(409);

    let back = run.ann.restore(&second).await.task();
    assert_eq!((back.text("series_state"), back.due().as_str()), ("live", "2026-03-11"));
    assert_eq!(run.news(seen + 1).await, ["created (restored)"]);
    assert_eq!(run.series().await["state"], "live");
    assert_eq!(run.next("2026-03-11T10:00:00Z").await, "2026-03-12");
}

async fn a_next_one_that_somebody_deleted_is_not_revived(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY").await;
    run.next("2026-03-10T10:00:00Z").await;
    let second = run.open().await;
    run.ann.delete(&second, "this").await.expect(204);
    assert_eq!(run.open().await.due(), "2026-03-12");
    run.ann.reopen(&run.first).await.expect(200);
    assert_eq!(run.open().await.due(), "2026-03-10");
    complete(&run, &run.first).await;
    assert_eq!(run.open().await.due(), "2026-03-12");
    run.ann.get(&format!("/api/tasks/{}", second.id())).await.problem(404);
}

/// By the series or by its last task, also after a next one that somebody deleted.
async fn a_longer_rule_brings_the_next_one(engine: Engine) {
    for (by_series, longer) in [
        (true, json!("FREQ=DAILY;COUNT=4")),
        (false, json!("FREQ=DAILY;COUNT=4")),
        (true, json!("FREQ=DAILY;UNTIL=20260320")),
        (false, json!("FREQ=DAILY")),
    ] {
        let run = daily(engine, "FREQ=DAILY;COUNT=2").await;
        run.next("2026-03-10T10:00:00Z").await;
        run.rondo.clock("2026-03-11T10:00:00Z").await;
        let last = run.open().await;
        complete(&run, &last).await;
        assert_eq!(run.series().await["state"], "ended");
        let seen = run.events().await.len();
        let edit = json!({"recurrence": longer});
        if by_series {
            assert_eq!(run.edit_series(edit).await.expect(200).json()["state"], "live", "{longer}");
        } else {
            assert_eq!(
                run.ann.patch(&last, edit).await.task().text("series_state"),
                "live",
                "{longer}"
            );
        }
        let next = run.open().await;
        assert_eq!(
            (next.due().as_str(), &next["occurrence"]),
            ("2026-03-12", &json!(3)),
            "{longer}"
        );
        let cause = if by_series { "series_changed" } else { "user" };
        assert_eq!(
            run.news(seen).await,
            [format!("updated ({cause}) recurrence"), "created (series_changed)".to_owned()]
        );
        run.rondo.settled().await;
        assert_eq!(run.open().await.id(), next.id());
        assert_eq!(run.next("2026-03-12T10:00:00Z").await, "2026-03-13");
    }

    let run = daily(engine, "FREQ=DAILY;COUNT=2").await;
    run.next("2026-03-10T10:00:00Z").await;
    run.ann.delete(&run.open().await, "this").await.expect(204);
    run.edit_series(json!({"recurrence": "FREQ=DAILY;COUNT=3"})).await.expect(200);
    let next = run.open().await;
    assert_eq!((next.due().as_str(), &next["occurrence"]), ("2026-03-12", &json!(3)));
}

async fn deleting_the_last_one_ends_the_series(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY;COUNT=2").await;
    run.next("2026-03-10T10:00:00Z").await;
    let last = run.open().await;
    assert_eq!(run.series().await["state"], "live");
    run.ann.delete(&last, "this").await.expect(204);
    let deleted = run.events().await[3].clone();
    assert_eq!(
        (&deleted["type"], &deleted["data"]["task"]["series_state"]),
        (&json!("task.deleted"), &json!("ended"))
    );
    assert_eq!(run.series().await["state"], "ended");
    assert_eq!(run.ann.show(&run.first).await.text("series_state"), "ended");
    assert_eq!(run.ann.completed_tasks().await.only().text("series_state"), "ended");
    assert_eq!(run.pause().await, "ended", "there is nothing to pause");

    let back = run.ann.restore(&last).await.task();
    assert_eq!(back.text("series_state"), "live");
    assert_eq!(run.series().await["state"], "live");
    assert_eq!(run.ann.show(&run.first).await.text("series_state"), "live");

    // One that has no other.
    let once = run
        .ann
        .add(json!({"title": "Once", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;COUNT=1"}))
        .await;
    run.ann.delete(&once, "this").await.expect(204);
    let series = run.ann.get(&format!("/api/series/{}", once.text("series_id"))).await;
    assert_eq!(series.expect(200).json()["state"], "ended");
}

/// COUNT counts from the first occurrence, whenever it is changed.
async fn a_new_end_keeps_the_dates(engine: Engine) {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;INTERVAL=2;COUNT=9"});
    let run = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    assert_eq!(run.next("2026-03-10T10:00:00Z").await, "2026-03-12");
    let second = run.open().await;
    run.ann.patch(&second, json!({"due_date": "2026-03-13"})).await.expect(200);
    for rule in ["FREQ=DAILY;INTERVAL=2;COUNT=3", "FREQ=DAILY;INTERVAL=2;UNTIL=20260315"] {
        let edited = run.ann.patch(&second, json!({"recurrence": rule})).await.task();
        assert_eq!(
            (edited.text("recurrence"), edited.text("slot"), edited.due().as_str()),
            (rule, "2026-03-12", "2026-03-13")
        );
        assert_eq!(run.series().await["start"], "2026-03-10");
    }
    let refused = run
        .ann
        .patch(&second, json!({"recurrence": "FREQ=DAILY;INTERVAL=2;UNTIL=20260301"}))
        .await
        .problem(422);
    assert!(refused.names("recurrence"));
    assert_eq!(run.next("2026-03-13T10:00:00Z").await, "2026-03-14");
    let last = run.open().await;
    assert_eq!(complete(&run, &last).await.text("series_state"), "ended");
    assert!(run.ann.open_tasks().await.is_empty());
}

/// Its place in the series that it came from is given up.
async fn an_occurrence_that_leaves_for_a_series_of_its_own(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY").await;
    run.next("2026-03-10T10:00:00Z").await;
    let second = run.open().await;
    run.next("2026-03-11T10:00:00Z").await;
    let third = run.open().await;
    run.ann.delete(&third, "series").await.expect(204);
    let left = run.ann.patch(&second, json!({"recurrence_frequency": "weekly"})).await.task();
    assert_ne!(left["series_id"], second["series_id"]);
    assert_eq!(
        run.open().await.due(),
        "2026-03-18",
        "it is completed, so its own series goes on"
    );
    run.ann.delete(&run.open().await, "series").await.expect(204);

    run.ann.restore(&third).await.expect(200);
    run.ann.reopen(&run.first).await.expect(200);
    complete(&run, &run.first).await;
    assert_eq!(run.open().await.id(), third.id(), "the third is there already");
    run.ann.delete(&third, "series").await.expect(204);
    run.ann.patch(&run.first, json!({"description": "done"})).await.expect(200);
}

async fn a_longer_rule_by_an_earlier_occurrence(engine: Engine) {
    let run = daily(engine, "FREQ=DAILY;COUNT=2").await;
    run.next("2026-03-10T10:00:00Z").await;
    run.rondo.clock("2026-03-11T10:00:00Z").await;
    let last = run.open().await;
    complete(&run, &last).await;
    run.ann
        .patch(&run.first, json!({"recurrence": "FREQ=DAILY;COUNT=3"}))
        .await
        .expect(200);
    let next = run.open().await;
    assert_eq!((next.due().as_str(), &next["occurrence"]), ("2026-03-12", &json!(3)));
    assert_eq!(run.series().await["state"], "live");

    // Ended while it was paused, it still says what was left to do.
    run.pause().await;
    complete(&run, &next).await;
    run.edit_series(json!({"recurrence": "FREQ=DAILY;UNTIL=20260315"}))
        .await
        .expect(200);
    run.rondo.clock("2026-03-20T10:00:00Z").await;
    assert_eq!(run.resume().await, "live");
    let missed = run.open().await;
    assert_eq!(missed.due(), "2026-03-13");
    assert_eq!(complete(&run, &missed).await.text("series_state"), "ended");
    assert!(run.ann.open_tasks().await.is_empty());
}
