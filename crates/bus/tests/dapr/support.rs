//! A relay at work.

use std::sync::Arc;
use std::time::Duration;

use rondo_bus::Backoff;
use rondo_bus::relay::{Options, Relay};
use rondo_fixture::{Home, Resident, eventually};
use rondo_store::{Store, Wanted};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::sidecar::Fake;

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Failures are tried again within milliseconds.
pub(crate) fn options(store: &Store) -> Options {
    let soon = Backoff {
        first: Duration::from_millis(5),
        short: Duration::from_millis(20),
        quick_tries: u32::MAX,
        longest: Duration::from_millis(20),
    };
    Options {
        backoff: soon,
        away: soon,
        ..Options::of(store)
    }
}

/// A relay that runs.
pub(crate) struct Running {
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) fn with(store: &Store, options: Options, fake: &Fake) -> Self {
        let shutdown = CancellationToken::new();
        let relay = Relay::new(store.clone(), fake.publisher(), options);
        Self {
            task: tokio::spawn(relay.run(shutdown.clone())),
            shutdown,
        }
    }

    pub(crate) fn on(store: &Store, fake: &Fake) -> Self {
        Self::with(store, options(store), fake)
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

/// Waits until everything is published, or dead.
pub(crate) async fn published(store: &Store) {
    let done = || async { store.log().is_at_rest(&[Wanted::RELAY]).await.unwrap().then_some(()) };
    eventually("everything is published", PATIENCE, done).await;
}

pub(crate) async fn residents(home: &Home, count: usize) -> Vec<Resident> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(home.resident("UTC").await);
    }
    all
}

/// The payloads of a user's events as they are stored, in their order.
pub(crate) async fn stored(resident: &Resident) -> Vec<String> {
    resident.events().await.into_iter().map(|event| event.payload).collect()
}

/// The dead relay holds its leases until they run out; the test need not wait for that.
pub(crate) async fn free_leases(home: &Home) {
    if home.store.is_shared() {
        let sql = home.sql().await;
        sql.execute("DELETE FROM leases").await;
        sql.execute("DELETE FROM lease_holders").await;
    }
}

pub(crate) type Shared<T> = Arc<std::sync::Mutex<T>>;
