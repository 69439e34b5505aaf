//! Kills, restarts and copies.

use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use rondo_bus::Outcome;
use rondo_fixture::{Engine, on_both_engines};
use rondo_notification::{Channel, Notice};
use tokio::sync::Semaphore;

use crate::support::{Paper, Story, deliver};

on_both_engines!(
    a_kill_before_the_ledger_knows_repeats_the_line,
    what_was_sent_never_comes_again
);

/// A console that prints and then stands still, so that the process can be killed at that moment.
struct Stuck {
    console: Arc<dyn Channel>,
    printed: Semaphore,
}

#[async_trait]
impl Channel for Stuck {
    fn name(&self) -> &'static str {
        self.console.name()
    }

    async fn send(&self, notice: &Notice) -> io::Result<()> {
        self.console.send(notice).await?;
        self.printed.add_permits(1);
        std::future::pending().await
    }
}

async fn a_kill_before_the_ledger_knows_repeats_the_line(engine: Engine) {
    let story = Story::begin(engine).await;
    let (paper, delivery) = (Paper::default(), story.deliveries().await.remove(0));
    let stuck = Arc::new(Stuck {
        console: paper.console(),
        printed: Semaphore::new(0),
    });
    let (database, channel, copy) = (story.home.store.clone(), Arc::clone(&stuck), delivery.clone());
    let under_way = tokio::spawn(async move { deliver(&database, channel, &copy).await });
    stuck.printed.acquire().await.unwrap().forget();
    under_way.abort();
    drop(under_way.await);
    assert_eq!(story.ledger().await[0].0, "claimed");

    let again = deliver(&story.home.store, paper.console(), &delivery).await;
    assert_eq!(again, Ok(Outcome::Done));
    let lines = paper.lines();
    assert!(lines.len() == 2 && lines[0] == lines[1], "{lines:?}");
    assert_eq!(story.ledger().await, [("sent".to_owned(), None)]);
}

async fn what_was_sent_never_comes_again(engine: Engine) {
    let Story { home, ann, task } = Story::begin(engine).await;
    let paper = Paper::default();
    let story = Story { home, ann, task };
    let delivery = story.deliveries().await.remove(0);
    let both = tokio::join!(
        deliver(&story.home.store, paper.console(), &delivery),
        deliver(&story.home.store, paper.console(), &delivery),
    );
    let sent = paper.lines().len();
    assert!(
        both.0.is_ok() && both.1.is_ok() && (1..=2).contains(&sent),
        "copies at the same moment may both be sent"
    );

    let Story { home, ann, .. } = story;
    drop(ann);
    let home = home.restart().await;
    let again = deliver(&home.store, paper.console(), &delivery).await;
    assert_eq!(again, Ok(Outcome::Duplicate));
    assert_eq!(paper.lines().len(), sent);
}
