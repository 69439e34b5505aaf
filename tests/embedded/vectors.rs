//! Which date comes next, one story a row: zone, task, when its occurrences are completed, and when the
//! last one that follows is due, on the wall and in UTC.

use rondo_harness::Engine;
use serde_json::{Value, json};

use crate::following::Following;

/// What each row is told with.
struct Vector {
    zone: &'static str,
    task: Value,
    completed: &'static [&'static str],
    next: &'static str,
    /// For a task with a time.
    instant: Option<&'static str>,
}

async fn play(engine: Engine, vector: Vector) {
    let mut task = vector.task;
    task["title"] = json!("Again");
    let following = Following::new(engine, vector.zone, "2020-01-01T00:00:00Z", task).await;
    let mut next = String::new();
    for completed in vector.completed {
        next = following.next(completed).await;
    }
    assert_eq!(next, vector.next);
    if let Some(instant) = vector.instant {
        assert_eq!(following.instant().await, instant);
    }
}

/// A story for each row, by its id.
macro_rules! vectors {
    ($($id:ident: $zone:literal, $task:tt, $completed:expr => $next:literal $(= $instant:literal)?;)+) => {
        on_both_engines![$($id),+];

        $(
            async fn $id(engine: Engine) {
                let instant = None$(.or(Some($instant)))?;
                let vector = Vector { zone: $zone, task: json!($task), completed: &$completed, next: $next, instant };
                play(engine, vector).await;
            }
        )+
    };
}

vectors! {
    r01a: "Europe/Berlin", {"due_date": "2026-08-31", "due_time": "09:00", "recurrence_frequency": "monthly"},
        ["2026-08-31T10:00:00+02:00"] => "2026-09-30 09:00" = "2026-09-30T07:00:00Z";
    r02b: "Europe/Berlin", {"due_date": "2026-01-31", "recurrence_frequency": "monthly"},
        ["2026-01-31T12:00:00+01:00", "2026-02-28T12:00:00+01:00"] => "2026-03-31";
    r03d: "UTC", {"due_date": "2024-02-29", "recurrence_frequency": "yearly"},
        ["2024-02-29T12:00:00Z", "2025-02-28T12:00:00Z", "2026-02-28T12:00:00Z", "2027-02-28T12:00:00Z"] => "2028-02-29";
    r06a: "UTC", {"due_date": "2026-01-31", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=31"},
        ["2026-01-31T12:00:00Z"] => "2026-03-31";
    r07b: "UTC", {"due_date": "2026-02-28", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1"},
        ["2026-02-28T12:00:00Z"] => "2026-03-31";
    r10: "UTC", {"due_date": "2026-01-06", "recurrence": "FREQ=WEEKLY;BYDAY=TU,TH"},
        ["2026-01-06T12:00:00Z"] => "2026-01-08";
    r13c: "UTC", {"due_date": "2026-04-12", "recurrence": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=MO"},
        ["2026-04-12T12:00:00Z"] => "2026-04-25";
    r16: "America/New_York", {"due_date": "2025-09-22", "due_time": "20:30", "recurrence": "FREQ=WEEKLY;BYDAY=MO"},
        ["2025-09-22T21:00:00-04:00"] => "2025-09-29 20:30" = "2025-09-30T00:30:00Z";
    r17: "America/New_York", {
            "due_date": "2025-08-05", "due_time": "15:00", "recurrence": "FREQ=DAILY;INTERVAL=2",
            "recurrence_basis": "completion_date"
        },
        ["2025-08-06T23:56:00-04:00"] => "2025-08-08 15:00" = "2025-08-08T19:00:00Z";
    r20: "Pacific/Auckland", {"due_date": "2022-09-24", "recurrence_frequency": "daily"},
        ["2022-09-24T12:00:00+12:00"] => "2022-09-25";
    r21: "Europe/Berlin", {"due_date": "2026-10-18", "due_time": "23:59", "recurrence": "FREQ=WEEKLY;BYDAY=SU"},
        ["2026-10-18T23:59:00+02:00"] => "2026-10-25 23:59" = "2026-10-25T22:59:00Z";
    // 02:30 does not exist on that day: the wall's time stays the anchor, and it comes at 03:30.
    r22a: "America/New_York", {"due_date": "2026-03-07", "due_time": "02:30", "recurrence_frequency": "daily"},
        ["2026-03-07T03:00:00-05:00"] => "2026-03-08 02:30" = "2026-03-08T07:30:00Z";
    r22b: "America/New_York", {"due_date": "2026-03-07", "due_time": "02:30", "recurrence_frequency": "daily"},
        ["2026-03-07T03:00:00-05:00", "2026-03-08T04:00:00-04:00"] => "2026-03-09 02:30" = "2026-03-09T06:30:00Z";
    r25c: "UTC", {"due_date": "2026-09-14", "due_time": "08:00", "recurrence_frequency": "weekly"},
        ["2026-09-30T10:00:00Z"] => "2026-10-05 08:00" = "2026-10-05T08:00:00Z";
    r27: "UTC", {
            "due_date": "2024-12-10", "recurrence": "FREQ=DAILY;INTERVAL=30", "recurrence_basis": "completion_date"
        },
        ["2024-12-17T12:00:00Z"] => "2025-01-16";
    r28: "UTC", {"due_date": "2025-08-29", "recurrence_frequency": "monthly", "recurrence_basis": "completion_date"},
        ["2025-09-10T12:00:00Z"] => "2025-10-10";
    r29b: "UTC", {"due_date": "2027-03-01", "recurrence_frequency": "yearly"},
        ["2027-03-01T12:00:00Z"] => "2028-03-01";
}
