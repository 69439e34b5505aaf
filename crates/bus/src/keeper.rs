//! Keeping leases alive while others work under them.

use std::sync::Arc;
use std::time::Duration;

use rondo_domain::UserId;
use rondo_store::{Lease, Leases, Slots, Store};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

/// The leases of one purpose, renewed in a task of their own: however long the work takes, they are
/// renewed in time. On a database of one process there is nothing to renew.
#[derive(Debug)]
pub struct Keeper {
    leases: Arc<Leases>,
    renewals: watch::Receiver<u64>,
    task: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Takes what leases are free, as far as they are this process's share, and keeps them.
    pub fn start(store: &Store, purpose: &str) -> Self {
        let leases = Arc::new(store.leases(purpose));
        let (renewed, renewals) = watch::channel(0);
        let keeping = keep(Arc::clone(&leases), purpose.to_owned(), renewed);
        let task = store.is_shared().then(|| tokio::spawn(keeping));
        Self { leases, renewals, task }
    }

    /// The lease for working for that user, if this process holds it for at least `needed` more.
    pub fn of(&self, user: UserId, needed: Duration) -> Option<Lease> {
        self.leases.of(user, needed)
    }

    /// The leases, to be asked elsewhere.
    pub(crate) fn leases(&self) -> Arc<Leases> {
        Arc::clone(&self.leases)
    }

    /// The slots that are held for at least `needed` more.
    pub fn slots(&self, needed: Duration) -> Slots {
        self.leases.slots(needed)
    }

    /// Waits for the next renewal: work that found no lease, or too short a one, may find it now.
    pub async fn renewed(&mut self) {
        // Without a task that renews, this never comes.
        if self.task.is_none() || self.renewals.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Gives the leases back. Only when nobody works under them any more.
    pub async fn release(mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
            drop(task.await);
        }
        if let Err(error) = self.leases.release().await {
            tracing::warn!(%error, "the leases could not be given back; others get them when they have run out");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

async fn keep(leases: Arc<Leases>, purpose: String, renewed: watch::Sender<u64>) {
    let mut ticks = interval(Leases::EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match leases.renew().await {
            Ok(_) => renewed.send_modify(|count| *count += 1),
            Err(error) => {
                tracing::warn!(%error, purpose, "the leases could not be renewed");
                ticks.reset_after(Duration::from_millis(500));
            }
        }
    }
}
