//! Skipping an occurrence: the same task moves on to the next slot of its series.

use rondo_harness::Engine;
use serde_json::json;

use crate::following::Following;

on_both_engines![
    a_skipped_task_moves_to_its_next_slot,
    a_skip_sent_twice_skips_once,
    a_skip_without_a_body,
    what_cannot_be_skipped,
    wrong_slots,
    the_last_one_cannot_be_skipped,
    an_overdue_daily_task_goes_to_today,
    an_overdue_one_of_which_each_is_owed_goes_on_by_one,
    a_skipped_task_takes_the_time_of_its_series,
    a_skip_by_hours,
    a_skip_counts_from_today_when_completions_count,
    a_skip_while_the_series_is_paused,
    a_skip_never_lands_on_the_slot_of_another,
    a_skip_passes_what_was_given_up,
];

async fn bins(engine: Engine) -> Following {
    let task = json!({
        "title": "Bins", "due_date": "2026-03-10", "due_time": "18:00", "recurrence_frequency": "weekly",
        "reminders": [{"before": "PT1H"}],
    });
    Following::new(engine, "Europe/Berlin", "2026-03-10T09:00:00Z", task).await
}

async fn daily(engine: Engine, now: &str) -> Following {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily"});
    let run = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    run.rondo.clock(now).await;
    run
}

async fn a_skipped_task_moves_to_its_next_slot(engine: Engine) {
    let bins = bins(engine).await;
    let skipped = bins.skip(&bins.first, json!({"slot": "2026-03-10"})).await.task();
    assert_eq!((skipped.id(), &skipped["occurrence"]), (bins.first.id(), &json!(1)));
    assert_eq!(
        (skipped.due().as_str(), skipped.text("slot"), skipped.version()),
        ("2026-03-17 18:00", "2026-03-17", 2)
    );
    let reminder = &skipped.reminders()[0];
    assert_eq!(
        (&reminder["remind_at"], &reminder["state"]),
        (&json!("2026-03-17T16:00:00Z"), &json!("planned"))
    );
    assert_eq!(bins.news(1).await, ["updated (skipped) due_date"]);
    let told = bins.events().await[1]["data"]["task"].clone();
    assert_eq!(
        (&told["due_date"], &told["slot"], &told["version"]),
        (&json!("2026-03-17T18:00:00+01:00"), &json!("2026-03-17"), &json!(2))
    );
    assert_eq!(bins.open().await, skipped);
    assert_eq!(bins.next("2026-03-17T18:00:00Z").await, "2026-03-24 18:00");
    assert_eq!(bins.open().await["occurrence"], 2);
}

async fn a_skip_sent_twice_skips_once(engine: Engine) {
    let bins = bins(engine).await;
    let once = bins.skip(&bins.first, json!({"slot": "2026-03-10"})).await.task();
    let twice = bins.skip(&bins.first, json!({"slot": "2026-03-10"})).await.expect(200).task();
    assert_eq!(twice, once);
    assert_eq!(bins.events().await.kinds(), ["task.created", "task.updated"]);
    let again = bins.skip(&bins.first, json!({"slot": "2026-03-17"})).await.task();
    assert_eq!(again.text("slot"), "2026-03-24");

    // A moved one still stands on its slot.
    bins.ann.patch(&again, json!({"due_date": "2026-03-26"})).await.expect(200);
    let moved = bins.skip(&again, json!({"slot": "2026-03-24"})).await.task();
    assert_eq!(moved.due(), "2026-03-31 18:00");
}

async fn a_skip_without_a_body(engine: Engine) {
    let bins = bins(engine).await;
    let path = format!("/api/tasks/{}/skip", bins.first.id());
    let skipped = bins.ann.call("POST", &path).send().await.task();
    assert_eq!(skipped.text("slot"), "2026-03-17");
    let skipped = bins.skip(&skipped, json!({})).await.task();
    assert_eq!(skipped.text("slot"), "2026-03-24");
    let skipped = bins.skip(&skipped, json!({"slot": null})).await.task();
    assert_eq!(skipped.text("slot"), "2026-03-31");
}

async fn what_cannot_be_skipped(engine: Engine) {
    let bins = bins(engine).await;
    let one_off = bins.ann.add(json!({"title": "Call", "due_date": "2026-03-10"})).await;
    bins.skip(&one_off, json!({})).await.problem(409);
    bins.skip(&one_off, json!({"slot": "2026-03-10"})).await.problem(409);

    bins.ann.complete(&bins.first).await.expect(200);
    bins.rondo.settled().await;
    let seen = bins.events().await.len();
    bins.skip(&bins.first, json!({})).await.problem(409);
    bins.skip(&bins.first, json!({"slot": "2026-03-10"})).await.problem(409);
    let next = bins.ann.list("status=pending&search=bins").await.only();
    bins.ann.patch(&next, json!({"recurrence": null})).await.expect(200);
    bins.skip(&next, json!({})).await.problem(409);

    bins.ann.delete(&next, "this").await.expect(204);
    bins.skip(&next, json!({})).await.problem(404);
    let bob = bins.rondo.register("UTC").await;
    bob.post(&format!("/api/tasks/{}/skip", bins.first.id()), &json!({}))
        .await
        .problem(404);
    assert_eq!(
        bins.news(seen).await,
        ["updated (user) is_recurring recurrence", "deleted (user)"]
    );
}

async fn wrong_slots(engine: Engine) {
    let bins = bins(engine).await;
    for (field, body) in [
        ("slot", json!({"slot": "next week"})),
        ("slot", json!({"slot": 7})),
        ("slot", json!({"slot": "2026-02-30"})),
        ("slot", json!({"slot": "0000-01-01"})),
        ("slots", json!({"slots": "2026-03-10"})),
    ] {
        let refused = bins.skip(&bins.first, body.clone()).await.problem(422);
        assert_eq!(refused.fields(), [field], "{body}");
    }
    let path = format!("/api/tasks/{}/skip", bins.first.id());
    bins.ann.call("POST", &path).raw("{").send().await.problem(400);
    bins.ann.call("POST", &path).raw("[]").send().await.refusal();
    assert_eq!(bins.open().await, bins.first);
}

async fn the_last_one_cannot_be_skipped(engine: Engine) {
    let task = json!({"title": "Course", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;COUNT=2"});
    let course = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    let last = course.skip(&course.first, json!({})).await.task();
    assert_eq!(last.due(), "2026-03-11");
    course.skip(&last, json!({})).await.problem(409);
    course.skip(&last, json!({"slot": "2026-03-11"})).await.problem(409);
    assert_eq!(
        course.skip(&last, json!({"slot": "2026-03-10"})).await.expect(200).task(),
        last
    );
    assert_eq!(course.events().await.kinds(), ["task.created", "task.updated"]);
}

async fn an_overdue_daily_task_goes_to_today(engine: Engine) {
    let run = daily(engine, "2026-03-15T22:00:00Z").await;
    let skipped = run.skip(&run.first, json!({})).await.task();
    assert_eq!((skipped.due().as_str(), skipped.text("slot")), ("2026-03-15", "2026-03-15"));
    let again = run.skip(&skipped, json!({})).await.task();
    assert_eq!(again.due(), "2026-03-16", "today's is skipped as well");
}

async fn an_overdue_one_of_which_each_is_owed_goes_on_by_one(engine: Engine) {
    let run = daily(engine, "2026-03-15T09:00:00Z").await;
    run.ann.patch(&run.first, json!({"catch_up": "each"})).await.expect(200);
    let skipped = run.skip(&run.first, json!({})).await.task();
    assert_eq!(skipped.due(), "2026-03-11");
}

async fn a_skipped_task_takes_the_time_of_its_series(engine: Engine) {
    let bins = bins(engine).await;
    bins.ann.patch(&bins.first, json!({"due_time": "20:00"})).await.expect(200);
    let skipped = bins.skip(&bins.first, json!({})).await.task();
    assert_eq!(skipped.due(), "2026-03-17 18:00");
    assert_eq!(bins.news(2).await, ["updated (skipped) due_date due_time"]);
}

async fn a_skip_by_hours(engine: Engine) {
    let task = json!({"title": "Drops", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0"});
    let drops = Following::new(engine, "Europe/Berlin", "2026-03-10T06:00:00+01:00", task).await;
    assert_eq!(
        (drops.first.due().as_str(), drops.first.text("slot")),
        ("2026-03-10 08:00", "2026-03-10T08:00:00")
    );
    let skipped = drops.skip(&drops.first, json!({"slot": "2026-03-10T08:00:00"})).await.task();
    assert_eq!(
        (skipped.due().as_str(), skipped.text("slot")),
        ("2026-03-10 20:00", "2026-03-10T20:00:00")
    );
    assert_eq!(drops.news(1).await, ["updated (skipped) due_date due_time"]);
    let again = drops.skip(&skipped, json!({"slot": drops.first["slot"]})).await.task();
    assert_eq!(again, skipped);
}

async fn a_skip_counts_from_today_when_completions_count(engine: Engine) {
    let task = json!({
        "title": "Filter", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;INTERVAL=30", "recurrence_basis": "completion_date",
    });
    let filter = Following::new(engine, "UTC", "2026-03-12T09:00:00Z", task).await;
    let skipped = filter.skip(&filter.first, json!({})).await.task();
    assert_eq!(skipped.due(), "2026-04-11");
}

async fn a_skip_while_the_series_is_paused(engine: Engine) {
    let bins = bins(engine).await;
    bins.pause().await;
    let skipped = bins.skip(&bins.first, json!({})).await.task();
    assert_eq!((skipped.text("slot"), skipped.text("series_state")), ("2026-03-17", "paused"));
}

async fn a_skip_never_lands_on_the_slot_of_another(engine: Engine) {
    let bins = bins(engine).await;
    bins.next("2026-03-10T10:00:00Z").await;
    let second = bins.open().await;
    bins.edit(&second, "this", json!({"description": "Blue ones"}))
        .await
        .expect(200);
    bins.ann.reopen(&bins.first).await.expect(200);
    let seen = bins.events().await.len();
    let refused = bins.skip(&bins.first, json!({})).await.problem(409);
    assert!(refused.says().contains("the next one is there already"), "{refused:?}");
    assert_eq!(bins.events().await.len(), seen);
    // The later one may go on; and without it, so may the first.
    bins.skip(&second, json!({})).await.expect(200);
    assert_eq!(
        bins.ann.open_tasks().await.due_dates(),
        ["2026-03-10 18:00", "2026-03-24 18:00"]
    );
    bins.ann.delete(&bins.first, "this").await.expect(204);
    assert_eq!(bins.open().await.due(), "2026-03-24 18:00");
}

async fn a_skip_passes_what_was_given_up(engine: Engine) {
    let run = daily(engine, "2026-03-10T09:00:00Z").await;
    run.next("2026-03-10T10:00:00Z").await;
    run.edit_series(json!({"template": {"title": "Long run"}})).await.expect(200);
    run.pause().await;
    run.ann.delete(&run.open().await, "this").await.expect(204);
    run.ann.reopen(&run.first).await.expect(200);
    run.resume().await;
    assert_eq!(run.open().await.due(), "2026-03-10");
    let skipped = run.skip(&run.first, json!({})).await.task();
    assert_eq!(skipped.text("slot"), "2026-03-12", "the 11th was given up for good");
}
