//! Completing, reopening, deleting and what follows: reports of users.

use std::time::Duration;

use rondo_harness::{Engine, Rondo, Task, User, eventually};
use serde_json::{Value, json};
use tokio::join;

use crate::following::Following;

on_both_engines![
    l01_complete_reopen_complete_makes_one_next_task,
    l02_reopening_withdraws_the_untouched_next_task,
    reopening_keeps_a_next_task_that_somebody_worked_on,
    l04_two_completions_at_once_make_one_next_task,
    l05_a_completion_delivered_again_makes_no_second_next_task,
    l07_editing_the_series_doubles_nothing,
    l08_completing_one_leaves_the_series_alive,
    l09_the_fifth_occurrence_has_everything_that_the_first_had,
    l11_every_completed_occurrence_is_a_record,
    l12_deleting_one_occurrence_moves_the_series_on,
    l12_deleting_the_series_ends_it,
    l12_without_a_scope_one_occurrence_is_deleted,
    l14_an_ignored_daily_task_does_not_pile_up,
    l15_a_partial_update_leaves_the_rest_alone,
    l16_an_unknown_field_is_refused,
    l17_completing_leaves_the_due_time_alone,
    l19_a_retried_creation_creates_once,
    a_deleted_task_can_be_brought_back,
    a_deleted_series_lives_again_when_its_task_is_brought_back,
    ending_the_recurrence_keeps_the_task,
];

async fn weekly(engine: Engine) -> Following {
    let task = json!({"title": "Bins", "due_date": "2026-03-10", "recurrence_frequency": "weekly"});
    Following::new(engine, "Europe/Berlin", "2026-03-10T09:00:00Z", task).await
}

async fn l01_complete_reopen_complete_makes_one_next_task(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    let before = ann.open_tasks().await.only();
    ann.reopen(&first).await.expect(200);
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    assert_eq!((next.id(), next.due().as_str()), (before.id(), "2026-03-17"));
    assert!(next.version() > before.version());

    // The same without a pause for the service.
    ann.reopen(&first).await.expect(200);
    ann.complete(&first).await.expect(200);
    ann.reopen(&first).await.expect(200);
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    assert_eq!(ann.open_tasks().await.only().id(), before.id());
}

async fn l02_reopening_withdraws_the_untouched_next_task(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    ann.reopen(&first).await.expect(200);

    assert_eq!(ann.open_tasks().await.only().id(), first.id());
    ann.get(&format!("/api/tasks/{}", next.id())).await.problem(404);
    let events = rondo.sql().await.events(&ann.id).await.about(next.id());
    assert_eq!(events.kinds(), ["task.created", "task.deleted"]);
    assert_eq!(events[1]["data"]["cause"], "reopened");
}

async fn reopening_keeps_a_next_task_that_somebody_worked_on(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    ann.patch(&next, json!({"description": "paper this time"})).await.expect(200);
    ann.reopen(&first).await.expect(200);
    rondo.settled().await;
    assert_eq!(
        ann.list("status=pending&sort_by=due_date").await.due_dates(),
        ["2026-03-10", "2026-03-17"]
    );
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    assert_eq!(ann.open_tasks().await.only().id(), next.id());
}

async fn l04_two_completions_at_once_make_one_next_task(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    let phone = ann.clone();
    let (one, other) = join!(ann.complete(&first), phone.complete(&first));
    rondo.settled().await;
    assert_eq!((one.status(), other.status()), (200, 200));
    assert_eq!(one.task(), other.task());
    assert_eq!(ann.open_tasks().await.due_dates(), ["2026-03-17"]);
    assert_eq!(ann.history(&first).await.count("task.completed"), 1);
}

/// The log is read again from its beginning, with and without the memory of what was handled.
async fn l05_a_completion_delivered_again_makes_no_second_next_task(engine: Engine) {
    let Following { mut rondo, ann, first } = weekly(engine).await;
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    for forgotten in [
        "UPDATE positions SET done_seq = 0",
        "DELETE FROM positions",
        "DELETE FROM inbox",
    ] {
        rondo.kill();
        rondo.sql().await.execute("UPDATE positions SET done_seq = 0").await;
        rondo.sql().await.execute(forgotten).await;
        rondo.restart().await;
        rondo.settled().await;
        assert_eq!(ann.open_tasks().await.only(), next, "after {forgotten}");
    }
    let events = rondo.sql().await.events(&ann.id).await;
    assert_eq!(events.kinds(), ["task.created", "task.completed", "task.created"]);
}

async fn l07_editing_the_series_doubles_nothing(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.patch(&first, json!({"tags": ["home"]})).await.expect(200);
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    assert_eq!(next["tags"], json!(["home"]));
    ann.patch(&next, json!({"tags": ["house"], "title": "Bins and paper"}))
        .await
        .expect(200);
    rondo.settled().await;
    assert_eq!(ann.open_tasks().await.due_dates(), ["2026-03-17"]);
    ann.complete(&next).await.expect(200);
    rondo.settled().await;
    let after = ann.open_tasks().await.only();
    assert_eq!((after.due().as_str(), after.title()), ("2026-03-24", "Bins and paper"));
}

async fn l08_completing_one_leaves_the_series_alive(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    assert!(ann.show(&first).await.is_completed());
    let next = ann.open_tasks().await.only();
    assert_eq!(
        (next["is_recurring"].clone(), next["series_id"].clone()),
        (json!(true), first["series_id"].clone())
    );
    assert_eq!(
        (first["occurrence"].clone(), next["occurrence"].clone()),
        (json!(1), json!(2))
    );
}

async fn l09_the_fifth_occurrence_has_everything_that_the_first_had(engine: Engine) {
    let task = json!({
        "title": "Report", "description": "Numbers first", "priority": "high", "tags": ["Office", "ä"],
        "due_date": "2026-03-10", "due_time": "17:00", "time_zone": "Europe/Paris",
        "recurrence": "FREQ=DAILY;INTERVAL=2", "reminders": [{"before": "PT2H"}, {"before": "P1D"}],
    });
    let report = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    for _ in 0..5 {
        report.next("2026-03-10T09:00:00Z").await;
    }
    let last = report.open().await;
    assert_eq!(
        (last.due().as_str(), last["occurrence"].clone()),
        ("2026-03-20 17:00", json!(6))
    );
    for field in [
        "title",
        "description",
        "priority",
        "tags",
        "due_time",
        "time_zone",
        "recurrence",
        "series_id",
        "is_recurring",
    ] {
        assert_eq!(last[field], report.first[field], "{field}");
    }
    let before = |task: &Task| {
        task.reminders()
            .iter()
            .map(|reminder| reminder["before"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(before(&last), before(&report.first));
    assert_eq!(report.ann.completed_tasks().await.len(), 5);
}

async fn l11_every_completed_occurrence_is_a_record(engine: Engine) {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily"});
    let run = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    for day in ["2026-03-10T10:00:00Z", "2026-03-11T11:00:00Z", "2026-03-12T12:00:00Z"] {
        run.next(day).await;
    }
    let done = run.ann.list("status=completed&sort_by=due_date").await;
    assert_eq!(done.due_dates(), ["2026-03-10", "2026-03-11", "2026-03-12"]);
    let completed: Vec<&str> = done.iter().map(|task| task.text("completed_at")).collect();
    assert_eq!(
        completed,
        ["2026-03-10T10:00:00Z", "2026-03-11T11:00:00Z", "2026-03-12T12:00:00Z"]
    );
}

async fn l12_deleting_one_occurrence_moves_the_series_on(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.delete(&first, "this").await.expect(204);
    assert_eq!(ann.open_tasks().await.due_dates(), ["2026-03-17"], "in the same transaction");
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    ann.complete(&next).await.expect(200);
    rondo.settled().await;
    assert_eq!(ann.open_tasks().await.due_dates(), ["2026-03-24"]);
    ann.reopen(&next).await.expect(200);
    rondo.settled().await;
    assert_eq!(
        ann.open_tasks().await.due_dates(),
        ["2026-03-17"],
        "the deleted slot never comes back"
    );
}

async fn l12_deleting_the_series_ends_it(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    let next = ann.open_tasks().await.only();
    ann.delete(&next, "series").await.expect(204);
    rondo.settled().await;
    assert!(ann.open_tasks().await.is_empty());
    let events = rondo.sql().await.events(&ann.id).await.about(next.id());
    assert_eq!(events[events.len() - 1]["data"]["cause"], "series_deleted");
}

async fn l12_without_a_scope_one_occurrence_is_deleted(engine: Engine) {
    let Following {
        rondo: _rondo,
        ann,
        first,
    } = weekly(engine).await;
    ann.call("DELETE", &format!("/api/tasks/{}", first.id()))
        .send()
        .await
        .expect(204);
    assert_eq!(ann.open_tasks().await.due_dates(), ["2026-03-17"]);
}

async fn l14_an_ignored_daily_task_does_not_pile_up(engine: Engine) {
    let task = json!({"title": "Run", "due_date": "2026-03-10", "recurrence_frequency": "daily"});
    let run = Following::new(engine, "UTC", "2026-03-10T09:00:00Z", task).await;
    run.rondo.clock("2026-03-15T09:00:00Z").await;
    assert_eq!(run.open().await.due(), "2026-03-10");
    assert_eq!(run.next("2026-03-15T09:30:00Z").await, "2026-03-16");
}

/// 252 descriptions were lost this way, somewhere else.
async fn l15_a_partial_update_leaves_the_rest_alone(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({
            "title": "Report", "description": "Numbers first", "priority": "low", "tags": ["Office"],
            "due_date": "2030-03-10", "due_time": "17:00", "time_zone": "Europe/Paris",
            "recurrence": "FREQ=WEEKLY;BYDAY=MO", "reminders": [{"before": "PT2H"}],
        }))
        .await;
    let after = ann.patch(&task, json!({"priority": "high"})).await.task();
    assert_eq!(differences(&task, &after), ["priority", "updated_at", "version"]);
    let same = ann.patch(&task, json!({})).await.task();
    assert_eq!(same, after);
    assert_eq!(ann.history(&task).await.kinds(), ["task.created", "task.updated"]);
}

fn differences(one: &Task, other: &Task) -> Vec<String> {
    let fields = one.json().as_object().expect("a task is an object");
    let mut names: Vec<String> = fields
        .iter()
        .filter(|(name, value)| other[name.as_str()] != **value)
        .map(|(name, _)| name.clone())
        .collect();
    names.sort();
    names
}

async fn l16_an_unknown_field_is_refused(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let refused = ann
        .try_add(json!({"title": "Run", "due_date": "2030-01-01", "recurence": "FREQ=DAILY"}))
        .await
        .problem(422);
    assert!(refused.names("recurence"), "{refused:?}");
    assert!(ann.open_tasks().await.is_empty());
}

async fn l17_completing_leaves_the_due_time_alone(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("America/Los_Angeles").await;
    let task = ann
        .add(json!({"title": "Call", "due_date": "2030-01-10", "due_time": "11:00"}))
        .await;
    assert_eq!(ann.complete(&task).await.task().due(), "2030-01-10 11:00");
    assert_eq!(ann.show(&task).await.due(), "2030-01-10 11:00");
}

async fn l19_a_retried_creation_creates_once(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let create = async |title: &str| {
        let call = ann.call("POST", "/api/tasks").header("idempotency-key", "c2f1-retry");
        call.json(&json!({"title": title})).send().await
    };
    let first = create("Once").await.expect(201).task();
    let again = create("Once").await;
    assert!([200, 201].contains(&again.status()), "{again:?}");
    assert_eq!(again.task(), first);
    create("Something else").await.problem(409);
    assert_eq!(ann.open_tasks().await.titles(), ["Once"]);
    assert_eq!(rondo.sql().await.events(&ann.id).await.kinds(), ["task.created"]);
}

async fn a_deleted_task_can_be_brought_back(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    let lamp = ann.add(json!({"title": "Lamp"})).await;
    ann.delete(&lamp, "this").await.expect(204);
    ann.get(&format!("/api/tasks/{}", lamp.id())).await.problem(404);
    let back = ann.restore(&lamp).await.task();
    assert_eq!((back.id(), back.title()), (lamp.id(), "Lamp"));
    assert_eq!(ann.restore(&lamp).await.task(), back, "restoring again changes nothing");
    assert_eq!(
        ann.history(&lamp).await.kinds(),
        ["task.created", "task.deleted", "task.created"]
    );

    ann.delete(&first, "this").await.expect(204);
    ann.restore(&first).await.expect(200);
    rondo.settled().await;
    assert_eq!(
        ann.list("search=bins&status=pending").await.due_dates(),
        ["2026-03-10"],
        "its stand-in is taken back"
    );

    ann.delete(&lamp, "this").await.expect(204);
    rondo.clock("2026-04-10T00:00:00Z").await;
    ann.restore(&lamp).await.refusal();
}

async fn a_deleted_series_lives_again_when_its_task_is_brought_back(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    ann.delete(&first, "series").await.expect(204);
    ann.restore(&first).await.expect(200);
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    assert_eq!(ann.open_tasks().await.due_dates(), ["2026-03-17"]);
}

async fn ending_the_recurrence_keeps_the_task(engine: Engine) {
    let Following { rondo, ann, first } = weekly(engine).await;
    let ended = ann.patch(&first, json!({"recurrence": null})).await.task();
    assert_eq!(
        (&ended["is_recurring"], &ended["recurrence_frequency"]),
        (&json!(false), &Value::Null)
    );
    ann.complete(&first).await.expect(200);
    rondo.settled().await;
    assert!(ann.open_tasks().await.is_empty());
}

/// One who completes and looks at once sees the next task soon, without asking anybody to hurry.
#[tokio::test]
async fn the_next_task_is_there_within_a_second() {
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let ann: User = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Run", "due_date": "2030-01-01", "recurrence_frequency": "daily"}))
        .await;
    ann.complete(&task).await.expect(200);
    eventually("the next task is there", Duration::from_secs(1), || async {
        (ann.open_tasks().await.due_dates() == ["2030-01-02"]).then_some(())
    })
    .await;
}
