//! Tidying up, once an hour.

use std::time::Duration;

use rondo_store::Store;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_hours(1);

/// Tidies the database up until it is told to stop. What fails is tried again an hour later.
pub(crate) async fn run(store: Store, stopping: CancellationToken) {
    loop {
        match store.tidy().await {
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
