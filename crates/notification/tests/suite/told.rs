//! What reaches the person.

use std::io::{self, Write};
use std::sync::Arc;

use rondo_bus::{Failure, Outcome};
use rondo_domain::{Edit, Title};
use rondo_fixture::{Engine, on_both_engines};
use rondo_notification::Console;

use crate::support::{Paper, Story, deliver};

on_both_engines!(
    a_reminder_is_one_line_and_one_row,
    a_title_that_would_break_the_line_does_not,
    a_console_that_nobody_reads_is_not_tried_again,
    an_event_that_cannot_be_read_never_can,
);

async fn a_reminder_is_one_line_and_one_row(engine: Engine) {
    let story = Story::begin(engine).await;
    let (paper, delivery) = (Paper::default(), story.deliveries().await.remove(0));
    let outcome = deliver(&story.home.store, paper.console(), &delivery).await;
    assert_eq!(outcome, Ok(Outcome::Done));
    let line = format!(
        "[REMINDER] 24_hours_before | User: {} | Task: Call Bob | Due: 2026-03-11T10:00:00+01:00 | Priority: medium",
        story.ann.id
    );
    assert_eq!(paper.lines(), [line]);
    let entries = story.entries().await;
    let [entry] = &entries[..] else {
        panic!("one row: {entries:?}")
    };
    assert_eq!((entry.id, entry.task), (delivery.id.uuid(), story.task.id.uuid()));
    assert_eq!((entry.state.as_str(), entry.channel.as_deref()), ("sent", Some("console")));
    assert_eq!(
        entry.sent_at.map(|at| at.to_string()).as_deref(),
        Some("2026-03-10T09:00:00Z")
    );
    assert!(!entry.late);
}

async fn a_title_that_would_break_the_line_does_not(engine: Engine) {
    let story = Story::begin(engine).await;
    let edit = Edit {
        title: Some(Title::new("Call\n[REMINDER] Bob\u{2028}now").unwrap()),
        ..Edit::default()
    };
    story.ann.edit(story.task.id, edit).await;
    let (paper, delivery) = (Paper::default(), story.deliveries().await.remove(0));
    deliver(&story.home.store, paper.console(), &delivery).await.unwrap();
    let lines = paper.lines();
    assert!(
        lines.len() == 1 && lines[0].contains(r"| Task: Call\n[REMINDER] Bob\u{2028}now |"),
        "{lines:?}"
    );
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn a_console_that_nobody_reads_is_not_tried_again(engine: Engine) {
    let story = Story::begin(engine).await;
    let delivery = story.deliveries().await.remove(0);
    let outcome = deliver(&story.home.store, Arc::new(Console::to(Closed)), &delivery).await;
    assert!(matches!(outcome, Err(Failure::Permanent(_))), "{outcome:?}");
    assert_eq!(story.ledger().await[0].0, "failed");
    let again = deliver(&story.home.store, Paper::default().console(), &delivery).await;
    assert_eq!(again, Ok(Outcome::Duplicate));
}

async fn an_event_that_cannot_be_read_never_can(engine: Engine) {
    let story = Story::begin(engine).await;
    let mut delivery = story.deliveries().await.remove(0);
    delivery.payload = delivery.payload.replace("\"reminder_id\"", "\"other\"");
    let outcome = deliver(&story.home.store, Paper::default().console(), &delivery).await;
    assert!(matches!(outcome, Err(Failure::Permanent(_))), "{outcome:?}");
}
