//! The account that is drawn up after a fault, whatever it was.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rondo_harness::parts::TOPICS;
use rondo_harness::stack::Stack;
use rondo_harness::{Sql, eventually};
use serde_json::Value;

use crate::load::Record;

/// How long everything may take to come to rest after a fault: a broker and a sidecar may both have to
/// come back first, and a consumer group waits for members that are gone.
const REST: Duration = Duration::from_mins(3);

/// What a fault may leave behind; everything else is as if it had not been.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Allowed {
    /// A reminder may be on the console twice: a process was killed between the line and the mark.
    pub(crate) repeated_lines: bool,
    /// The sidecar may have given events up while their consumer could not work: they come back to it by
    /// way of the dead-letter topic, and are handled.
    pub(crate) detours: bool,
}

/// Holds the stack to its promises.
pub(crate) async fn draw_up(stack: &Stack, people: &[Record], allowed: Allowed) {
    let sql = stack.sql().await;
    let begun = std::time::Instant::now();
    eventually("no reminder is due any more", REST, || async {
        let due = sql.number("SELECT COUNT(*) FROM reminders WHERE fires_at < (EXTRACT(EPOCH FROM now()) + 10) * 1000000");
        (due.await == 0).then_some(())
    })
    .await;
    stack.settled().await;
    let rest = begun.elapsed();
    let mut copies = 0;
    for topic in ["task-events", "reminders"] {
        let published = stack.published(topic).await.expect("all is there, as committed and in order");
        assert_eq!(published.strangers, 0, "what nobody committed is on {topic}");
        copies += published.copies;
    }
    let committed = committed(&sql, people).await;
    every_answer_has_its_event(&committed, people);
    effects_are_once(&committed);
    no_series_died(&sql).await;
    reminders_are_once(stack, &sql, allowed).await;
    nothing_is_dead(stack, &sql, allowed).await;
    let answers: usize = people.iter().map(|record| record.answers.len()).sum();
    let failures: usize = people.iter().map(|record| record.failures.len()).sum();
    eprintln!(
        "accounts agree: {answers} answers, {failures} failures, {} events, {copies} more copies on the topics, at rest after {rest:.1?}",
        committed.len()
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

async fn reminders_are_once(stack: &Stack, sql: &Sql, allowed: Allowed) {
    let twice = "SELECT reminder_id::text FROM notifications GROUP BY reminder_id, remind_at HAVING COUNT(*) > 1";
    assert_eq!(sql.texts(twice).await, [""; 0], "twice in the ledger");
    let sent = sql.number("SELECT COUNT(*) FROM notifications WHERE state = 'sent'").await;
    let lines = stack.reminders();
    let distinct: BTreeSet<&String> = lines.iter().collect();
    assert!(
        i64::try_from(distinct.len()).expect("few lines") >= sent,
        "sent and not on the console"
    );
    if !allowed.repeated_lines {
        assert_eq!(lines.len(), distinct.len(), "a reminder came twice");
    }
}

async fn nothing_is_dead(stack: &Stack, sql: &Sql, allowed: Allowed) {
    let letters = sql
        .texts("SELECT consumer || ': ' || reason || ': ' || payload FROM dead_letters")
        .await;
    assert_eq!(letters, [""; 0], "dead letters");
    for (topic, _) in TOPICS.iter().filter(|(topic, _)| topic.contains("-dlq-")) {
        let given_up = stack.kafka().count(topic).await.expect("a topic can be counted");
        assert!(allowed.detours || given_up == 0, "{given_up} on {topic}");
    }
}
