//! What a person may ask for, by chance.

use jiff::ToSpan;
use jiff::civil::Date;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

pub(super) const ZONES: [&str; 5] = ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "UTC"];
const TIMES: [&str; 6] = ["00:00", "02:30", "08:15", "12:00", "18:00", "23:59"];
const WORDS: [&str; 4] = ["daily", "weekly", "monthly", "yearly"];
const RULES: [&str; 18] = [
    "FREQ=DAILY",
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=2",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=3FR",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=HOURLY;INTERVAL=6",
    "FREQ=DAILY;BYHOUR=9,21",
    "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=30",
    "FREQ=DAILY;INTERVAL=2;BYHOUR=2;BYMINUTE=30",
];

/// A number of `0..n` below the first of `m`: how often something happens.
pub(super) fn one_in(chance: &mut StdRng, n: u32) -> bool {
    chance.random_range(0..n) == 0
}

pub(super) fn pick<'a>(chance: &mut StdRng, from: &[&'a str]) -> &'a str {
    from.choose(chance).expect("there is something to pick from")
}

fn near(chance: &mut StdRng, day: Date, days: i64) -> Date {
    day.saturating_add(chance.random_range(-days..=days).days())
}

fn maybe(chance: &mut StdRng, from: &[&str]) -> Value {
    if chance.random() {
        Value::Null
    } else {
        json!(pick(chance, from))
    }
}

/// A rule with another end than it has.
pub(super) fn ending(chance: &mut StdRng, rule: &str, today: Date) -> String {
    let kept = rule
        .split(';')
        .filter(|part| !part.starts_with("COUNT=") && !part.starts_with("UNTIL="));
    let rule = kept.collect::<Vec<_>>().join(";");
    let until = today
        .saturating_add(chance.random_range(-3..45_i64).days())
        .strftime("%Y%m%d")
        .to_string();
    match chance.random_range(0..10) {
        0..=4 => format!("{rule};COUNT={}", chance.random_range(1..7)),
        5 | 6 => format!("{rule};UNTIL={until}"),
        7 => format!("{rule};UNTIL={until}T120000Z"),
        _ => rule,
    }
}

fn recurrence(chance: &mut StdRng, into: &mut Map<String, Value>, today: Date) {
    if one_in(chance, 3) {
        into.insert("recurrence_frequency".to_owned(), json!(pick(chance, &WORDS)));
    } else {
        let rule = pick(chance, &RULES);
        let rule = if chance.random() {
            rule.to_owned()
        } else {
            ending(chance, rule, today)
        };
        into.insert("recurrence".to_owned(), json!(rule));
    }
}

/// A new recurring task.
pub(super) fn draft(chance: &mut StdRng, today: Date) -> Value {
    let mut draft = Map::new();
    draft.insert("title".to_owned(), json!("Water"));
    draft.insert("reminders".to_owned(), json!([]));
    if !one_in(chance, 8) {
        draft.insert("due_date".to_owned(), json!(near(chance, today, 8).to_string()));
    }
    draft.insert("due_time".to_owned(), maybe(chance, &TIMES));
    draft.insert("time_zone".to_owned(), maybe(chance, &ZONES));
    recurrence(chance, &mut draft, today);
    draft.insert(
        "recurrence_basis".to_owned(),
        json!(pick(chance, &["due_date", "due_date", "completion_date"])),
    );
    draft.insert("catch_up".to_owned(), json!(pick(chance, &["next", "each"])));
    Value::Object(draft)
}

/// An edit of a task that has that rule, if it recurs.
pub(super) fn edit(chance: &mut StdRng, rule: Option<&str>, due: Option<Date>, today: Date) -> Value {
    let mut edit = Map::new();
    for _ in 0..chance.random_range(1..3) {
        match chance.random_range(0..20) {
            0..=4 => drop(edit.insert(
                "due_date".to_owned(),
                json!(near(chance, due.unwrap_or(today), 10).to_string()),
            )),
            5..=7 => drop(edit.insert("due_time".to_owned(), maybe(chance, &TIMES))),
            8 => recurrence(chance, &mut edit, today),
            9..=11 => drop(rule.map(|rule| edit.insert("recurrence".to_owned(), json!(ending(chance, rule, today))))),
            12 => drop(edit.insert("time_zone".to_owned(), maybe(chance, &ZONES))),
            13 => drop(edit.insert("catch_up".to_owned(), json!(pick(chance, &["next", "each"])))),
            14 if chance.random() => {
                edit.insert(
                    "recurrence_basis".to_owned(),
                    json!(pick(chance, &["due_date", "completion_date"])),
                );
            }
            15 if one_in(chance, 3) => drop(edit.insert("recurrence".to_owned(), Value::Null)),
            _ => own(chance, &mut edit),
        }
    }
    Value::Object(edit)
}

/// Something of a task's own, or of a template's.
pub(super) fn own(chance: &mut StdRng, into: &mut Map<String, Value>) {
    let number = chance.random_range(0..9);
    let (field, value) = match chance.random_range(0..6) {
        0 | 1 => ("title", json!(format!("Water {number}"))),
        2 => ("description", json!(format!("{number} cans"))),
        3 => ("priority", json!(pick(chance, &["high", "medium", "low"]))),
        4 => ("tags", json!([format!("tag{number}")])),
        _ => ("reminders", json!([{"before": format!("PT{}H", number + 1)}])),
    };
    into.insert(field.to_owned(), value);
}

/// An edit of a series, which shows itself as `shown`; `dates` are some of its slots.
pub(super) fn series_edit(chance: &mut StdRng, shown: &Value, dates: &[String], today: Date) -> Value {
    let mut edit = Map::new();
    let mut with = |name: &str, chance: &mut StdRng| {
        let mut dates_now: Vec<Value> = shown[name].as_array().cloned().unwrap_or_default();
        if one_in(chance, 3) {
            dates_now.pop();
        } else if let Some(date) = dates.choose(chance) {
            dates_now.push(json!(date));
        }
        edit.insert(name.to_owned(), json!(dates_now));
    };
    match chance.random_range(0..12) {
        0..=4 => with("exdates", chance),
        5 | 6 => with("rdates", chance),
        7 => recurrence(chance, &mut edit, today),
        8 | 9 => {
            let rule = shown["recurrence"].as_str().unwrap_or_default();
            edit.insert("recurrence".to_owned(), json!(ending(chance, rule, today)));
        }
        10 => drop(edit.insert("template".to_owned(), json!({"due_time": maybe(chance, &TIMES)}))),
        _ => {
            let mut template = Map::new();
            own(chance, &mut template);
            if template.get("reminders").is_some() {
                template.insert("reminders".to_owned(), json!(["PT2H"]));
            }
            edit.insert("template".to_owned(), Value::Object(template));
        }
    }
    Value::Object(edit)
}
