//! One event each.

use std::collections::HashSet;

use rondo_fixture::{Engine, Home, Resident, due_at, eventually, on_both_engines, titled};

use crate::support::{PATIENCE, Running, reminders, settled};

on_both_engines!(
    two_schedulers_make_one_event_each,
    a_scheduler_that_is_killed_again_and_again_makes_one_event_each,
    a_task_that_cannot_be_read_holds_up_no_other,
);

/// A hundred tasks of four people, each with a reminder at 2026-03-10T10:00Z.
async fn hundred(home: &Home) -> Vec<Resident> {
    let mut residents = Vec::new();
    for _ in 0..4 {
        let resident = home.resident("UTC").await;
        for number in 0..25 {
            resident.add(due_at(&format!("task {number}"), "2026-03-11", "10:00")).await;
        }
        residents.push(resident);
    }
    residents
}

async fn assert_one_each(residents: &[Resident]) {
    let mut tasks = HashSet::new();
    for resident in residents {
        for reminder in reminders(resident).await {
            assert!(tasks.insert(reminder.task.id), "reminded twice of {}", reminder.task.title);
        }
    }
    assert_eq!(tasks.len(), 100);
}

async fn two_schedulers_make_one_event_each(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let residents = hundred(&home).await;
    let other = if engine == Engine::Sqlite {
        home.store.clone()
    } else {
        home.another().await
    };
    let schedulers = [Running::on(&home.store), Running::on(&other)];
    home.move_to("2026-03-10T10:00:00Z").await;
    settled(&home.store).await;
    for scheduler in schedulers {
        scheduler.stop().await;
    }
    assert_one_each(&residents).await;
}

async fn a_scheduler_that_is_killed_again_and_again_makes_one_event_each(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let residents = hundred(&home).await;
    home.move_to("2026-03-10T10:00:00Z").await;
    let sql = home.sql().await;
    for killed in 1..8 {
        let scheduler = Running::on(&home.store);
        let came = || async {
            let count = sql.number("SELECT count(*) FROM events WHERE topic = 'reminders'").await;
            (count >= killed * 10).then_some(())
        };
        eventually("some more were fired", PATIENCE, came).await;
        scheduler.kill().await;
        if engine == Engine::Postgres {
            // The dead one holds its leases until they run out; the test need not wait for that.
            sql.rows("DELETE FROM leases").await;
            sql.rows("DELETE FROM lease_holders").await;
        }
    }
    let scheduler = Running::on(&home.store);
    settled(&home.store).await;
    scheduler.stop().await;
    assert_one_each(&residents).await;
}

async fn a_task_that_cannot_be_read_holds_up_no_other(engine: Engine) {
    let home = Home::at(engine, "2026-03-10T09:00:00Z").await;
    let ann = home.resident("UTC").await;
    ann.add(due_at("broken", "2026-03-11", "10:00")).await;
    ann.add(due_at("whole", "2026-03-11", "10:00")).await;
    ann.add(titled("without a date")).await;
    let sql = home.sql().await;
    sql.rows("UPDATE tasks SET title = '' WHERE title = 'broken'").await;

    let scheduler = Running::on(&home.store);
    home.move_to("2026-03-10T10:00:00Z").await;
    let came = |count| {
        let ann = &ann;
        move || async move { (reminders(ann).await.len() == count).then_some(()) }
    };
    eventually("the whole one was fired", PATIENCE, came(1)).await;
    sql.rows("UPDATE tasks SET title = 'mended' WHERE title = ''").await;
    eventually("the mended one was fired", PATIENCE, came(2)).await;
    scheduler.stop().await;
    let titles: Vec<String> = reminders(&ann)
        .await
        .into_iter()
        .map(|reminder| reminder.task.title)
        .collect();
    assert_eq!(titles, ["whole", "mended"]);
}
