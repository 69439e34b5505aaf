//! What a completion leads to.

use rondo_bus::Outcome;
use rondo_contract::{CloudEvent, TaskEvent};
use rondo_domain::{Actor, Origin, Version};
use rondo_store::{Error, Store};

use crate::CONSUMER;

/// Makes the next occurrence of a completed recurring task, once.
///
/// The event says *that*; the row, under the user's line, says *what*: there is no next occurrence
/// unless the task is still completed, by what the event told of or something later, and its series
/// goes on.
///
/// # Errors
/// What the database says; nothing was changed then.
pub async fn on_completed(store: &Store, event: &CloudEvent<TaskEvent>) -> Result<Outcome, Error> {
    let origin = Origin {
        actor: Actor::Recurrence,
        trace: event.traceparent.clone(),
    };
    let mut work = match store.write(event.data.user_id.into(), origin).await {
        Err(Error::NoSuchUser) => return Ok(Outcome::NothingToDo),
        work => work?,
    };
    if !work.accept(CONSUMER, event.id.into()).await? {
        return Ok(Outcome::Duplicate);
    }
    let Some(task) = work.task(event.data.task.id.into()).await? else {
        return work.commit_as(Outcome::NothingToDo).await;
    };
    let Some(follower) = work.follower(&task).await? else {
        return work.commit_as(Outcome::NothingToDo).await; // it does not recur
    };
    let Some(next) = task.successor(Version(event.data.task.version), &follower, work.context()) else {
        return work.commit_as(Outcome::NothingToDo).await; // reopened, ended, paused, or there already
    };
    work.apply(next).await?;
    work.commit_as(Outcome::Done).await
}
