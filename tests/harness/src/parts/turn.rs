//! One after the other.

use std::sync::{Arc, OnceLock};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Waits until no other test of this process holds its turn: two brokers at once on two processors only make
/// each other late.
pub async fn turn() -> OwnedSemaphorePermit {
    static TURN: OnceLock<Arc<Semaphore>> = OnceLock::new();
    let turn = TURN.get_or_init(|| Arc::new(Semaphore::new(1)));
    Arc::clone(turn).acquire_owned().await.expect("the semaphore is never closed")
}
