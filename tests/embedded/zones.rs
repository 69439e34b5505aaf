//! Days and times belong to people, wherever they are and go.

use rondo_harness::{Engine, Rondo, Task, User};
use serde_json::{Value, json};

use crate::following::{Following, told};

on_both_engines![
    t01_a_recurring_date_stays_that_date,
    t07_one_clock_for_the_reminder_and_the_list,
    today_changes_at_midnight_of_the_person,
    completed_is_on_the_day_of_the_person,
    a_move_takes_floating_tasks_along,
    a_move_takes_a_floating_series_along,
    the_time_stays_when_only_the_date_changes,
    a_zone_given_to_a_recurring_task,
    a_zone_for_one_occurrence,
];

/// Saved three times, as a form does it, in zones on either side of UTC.
async fn t01_a_recurring_date_stays_that_date(engine: Engine) {
    // 23:30 on the 7th in Bogota, 13:30 on the 8th in Tokyo.
    let rondo = Rondo::on(engine).at("2026-08-08T04:30:00Z").start().await;
    for zone in ["America/Bogota", "Asia/Tokyo"] {
        let ann = rondo.register(zone).await;
        let drafts = [
            json!({"title": "Trip", "due_date": "2026-08-08"}),
            json!({"title": "Rent", "due_date": "2026-08-08", "recurrence_frequency": "monthly"}),
            json!({"title": "Bins", "due_date": "2026-08-08", "recurrence": "FREQ=WEEKLY;BYDAY=SA", "time_zone": zone}),
        ];
        for draft in drafts {
            let mut task = ann.add(draft).await;
            let slot = task["slot"].clone();
            for n in 1..=3 {
                let mut form = task.json().clone();
                form["title"] = json!(format!("Saved {n} times"));
                task = ann.patch(&task, form).await.task();
                assert_eq!(task.due(), "2026-08-08", "in {zone}");
                assert_eq!((&task["due_time"], &task["slot"]), (&Value::Null, &slot));
            }
            let dates: Vec<Value> = ann
                .history(&task)
                .await
                .iter()
                .map(|event| event["data"]["task"]["due_date"].clone())
                .collect();
            assert_eq!(dates, ["2026-08-08"; 4], "in {zone}");
        }
    }
}

async fn says(ann: &User) -> [Vec<String>; 3] {
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    for (list, query) in lists.iter_mut().zip(["due=today", "due=upcoming", "overdue=true"]) {
        *list = ann.list(query).await.titles().into_iter().map(str::to_owned).collect();
        list.sort();
    }
    lists
}

/// At 14:01 somebody is to eat in an hour: reminded at 15:01, and not overdue before that.
async fn t07_one_clock_for_the_reminder_and_the_list(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-10T14:01:00+01:00").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let eat = json!({"title": "Eat", "due_date": "2026-03-10", "due_time": "15:01", "reminders": [{"before": "PT0S"}]});
    let eat = ann.add(eat).await;
    assert_eq!(eat.reminders()[0]["remind_at"], "2026-03-10T14:01:00Z");
    for (now, overdue, lines) in [
        ("2026-03-10T14:36:00+01:00", 0, 0),
        ("2026-03-10T15:00:59+01:00", 0, 0),
        ("2026-03-10T15:01:00+01:00", 0, 1),
        ("2026-03-10T15:01:01+01:00", 1, 1),
    ] {
        rondo.clock(now).await;
        assert_eq!(ann.list("due=today").await.titles(), ["Eat"], "at {now}");
        assert_eq!(ann.list("overdue=true").await.len(), overdue, "at {now}");
        assert_eq!(rondo.reminded(lines).await.len(), lines, "at {now}");
    }
}

async fn today_changes_at_midnight_of_the_person(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-10T12:00:00Z").start().await;
    let (bogota, tokyo) = (rondo.register("America/Bogota").await, rondo.register("Asia/Tokyo").await);
    for ann in [&bogota, &tokyo] {
        for (title, date, time) in [
            ("10th", "2026-03-10", Value::Null),
            ("11th", "2026-03-11", Value::Null),
            ("11th at noon", "2026-03-11", json!("12:00")),
        ] {
            ann.add(json!({"title": title, "due_date": date, "due_time": time})).await;
        }
        // Fixed: 23:30 on the 10th in Berlin is 07:30 on the 11th in Tokyo, and 17:30 on the 10th in Bogota.
        let call = json!({"title": "Call", "due_date": "2026-03-10", "due_time": "23:30", "time_zone": "Europe/Berlin"});
        ann.add(call).await;
    }
    assert_eq!(
        says(&bogota).await,
        [vec!["10th", "Call"], vec!["11th", "11th at noon"], vec![]]
    );
    assert_eq!(
        says(&tokyo).await,
        [vec!["10th"], vec!["11th", "11th at noon", "Call"], vec![]]
    );
    // One second before midnight in Tokyo, then midnight there.
    rondo.clock("2026-03-10T14:59:59Z").await;
    assert_eq!(says(&tokyo).await[2], [""; 0]);
    rondo.clock("2026-03-10T15:00:00Z").await;
    assert_eq!(
        says(&tokyo).await,
        [vec!["11th", "11th at noon", "Call"], vec![], vec!["10th"]]
    );
    assert_eq!(says(&bogota).await[0], ["10th", "Call"]);
    rondo.clock("2026-03-11T05:00:00Z").await;
    assert_eq!(
        says(&bogota).await,
        [vec!["11th", "11th at noon"], vec![], vec!["10th", "Call"]]
    );
}

/// Completed shortly before or after midnight: by the day on the person's calendar.
async fn completed_is_on_the_day_of_the_person(engine: Engine) {
    for (zone, completed_at, next) in [
        ("America/Bogota", "2026-03-11T04:59:00Z", "2026-03-11"),
        ("America/Bogota", "2026-03-11T05:00:00Z", "2026-03-12"),
        ("Asia/Tokyo", "2026-03-10T14:59:00Z", "2026-03-11"),
        ("Asia/Tokyo", "2026-03-10T15:00:00Z", "2026-03-12"),
    ] {
        let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily", "reminders": []});
        let run = Following::new(engine, zone, "2026-03-10T12:00:00Z", task).await;
        assert_eq!(run.next(completed_at).await, next, "{completed_at} in {zone}");
        let done = run.ann.completed_tasks().await.only();
        assert_eq!(done["completed_at"], completed_at, "an instant, in UTC");
    }
}

async fn move_to(ann: &User, zone: &str) {
    let body = json!({"time_zone": zone});
    ann.call("PATCH", "/api/me").json(&body).send().await.expect(200);
}

fn remind_at(task: &Task) -> &str {
    task.reminders()[0]["remind_at"].as_str().unwrap_or_default()
}

async fn a_move_takes_floating_tasks_along(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-06-01T00:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let due = |title: &str, zone: Value, time: Value| json!({"title": title, "due_date": "2026-06-10", "due_time": time, "time_zone": zone, "reminders": [{"before": "PT1H"}]});
    let floating = ann.add(due("Floating", Value::Null, json!("09:00"))).await;
    let fixed = ann.add(due("Fixed", json!("Europe/Berlin"), json!("09:00"))).await;
    let day = ann.add(due("Day", Value::Null, Value::Null)).await;
    let done = ann.add(due("Done", Value::Null, json!("09:00"))).await;
    ann.complete(&done).await.expect(200);
    let undated = ann.add(json!({"title": "Undated"})).await;
    let seen = rondo.sql().await.events(&ann.id).await.len();

    move_to(&ann, "America/New_York").await;
    let events = rondo.sql().await.events(&ann.id).await;
    let news: Vec<String> = events[seen..].iter().map(told).collect();
    assert_eq!(news, ["updated (user) due_date"], "one has another instant");
    let event = &events[seen];
    assert_eq!(
        (
            &event["subject"],
            &event["data"]["task"]["due_date"],
            &event["data"]["task"]["version"]
        ),
        (&floating["id"], &json!("2026-06-10T09:00:00-04:00"), &json!(2))
    );
    let now = |task: Task| {
        let ann = ann.clone();
        async move { ann.show(&task).await }
    };
    let moved = now(floating).await;
    assert_eq!(
        (moved.due().as_str(), remind_at(&moved)),
        ("2026-06-10 09:00", "2026-06-10T12:00:00Z")
    );
    let stays = now(fixed.clone()).await;
    assert_eq!(stays, fixed);
    assert_eq!(
        (stays.text("due_at"), remind_at(&stays)),
        ("2026-06-10T09:00:00+02:00", "2026-06-10T06:00:00Z")
    );
    let day_now = now(day).await;
    assert_eq!(
        (day_now.due().as_str(), remind_at(&day_now), day_now.version()),
        ("2026-06-10", "2026-06-10T12:00:00Z", 1)
    );
    assert_eq!(now(done.clone()).await.version(), 2);
    assert_eq!(now(undated.clone()).await, undated);

    // To the same place again: nothing.
    move_to(&ann, "America/New_York").await;
    assert_eq!(rondo.sql().await.events(&ann.id).await.len(), events.len());
    rondo.clock("2026-06-10T23:00:00Z").await;
    let lines = rondo.reminded(3).await;
    assert_eq!(lines.len(), 3, "{lines:?}");
}

async fn a_move_takes_a_floating_series_along(engine: Engine) {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "due_time": "07:00", "recurrence_frequency": "daily", "reminders": []});
    let run = Following::new(engine, "Europe/Berlin", "2026-03-10T05:00:00Z", task).await;
    move_to(&run.ann, "America/New_York").await;
    assert_eq!(run.news(1).await, ["updated (user) due_date"]);
    // 01:00 on the 11th in Berlin, still the 10th in New York.
    assert_eq!(run.next("2026-03-11T00:00:00Z").await, "2026-03-11 07:00");
    assert_eq!(run.due_in_event().await, "2026-03-11T07:00:00-04:00");
}

async fn the_time_stays_when_only_the_date_changes(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-01T00:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2026-03-28", "due_time": "10:00", "reminders": [{"before": "PT1H"}]}))
        .await;
    assert_eq!(remind_at(&task), "2026-03-28T08:00:00Z");
    // Clocks go forward in between.
    let moved = ann.patch(&task, json!({"due_date": "2026-03-30"})).await.task();
    assert_eq!(
        (moved.due().as_str(), moved.text("due_at")),
        ("2026-03-30 10:00", "2026-03-30T10:00:00+02:00")
    );
    assert_eq!(remind_at(&moved), "2026-03-30T07:00:00Z");
    let cleared = ann.patch(&task, json!({"due_time": null})).await.task();
    assert_eq!(cleared.due(), "2026-03-30");
    let timed = ann.patch(&task, json!({"due_time": "11:00"})).await.task();
    assert_eq!(timed.due(), "2026-03-30 11:00");
    let none = ann.patch(&task, json!({"due_date": null})).await.task();
    assert_eq!(
        (none.due().as_str(), &none["due_time"]),
        ("", &Value::Null),
        "a time goes with its date"
    );
    assert_eq!(
        ann.patch(&task, json!({"due_date": "2026-03-30"})).await.task().due(),
        "2026-03-30"
    );
}

async fn a_zone_given_to_a_recurring_task(engine: Engine) {
    let task = json!({"title": "Call", "due_date": "2026-03-10", "due_time": "09:00", "recurrence_frequency": "daily", "reminders": [{"before": "PT1H"}]});
    let call = Following::new(engine, "Europe/Berlin", "2026-03-10T05:00:00Z", task).await;
    let fixed = call
        .ann
        .patch(&call.first, json!({"time_zone": "America/New_York"}))
        .await
        .task();
    assert_eq!(
        (fixed.due().as_str(), fixed.text("due_at"), fixed.text("slot")),
        ("2026-03-10 09:00", "2026-03-10T09:00:00-04:00", "2026-03-10")
    );
    assert_eq!(remind_at(&fixed), "2026-03-10T12:00:00Z");
    assert_eq!(call.news(1).await, ["updated (user) time_zone"]);
    assert_eq!(call.series().await["time_zone"], "America/New_York");
    // 04:00 on the 11th in Berlin, 23:00 on the 10th in New York: that day counts.
    assert_eq!(call.next("2026-03-11T03:00:00Z").await, "2026-03-11 09:00");
    let next = call.open().await;
    assert_eq!(
        (next.text("time_zone"), next.text("due_at")),
        ("America/New_York", "2026-03-11T09:00:00-04:00")
    );

    move_to(&call.ann, "Asia/Tokyo").await;
    assert_eq!(call.open().await, next, "a fixed one stays");
    let floating = call.ann.patch(&next, json!({"time_zone": null})).await.task();
    assert_eq!(floating.text("due_at"), "2026-03-11T09:00:00+09:00");
}

async fn a_zone_for_one_occurrence(engine: Engine) {
    let task = json!({"title": "Call", "due_date": "2026-03-10", "due_time": "09:00", "recurrence_frequency": "daily"});
    let call = Following::new(engine, "Europe/Berlin", "2026-03-10T05:00:00Z", task).await;
    let away = call
        .edit(&call.first, "this", json!({"time_zone": "Asia/Tokyo"}))
        .await
        .task();
    assert_eq!(away.text("due_at"), "2026-03-10T09:00:00+09:00");
    assert_eq!(call.series().await["time_zone"], Value::Null);
    call.next("2026-03-10T08:00:00Z").await;
    let next = call.open().await;
    assert_eq!(
        (next.text("due_at"), &next["time_zone"]),
        ("2026-03-11T09:00:00+01:00", &Value::Null)
    );
}
