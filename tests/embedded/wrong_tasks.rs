//! New tasks with one thing wrong.

use serde_json::{Value, json};

/// Each is wrong in the field that is named.
pub(crate) fn wrong_tasks() -> Vec<(&'static str, Value)> {
    let groups = [
        contradictions(),
        unknown(),
        texts(),
        dates(),
        times(),
        zones(),
        rules(),
        tags(),
        reminders(),
    ];
    groups.into_iter().flatten().collect()
}

fn with(field: &'static str, value: impl Into<Value>) -> (&'static str, Value) {
    (field, json!({"title": "Call", "due_date": "2030-01-01", field: value.into()}))
}

fn each<V: Into<Value>>(field: &'static str, values: impl IntoIterator<Item = V>) -> Vec<(&'static str, Value)> {
    values.into_iter().map(|value| with(field, value)).collect()
}

fn contradictions() -> Vec<(&'static str, Value)> {
    let two_rules = json!({
        "title": "Call", "due_date": "2030-01-01", "recurrence_frequency": "daily", "recurrence": "FREQ=WEEKLY",
    });
    vec![
        ("title", json!({"due_date": "2030-01-01"})),
        ("due_time", json!({"title": "Call", "due_time": "10:00"})),
        (
            "is_recurring",
            json!({"title": "Call", "due_date": "2030-01-01", "is_recurring": true}),
        ),
        (
            "recurrence_basis",
            json!({"title": "Call", "due_date": "2030-01-01", "recurrence_basis": "due_date"}),
        ),
        (
            "catch_up",
            json!({"title": "Call", "due_date": "2030-01-01", "catch_up": "each"}),
        ),
        ("recurrence_frequency", two_rules),
    ]
}

fn unknown() -> Vec<(&'static str, Value)> {
    vec![
        with("recurence", "FREQ=DAILY"),
        with("id", "5f0c2b6e-0000-7000-8000-000000000000"),
        with("version", 7),
        with("created_at", "2030-01-01T00:00:00Z"),
    ]
}

fn texts() -> Vec<(&'static str, Value)> {
    let long = |n: usize| Value::String("ä".repeat(n));
    [
        each(
            "title",
            [
                json!(""),
                json!("  \t\n "),
                json!(null),
                json!(7),
                json!(["Call"]),
                json!("a\0b"),
                long(256),
            ],
        ),
        each("description", [json!(7), json!({}), json!("a\0b"), long(10_001)]),
        each(
            "priority",
            [json!("urgent"), json!("HIGH "), json!(1), json!(""), json!("high\0")],
        ),
        each("is_completed", [json!("yes"), json!(1)]),
    ]
    .concat()
}

fn dates() -> Vec<(&'static str, Value)> {
    let words = [
        "2030-02-29",
        "2030-13-01",
        "2030-00-10",
        "01.02.2030",
        "2030-1-1",
        "tomorrow",
        "",
        "2030-01-01T10:00:00Z",
        "10000-01-01",
        "99999999999-01-01",
        "-0001-01-01",
        "2030-01-01\0",
        "２０３０-01-01",
    ];
    [each("due_date", words), each("due_date", [json!(20_300_101), json!([])])].concat()
}

fn times() -> Vec<(&'static str, Value)> {
    let words = ["25:00", "24:00", "10:60", "10", "noon", "", "10:00\0", "-1:00"];
    [each("due_time", words), each("due_time", [10])].concat()
}

fn zones() -> Vec<(&'static str, Value)> {
    let words = [
        "Mars/Olympus",
        "",
        "+02:00",
        "Europe/Berlin\0",
        "../../etc/passwd",
        "Europe/Berlin/x",
    ];
    [each("time_zone", words), each("time_zone", [1])].concat()
}

fn rules() -> Vec<(&'static str, Value)> {
    let rules = [
        "every day",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "INTERVAL=2",
        "",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20300101",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY\0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;UNTIL=20200101",
    ];
    [
        each("recurrence", rules),
        each("recurrence", [json!(7), json!({"freq": "DAILY"})]),
        each("recurrence_frequency", ["hourly", "fortnightly", "", "daily\0"]),
        each("recurrence_frequency", [1]),
        vec![with("recurrence_basis", "sometimes"), with("catch_up", "all")],
    ]
    .concat()
}

fn tags() -> Vec<(&'static str, Value)> {
    let many: Vec<String> = (0..51).map(|n| format!("tag {n}")).collect();
    let long = "x".repeat(51);
    let lists = [
        json!("home"),
        json!([7]),
        json!([""]),
        json!(["  "]),
        json!(["a/b"]),
        json!(["a\0b"]),
        json!([long]),
        json!([null]),
        json!({}),
        json!(many),
    ];
    each("tags", lists)
}

fn reminders() -> Vec<(&'static str, Value)> {
    let many: Vec<Value> = (1..=21).map(|n| json!({"minutes_before": n})).collect();
    let one = [
        json!({}),
        json!(7),
        json!(null),
        json!({"before": "1 hour"}),
        json!({"before": "PT-1H"}),
        json!({"before": "P400D"}),
        json!({"before": "P1M"}),
        json!({"before": "PT1H\0"}),
        json!({"minutes_before": -1}),
        json!({"minutes_before": "60"}),
        json!({"minutes_before": i64::MAX}),
        json!({"minutes_before": 1.5}),
        json!({"remind_at": "soon"}),
        json!({"remind_at": "2030-01-01"}),
        json!({"remind_at": "2030-01-01T10:00:00"}),
        json!({"before": "PT1H", "minutes_before": 60}),
        json!({"befor": "PT1H"}),
    ];
    let lists = one.map(|reminder| json!([reminder]));
    [each("reminders", lists), each("reminders", [json!(many), json!("PT1H")])].concat()
}
