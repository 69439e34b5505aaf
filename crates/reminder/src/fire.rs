//! Firing what is due of one task.

use rondo_domain::{Actor, Origin, TaskId, UserId};
use rondo_store::{Error, Store};

/// Fires what is due of a task: one event at most, in the transaction that settles its reminders. It
/// may be that nothing is due any more.
///
/// # Errors
/// What the database says; nothing was changed then.
pub(crate) async fn fire(store: &Store, user: UserId, id: TaskId) -> Result<(), Error> {
    let mut work = match store.write(user, Origin::of(Actor::Scheduler)).await {
        Err(Error::NoSuchUser) => return Ok(()),
        work => work?,
    };
    let Some(task) = work.task(id).await? else { return Ok(()) };
    let Some(reminding) = task.fire(work.context()) else {
        return Ok(());
    };
    let fired = reminding.fired().copied();
    work.remind(reminding).await?;
    work.commit().await?;
    let Some(fired) = fired else {
        tracing::warn!(%user, task = %id, "reminders were missed: nothing ran for a day after their time");
        return Ok(());
    };
    metrics::counter!("rondo_reminders_fired_total").increment(1);
    tracing::info!(event = %fired.event(), %user, task = %id, reminder = %fired.reminder, remind_at = %fired.remind_at,
        late = fired.is_late(), "a reminder fired");
    Ok(())
}
