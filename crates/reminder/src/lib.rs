//! The reminder scheduler: what is due is fired, once.
//!
//! It sleeps until the next reminder comes. A commit may have planned an earlier one, so commits wake
//! it; on a database that other processes share it looks each second as well. What fired is settled
//! with its event in one transaction under the user's line: two schedulers, or a crash at any point,
//! make one event.

mod fire;
mod round;
mod scheduler;
mod troubled;

pub use scheduler::Scheduler;

use rondo_store::{Error, Slots, Store};

/// What the scheduler's leases are for.
pub const PURPOSE: &str = "reminder-scheduler";

/// Whether nothing is due at present that has not been fired.
pub async fn idle(store: &Store) -> Result<bool, Error> {
    let now = store.now().await?;
    Ok(store.due_reminders(now, &Slots::All, None, 1).await?.is_empty())
}
