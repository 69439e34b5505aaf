//! What a reminder that has come due leads to.

use std::io;

use rondo_bus::{Failure, Outcome};
use rondo_contract::{CloudEvent, ReminderEvent};
use rondo_domain::{Actor, Origin, Person, ReminderId, ReminderState, Task, Timestamp};
use rondo_store::{Claim, Error, LedgerState, Store};

use crate::{CONSUMER, Channel, Notice};

/// Sends a reminder, at least once, and no more once the ledger says that it was sent.
///
/// # Errors
/// What the database or the channel says. What was claimed stays so: the next delivery goes on there.
pub async fn on_reminder(
    store: &Store,
    channel: &dyn Channel,
    event: &CloudEvent<ReminderEvent>,
) -> Result<Outcome, Failure> {
    let (id, data) = (event.id, &event.data);
    let remind_at: Timestamp = data
        .remind_at
        .parse()
        .map_err(|error| Failure::Permanent(format!("malformed event: remind_at: {error}")))?;
    let notice = match claim(store, channel, event, remind_at).await {
        Err(Error::NoSuchUser) => return Ok(Outcome::NothingToDo),
        Err(error) => return Err(error.into()),
        Ok(Claimed::Before) => return Ok(Outcome::Duplicate),
        Ok(Claimed::Cancelled(reason)) => {
            tracing::info!(event = %id, user = %data.user_id, task = %data.task.id, reason, "a reminder is no longer wanted");
            return Ok(Outcome::NothingToDo);
        }
        Ok(Claimed::Mine(notice)) => notice,
    };
    if let Err(error) = channel.send(&notice).await {
        return Err(unsent(store, event, &error).await);
    }
    settle(store, event, LedgerState::Sent, None).await?;
    tracing::info!(event = %id, user = %data.user_id, task = %data.task.id, reminder = %data.reminder_id,
        remind_at = %remind_at, late = data.late, channel = channel.name(), "a reminder was sent");
    Ok(Outcome::Done)
}

/// What the ledger says before anything is sent.
enum Claimed {
    /// It is ours to send, perhaps again.
    Mine(Notice),
    /// It is not wanted any more.
    Cancelled(&'static str),
    /// It was settled before.
    Before,
}

/// Unit of work 1: the row of the ledger is there and says what is about to happen.
async fn claim(
    store: &Store,
    channel: &dyn Channel,
    event: &CloudEvent<ReminderEvent>,
    remind_at: Timestamp,
) -> Result<Claimed, Error> {
    let data = &event.data;
    let mut work = store.write(data.user_id.into(), origin(event)).await?;
    work.accept(CONSUMER, event.id.into()).await?;
    let found = work.task(data.task.id.into()).await?;
    let claim = Claim {
        id: event.id,
        task: data.task.id.into(),
        reminder: data.reminder_id.into(),
        title: found.as_ref().map_or(data.task.title.clone(), |task| task.title.to_string()),
        kind: data.reminder_type.word(),
        channel: channel.name(),
        remind_at,
        late: data.late,
    };
    // A row that was claimed and never settled: whoever claimed it did not live to see it through.
    let state = work.claim(&claim).await?;
    if state.is_some_and(|state| state != LedgerState::Claimed.word()) {
        return Ok(Claimed::Before);
    }
    let claimed = match wanted(found, data.reminder_id.into(), remind_at) {
        Ok(task) => Claimed::Mine(notice(&task, work.person(), claim.kind)),
        Err(reason) => {
            work.settle(event.id, LedgerState::Cancelled, Some(reason)).await?;
            Claimed::Cancelled(reason)
        }
    };
    work.commit_as(claimed).await
}

/// The task, if its row is still what the event says; else why the reminder is not wanted any more.
fn wanted(task: Option<Task>, id: ReminderId, remind_at: Timestamp) -> Result<Task, &'static str> {
    let task = task.filter(|task| !task.is_deleted()).ok_or("deleted")?;
    if task.is_completed() {
        return Err("completed");
    }
    let reminder = task.reminders.iter().find(|reminder| reminder.id == id).ok_or("removed")?;
    // One that was put off fired after its own time; one that moved fires later than this, or never.
    let still = reminder.state == ReminderState::Fired && reminder.at.is_some_and(|at| at <= remind_at);
    match reminder.snoozed_until {
        Some(_) => Err("snoozed"),
        None if still => Ok(task),
        None => Err("moved"),
    }
}

fn notice(task: &Task, person: &Person, kind: &'static str) -> Notice {
    Notice {
        kind,
        user: person.id,
        title: task.title.to_string(),
        due: task.due_text(person),
        priority: task.priority.word(),
    }
}

/// Unit of work 2: what became of it.
async fn settle(
    store: &Store,
    event: &CloudEvent<ReminderEvent>,
    state: LedgerState,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let mut work = match store.write(event.data.user_id.into(), origin(event)).await {
        // The account went, and its ledger with it.
        Err(Error::NoSuchUser) => return Ok(()),
        work => work?,
    };
    work.settle(event.id, state, reason).await?;
    Ok(work.commit().await?)
}

/// What a channel's error means: a console that nobody reads any more will not be read again.
async fn unsent(store: &Store, event: &CloudEvent<ReminderEvent>, error: &io::Error) -> Failure {
    if error.kind() != io::ErrorKind::BrokenPipe {
        return Failure::Transient(format!("the reminder cannot be sent: {error}"));
    }
    let reason = format!("nobody reads the console: {error}");
    match settle(store, event, LedgerState::Failed, Some(&reason)).await {
        Ok(()) => Failure::Permanent(reason),
        Err(failure) => failure,
    }
}

fn origin(event: &CloudEvent<ReminderEvent>) -> Origin {
    Origin {
        actor: Actor::Scheduler,
        trace: event.traceparent.clone(),
    }
}
