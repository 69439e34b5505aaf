//! "Every so many days, weeks, months or years": the rule in a person's words.

use std::fmt;

use jiff::civil::Date;

use crate::calendar::{date_of, day_number, month_index};
use crate::rule::sane_interval;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A civil day, however many hours it has.
    Day,
    /// Seven days.
    Week,
    /// A calendar month; its end is clamped where the day does not exist.
    Month,
    /// A calendar year; 29 February is clamped to the 28th in other years.
    Year,
}

/// A step of the calendar, such as every 2 weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Every {
    /// What is counted.
    pub unit: Unit,
    /// How many of them, from 1 to 10,000; a rule or a step made from a number outside holds it there.
    pub interval: u32,
}

/// In words: `every month`, `every 2 weeks`.
impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        match self.interval {
            1 => write!(f, "every {unit}"),
            interval => write!(f, "every {interval} {unit}s"),
        }
    }
}

impl Every {
    /// The day one step after `day`, on the last day of the month where that has no such day.
    /// `None` past the year 9999.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use rondo_recurrence::{Every, Unit};
    ///
    /// let month = Every { unit: Unit::Month, interval: 1 };
    /// assert_eq!(month.after(date(2026, 1, 31)), Some(date(2026, 2, 28)));
    /// ```
    pub fn after(self, day: Date) -> Option<Date> {
        let interval = i64::from(sane_interval(self.interval));
        match self.unit {
            Unit::Day => days_after(day, interval),
            Unit::Week => days_after(day, interval * 7),
            Unit::Month => months_after(day, interval),
            Unit::Year => months_after(day, interval * 12),
        }
    }
}

fn days_after(day: Date, days: i64) -> Option<Date> {
    date_of(day_number(day) + days)
}

fn months_after(day: Date, months: i64) -> Option<Date> {
    let index = month_index(day) + months;
    let year = i16::try_from(index.div_euclid(12)).ok()?;
    let month = i8::try_from(index.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.day().min(first.days_in_month())).ok()
}
