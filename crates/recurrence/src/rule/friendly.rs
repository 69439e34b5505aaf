//! Everyday rules that clamp at the end of a month, as plain RFC 5545.

use jiff::civil::{Date, Time};

use super::{Days, Frequency, Parts, Rule};
use crate::every::{Every, Unit};
use crate::numbers::{Numbers, Signed};

impl Rule {
    /// Every `interval` days, weeks, months or years from `start`, held at the end of months that
    /// lack its day: of the days 28 to d of a month, `BYSETPOS=-1` takes the last that exists.
    /// RFC 7529 would say `SKIP=BACKWARD`, which hardly any program reads.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use rondo_recurrence::{Every, Rule, Unit};
    ///
    /// let yearly = Rule::friendly(Every { unit: Unit::Year, interval: 1 }, date(2024, 2, 29));
    /// assert_eq!(yearly.to_string(), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1");
    /// ```
    pub fn friendly(every: Every, start: Date) -> Self {
        let (frequency, parts) = match every.unit {
            Unit::Day => (Frequency::Daily, Parts::default()),
            Unit::Week => (Frequency::Weekly, on_weekday(start)),
            Unit::Month => (Frequency::Monthly, on_month_day(start, 28)),
            // Only February changes its length.
            Unit::Year if start.month() == 2 => (Frequency::Yearly, in_month(start, &on_month_day(start, 28))),
            Unit::Year => (Frequency::Yearly, in_month(start, &on_month_day(start, 31))),
        };
        Self::new(frequency, every.interval, Box::new(parts))
    }

    /// The step of which this rule is the [friendly](Self::friendly) form for `start`, whatever its
    /// end; `None` for every other rule. WKST is of no account: with one weekday, the start's, the
    /// weeks fall on the same days wherever they begin.
    pub fn as_every(&self, start: Date) -> Option<Every> {
        let unit = match self.frequency {
            Frequency::Hourly => return None,
            Frequency::Daily => Unit::Day,
            Frequency::Weekly => Unit::Week,
            Frequency::Monthly => Unit::Month,
            Frequency::Yearly => Unit::Year,
        };
        let every = Every {
            unit,
            interval: self.interval,
        };
        let written_out = self.parts.written_out(self.frequency, start.to_datetime(Time::midnight()));
        (*Self::friendly(every, start).parts == written_out).then_some(every)
    }

    /// The day of the month that a friendly rule is anchored to, if it is one that clamps.
    pub(crate) fn clamped_day(&self) -> Option<i64> {
        let day = self.parts.month_days.front.iter().next_back()?;
        let days = Parts {
            months: Numbers::default(),
            ..*self.parts
        };
        let clamps = match self.frequency {
            Frequency::Monthly => self.parts.months.is_empty() && day > 28,
            Frequency::Yearly => self.parts.months.single() == Some(2) && day == 29,
            _ => false,
        };
        (clamps && days == last_of(28, i16::try_from(day).ok()?)).then_some(day)
    }
}

fn on_weekday(start: Date) -> Parts {
    let weekday = start.weekday().to_monday_zero_offset().unsigned_abs();
    Parts {
        days: Days::each([u16::from(weekday)]),
        ..Parts::default()
    }
}

/// The start's day of the month, clamped where it is past a day that every month has.
fn on_month_day(start: Date, in_every_month: i16) -> Parts {
    let day = i16::from(start.day());
    if day > in_every_month {
        return last_of(in_every_month, day);
    }
    Parts {
        month_days: Signed::of([day]),
        ..Parts::default()
    }
}

fn last_of(first: i16, last: i16) -> Parts {
    Parts {
        month_days: Signed::of(first..=last),
        positions: Signed::of([-1]),
        ..Parts::default()
    }
}

fn in_month(start: Date, parts: &Parts) -> Parts {
    Parts {
        months: Numbers::of([u16::from(start.month().unsigned_abs())]),
        ..*parts
    }
}
