//! The bus inside the process: the events table is its log.
//!
//! For each consumer it keeps a position in each user's line. Users are worked for side by side, a few
//! at a time; within one line events come one after the other, so a failing event holds up its own
//! user only. A failure that may pass is tried again, later each time; one that cannot, or the last
//! try, sends the event to the dead letters. While the database itself is away nothing counts as a
//! try.
//!
//! Commits of this process wake the bus; beside that it looks at all lines from time to time, on a
//! database that other processes share each second. There, leases say which users are whose.

mod line;
mod runner;

use std::time::Duration;

use futures::future::join_all;
use rondo_store::Store;
use tokio_util::sync::CancellationToken;

use crate::{Backoff, Subscription};
use runner::Runner;

/// How the bus works.
#[derive(Clone, Debug)]
pub struct Options {
    /// For how many users a consumer works at the same time.
    pub users_at_once: usize,
    /// How long a handler may take; more counts as a failure that may pass. Leases last ten seconds
    /// and are renewed every three, so it must stay well under seven.
    pub handler_timeout: Duration,
    /// How often an event is tried before it goes to the dead letters.
    pub tries: u32,
    /// How long to wait between the tries.
    pub backoff: Backoff,
    /// How often to look at all lines, whoever woke the bus.
    pub scan_every: Duration,
}

impl Options {
    /// What suits this database. Twenty tries take three quarters of an hour: longer than whatever a
    /// handler needs besides its own database is usually away.
    pub fn of(store: &Store) -> Self {
        let shared = store.is_shared();
        Self {
            // A SQLite file has one writer anyway.
            users_at_once: if shared { 8 } else { 2 },
            handler_timeout: Duration::from_secs(5),
            tries: 20,
            backoff: Backoff::default(),
            scan_every: Duration::from_secs(if shared { 1 } else { 30 }),
        }
    }
}

/// The bus, before it runs.
#[derive(Debug)]
pub struct Bus {
    store: Store,
    options: Options,
    subscriptions: Vec<Subscription>,
}

impl Bus {
    /// A bus on this database.
    pub fn new(store: Store, options: Options) -> Self {
        Self {
            store,
            options,
            subscriptions: Vec::new(),
        }
    }

    /// Has a consumer served as well.
    #[must_use]
    pub fn subscribe(mut self, subscription: Subscription) -> Self {
        self.subscriptions.push(subscription);
        self
    }

    /// Serves the consumers until `shutdown` is cancelled and the events under way are done with.
    pub async fn run(self, shutdown: CancellationToken) {
        let run = |subscription| Runner::new(self.store.clone(), self.options.clone(), subscription).run(shutdown.clone());
        join_all(self.subscriptions.into_iter().map(run)).await;
    }
}
