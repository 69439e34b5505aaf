//! Days belong to people: reports of users about dates and zones.

use rondo_harness::{Engine, Rondo};
use serde_json::json;

on_both_engines![
    t01_a_date_stays_that_date,
    t02_today_is_the_day_of_the_person,
    t04_a_whole_day_is_not_overdue_during_itself,
    t06_the_time_is_kept,
    a_move_to_another_zone_moves_floating_times,
];

async fn t01_a_date_stays_that_date(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    for zone in ["America/Bogota", "Asia/Tokyo"] {
        let ann = rondo.register(zone).await;
        let mut task = ann.add(json!({"title": "Trip", "due_date": "2026-08-08"})).await;
        for _ in 0..3 {
            assert_eq!((task.due().as_str(), &task["due_time"]), ("2026-08-08", &json!(null)));
            let saved = json!({"title": task.title(), "due_date": task["due_date"], "due_time": task["due_time"]});
            ann.patch(&task, saved).await.expect(200);
            task = ann.show(&task).await;
        }
        assert_eq!(
            ann.history(&task).await.kinds(),
            ["task.created"],
            "saving the same publishes nothing"
        );
    }
}

async fn t02_today_is_the_day_of_the_person(engine: Engine) {
    let rondo = Rondo::on(engine).at("2024-04-03T23:00:00Z").start().await;
    let ann = rondo.register("Asia/Bangkok").await;
    ann.add(json!({"title": "Dinner", "due_date": "2024-04-04", "due_time": "18:00"}))
        .await;
    ann.add(json!({"title": "Yesterday's", "due_date": "2024-04-03"})).await;
    assert_eq!(ann.list("due=today").await.titles(), ["Dinner"]);
    assert_eq!(ann.list("overdue=true").await.titles(), ["Yesterday's"]);
    assert_eq!(ann.list("due=upcoming").await.len(), 0);
}

async fn t04_a_whole_day_is_not_overdue_during_itself(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-02-05T00:00:00+01:00").start().await;
    let ann = rondo.register("Europe/Prague").await;
    ann.add(json!({"title": "Letter", "due_date": "2026-02-05"})).await;
    for (now, overdue) in [
        ("2026-02-05T12:00:00+01:00", 0),
        ("2026-02-05T23:59:59+01:00", 0),
        ("2026-02-06T00:00:00+01:00", 1),
    ] {
        rondo.clock(now).await;
        assert_eq!(ann.list("overdue=true").await.len(), overdue, "at {now}");
    }
}

async fn t06_the_time_is_kept(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let task = ann
        .add(json!({"title": "Train", "due_date": "2030-01-10", "due_time": "12:20"}))
        .await;
    assert_eq!(ann.show(&task).await.due(), "2030-01-10 12:20");
    assert_eq!(
        ann.history(&task).await[0]["data"]["task"]["due_date"],
        "2030-01-10T12:20:00+01:00"
    );
}

/// Floating times follow the person; fixed ones and whole days stay.
async fn a_move_to_another_zone_moves_floating_times(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-06-01T00:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let due = |zone: Option<&str>, time: Option<&str>| json!({"title": "Run", "due_date": "2026-06-10", "due_time": time, "time_zone": zone, "reminders": [{"before": "PT1H"}]});
    let floating = ann.add(due(None, Some("09:00"))).await;
    let fixed = ann.add(due(Some("Europe/Berlin"), Some("09:00"))).await;
    let whole_day = ann.add(due(None, None)).await;

    ann.call("PATCH", "/api/me")
        .json(&json!({"time_zone": "America/New_York"}))
        .send()
        .await
        .expect(200);

    let remind_at = |task: rondo_harness::Task| task.reminders()[0]["remind_at"].clone();
    assert_eq!(remind_at(ann.show(&floating).await), "2026-06-10T12:00:00Z");
    assert_eq!(remind_at(ann.show(&fixed).await), "2026-06-10T06:00:00Z");
    assert_eq!(remind_at(ann.show(&whole_day).await), "2026-06-10T12:00:00Z");
    assert_eq!(ann.history(&floating).await.kinds(), ["task.created", "task.updated"]);
    assert_eq!(ann.history(&fixed).await.kinds(), ["task.created"]);
    assert_eq!(ann.history(&whole_day).await.kinds(), ["task.created"]);
}
