//! How one person counts days and likes to be reminded.

use jiff::civil::{Date, Time, Weekday, time};

use crate::{Before, Task, Timestamp, UserId, When, Zone};

/// The settings of a person that decide dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Whose.
    pub id: UserId,
    /// What to call them.
    pub name: String,
    /// Where "today" is decided and where floating times live.
    pub zone: Zone,
    /// BCP 47 tag: the order of day and month in what they write.
    pub locale: String,
    /// The day on which their week begins.
    pub week_start: Weekday,
    /// The reminders of a task that names none.
    pub reminder_defaults: Vec<Before>,
    /// The time of day from which the reminders of a task without time count.
    pub all_day_reminder_time: Time,
}

impl Person {
    /// A person with the settings of a new account: reminders 24 hours and 1 hour before, all-day
    /// tasks counted from 09:00, weeks from Monday.
    pub fn new(id: UserId, name: &str, zone: Zone) -> Self {
        Self {
            id,
            name: name.to_owned(),
            zone,
            locale: "en".to_owned(),
            week_start: Weekday::Monday,
            reminder_defaults: vec![Before::hours(24), Before::hours(1)],
            all_day_reminder_time: time(9, 0, 0, 0),
        }
    }

    /// The person's calendar day at that instant.
    pub fn day(&self, now: Timestamp) -> Date {
        now.in_zone(&self.zone).date()
    }

    /// The reminders of a task that names none.
    pub fn default_reminders(&self) -> Vec<When> {
        self.reminder_defaults.iter().copied().map(When::Before).collect()
    }

    /// The zone in which a task's dates are calculated: its own when it is fixed, else the person's.
    pub fn zone_of<'a>(&'a self, task: &'a Task) -> &'a Zone {
        task.zone.as_ref().unwrap_or(&self.zone)
    }
}
