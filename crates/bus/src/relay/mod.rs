//! The relay: what was committed reaches the broker.
//!
//! Of each user whose slot it holds it takes the first event that is not published, publishes many
//! users' together, marks what was acknowledged, then takes the next ones. A user never has more than
//! one event under way, so first copies come in the user's order; a publish that answered an error may
//! have been written all the same, so copies can follow.
//!
//! Commits wake it, of this process or others; beside that it looks at all lines from time to time.
//! When the broker is away, the relay sends one event at a time to find out whether it is back, at most
//! a second apart, and goes on at full speed with the first that is acknowledged. What is to be
//! published stays in the database: in memory are the events of the calls under way.
//!
//! ```no_run
//! # async fn example(store: rondo_store::Store, publisher: std::sync::Arc<dyn rondo_bus::relay::Publisher>) {
//! use rondo_bus::relay::{Options, Relay};
//! use tokio_util::sync::CancellationToken;
//!
//! let shutdown = CancellationToken::new();
//! Relay::new(store.clone(), publisher, Options::of(&store)).run(shutdown).await;
//! # }
//! ```

mod carrier;
mod gate;
mod publisher;
mod runner;

use std::sync::Arc;
use std::time::Duration;

use rondo_store::Store;
use tokio_util::sync::CancellationToken;

use crate::Backoff;
use carrier::Carrier;
pub use publisher::{Away, Publisher, Verdict};
use runner::Runner;

/// How the relay works.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many calls are under way at once.
    pub calls: usize,
    /// How many users' events go together in one call.
    pub together: usize,
    /// How long the publisher may take for one call. A lease must last longer; leases last ten seconds
    /// and are renewed every three, so this must stay under seven.
    pub call_timeout: Duration,
    /// How often one event is tried, while others can be published, before it goes to the dead letters.
    pub tries: u32,
    /// How long to wait between these tries.
    pub backoff: Backoff,
    /// How long to wait between looks whether the broker is back.
    pub away: Backoff,
    /// How often to look at all lines, whoever woke the relay.
    pub scan_every: Duration,
}

impl Options {
    /// What suits this database.
    pub fn of(store: &Store) -> Self {
        Self {
            calls: 4,
            together: 100,
            // The sidecar gives the broker five seconds, and answers then.
            call_timeout: Duration::from_millis(5500),
            tries: 20,
            backoff: Backoff::default(),
            away: Backoff {
                first: Duration::from_millis(100),
                short: Duration::from_secs(1),
                quick_tries: u32::MAX,
                longest: Duration::from_secs(1),
            },
            scan_every: Duration::from_secs(if store.is_shared() { 1 } else { 30 }),
        }
    }
}

/// The relay of a process.
pub struct Relay {
    carrier: Carrier,
}

impl Relay {
    /// A relay from this database to that publisher.
    pub fn new(store: Store, publisher: Arc<dyn Publisher>, options: Options) -> Self {
        let carrier = Carrier {
            store,
            publisher,
            options,
        };
        Self { carrier }
    }

    /// Publishes until `shutdown` is cancelled and what was under way is marked.
    pub async fn run(self, shutdown: CancellationToken) {
        Runner::new(self.carrier).run(shutdown).await;
    }
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Relay")
            .field("options", &self.carrier.options)
            .finish_non_exhaustive()
    }
}
