//! When a task is due.

use jiff::civil::{Date, DateTime, Time};

/// A civil date, with a time of day or for the whole day. In which zone is the task's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub date: Date,
    /// The time on that day; `None` is the whole day.
    pub time: Option<Time>,
}

impl Due {
    /// Due some time on that day.
    pub const fn all_day(date: Date) -> Self {
        Self { date, time: None }
    }

    /// Due on that day at that time.
    pub fn at(moment: DateTime) -> Self {
        Self {
            date: moment.date(),
            time: Some(moment.time()),
        }
    }
}
