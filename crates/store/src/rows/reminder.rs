//! A reminder of a task.

use rondo_domain::{Reminder, ReminderState, Task, Timestamp, UserId, When};

use super::{read, timestamp};
use crate::Error;
use crate::entity::reminder;

pub(crate) fn reminder_row(task: &Task, user: UserId, place: usize, reminder: &Reminder) -> reminder::Model {
    reminder::Model {
        task_id: task.id.uuid(),
        id: reminder.id.uuid(),
        user_id: user.uuid(),
        place: i16::try_from(place).unwrap_or(i16::MAX),
        before: match reminder.when {
            When::Before(before) => Some(before.to_string()),
            When::At(_) => None,
        },
        at: match reminder.when {
            When::At(instant) => Some(instant.micros()),
            When::Before(_) => None,
        },
        remind_at: reminder.at.map(Timestamp::micros),
        state: reminder.state.word().to_owned(),
        snoozed_until: reminder.snoozed_until.map(Timestamp::micros),
        fires_at: reminder.fires_at().map(Timestamp::micros),
    }
}

pub(super) fn reminder(row: &reminder::Model) -> Result<Reminder, Error> {
    let when = match (&row.before, row.at) {
        (Some(before), None) => When::Before(before.parse().map_err(Error::corrupt)?),
        (None, Some(at)) => When::At(timestamp(at)?),
        _ => return Err(Error::corrupt("a reminder without a time")),
    };
    Ok(Reminder {
        id: row.id.into(),
        when,
        at: row.remind_at.map(timestamp).transpose()?,
        state: read("a reminder's state", ReminderState::parse(&row.state))?,
        snoozed_until: row.snoozed_until.map(timestamp).transpose()?,
    })
}
