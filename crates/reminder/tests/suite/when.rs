//! In time, late, as one, or not at all.

use rondo_contract::ReminderType;
use rondo_domain::{CancelReason, ReminderState, Task};
use rondo_fixture::{Engine, Home, Resident, due_at, on_both_engines};

use crate::support::{Running, reminders, settled};

on_both_engines!(
    in_time_it_is_not_late,
    what_was_due_while_nothing_ran_comes_late_and_as_one,
    what_could_not_come_for_a_day_is_missed,
    a_closed_task_reminds_of_nothing,
);

/// A person with a task due 2026-03-12 at 10:00 in Berlin, that is 09:00 UTC.
async fn ann_at(home: &Home) -> (Resident, Task) {
    let ann = home.resident("Europe/Berlin").await;
    let task = ann.add(due_at("Call Bob", "2026-03-12", "10:00")).await;
    (ann, task)
}

async fn run_at(home: &Home, now: &str) {
    home.move_to(now).await;
    let scheduler = Running::on(&home.store);
    settled(&home.store).await;
    scheduler.stop().await;
}

async fn states(ann: &Resident, task: &Task) -> Vec<ReminderState> {
    let task = ann.task(task.id).await.unwrap();
    task.reminders.iter().map(|reminder| reminder.state).collect()
}

async fn in_time_it_is_not_late(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let (ann, task) = ann_at(&home).await;
    let scheduler = Running::on(&home.store);
    home.move_to("2026-03-11T08:59:59Z").await;
    settled(&home.store).await;
    assert!(reminders(&ann).await.is_empty());
    home.move_to("2026-03-11T09:00:00Z").await;
    settled(&home.store).await;
    home.move_to("2026-03-12T08:01:00Z").await;
    settled(&home.store).await;
    scheduler.stop().await;

    let [day, hour] = &reminders(&ann).await[..] else {
        panic!("two reminders")
    };
    assert_eq!(
        (day.reminder_type, hour.reminder_type),
        (ReminderType::DayBefore, ReminderType::HourBefore)
    );
    assert_eq!((day.remind_at.as_str(), day.late), ("2026-03-11T09:00:00Z", false));
    assert_eq!((hour.remind_at.as_str(), hour.late), ("2026-03-12T08:00:00Z", false));
    assert_eq!(day.task.due_date.as_deref(), Some("2026-03-12T10:00:00+01:00"));
    assert_eq!(states(&ann, &task).await, [ReminderState::Fired, ReminderState::Fired]);
}

async fn what_was_due_while_nothing_ran_comes_late_and_as_one(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let (ann, task) = ann_at(&home).await;
    run_at(&home, "2026-03-12T08:30:00Z").await;
    let [only] = &reminders(&ann).await[..] else {
        panic!("one reminder")
    };
    assert_eq!((only.reminder_type, only.late), (ReminderType::HourBefore, true));
    assert_eq!(states(&ann, &task).await, [ReminderState::Coalesced, ReminderState::Fired]);
}

async fn what_could_not_come_for_a_day_is_missed(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let (ann, task) = ann_at(&home).await;
    run_at(&home, "2026-03-13T08:00:01Z").await;
    assert!(reminders(&ann).await.is_empty());
    assert_eq!(states(&ann, &task).await, [ReminderState::Missed, ReminderState::Missed]);
}

async fn a_closed_task_reminds_of_nothing(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let (ann, done) = ann_at(&home).await;
    let gone = ann.add(due_at("Call Eve", "2026-03-12", "10:00")).await;
    ann.complete(done.id).await;
    ann.delete(gone.id).await;
    run_at(&home, "2026-03-12T09:00:00Z").await;
    assert!(reminders(&ann).await.is_empty());
    for (task, reason) in [(&done, CancelReason::Completed), (&gone, CancelReason::Deleted)] {
        assert_eq!(states(&ann, task).await, [ReminderState::Cancelled(reason); 2]);
    }
}
