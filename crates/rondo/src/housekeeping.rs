//! Tidying up, once an hour.

use std::time::Duration;

use rondo_store::{Error, Store};
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_hours(1);

/// What to tidy up.
pub(crate) struct Housekeeping {
    pub(crate) store: Store,
    /// For how many days events are kept, once everybody is done with them; else for ever.
    pub(crate) event_retention: Option<u16>,
    /// Who must be done with an event before it goes.
    pub(crate) readers: &'static [&'static str],
}

impl Housekeeping {
    /// Tidies the database up until it is told to stop. What fails is tried again an hour later.
    pub(crate) async fn run(self, stopping: CancellationToken) {
        loop {
            match self.tidy().await {
                Ok(0) => {}
                Ok(rows) => tracing::info!(rows, "tidied up"),
                Err(error) => tracing::warn!(%error, "could not tidy up"),
            }
            tokio::select! {
                () = stopping.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    async fn tidy(&self) -> Result<u64, Error> {
        let rows = self.store.tidy().await?;
        let Some(days) = self.event_retention else { return Ok(rows) };
        let before = self.store.now().await?.plus_seconds(-i64::from(days) * 24 * 3600);
        Ok(rows + self.store.forget_events(before, self.readers).await?)
    }
}
