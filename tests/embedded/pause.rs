//! Pausing a series and going on with it.

use rondo_harness::{Engine, Task};
use serde_json::json;

use crate::following::Following;

on_both_engines![
    a_series_goes_on_from_today,
    what_was_done_today_comes_tomorrow,
    each_that_is_owed_comes_after_a_pause,
    pausing_and_going_on_twice_is_once,
    an_open_one_stays_open,
    a_paused_series_can_be_edited,
    one_that_is_over_is_neither_paused_nor_resumed,
    a_series_that_ends_during_the_pause,
    a_paused_series_that_is_deleted_comes_back_paused,
    a_pause_ends_with_the_next_one_whatever_became_of_the_last,
    nothing_follows_while_a_series_is_paused,
];

async fn run(engine: Engine) -> Following {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily", "reminders": []});
    Following::new(engine, "Europe/Berlin", "2026-03-10T09:00:00Z", task).await
}

async fn complete(following: &Following, task: &Task) {
    following.ann.complete(task).await.expect(200);
    following.rondo.settled().await;
}

async fn a_series_goes_on_from_today(engine: Engine) {
    let run = run(engine).await;
    run.pause().await;
    complete(&run, &run.first).await;
    // In Berlin it is the 21st already.
    run.rondo.clock("2026-03-20T23:30:00Z").await;
    let seen = run.events().await.len();
    assert_eq!(run.resume().await, "live");
    let next = run.open().await;
    assert_eq!(
        (next.due().as_str(), next.text("slot"), &next["occurrence"]),
        ("2026-03-21", "2026-03-21", &json!(2))
    );
    assert_eq!(
        run.news(seen).await,
        ["updated (series_changed) series_state", "created (series_changed)"]
    );
    let events = run.events().await;
    assert_eq!(
        (&events[seen]["subject"], &events[seen + 1]["subject"]),
        (&run.first["id"], &next["id"])
    );
    run.rondo.settled().await;
    assert_eq!(run.next("2026-03-21T09:00:00Z").await, "2026-03-22");
}

async fn what_was_done_today_comes_tomorrow(engine: Engine) {
    let run = run(engine).await;
    run.pause().await;
    complete(&run, &run.first).await;
    run.resume().await;
    assert_eq!(run.open().await.due(), "2026-03-11");
}

async fn each_that_is_owed_comes_after_a_pause(engine: Engine) {
    let run = run(engine).await;
    run.ann.patch(&run.first, json!({"catch_up": "each"})).await.expect(200);
    run.pause().await;
    complete(&run, &run.first).await;
    run.rondo.clock("2026-03-14T09:00:00Z").await;
    run.resume().await;
    for date in ["2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15"] {
        let open = run.open().await;
        assert_eq!(open.due(), date);
        complete(&run, &open).await;
    }
}

async fn pausing_and_going_on_twice_is_once(engine: Engine) {
    let run = run(engine).await;
    assert_eq!((run.pause().await, run.pause().await), (json!("paused"), json!("paused")));
    assert_eq!(run.events().await.len(), 2);
    complete(&run, &run.first).await;
    assert_eq!(run.pause().await, "paused");
    assert_eq!((run.resume().await, run.resume().await), (json!("live"), json!("live")));
    assert_eq!(run.open().await.due(), "2026-03-11");
    assert_eq!(run.events().await.len(), 5);

    // Both at once.
    run.pause().await;
    let open = run.open().await;
    complete(&run, &open).await;
    let (one, other) = tokio::join!(run.resume(), run.resume());
    assert_eq!((one, other), (json!("live"), json!("live")));
    assert_eq!(run.open().await.due(), "2026-03-12");
}

async fn an_open_one_stays_open(engine: Engine) {
    let run = run(engine).await;
    run.pause().await;
    run.rondo.clock("2026-03-20T09:00:00Z").await;
    run.resume().await;
    let open = run.open().await;
    assert_eq!((open.due().as_str(), open.id()), ("2026-03-10", run.first.id()));
    assert_eq!(run.next("2026-03-20T10:00:00Z").await, "2026-03-21");
}

async fn a_paused_series_can_be_edited(engine: Engine) {
    let run = run(engine).await;
    run.pause().await;
    complete(&run, &run.first).await;
    let seen = run.events().await.len();
    let edited = run
        .edit_series(json!({"recurrence": "FREQ=WEEKLY;BYDAY=SA", "template": {"title": "Long run", "due_time": "08:00"}}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&edited["state"], &edited["recurrence"]),
        (&json!("paused"), &json!("FREQ=WEEKLY;BYDAY=SA"))
    );
    assert_eq!(edited["template"]["title"], "Long run");
    assert_eq!(run.news(seen).await, ["updated (series_changed) title due_time recurrence"]);
    assert!(run.ann.open_tasks().await.is_empty());
    let done = run.ann.show(&run.first).await;
    assert_eq!(
        (done.title(), done.due().as_str()),
        ("Run", "2026-03-10"),
        "what was completed stays"
    );
    assert_eq!(run.series().await["id"], run.first["series_id"]);

    run.resume().await;
    let next = run.open().await;
    assert_eq!((next.title(), next.due().as_str()), ("Long run", "2026-03-14 08:00"));
}

async fn one_that_is_over_is_neither_paused_nor_resumed(engine: Engine) {
    let run = run(engine).await;
    run.ann.patch(&run.first, json!({"recurrence": null})).await.expect(200);
    let seen = run.events().await.len();
    assert_eq!((run.pause().await, run.resume().await), (json!("ended"), json!("ended")));
    assert_eq!(run.events().await.len(), seen);
    for verb in ["pause", "resume"] {
        let path = format!("/api/series/{}/{verb}", run.first.text("series_id"));
        let bob = run.rondo.register("UTC").await;
        bob.post(&path, &json!({})).await.problem(404);
        run.ann
            .post("/api/series/00000000-0000-7000-8000-000000000000/pause", &json!({}))
            .await
            .problem(404);
    }
}

async fn a_series_that_ends_during_the_pause(engine: Engine) {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence": "FREQ=DAILY;COUNT=1", "reminders": []});
    let run = Following::new(engine, "Europe/Berlin", "2026-03-10T09:00:00Z", task).await;
    assert_eq!(run.pause().await, "paused");
    let completed = run.ann.complete(&run.first).await.task();
    assert_eq!(completed.text("series_state"), "ended");
    assert_eq!(run.series().await["state"], "ended");
    run.resume().await;
    run.rondo.settled().await;
    assert_eq!(run.series().await["state"], "ended");
    assert!(run.ann.open_tasks().await.is_empty());
}

async fn a_paused_series_that_is_deleted_comes_back_paused(engine: Engine) {
    let run = run(engine).await;
    run.pause().await;
    run.ann.delete(&run.first, "series").await.expect(204);
    assert_eq!(run.series().await["state"], "ended");
    assert_eq!(run.resume().await, "ended", "what is deleted does not go on");
    let back = run.ann.restore(&run.first).await.task();
    assert_eq!(back.text("series_state"), "paused");
    complete(&run, &run.first).await;
    assert!(run.ann.open_tasks().await.is_empty());
    run.resume().await;
    assert_eq!(run.open().await.due(), "2026-03-11");
}

async fn a_pause_ends_with_the_next_one_whatever_became_of_the_last(engine: Engine) {
    // Deleted, as the only one.
    let run = run(engine).await;
    run.pause().await;
    run.ann.delete(&run.first, "this").await.expect(204);
    assert!(run.ann.open_tasks().await.is_empty());
    run.rondo.clock("2026-03-14T09:00:00Z").await;
    assert_eq!(run.resume().await, "live");
    let next = run.open().await;
    assert_eq!((next.due().as_str(), &next["occurrence"]), ("2026-03-14", &json!(2)));

    // Deleted, after one that was completed.
    complete(&run, &next).await;
    run.pause().await;
    run.ann.delete(&run.open().await, "this").await.expect(204);
    run.rondo.clock("2026-03-20T09:00:00Z").await;
    run.resume().await;
    let next = run.open().await;
    assert_eq!((next.due().as_str(), &next["occurrence"]), ("2026-03-20", &json!(4)));
}

async fn nothing_follows_while_a_series_is_paused(engine: Engine) {
    let run = run(engine).await;
    run.pause().await;
    complete(&run, &run.first).await;
    assert!(run.ann.open_tasks().await.is_empty());
    assert_eq!(
        run.news(1).await,
        ["updated (series_changed) series_state", "completed (user)"]
    );
    assert_eq!(run.ann.show(&run.first).await.text("series_state"), "paused");
}
