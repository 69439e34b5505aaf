//! One stack at a time: each of them alone fills a small machine.

use tokio::sync::{Mutex, MutexGuard};

static STACKS: Mutex<()> = Mutex::const_new(());

/// The right to have a stack, until it is dropped.
pub(crate) type Turn = MutexGuard<'static, ()>;

pub(crate) async fn turn() -> Turn {
    STACKS.lock().await
}
