//! A round: everything that is due, a bounded part at a time.

use std::time::Duration;

use rondo_bus::Keeper;
use rondo_domain::Timestamp;
use rondo_store::{DueTask, Error, Store};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use crate::fire::fire;
use crate::troubled::Troubled;

/// How many due tasks are in memory at a time.
const PART: usize = 128;

/// How long one task may take; that much of a lease must be left.
const NEEDED: Duration = Duration::from_secs(5);

/// What a round needs, and what it remembers for the next.
#[derive(Debug)]
pub(crate) struct Rounds {
    pub(crate) store: Store,
    pub(crate) keeper: Keeper,
    pub(crate) troubled: Troubled,
}

impl Rounds {
    /// Fires what is due, and says when the next reminder after that comes. A task that fails is
    /// passed by for a while.
    ///
    /// # Errors
    /// What the database says when it is the database that fails.
    pub(crate) async fn round(&mut self, shutdown: &CancellationToken) -> Result<Option<Timestamp>, Error> {
        let (begun, now, slots) = (Instant::now(), self.store.now().await?, self.keeper.slots(NEEDED));
        let mut after: Option<DueTask> = None;
        loop {
            let part = self.store.due_reminders(now, &slots, after, PART as u64).await?;
            for due in &part {
                if shutdown.is_cancelled() {
                    return Ok(None);
                }
                self.attempt(*due).await?;
            }
            if part.len() < PART {
                break;
            }
            after = part.last().copied();
        }
        self.troubled.after_round(begun);
        self.store.next_reminder(now, &slots).await
    }

    async fn attempt(&mut self, due: DueTask) -> Result<(), Error> {
        let lease = self.keeper.of(due.user, NEEDED);
        if lease.is_none() || self.troubled.must_wait(due.task) {
            return Ok(());
        }
        let reason = match timeout(NEEDED, fire(&self.store, due.user, due.task)).await {
            Ok(Ok(())) => {
                self.troubled.succeeded(due.task);
                return Ok(());
            }
            Ok(Err(Error::Full)) => return Err(Error::Full),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("it took more than {} s", NEEDED.as_secs()),
        };
        // While the database is away no task is to blame.
        self.store.ping().await?;
        tracing::error!(user = %due.user, task = %due.task, reason, "the reminders of a task could not be fired");
        self.troubled.failed(due.task);
        Ok(())
    }
}
