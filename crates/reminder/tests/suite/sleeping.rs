//! By the machine's clock: it sleeps until the next reminder, and a commit that plans an earlier one
//! wakes it.

use std::time::Duration;

use rondo_domain::{Draft, When};
use rondo_fixture::{Engine, Home, eventually, on_both_engines, titled};
use rondo_store::Clock;

use crate::support::{PATIENCE, Running, reminders};

on_both_engines!(a_reminder_that_is_planned_while_it_sleeps_comes_in_time);

async fn a_reminder_that_is_planned_while_it_sleeps_comes_in_time(engine: Engine) {
    let home = Home::on(engine).await;
    let ann = home.resident("UTC").await;
    let scheduler = Running::on(&home.store);
    let remind = |title: &str, millis: i64| Draft {
        reminders: Some(vec![When::At(Clock::machine().plus_micros(millis * 1000))]),
        ..titled(title)
    };
    ann.add(remind("in an hour", 3_600_000)).await;
    ann.add(remind("soon", 700)).await;
    let came = || async { reminders(&ann).await.pop() };
    let reminder = eventually("the reminder came", PATIENCE, came).await;
    scheduler.stop().await;

    assert_eq!((reminder.task.title.as_str(), reminder.late), ("soon", false));
    let fired = reminder.event_timestamp.parse::<rondo_domain::Timestamp>().unwrap();
    let planned = reminder.remind_at.parse::<rondo_domain::Timestamp>().unwrap();
    let delay = Duration::from_micros(u64::try_from(fired.micros() - planned.micros()).unwrap());
    assert!(delay < Duration::from_secs(10), "{delay:?} after its time");
}
