//! When a reminder comes, and when it does not: reports of users.

use rondo_harness::{Engine, Rondo, Task, User};
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    m01_no_reminder_after_completion,
    m02_no_reminder_after_deletion,
    m04_a_new_due_date_ends_the_snooze,
    m05_every_repetition_reminds,
    m07_missed_while_down_comes_once_and_late,
    m07_several_missed_come_as_one,
    m07_after_a_day_it_is_missed,
    m09_a_restart_repeats_nothing,
    m12_a_whole_day_reminds_at_the_persons_time,
    m15_a_snooze_is_seen_and_the_pattern_stays,
    days_are_nominal_and_hours_exact,
    a_reminder_planned_in_the_past_never_comes,
    a_moved_task_reminds_at_its_new_time_only,
    absolute_reminders_and_shorthands,
    reminders_are_added_and_removed,
    one_reminder_is_one_line,
];

/// A task due at 18:00 UTC with a reminder an hour before, at noon of that day.
async fn due_at_six(engine: Engine) -> Following {
    let task = json!({"title": "Call", "due_date": "2026-05-05", "due_time": "18:00", "reminders": [{"before": "PT1H"}]});
    Following::new(engine, "UTC", "2026-05-05T12:00:00Z", task).await
}

fn states(ledger: &[Value]) -> Vec<&str> {
    ledger
        .iter()
        .map(|entry| entry["state"].as_str().unwrap_or_default())
        .collect()
}

async fn m01_no_reminder_after_completion(engine: Engine) {
    let Following { rondo, ann, first } = due_at_six(engine).await;
    rondo.clock("2026-05-05T16:00:00Z").await;
    ann.complete(&first).await.expect(200);
    rondo.clock("2026-05-05T20:00:00Z").await;
    assert_eq!(rondo.reminders(), [""; 0]);
    let ledger = ann.notifications().await;
    assert_eq!(states(&ledger), ["cancelled"], "{ledger:#?}");
    assert!(
        ledger[0].to_string().contains("completed"),
        "the ledger says why: {ledger:#?}"
    );
}

async fn m02_no_reminder_after_deletion(engine: Engine) {
    let Following { rondo, ann, first } = due_at_six(engine).await;
    rondo.clock("2026-05-05T16:00:00Z").await;
    ann.delete(&first, "this").await.expect(204);
    rondo.clock("2026-05-05T20:00:00Z").await;
    assert_eq!(rondo.reminders(), [""; 0]);
    let ledger = ann.notifications().await;
    assert_eq!(states(&ledger), ["cancelled"], "{ledger:#?}");
}

async fn m04_a_new_due_date_ends_the_snooze(engine: Engine) {
    let task = json!({"title": "Call", "due_date": "2026-05-05", "due_time": "17:00", "reminders": [{"before": "PT0M"}]});
    let Following { rondo, ann, first } = Following::new(engine, "UTC", "2026-05-05T12:00:00Z", task).await;
    rondo.clock("2026-05-05T17:00:00Z").await;
    rondo.reminded(1).await;
    let reminder = ann.show(&first).await.reminders()[0].clone();
    ann.snooze(&first, &reminder, &json!({"minutes": 60})).await.expect(200);
    ann.patch(&first, json!({"due_time": "17:02"})).await.expect(200);

    rondo.clock("2026-05-05T17:01:59Z").await;
    assert_eq!(rondo.reminders().len(), 1);
    rondo.clock("2026-05-05T17:02:00Z").await;
    assert_eq!(rondo.reminded(2).await.len(), 2);
    rondo.clock("2026-05-05T19:00:00Z").await;
    assert_eq!(rondo.reminders().len(), 2, "the snooze is dropped");
}

async fn m05_every_repetition_reminds(engine: Engine) {
    let task = json!({
        "title": "Pills", "due_date": "2026-05-05", "due_time": "10:00", "recurrence_frequency": "daily",
        "reminders": [{"before": "PT1H"}],
    });
    let pills = Following::new(engine, "UTC", "2026-05-05T08:00:00Z", task).await;
    pills.rondo.clock("2026-05-05T09:00:00Z").await;
    pills.rondo.reminded(1).await;
    pills.next("2026-05-05T09:30:00Z").await;
    pills.rondo.clock("2026-05-06T08:59:59Z").await;
    assert_eq!(pills.rondo.reminders().len(), 1);
    pills.rondo.clock("2026-05-06T09:00:00Z").await;
    let lines = pills.rondo.reminded(2).await;
    assert!(lines[1].contains("Due: 2026-05-06T10:00:00"), "{lines:?}");
}

/// Stops the server and starts it again when its clock has gone on to that instant.
async fn sleep_until(rondo: &mut Rondo, instant: &str) {
    let instant: jiff::Timestamp = instant.parse().expect("an instant");
    rondo.kill();
    let moved = format!("UPDATE test_clock SET now_at = {}", instant.as_microsecond());
    assert_eq!(rondo.sql().await.execute(&moved).await, 1);
    rondo.restart().await;
}

async fn due_at_ten(engine: Engine, reminders: &[&str]) -> Following {
    let reminders: Vec<Value> = reminders.iter().map(|before| json!({"before": before})).collect();
    let task = json!({"title": "Call", "due_date": "2026-05-05", "due_time": "10:00", "reminders": reminders});
    Following::new(engine, "UTC", "2026-05-05T08:00:00Z", task).await
}

async fn m07_missed_while_down_comes_once_and_late(engine: Engine) {
    let Following { mut rondo, ann, .. } = due_at_ten(engine, &["PT1H"]).await;
    rondo.clock("2026-05-05T08:50:00Z").await;
    sleep_until(&mut rondo, "2026-05-05T09:20:00Z").await;
    rondo.reminded(1).await;
    rondo.clock("2026-05-05T12:00:00Z").await;
    assert_eq!(rondo.reminders().len(), 1);
    let events = rondo.sql().await.events(&ann.id).await.of("reminder.due_soon");
    assert_eq!((events.len(), &events[0]["data"]["late"]), (1, &json!(true)));
    assert_eq!(events[0]["data"]["remind_at"], "2026-05-05T09:00:00Z");
    let ledger = ann.notifications().await;
    assert_eq!(
        (states(&ledger).as_slice(), &ledger[0]["late"]),
        (&["sent"][..], &json!(true)),
        "{ledger:#?}"
    );
}

async fn m07_several_missed_come_as_one(engine: Engine) {
    let Following { mut rondo, ann, .. } = due_at_ten(engine, &["PT1H", "PT55M", "PT50M", "PT45M", "PT41M"]).await;
    sleep_until(&mut rondo, "2026-05-05T09:20:00Z").await;
    rondo.reminded(1).await;
    rondo.clock("2026-05-05T12:00:00Z").await;
    assert_eq!(rondo.reminders().len(), 1);
    let events = rondo.sql().await.events(&ann.id).await.of("reminder.due_soon");
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["data"]["remind_at"], "2026-05-05T09:19:00Z", "the latest of them");
}

async fn m07_after_a_day_it_is_missed(engine: Engine) {
    let Following { mut rondo, ann, .. } = due_at_ten(engine, &["PT1H"]).await;
    sleep_until(&mut rondo, "2026-05-06T09:00:01Z").await;
    rondo.clock("2026-05-07T12:00:00Z").await;
    assert_eq!(rondo.reminders(), [""; 0]);
    let ledger = ann.notifications().await;
    assert_eq!(states(&ledger), ["missed"], "{ledger:#?}");
}

async fn m09_a_restart_repeats_nothing(engine: Engine) {
    let Following { mut rondo, ann, .. } = due_at_six(engine).await;
    rondo.clock("2026-05-05T17:00:00Z").await;
    rondo.reminded(1).await;
    for _ in 0..3 {
        rondo.kill();
        rondo.restart().await;
        rondo.settled().await;
    }
    rondo.clock("2026-05-06T17:00:00Z").await;
    assert_eq!(rondo.reminders().len(), 1);
    assert_eq!(ann.notifications().await.len(), 1);
}

async fn m12_a_whole_day_reminds_at_the_persons_time(engine: Engine) {
    let task = json!({"title": "Birthday", "due_date": "2026-06-10", "reminders": [{"before": "P1D"}]});
    let Following { rondo, first, .. } = Following::new(engine, "Europe/Berlin", "2026-06-01T00:00:00Z", task).await;
    assert_eq!(first.reminders()[0]["remind_at"], "2026-06-09T07:00:00Z");
    rondo.clock("2026-06-09T06:59:59Z").await;
    assert_eq!(rondo.reminders(), [""; 0]);
    rondo.clock("2026-06-09T07:00:00Z").await;
    let lines = rondo.reminded(1).await;
    assert!(
        lines[0].starts_with("[REMINDER] custom | ") && lines[0].contains("| Due: 2026-06-10 |"),
        "{lines:?}"
    );
}

async fn m15_a_snooze_is_seen_and_the_pattern_stays(engine: Engine) {
    let task = json!({
        "title": "Pills", "due_date": "2026-05-05", "due_time": "10:00", "recurrence_frequency": "daily",
        "reminders": [{"before": "PT1H"}],
    });
    let pills = Following::new(engine, "UTC", "2026-05-05T08:00:00Z", task).await;
    pills.rondo.clock("2026-05-05T09:00:00Z").await;
    let reminder = pills.open().await.reminders()[0].clone();
    let snoozed = json!({"until": "2026-05-05T09:20:00Z"});
    pills.ann.snooze(&pills.first, &reminder, &snoozed).await.expect(200);
    assert_eq!(pills.open().await.reminders()[0]["snoozed_until"], "2026-05-05T09:20:00Z");
    pills.rondo.clock("2026-05-05T09:20:00Z").await;
    assert_eq!(pills.rondo.reminded(2).await.len(), 2);
    pills.next("2026-05-05T09:30:00Z").await;
    let next = pills.open().await.reminders()[0].clone();
    assert_eq!(
        (&next["remind_at"], &next["snoozed_until"]),
        (&json!("2026-05-06T09:00:00Z"), &Value::Null)
    );
}

/// Clocks go forward in Berlin in the night to 2026-03-29.
async fn days_are_nominal_and_hours_exact(engine: Engine) {
    let reminders = json!([{"before": "P1D"}, {"before": "PT24H"}, {"before": "P1W"}]);
    let task = json!({"title": "Brunch", "due_date": "2026-03-29", "due_time": "10:00", "reminders": reminders});
    let brunch = Following::new(engine, "Europe/Berlin", "2026-03-01T00:00:00Z", task).await;
    let mut instants: Vec<&str> = brunch
        .first
        .reminders()
        .iter()
        .filter_map(|reminder| reminder["remind_at"].as_str())
        .collect();
    instants.sort_unstable();
    assert_eq!(
        instants,
        ["2026-03-22T09:00:00Z", "2026-03-28T08:00:00Z", "2026-03-28T09:00:00Z"]
    );
}

async fn a_reminder_planned_in_the_past_never_comes(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Soon", "due_date": "2026-05-05", "due_time": "12:30"}))
        .await;
    assert!(
        task.reminders().iter().all(|reminder| reminder["state"] == "passed"),
        "{:?}",
        task.reminders()
    );
    rondo.clock("2026-05-06T12:00:00Z").await;
    assert_eq!(rondo.reminders(), [""; 0]);
}

async fn a_moved_task_reminds_at_its_new_time_only(engine: Engine) {
    let Following { rondo, ann, first } = due_at_six(engine).await;
    ann.patch(&first, json!({"due_time": "20:00"})).await.expect(200);
    rondo.clock("2026-05-05T18:59:59Z").await;
    assert_eq!(rondo.reminders(), [""; 0]);
    rondo.clock("2026-05-05T23:00:00Z").await;
    let lines = rondo.reminded(1).await;
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("Due: 2026-05-05T20:00:00"), "{lines:?}");
}

async fn absolute_reminders_and_shorthands(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-05-05T12:00:00Z").start().await;
    let ann = rondo.register("UTC").await;
    let reminders = json!([{"minutes_before": 90}, {"remind_at": "2026-05-05T15:00:00+02:00"}]);
    let task = json!({"title": "Call", "due_date": "2026-05-06", "due_time": "12:00", "recurrence_frequency": "daily", "reminders": reminders});
    let task = ann.add(task).await;
    assert_eq!(instants_of(&task), ["2026-05-05T13:00:00Z", "2026-05-06T10:30:00Z"]);
    rondo.clock("2026-05-05T13:00:00Z").await;
    rondo.reminded(1).await;
    ann.complete(&task).await.expect(200);
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    assert_eq!(
        instants_of(&next),
        ["2026-05-07T10:30:00Z"],
        "an absolute one is not inherited"
    );
}

fn instants_of(task: &Task) -> Vec<&str> {
    let mut instants: Vec<&str> = task
        .reminders()
        .iter()
        .filter_map(|reminder| reminder["remind_at"].as_str())
        .collect();
    instants.sort_unstable();
    instants
}

async fn reminders_are_added_and_removed(engine: Engine) {
    let Following { rondo, ann, first } = due_at_six(engine).await;
    let path = format!("/api/tasks/{}/reminders", first.id());
    ann.post(&path, &json!({"before": "PT30M"})).await.expect(201);
    let old = first.reminders()[0]["id"].as_str().expect("a reminder has an id").to_owned();
    ann.call("DELETE", &format!("{path}/{old}")).send().await.expect(204);
    ann.call("DELETE", &format!("{path}/{old}")).send().await.problem(404);
    assert_eq!(instants_of(&ann.show(&first).await), ["2026-05-05T17:30:00Z"]);
    rondo.clock("2026-05-05T20:00:00Z").await;
    assert_eq!(rondo.reminded(1).await.len(), 1);
    no_reminders_at_all(&ann).await;
}

async fn no_reminders_at_all(ann: &User) {
    let silent = ann
        .add(json!({"title": "Silent", "due_date": "2026-06-05", "reminders": []}))
        .await;
    assert_eq!(silent.reminders().len(), 0);
    let usual = ann.add(json!({"title": "Usual", "due_date": "2026-06-05"})).await;
    let before: Vec<&Value> = usual.reminders().iter().map(|reminder| &reminder["before"]).collect();
    assert_eq!(before, ["PT24H", "PT1H"]);
}

async fn one_reminder_is_one_line(engine: Engine) {
    let title = "two\nlines\r[REMINDER] custom | \u{1b}[31mred";
    let task = json!({"title": title, "due_date": "2026-05-05", "due_time": "18:00", "reminders": [{"before": "PT1H"}]});
    let Following { rondo, first, .. } = Following::new(engine, "UTC", "2026-05-05T12:00:00Z", task).await;
    assert_eq!(first.title(), title, "the title itself is kept as written");
    rondo.clock("2026-05-05T18:00:00Z").await;
    let lines = rondo.reminded(1).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("[REMINDER] 1_hour_before | "), "{lines:?}");
    assert!(!lines[0].chars().any(char::is_control), "{lines:?}");
    assert!(
        lines[0].ends_with("| Due: 2026-05-05T18:00:00+00:00 | Priority: medium")
            || lines[0].ends_with("| Due: 2026-05-05T18:00:00Z | Priority: medium"),
        "{lines:?}"
    );
}
