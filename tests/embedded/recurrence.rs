//! Which date comes next: reports of users, with the answers that are right.

use rondo_harness::Engine;
use serde_json::{Value, json};

use crate::following::Following;

on_both_engines![
    r01_monthly_from_the_31st_never_spills_into_the_next_month,
    r02_the_31st_comes_back_after_february,
    r03_the_29th_of_february_comes_back_in_a_leap_year,
    r06_a_raw_31_skips_short_months,
    r07_the_last_day_of_the_month,
    r09_every_third_friday,
    r10_tuesdays_and_thursdays,
    r12_every_two_weeks,
    r13_every_second_weekend,
    r15_weekdays_skip_the_weekend,
    r16_an_evening_weekday_is_decided_in_its_zone,
    r17_completed_late_in_the_evening_counts_for_that_day,
    r18_every_two_days_at_a_time,
    r20_a_daily_task_passes_the_night_of_the_forward_clock,
    r21_the_wall_clock_is_the_promise,
    r22_a_time_that_does_not_exist,
    r24_the_time_of_day_stays,
    r25_completed_early,
    r25_completed_late,
    r25_completed_weeks_late,
    r25_completed_weeks_late_by_one_who_owes_each,
    r27_a_second_completion_on_the_same_day,
    r28_monthly_from_completion,
    r29_a_month_is_no_30_days_and_a_year_no_365,
    r34_from_completion_stays_from_completion,
];

fn daily(date: &str) -> Value {
    json!({"title": "Again", "due_date": date, "recurrence_frequency": "daily"})
}

fn friendly(date: &str, word: &str) -> Value {
    json!({"title": "Again", "due_date": date, "recurrence_frequency": word})
}

fn timed(date: &str, time: &str, word: &str) -> Value {
    json!({"title": "Again", "due_date": date, "due_time": time, "recurrence_frequency": word})
}

fn by_rule(date: &str, rule: &str) -> Value {
    json!({"title": "Again", "due_date": date, "recurrence": rule})
}

fn from_completion(date: &str, rule: &str) -> Value {
    json!({"title": "Again", "due_date": date, "recurrence": rule, "recurrence_basis": "completion_date"})
}

async fn r01_monthly_from_the_31st_never_spills_into_the_next_month(engine: Engine) {
    let task = timed("2026-08-31", "09:00", "monthly");
    let rent = Following::new(engine, "Europe/Berlin", "2026-08-31T08:00:00+02:00", task).await;
    assert_eq!(rent.next("2026-08-31T10:00:00+02:00").await, "2026-09-30 09:00");
    assert_eq!(rent.instant().await, "2026-09-30T07:00:00Z");
    assert_eq!(rent.next("2026-09-30T10:00:00+02:00").await, "2026-10-31 09:00");
    assert_eq!(rent.next("2026-10-31T10:00:00+01:00").await, "2026-11-30 09:00");
    assert_eq!(rent.next("2026-11-30T10:00:00+01:00").await, "2026-12-31 09:00");
    assert_eq!(rent.open().await["recurrence_frequency"], "monthly");
}

async fn r02_the_31st_comes_back_after_february(engine: Engine) {
    let rent = Following::new(
        engine,
        "Europe/Berlin",
        "2026-01-31T08:00:00+01:00",
        friendly("2026-01-31", "monthly"),
    )
    .await;
    assert_eq!(rent.next("2026-01-31T09:00:00+01:00").await, "2026-02-28");
    assert_eq!(rent.next("2026-02-28T09:00:00+01:00").await, "2026-03-31");
    assert_eq!(rent.next("2026-03-31T09:00:00+02:00").await, "2026-04-30");
}

async fn r03_the_29th_of_february_comes_back_in_a_leap_year(engine: Engine) {
    let birthday = Following::new(engine, "UTC", "2024-02-29T08:00:00Z", friendly("2024-02-29", "yearly")).await;
    assert_eq!(birthday.next("2024-02-29T09:00:00Z").await, "2025-02-28");
    assert_eq!(birthday.next("2025-02-28T09:00:00Z").await, "2026-02-28");
    assert_eq!(birthday.next("2026-02-28T09:00:00Z").await, "2027-02-28");
    assert_eq!(birthday.next("2027-02-28T09:00:00Z").await, "2028-02-29");
}

async fn r06_a_raw_31_skips_short_months(engine: Engine) {
    let task = by_rule("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=31");
    let report = Following::new(engine, "UTC", "2026-01-31T08:00:00Z", task).await;
    assert_eq!(report.next("2026-01-31T09:00:00Z").await, "2026-03-31");
    assert_eq!(report.next("2026-03-31T09:00:00Z").await, "2026-05-31");
    assert_eq!(report.next("2026-05-31T09:00:00Z").await, "2026-07-31");
}

async fn r07_the_last_day_of_the_month(engine: Engine) {
    let task = json!({"title": "Close the books", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1"});
    let books = Following::new(engine, "UTC", "2026-02-10T08:00:00Z", task).await;
    assert_eq!(books.first.due(), "2026-02-28");
    assert_eq!(books.next("2026-02-28T09:00:00Z").await, "2026-03-31");
    assert_eq!(books.next("2026-03-31T09:00:00Z").await, "2026-04-30");
}

async fn r09_every_third_friday(engine: Engine) {
    let task = json!({"title": "Report", "recurrence": "FREQ=MONTHLY;BYDAY=3FR"});
    let report = Following::new(engine, "Europe/Berlin", "2026-01-01T09:00:00+01:00", task).await;
    assert_eq!(report.first.due(), "2026-01-16");
    assert_eq!(report.first["recurrence_text"], "every month on the third Friday");
    assert_eq!(report.next("2026-01-16T10:00:00Z").await, "2026-02-20");
    assert_eq!(report.next("2026-02-20T10:00:00Z").await, "2026-03-20");
}

async fn r10_tuesdays_and_thursdays(engine: Engine) {
    let task = by_rule("2026-01-06", "FREQ=WEEKLY;BYDAY=TU,TH");
    let gym = Following::new(engine, "UTC", "2026-01-06T08:00:00Z", task).await;
    assert_eq!(gym.next("2026-01-06T09:00:00Z").await, "2026-01-08");
    assert_eq!(gym.next("2026-01-08T09:00:00Z").await, "2026-01-13");
}

async fn r12_every_two_weeks(engine: Engine) {
    let task = by_rule("2026-03-02", "FREQ=WEEKLY;INTERVAL=2");
    let bins = Following::new(engine, "UTC", "2026-03-02T08:00:00Z", task).await;
    assert_eq!(bins.next("2026-03-02T09:00:00Z").await, "2026-03-16");
}

async fn r13_every_second_weekend(engine: Engine) {
    let task = by_rule("2026-04-11", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=MO");
    let garden = Following::new(engine, "UTC", "2026-04-11T08:00:00Z", task).await;
    assert_eq!(garden.first.due(), "2026-04-11");
    assert_eq!(garden.next("2026-04-11T09:00:00Z").await, "2026-04-12");
    assert_eq!(garden.next("2026-04-12T09:00:00Z").await, "2026-04-25");
    assert_eq!(garden.next("2026-04-25T09:00:00Z").await, "2026-04-26");
}

async fn r15_weekdays_skip_the_weekend(engine: Engine) {
    let task = by_rule("2026-08-21", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
    let standup = Following::new(engine, "Europe/Berlin", "2026-08-21T08:00:00+02:00", task).await;
    assert_eq!(standup.next("2026-08-21T23:30:00+02:00").await, "2026-08-24");
}

async fn r16_an_evening_weekday_is_decided_in_its_zone(engine: Engine) {
    let mut task = by_rule("2025-09-22", "FREQ=WEEKLY;BYDAY=MO");
    task["due_time"] = "20:30".into();
    let choir = Following::new(engine, "America/New_York", "2025-09-22T12:00:00-04:00", task).await;
    assert_eq!(choir.next("2025-09-22T21:00:00-04:00").await, "2025-09-29 20:30");
    assert_eq!(choir.instant().await, "2025-09-30T00:30:00Z");
}

async fn r17_completed_late_in_the_evening_counts_for_that_day(engine: Engine) {
    let mut task = from_completion("2025-08-06", "FREQ=DAILY;INTERVAL=2");
    task["due_time"] = "15:00".into();
    let pills = Following::new(engine, "America/New_York", "2025-08-06T12:00:00-04:00", task).await;
    assert_eq!(pills.next("2025-08-07T03:56:00Z").await, "2025-08-08 15:00");
    assert_eq!(pills.instant().await, "2025-08-08T19:00:00Z");
}

async fn r18_every_two_days_at_a_time(engine: Engine) {
    let mut task = by_rule("2026-06-27", "FREQ=DAILY;INTERVAL=2");
    task["due_time"] = "18:00".into();
    let run = Following::new(engine, "UTC", "2026-06-27T08:00:00Z", task).await;
    assert_eq!(run.next("2026-06-27T19:00:00Z").await, "2026-06-29 18:00");
}

async fn r20_a_daily_task_passes_the_night_of_the_forward_clock(engine: Engine) {
    let cat = Following::new(engine, "Pacific/Auckland", "2022-09-24T08:00:00+12:00", daily("2022-09-24")).await;
    assert_eq!(cat.next("2022-09-24T20:00:00+12:00").await, "2022-09-25");
    assert_eq!(cat.next("2022-09-25T20:00:00+13:00").await, "2022-09-26");
}

async fn r21_the_wall_clock_is_the_promise(engine: Engine) {
    let task = timed("2026-10-18", "23:59", "weekly");
    let review = Following::new(engine, "Europe/Berlin", "2026-10-18T12:00:00+02:00", task).await;
    assert_eq!(review.instant().await, "2026-10-18T21:59:00Z");
    assert_eq!(review.next("2026-10-18T23:59:00+02:00").await, "2026-10-25 23:59");
    assert_eq!(review.due_in_event().await, "2026-10-25T23:59:00+01:00");
    assert_eq!(review.instant().await, "2026-10-25T22:59:00Z");
}

async fn r22_a_time_that_does_not_exist(engine: Engine) {
    let mut task = timed("2026-03-07", "02:30", "daily");
    task["reminders"] = json!([{"before": "PT1H"}]);
    let backup = Following::new(engine, "America/New_York", "2026-03-07T00:30:00-05:00", task).await;

    let in_the_gap = backup.next("2026-03-07T03:00:00-05:00").await;
    assert!(in_the_gap.starts_with("2026-03-08"), "{in_the_gap}");
    assert_eq!(backup.due_in_event().await, "2026-03-08T03:30:00-04:00");
    assert_eq!(backup.instant().await, "2026-03-08T07:30:00Z");

    assert_eq!(backup.next("2026-03-08T04:00:00-04:00").await, "2026-03-09 02:30");
    assert_eq!(backup.instant().await, "2026-03-09T06:30:00Z");
    backup.rondo.clock("2026-03-09T12:00:00-04:00").await;
    assert_eq!(backup.rondo.reminded(3).await.len(), 3);
}

async fn r24_the_time_of_day_stays(engine: Engine) {
    let report = Following::new(engine, "UTC", "2014-05-15T08:00:00Z", timed("2014-05-15", "17:00", "monthly")).await;
    assert_eq!(report.next("2014-05-15T18:00:00Z").await, "2014-06-15 17:00");
}

async fn overdue(engine: Engine, completed_at: &str) -> String {
    let task = timed("2026-09-14", "08:00", "weekly");
    Following::new(engine, "UTC", "2026-09-12T08:00:00Z", task)
        .await
        .next(completed_at)
        .await
}

async fn r25_completed_early(engine: Engine) {
    assert_eq!(overdue(engine, "2026-09-13T10:00:00Z").await, "2026-09-21 08:00");
}

async fn r25_completed_late(engine: Engine) {
    assert_eq!(overdue(engine, "2026-09-16T10:00:00Z").await, "2026-09-21 08:00");
}

async fn r25_completed_weeks_late(engine: Engine) {
    assert_eq!(overdue(engine, "2026-09-30T10:00:00Z").await, "2026-10-05 08:00");
}

async fn r25_completed_weeks_late_by_one_who_owes_each(engine: Engine) {
    let mut task = timed("2026-09-14", "08:00", "weekly");
    task["catch_up"] = "each".into();
    let bills = Following::new(engine, "UTC", "2026-09-12T08:00:00Z", task).await;
    assert_eq!(bills.next("2026-09-30T10:00:00Z").await, "2026-09-21 08:00");
    assert_eq!(bills.next("2026-09-30T10:00:00Z").await, "2026-09-28 08:00");
    assert_eq!(bills.open().await["catch_up"], "each");
}

async fn r27_a_second_completion_on_the_same_day(engine: Engine) {
    let task = from_completion("2024-12-17", "FREQ=DAILY;INTERVAL=30");
    let filter = Following::new(engine, "UTC", "2024-12-17T08:00:00Z", task).await;
    assert_eq!(filter.next("2024-12-17T09:00:00Z").await, "2025-01-16");
    assert_eq!(filter.next("2024-12-17T09:05:00Z").await, "2025-01-16");
}

async fn r28_monthly_from_completion(engine: Engine) {
    let mut task = friendly("2025-08-29", "monthly");
    task["recurrence_basis"] = "completion_date".into();
    let haircut = Following::new(engine, "UTC", "2025-08-20T08:00:00Z", task).await;
    assert_eq!(haircut.next("2025-09-10T09:00:00Z").await, "2025-10-10");
}

async fn r29_a_month_is_no_30_days_and_a_year_no_365(engine: Engine) {
    let rent = Following::new(engine, "UTC", "2026-01-15T08:00:00Z", friendly("2026-01-15", "monthly")).await;
    assert_eq!(rent.next("2026-01-15T09:00:00Z").await, "2026-02-15");
    let tax = Following::new(engine, "UTC", "2027-03-01T08:00:00Z", friendly("2027-03-01", "yearly")).await;
    assert_eq!(tax.next("2027-03-01T09:00:00Z").await, "2028-03-01");
}

async fn r34_from_completion_stays_from_completion(engine: Engine) {
    let task = from_completion("2026-03-01", "FREQ=DAILY;INTERVAL=3");
    let plants = Following::new(engine, "UTC", "2026-03-01T08:00:00Z", task).await;
    assert_eq!(plants.next("2026-03-05T09:00:00Z").await, "2026-03-08");
    assert_eq!(plants.open().await["recurrence_basis"], "completion_date");
    assert_eq!(plants.next("2026-03-10T09:00:00Z").await, "2026-03-13");
}
