//! What a rule leaves to its start, written out.

use jiff::civil::DateTime;

use super::{Days, Frequency, Parts, Rule};
use crate::numbers::{Numbers, Signed};

impl Rule {
    /// The same rule with everything written out that it takes from `start` (RFC 5545 section
    /// 3.3.10: what a rule lacks is derived from DTSTART), so that only the phase of INTERVAL and
    /// COUNT still depend on the start. It gives the same dates.
    ///
    /// The time is written out only for a rule that [has times](Self::has_times); that of other
    /// rules belongs to the series.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use rondo_recurrence::Rule;
    ///
    /// let monthly: Rule = "FREQ=MONTHLY".parse()?;
    /// let start = date(2026, 1, 15).at(9, 0, 0, 0);
    /// assert_eq!(monthly.canonical(start).to_string(), "FREQ=MONTHLY;BYMONTHDAY=15");
    /// # Ok::<(), rondo_recurrence::ParseError>(())
    /// ```
    #[must_use]
    pub fn canonical(&self, start: DateTime) -> Self {
        let parts = self.parts.written_out(self.frequency, start);
        let parts = if self.has_times() {
            parts.with_time(self.frequency, start)
        } else {
            parts
        };
        Self {
            parts: Box::new(parts),
            ..self.clone()
        }
    }
}

impl Parts {
    /// With the days that follow from `start`.
    pub(crate) fn written_out(&self, frequency: Frequency, start: DateTime) -> Self {
        let mut parts = *self;
        let says_day = !(self.month_days.is_empty() && self.days.is_empty() && self.year_days.is_empty());
        if says_day {
            return parts;
        }
        let month_day = Signed::of([i16::from(start.day())]);
        let weekday = Days::each([u16::from(start.weekday().to_monday_zero_offset().unsigned_abs())]);
        match frequency {
            Frequency::Hourly | Frequency::Daily => {}
            Frequency::Weekly => parts.days = weekday,
            Frequency::Monthly => parts.month_days = month_day,
            Frequency::Yearly if !self.weeks.is_empty() => parts.days = weekday,
            Frequency::Yearly => {
                parts.month_days = month_day;
                if self.months.is_empty() {
                    parts.months = Numbers::of([u16::from(start.month().unsigned_abs())]);
                }
            }
        }
        parts
    }

    /// With the hour and minute that follow from `start`.
    pub(crate) fn with_time(mut self, frequency: Frequency, start: DateTime) -> Self {
        if self.hours.is_empty() && frequency != Frequency::Hourly {
            self.hours = Numbers::of([u16::from(start.hour().unsigned_abs())]);
        }
        if self.minutes.is_empty() {
            self.minutes = Numbers::of([u16::from(start.minute().unsigned_abs())]);
        }
        self
    }
}
