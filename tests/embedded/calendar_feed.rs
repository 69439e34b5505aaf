//! A calendar to subscribe to.

use rondo_harness::{Engine, Rondo, User};
use serde_json::json;

use crate::exchange::{ann_with_tasks, import};

on_both_engines![a_calendar_to_subscribe_to, later_dates_are_shown_where_they_are_known];

async fn a_calendar_to_subscribe_to(engine: Engine) {
    let (_rondo, ann) = ann_with_tasks(engine).await;
    let scopes = |scopes: &[&str]| json!({"name": "phone", "scopes": scopes});
    let made = ann.post("/api/tokens", &scopes(&["calendar"])).await.expect(201).json();
    let token = made["token"].as_str().expect("a token");
    let feed = format!("/api/calendar.ics?token={token}");
    let tasks = ann.stranger("GET", &feed).send().await.expect(200);
    assert!(tasks.header("content-type").starts_with("text/calendar"));
    assert_eq!(tasks.text().matches("BEGIN:VTODO").count(), 4);
    assert!(tasks.text().contains("DUE;TZID=America/New_York:20260520T153000"));
    let events = ann.stranger("GET", &format!("{feed}&as=events")).send().await.expect(200);
    assert_eq!(events.text().matches("BEGIN:VEVENT").count(), 3);
    // Good for the feed and for nothing else; and no other token is good for it.
    ann.with_token(token).get("/api/tasks").await.problem(403);
    ann.with_token(token).get("/api/export").await.problem(403);
    let reader = ann.post("/api/tokens", &scopes(&["read"])).await.expect(201).json();
    let reader = reader["token"].as_str().expect("a token");
    ann.stranger("GET", &format!("/api/calendar.ics?token={reader}"))
        .send()
        .await
        .problem(403);
    ann.stranger("GET", "/api/calendar.ics?token=none").send().await.problem(401);
    ann.stranger("GET", "/api/calendar.ics").send().await.problem(401);
    import(&ann.with_token(reader), "", "text/csv", "title\nX\n")
        .await
        .problem(403);
}

/// The calendar of that person, as events.
async fn events(ann: &User) -> String {
    let asked = json!({"name": "phone", "scopes": ["calendar"]});
    let made = ann.post("/api/tokens", &asked).await.expect(201).json();
    let token = made["token"].as_str().expect("a token");
    let feed = format!("/api/calendar.ics?token={token}&as=events");
    ann.stranger("GET", &feed).send().await.expect(200).text().to_owned()
}

async fn later_dates_are_shown_where_they_are_known(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-05T08:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let daily = json!({"title": "Plants", "due_date": "2026-03-06", "recurrence_frequency": "daily"});
    let daily = ann.add(daily).await;
    assert!(events(&ann).await.contains("RRULE:FREQ=DAILY"));
    let pause = format!("/api/series/{}/pause", daily.text("series_id"));
    ann.post(&pause, &json!({})).await.expect(200);
    let by_completion = json!({"title": "Filter", "due_date": "2026-03-06", "recurrence_frequency": "weekly",
        "recurrence_basis": "completion_date"});
    ann.add(by_completion).await;
    let events = events(&ann).await;
    assert_eq!(
        (events.matches("BEGIN:VEVENT").count(), events.matches("RRULE").count()),
        (2, 0)
    );
}
