//! The reminders of a task, one by one.

use rondo_domain::{Change, Invalid, ReminderId, TaskId};
use rondo_store::Work;
use serde_json::Value;

use super::{ReminderView, fields, present};
use crate::input::{Fields, integer};
use crate::{App, Caller, Error};

/// Adds a reminder; one that the task has already stays as it is.
pub async fn add_reminder(app: &App, caller: &Caller, id: TaskId, body: Value) -> Result<ReminderView, Error> {
    let when = fields::reminder(&body).map_err(|message| Invalid::field("", message))?;
    let mut work = app.write(caller).await?;
    let task = present(&work, id).await?;
    let reminder = rondo_domain::Reminder::list(id, [when])[0].id;
    let change = task.clone().add_reminder(when, work.context())?;
    let task = applied(&mut work, change).await?.unwrap_or(task);
    answer(work, &task, reminder).await
}

/// Takes a reminder away.
pub async fn remove_reminder(app: &App, caller: &Caller, id: TaskId, reminder: ReminderId) -> Result<(), Error> {
    let mut work = app.write(caller).await?;
    let change = present(&work, id).await?.remove_reminder(reminder, work.context());
    applied(&mut work, change).await?.ok_or(Error::NotFound("reminder"))?;
    work.commit().await.map_err(Error::from)
}

/// Puts a reminder off: `{until}` or `{minutes}`.
pub async fn snooze(
    app: &App,
    caller: &Caller,
    id: TaskId,
    reminder: ReminderId,
    body: Value,
) -> Result<ReminderView, Error> {
    let mut fields = Fields::of(body)?;
    let until = fields.optional("until", fields::instant);
    let minutes = fields.optional("minutes", integer(1..=527_040));
    if until.is_some() == minutes.is_some() {
        fields.refuse("until", "send either until or minutes");
    }
    fields.finish()?;
    let mut work = app.write(caller).await?;
    let until = until.unwrap_or_else(|| work.now().plus_seconds(60 * minutes.unwrap_or(0)));
    let change = present(&work, id).await?.snooze(reminder, until, work.context())?;
    let task = applied(&mut work, change).await?.ok_or(Error::NotFound("reminder"))?;
    answer(work, &task, reminder).await
}

async fn applied(work: &mut Work, change: Option<Change>) -> Result<Option<rondo_domain::Task>, Error> {
    match change {
        Some(change) => Ok(Some(work.apply(change).await?)),
        None => Ok(None),
    }
}

async fn answer(work: Work, task: &rondo_domain::Task, id: ReminderId) -> Result<ReminderView, Error> {
    let found = task.reminders.iter().find(|reminder| reminder.id == id).map(ReminderView::of);
    work.commit().await?;
    found.ok_or(Error::NotFound("reminder"))
}
