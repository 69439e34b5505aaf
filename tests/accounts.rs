//! What must be true of the database after a fault, whatever it was and wherever the parts run.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rondo_harness::Sql;
use serde_json::Value;

use crate::load::Record;

/// Fails unless every answered change has its event, every effect is there once, no live series stands still,
/// the ledger has one row a reminder and nothing is dead. Gives how many events there are.
pub(crate) async fn agree(sql: &Sql, people: &[Record]) -> usize {
    let committed = committed(sql, people).await;
    every_answer_has_its_event(&committed, people);
    effects_are_once(&committed);
    no_series_died(sql).await;
    let twice = "SELECT reminder_id::text FROM notifications GROUP BY reminder_id, remind_at HAVING COUNT(*) > 1";
    assert_eq!(sql.texts(twice).await, [""; 0], "twice in the ledger");
    let letters = sql
        .texts("SELECT consumer || ': ' || reason || ': ' || payload FROM dead_letters")
        .await;
    assert_eq!(letters, [""; 0], "dead letters");
    committed.len()
}

/// Says what people did and were answered, in the columns of `docs/measurements.md`.
pub(crate) fn report(what: &str, people: &[Record], events: i64, copies: usize, rest: Duration) {
    let answers = || people.iter().flat_map(|person| &person.answers);
    let mut times: Vec<Duration> = answers().map(|(_, took)| *took).collect();
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    let failures: usize = people.iter().map(|person| person.failures.len()).sum();
    let first = answers().filter_map(|(at, took)| at.checked_sub(*took)).min();
    let last = answers().map(|(at, _)| *at).max();
    let worked = last
        .zip(first)
        .map_or(0.0, |(last, first)| last.duration_since(first).as_secs_f64());
    let rate = f64::from(i32::try_from(events).unwrap_or(i32::MAX)) / worked;
    eprintln!(
        "FIGURES | {what} | {worked:.0} s | {} | {failures} | {events} | {rate:.0}/s | {copies} | {:.1?} / {:.1?} | {rest:.1?} |",
        times.len(),
        at(50),
        at(95),
    );
}

async fn committed(sql: &Sql, people: &[Record]) -> Vec<Value> {
    let mut events = Vec::new();
    for record in people {
        events.extend(sql.events(&record.user.id).await.iter().cloned());
    }
    events
}

fn every_answer_has_its_event(committed: &[Value], people: &[Record]) {
    let told: BTreeSet<(&str, i64)> = committed
        .iter()
        .filter_map(|event| {
            Some((
                event["data"]["task"]["id"].as_str()?,
                event["data"]["task"]["version"].as_i64()?,
            ))
        })
        .collect();
    for record in people {
        for (task, version) in &record.answered {
            assert!(
                told.contains(&(task, *version)),
                "answered and lost: version {version} of {task}"
            );
        }
    }
}

/// A task comes to be once, and again only after it was taken away.
fn effects_are_once(committed: &[Value]) {
    let mut there: BTreeMap<&str, bool> = BTreeMap::new();
    for event in committed {
        let task = event["subject"].as_str().expect("an event has a subject");
        let is_there = there.entry(task).or_default();
        match event["type"].as_str() {
            Some("task.created") => assert!(!std::mem::replace(is_there, true), "made twice: {event}"),
            Some("task.deleted") => assert!(std::mem::replace(is_there, false), "taken away twice: {event}"),
            _ => {}
        }
    }
}

/// Every live series ends with something to do.
async fn no_series_died(sql: &Sql) {
    let dead = "SELECT s.id::text FROM series s WHERE s.state = 'live' AND NOT s.deleted AND NOT EXISTS \
                (SELECT 1 FROM tasks t WHERE t.series_id = s.id AND t.deleted_at IS NULL AND t.completed_at IS NULL)";
    assert_eq!(sql.texts(dead).await, [""; 0], "series without an open task");
}
