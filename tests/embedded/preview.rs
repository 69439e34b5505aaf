//! What a rule comes to, before anything is made.

use rondo_harness::{Engine, Rondo, User};
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    a_preview_agrees_with_what_is_made,
    what_is_special_about_a_date_is_said,
    a_preview_is_as_long_as_it_was_asked_for,
    a_preview_is_in_the_zone_of_the_task,
    the_stored_form_of_a_rule_gives_the_same_dates,
    nothing_is_made_by_a_preview,
    wrong_previews,
];

async fn preview(ann: &User, body: &Value) -> Value {
    ann.post("/api/recurrence/preview", body).await.expect(200).json()
}

/// The date, with its time when it has one, as a task says when it is due.
fn due(date: &Value) -> String {
    let text = |field: &str| date[field].as_str().unwrap_or_default().to_owned();
    format!("{} {}", text("date"), text("time")).trim().to_owned()
}

fn dates(preview: &Value) -> Vec<String> {
    preview["dates"].as_array().expect("dates").iter().map(due).collect()
}

/// Each date of the preview is that of the occurrence which in its turn is made.
async fn a_preview_agrees_with_what_is_made(engine: Engine) {
    for rule in [
        json!({"recurrence_frequency": "monthly", "due_date": "2026-03-31"}),
        json!({"recurrence_frequency": "daily", "due_time": "02:30", "due_date": "2026-03-28"}),
        json!({"recurrence_frequency": "weekly"}),
        json!({"recurrence_frequency": "daily", "due_time": "08:00"}),
        json!({"recurrence": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "due_date": "2026-03-10"}),
        json!({"recurrence": "FREQ=MONTHLY;BYDAY=3FR", "due_date": "2026-03-20", "due_time": "10:00"}),
        json!({"recurrence": "FREQ=DAILY;BYHOUR=9,18;UNTIL=20260312T180000", "due_date": "2026-03-10"}),
        json!({"recurrence": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "due_date": "2028-02-29"}),
        json!({"recurrence": "FREQ=DAILY;INTERVAL=3;COUNT=3", "due_date": "2026-03-10"}),
    ] {
        let mut task = rule.clone();
        task["title"] = json!("Again");
        let following = Following::new(engine, "Europe/Berlin", "2026-03-10T07:00:00+01:00", task).await;
        let mut asked = rule.clone();
        asked["count"] = json!(4);
        let previewed = preview(&following.ann, &asked).await;
        assert_eq!(previewed["recurrence"], following.first["recurrence"], "{rule}");
        assert_eq!(previewed["text"], following.first["recurrence_text"], "{rule}");
        let expected = dates(&previewed);
        let mut made = vec![following.first.due()];
        while made.len() < expected.len() {
            let open = following.open().await;
            let slot = &previewed["dates"][made.len() - 1];
            let done_at = slot["instant"]
                .as_str()
                .map_or_else(|| format!("{}T12:00:00Z", open.text("due_date")), str::to_owned);
            made.push(following.next(&done_at).await);
        }
        assert_eq!(made, expected, "{rule}");
        following.ann.complete(&following.open().await).await.expect(200);
        following.rondo.settled().await;
        assert_eq!(
            following.ann.open_tasks().await.is_empty(),
            previewed["ended"] == true,
            "{rule}"
        );
    }
}

async fn what_is_special_about_a_date_is_said(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("America/New_York").await;
    for (rule, date, note) in [
        (
            json!({"recurrence_frequency": "monthly", "due_date": "2026-01-31"}),
            "2026-02-28",
            json!("moved to the end of a shorter month"),
        ),
        (
            json!({"recurrence_frequency": "monthly", "due_date": "2026-01-31"}),
            "2026-03-31",
            Value::Null,
        ),
        (
            json!({"recurrence_frequency": "yearly", "due_date": "2024-02-29"}),
            "2025-02-28",
            json!("moved to the end of a shorter month"),
        ),
        (
            json!({"recurrence_frequency": "daily", "due_date": "2026-03-07", "due_time": "02:30"}),
            "2026-03-08 02:30",
            json!("does not exist on that day: clocks go forward; comes at 03:30"),
        ),
        (
            json!({"recurrence_frequency": "daily", "due_date": "2026-10-31", "due_time": "01:30"}),
            "2026-11-01 01:30",
            json!("comes twice on that day: clocks go back; the first counts"),
        ),
        (
            json!({"recurrence": "FREQ=WEEKLY;COUNT=3", "due_date": "2026-03-10"}),
            "2026-03-24",
            json!("the last one"),
        ),
        (
            json!({"recurrence": "FREQ=DAILY;UNTIL=20260308", "due_date": "2026-03-07", "due_time": "02:30"}),
            "2026-03-08 02:30",
            json!("does not exist on that day: clocks go forward; comes at 03:30; the last one"),
        ),
    ] {
        let previewed = preview(&ann, &rule).await;
        let items = previewed["dates"].as_array().expect("dates");
        let found = items.iter().find(|item| due(item) == date);
        assert_eq!(found.map(|item| &item["note"]), Some(&note), "{date} in {previewed}");
        assert_eq!(items[0]["note"], Value::Null, "{previewed}");
    }
}

async fn a_preview_is_as_long_as_it_was_asked_for(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    for (count, shown, ended) in [
        (None, 5, false),
        (Some(1), 1, false),
        (Some(9), 9, false),
        (Some(10), 10, true),
        (Some(100), 10, true),
    ] {
        let rule = json!({"recurrence": "FREQ=DAILY;COUNT=10", "due_date": "2026-03-10", "count": count});
        let previewed = preview(&ann, &rule).await;
        assert_eq!(
            (dates(&previewed).len(), &previewed["ended"]),
            (shown, &json!(ended)),
            "{count:?}"
        );
    }
    // The calendar ends with the year 9999.
    let rule = json!({"recurrence_frequency": "yearly", "due_date": "9998-05-01"});
    let previewed = preview(&ann, &rule).await;
    assert_eq!(
        (dates(&previewed), &previewed["ended"]),
        (vec!["9998-05-01".to_owned(), "9999-05-01".to_owned()], &json!(true))
    );
}

async fn a_preview_is_in_the_zone_of_the_task(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-10T23:30:00Z").start().await;
    let ann = rondo.register("Asia/Tokyo").await;
    let first = |previewed: Value| previewed["dates"][0].clone();
    let floating = preview(&ann, &json!({"recurrence_frequency": "daily", "due_time": "09:00"})).await;
    assert_eq!(
        first(floating)["instant"],
        "2026-03-11T09:00:00+09:00",
        "in Tokyo it is the 11th"
    );
    let fixed = json!({"recurrence_frequency": "daily", "due_time": "19:00", "time_zone": "America/New_York"});
    assert_eq!(
        first(preview(&ann, &fixed).await)["instant"],
        "2026-03-11T19:00:00-04:00",
        "19:00 has passed there, at 19:30"
    );
    // UNTIL in UTC is read in that zone: 14:59Z is still the 12th in Tokyo.
    let until = json!({"recurrence": "FREQ=DAILY;UNTIL=20260312T145900Z", "due_date": "2026-03-11"});
    let previewed = preview(&ann, &until).await;
    assert_eq!(dates(&previewed), ["2026-03-11", "2026-03-12"]);
    assert_eq!(previewed["recurrence"], "FREQ=DAILY;UNTIL=20260312T235900");
}

async fn the_stored_form_of_a_rule_gives_the_same_dates(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("Europe/Berlin").await;
    for (due_date, rule) in [
        ("2026-01-31", json!({"recurrence_frequency": "monthly"})),
        ("2024-02-29", json!({"recurrence_frequency": "yearly"})),
        ("2026-01-31", json!({"recurrence": "FREQ=MONTHLY"})),
        ("2026-03-11", json!({"recurrence": "FREQ=WEEKLY;INTERVAL=3"})),
        ("2026-03-11", json!({"recurrence": "FREQ=YEARLY;BYWEEKNO=53"})),
        (
            "2026-03-11",
            json!({"recurrence": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"}),
        ),
        ("2026-03-11", json!({"recurrence": "RRULE:FREQ=DAILY;BYMONTH=1,6"})),
    ] {
        let mut asked = rule.clone();
        asked["due_date"] = json!(due_date);
        let first = preview(&ann, &asked).await;
        let again = json!({"due_date": first["dates"][0]["date"], "recurrence": first["recurrence"]});
        let again = preview(&ann, &again).await;
        assert_eq!(again, first, "{rule}");
    }
}

async fn nothing_is_made_by_a_preview(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    preview(&ann, &json!({"recurrence_frequency": "daily"})).await;
    assert!(ann.open_tasks().await.is_empty());
    assert!(rondo.sql().await.events(&ann.id).await.is_empty());
    ann.stranger("POST", "/api/recurrence/preview")
        .json(&json!({"recurrence_frequency": "daily"}))
        .send()
        .await
        .problem(401);
}

async fn wrong_previews(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let wrong = [
        json!({}),
        json!({"recurrence": "FREQ=SOMETIMES"}),
        json!({"recurrence_frequency": "daily", "count": 0}),
        json!({"recurrence_frequency": "daily", "count": 1_000_000_000}),
        json!({"recurrence_frequency": "daily", "count": -1}),
        json!({"recurrence_frequency": "daily", "count": "5"}),
        json!({"recurrence_frequency": "daily", "due_date": "never"}),
        json!({"recurrence_frequency": "daily", "time_zone": "Mars/Olympus"}),
        json!({"recurrence_frequency": "daily", "until": 7}),
        json!({"recurrence": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}),
        json!({"recurrence": "FREQ=DAILY", "recurrence_frequency": "weekly"}),
    ];
    for body in wrong {
        let answer = ann.post("/api/recurrence/preview", &body).await;
        assert_eq!(answer.status(), 422, "{body}: {answer:?}");
        answer.problem(422);
    }
    let right = ann
        .post(
            "/api/recurrence/preview",
            &json!({"recurrence_frequency": "monthly", "due_date": "2026-01-31", "count": 3}),
        )
        .await;
    let dates: Vec<Value> = right.expect(200).json()["dates"]
        .as_array()
        .expect("dates")
        .iter()
        .map(|date| date["date"].clone())
        .collect();
    assert_eq!(dates, ["2026-01-31", "2026-02-28", "2026-03-31"]);
}
