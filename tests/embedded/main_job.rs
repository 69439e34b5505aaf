//! The main job, played by a person from the first start on.

use rondo_harness::{Engine, Rondo};
use serde_json::json;

on_both_engines![
    completed_tasks_come_again_on_the_right_date,
    completing_reopening_and_completing_again_makes_one_next_task,
    reminders_come_as_console_lines_at_their_instants,
    the_history_lists_the_events,
];

async fn completed_tasks_come_again_on_the_right_date(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-01-31T08:00:00+01:00").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    for (title, recurrence) in [
        ("Water plants", "daily"),
        ("Take out the bins", "weekly"),
        ("Pay rent", "monthly"),
    ] {
        ann.add(json!({"title": title, "due_date": "2026-01-31", "recurrence_frequency": recurrence}))
            .await;
    }
    ann.add(json!({"title": "Buy a lamp", "due_date": "2026-01-31"})).await;

    for task in ann.open_tasks().await.iter() {
        let done = ann.complete(task).await.task();
        assert!(done.is_completed());
    }
    rondo.settled().await;

    let open = ann.list("status=pending&sort_by=due_date").await;
    assert_eq!(open.titles(), ["Water plants", "Take out the bins", "Pay rent"]);
    assert_eq!(open.due_dates(), ["2026-02-01", "2026-02-07", "2026-02-28"]);
    assert_eq!(ann.completed_tasks().await.len(), 4);
}

async fn completing_reopening_and_completing_again_makes_one_next_task(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Stretch", "due_date": "2030-05-01", "recurrence_frequency": "daily"}))
        .await;

    ann.complete(&task).await.expect(200);
    rondo.settled().await;
    let reopened = ann.reopen(&task).await.task();
    assert!(!reopened.is_completed() && reopened["completed_at"].is_null());
    ann.complete(&task).await.expect(200);
    rondo.settled().await;

    assert_eq!(ann.open_tasks().await.due_dates(), ["2030-05-02"]);
}

async fn reminders_come_as_console_lines_at_their_instants(engine: Engine) {
    let rondo = Rondo::on(engine).at("2026-03-01T00:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let dentist = json!({"title": "Dentist", "due_date": "2026-03-10", "due_time": "15:00", "priority": "high"});
    ann.add(dentist).await;
    let line = |kind: &str| {
        format!(
            "[REMINDER] {kind} | User: {} | Task: Dentist | Due: 2026-03-10T15:00:00+01:00 | Priority: high",
            ann.id
        )
    };

    rondo.clock("2026-03-09T13:59:59Z").await;
    assert_eq!(rondo.reminders(), [""; 0]);
    rondo.clock("2026-03-09T14:00:00Z").await;
    assert_eq!(rondo.reminded(1).await, [line("24_hours_before")]);
    rondo.clock("2026-03-10T12:59:59Z").await;
    assert_eq!(rondo.reminders().len(), 1);
    rondo.clock("2026-03-10T20:00:00Z").await;
    assert_eq!(rondo.reminded(2).await, [line("24_hours_before"), line("1_hour_before")]);

    let ledger = ann.notifications().await;
    assert_eq!(
        ledger.iter().filter(|entry| entry["state"] == "sent").count(),
        2,
        "{ledger:#?}"
    );
}

async fn the_history_lists_the_events(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Call Ann", "description": "about May"})).await;
    ann.patch(&task, json!({"priority": "high"})).await.expect(200);
    ann.complete(&task).await.expect(200);
    ann.reopen(&task).await.expect(200);

    let history = ann.history(&task).await;
    assert_eq!(
        history.kinds(),
        ["task.created", "task.updated", "task.completed", "task.updated"]
    );
    assert_eq!(history.versions(), [1, 2, 3, 4]);
    assert_eq!(history[1]["data"]["changed"], json!(["priority"]));
    assert_eq!(history[3]["data"]["cause"], "reopened");
}

/// Without a word about a database, on a machine that never saw Rondo.
#[tokio::test]
async fn an_empty_home_folder_is_enough() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let setup = Rondo::on(Engine::Sqlite).setup().await.in_home(home.path());
    let mut rondo = setup.start().await;
    let ann = rondo.register("UTC").await;
    ann.add(json!({"title": "Remember me"})).await;
    rondo.terminate().await;
    rondo.restart().await;
    assert_eq!(ann.open_tasks().await.titles(), ["Remember me"]);
}
