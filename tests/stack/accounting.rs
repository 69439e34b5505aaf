//! The account that is drawn up after a fault, whatever it was.

use std::collections::BTreeSet;
use std::time::Duration;

use rondo_harness::parts::TOPICS;
use rondo_harness::stack::Stack;
use rondo_harness::{Sql, eventually};

use crate::accounts::{agree, report};
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
    let events = agree(&sql, people).await;
    reminders_are_once(stack, &sql, allowed).await;
    if !allowed.detours {
        no_dead_letter_is_on_its_way(stack).await;
    }
    let story = std::thread::current();
    let events = i64::try_from(events).expect("some thousands");
    report(story.name().unwrap_or("a story"), people, events, copies, rest);
}

async fn reminders_are_once(stack: &Stack, sql: &Sql, allowed: Allowed) {
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

async fn no_dead_letter_is_on_its_way(stack: &Stack) {
    for (topic, _) in TOPICS.iter().filter(|(topic, _)| topic.contains("-dlq-")) {
        let given_up = stack.kafka().count(topic).await.expect("a topic can be counted");
        assert_eq!(given_up, 0, "{topic}");
    }
}
