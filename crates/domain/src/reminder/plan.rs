//! Planning the reminders of a task: done by every change, in that change's transaction.

use crate::{CancelReason, Context, Person, Reminder, ReminderState, Task, Timestamp, When};

impl Task {
    /// Brings each reminder in line with the task as it now stands.
    pub(crate) fn plan(&mut self, context: Context<'_>) {
        let mut reminders = std::mem::take(&mut self.reminders);
        for reminder in &mut reminders {
            let at = self.instant_of(reminder.when, context.person);
            match self.closed() {
                Some(reason) => reminder.cancel(reason),
                None => reminder.aim(at, context.now),
            }
        }
        self.reminders = reminders;
    }

    /// The instant of a reminder, counted from the due time, or for a task without one from the time
    /// of day at which the person likes to hear of those.
    pub(crate) fn instant_of(&self, when: When, person: &Person) -> Option<Timestamp> {
        match when {
            When::At(instant) => Some(instant),
            When::Before(before) => {
                let due = self.due?;
                let time = due.time.unwrap_or(person.all_day_reminder_time);
                before.instant(due.date.to_datetime(time), person.zone_of(self))
            }
        }
    }

    fn closed(&self) -> Option<CancelReason> {
        match (self.is_deleted(), self.is_completed()) {
            (true, _) => Some(CancelReason::Deleted),
            (_, true) => Some(CancelReason::Completed),
            _ => None,
        }
    }
}

impl Reminder {
    fn cancel(&mut self, reason: CancelReason) {
        if self.state == ReminderState::Planned {
            self.state = ReminderState::Cancelled(reason);
            self.snoozed_until = None;
        }
    }

    /// Points the reminder at an instant. One that stays where it was keeps what became of it; one
    /// that moves is new, and a snooze is over; one whose instant is past never comes.
    fn aim(&mut self, at: Option<Timestamp>, now: Timestamp) {
        let settled = !matches!(self.state, ReminderState::Waiting | ReminderState::Cancelled(_));
        if settled && at == self.at {
            return;
        }
        self.snoozed_until = None;
        self.at = at;
        self.state = match at {
            None => ReminderState::Waiting,
            Some(at) if at <= now => ReminderState::Passed,
            Some(_) => ReminderState::Planned,
        };
    }
}
