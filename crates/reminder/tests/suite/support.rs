//! A scheduler at work.

use std::time::Duration;

use rondo_contract::{CloudEvent, ReminderEvent};
use rondo_fixture::{Resident, eventually};
use rondo_reminder::{Scheduler, idle};
use rondo_store::Store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A scheduler that runs.
pub(crate) struct Running {
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) fn on(store: &Store) -> Self {
        let shutdown = CancellationToken::new();
        let task = tokio::spawn(Scheduler::new(store.clone()).run(shutdown.clone()));
        Self { shutdown, task }
    }

    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap();
    }

    /// Ends it as a kill does.
    pub(crate) async fn kill(self) {
        self.task.abort();
        drop(self.task.await);
    }
}

/// Waits until nothing is due that has not been fired.
pub(crate) async fn settled(store: &Store) {
    let done = || async { idle(store).await.unwrap().then_some(()) };
    eventually("everything due was fired", PATIENCE, done).await;
}

/// The reminders that came to a resident.
pub(crate) async fn reminders(resident: &Resident) -> Vec<ReminderEvent> {
    let events = resident
        .events()
        .await
        .into_iter()
        .filter(|event| event.kind == "reminder.due_soon");
    let read = |payload: &str| CloudEvent::<ReminderEvent>::parse(payload).unwrap().data;
    events.map(|event| read(&event.payload)).collect()
}
