//! The examples of `docs/recurrence.md`, each read from the page and played.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rondo_domain::{
    Actor, Basis, CatchUp, Choice, Completion, Context, Draft, Follower, Person, Repeat, Task, TaskId, Timestamp, Title,
    UserId, Zone, parse_date, parse_time,
};

/// A row of a table, by the names of its columns.
type Row = HashMap<String, String>;

fn rows(page: &str) -> Vec<Row> {
    let cells = |line: &str| {
        line.trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let (mut rows, mut names) = (Vec::new(), Vec::new());
    for line in page.lines() {
        match line {
            _ if !line.starts_with('|') => names.clear(),
            _ if names.is_empty() => names = cells(line),
            _ if line.starts_with("|---") => {}
            _ => rows.push(names.iter().cloned().zip(cells(line)).collect()),
        }
    }
    rows
}

fn local(text: &str) -> (jiff::civil::Date, Option<jiff::civil::Time>) {
    let (date, time) = text.split_once(' ').map_or((text, None), |(date, time)| (date, Some(time)));
    (parse_date(date).unwrap(), time.map(|time| parse_time(time).unwrap()))
}

fn instant(text: &str, zone: &Zone) -> Timestamp {
    let (date, time) = local(text);
    zone.instant(date.to_datetime(time.unwrap())).unwrap()
}

/// The task that the row describes, completed when it says so, and then the next one.
fn next(row: &Row) -> (Option<Task>, Person) {
    let person = Person::new(UserId::from_u128(1), "Ann", Zone::parse(&row["zone"]).unwrap());
    let (date, time) = local(&row["due"]);
    let recurrence = row["recurrence"].as_str();
    let choice = Choice::parse_word(recurrence).unwrap_or_else(|| Choice::Rule(recurrence.parse().unwrap()));
    let basis = row.get("basis").map_or(Basis::DueDate, |word| Basis::parse(word).unwrap());
    let catch_up = row
        .get("catch-up")
        .map_or(CatchUp::Next, |word| CatchUp::parse(word).unwrap());
    let mut draft = Draft::titled(Title::new("Water the plants").unwrap());
    draft.date = Some(date);
    draft.time = time;
    draft.repeat = Some(Repeat { choice, basis, catch_up });

    let completed = instant(&row["completed"], &person.zone);
    let context = |now| Context {
        person: &person,
        actor: Actor::Rest,
        now,
    };
    let task = Task::create(TaskId::from_u128(2), draft, context(completed.plus_seconds(-60)))
        .unwrap()
        .into_task();
    let Completion::Done(change) = task.complete(context(completed)) else {
        panic!("it was open")
    };
    let task = change.into_task();
    let follower = Follower::of(&task, Vec::new(), 2).unwrap();
    // Handled a week late: the date comes from the completion all the same.
    let handled = context(completed.plus_seconds(7 * 86_400));
    let next = task
        .successor(task.version, &follower, handled)
        .map(rondo_domain::Change::into_task);
    (next, person)
}

#[test]
fn every_example_of_the_page_holds() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/recurrence.md");
    let rows = rows(&fs::read_to_string(page).unwrap());
    assert!(rows.len() >= 25, "the page has its tables");
    for row in rows {
        let (next, person) = next(&row);
        let Some(next) = next else {
            assert_eq!(row["next"], "none", "{row:?}");
            continue;
        };
        let expected = row["next"].split(" (").next().unwrap();
        let due = next.due.unwrap();
        assert_eq!((due.date, due.time), local(expected), "{row:?}");
        if let Some(utc) = row["next"].split_once(" (").map(|(_, utc)| utc.trim_end_matches("Z)")) {
            let utc = if utc.contains(' ') {
                utc.to_owned()
            } else {
                format!("{} {utc}", due.date)
            };
            assert_eq!(next.due_at(&person), Some(instant(&utc, &Zone::UTC)), "{row:?}");
        }
    }
}
