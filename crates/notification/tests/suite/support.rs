//! Somebody who is reminded, and a console to read.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use rondo_bus::{Delivery, Failure, Outcome};
use rondo_domain::Task;
use rondo_fixture::{Engine, Home, Resident, due_at};
use rondo_notification::{Channel, Console, subscription_through};
use rondo_store::{LedgerEntry, Store};

/// A console that is read in the test.
#[derive(Clone, Default)]
pub(crate) struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    pub(crate) fn console(&self) -> Arc<dyn Channel> {
        Arc::new(Console::to(self.clone()))
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A person whose task is due 2026-03-11 at 10:00 in Berlin, and who was reminded a day before.
pub(crate) struct Story {
    pub(crate) home: Home,
    pub(crate) ann: Resident,
    pub(crate) task: Task,
}

impl Story {
    pub(crate) async fn begin(engine: Engine) -> Self {
        let home = Home::at(engine, "2026-03-10T08:00:00Z").await;
        let ann = home.resident("Europe/Berlin").await;
        let task = ann.add(due_at("Call Bob", "2026-03-11", "10:00")).await;
        home.move_to("2026-03-10T09:00:00Z").await;
        assert!(ann.fire(task.id).await);
        Self { home, ann, task }
    }

    /// The reminders that came, as the bus delivers them.
    pub(crate) async fn deliveries(&self) -> Vec<Delivery> {
        let events = self
            .ann
            .events()
            .await
            .into_iter()
            .filter(|event| event.kind == "reminder.due_soon");
        let deliver = |event: rondo_store::LogEvent| Delivery {
            id: event.id,
            user: event.user,
            sequence: event.sequence,
            topic: event.topic,
            kind: event.kind,
            payload: event.payload,
            attempt: 1,
        };
        events.map(deliver).collect()
    }

    /// What the ledger says of what fired, oldest first: each state with its reason.
    pub(crate) async fn ledger(&self) -> Vec<(String, Option<String>)> {
        let entries = self.entries().await.into_iter().rev();
        entries.map(|entry| (entry.state, entry.reason)).collect()
    }

    pub(crate) async fn entries(&self) -> Vec<LedgerEntry> {
        let view = self.home.store.view(self.ann.id).await.unwrap();
        let page = view.ledger(None, 50).await.unwrap();
        page.entries.into_iter().filter(|entry| entry.channel.is_some()).collect()
    }
}

pub(crate) async fn deliver(store: &Store, channel: Arc<dyn Channel>, delivery: &Delivery) -> Result<Outcome, Failure> {
    subscription_through(store.clone(), channel).handler.handle(delivery).await
}
