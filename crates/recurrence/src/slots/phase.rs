//! INTERVAL: which periods count, from the one that holds the start.

use jiff::civil::DateTime;

use super::clock::ANY_HOUR;
use super::day_filter::up_to;
use crate::calendar::{CYCLE_DAYS, CYCLE_MONTHS, Month, day_number, from_monday, month_index, new_year};
use crate::numbers::bits;
use crate::rule::{Frequency, Rule};

/// The periods of a rule are numbered without gaps (years, months, weeks, days, hours); those in
/// phase are `interval` apart.
#[derive(Clone, Debug)]
pub(super) struct Phase {
    pub(super) frequency: Frequency,
    pub(super) interval: i64,
    /// The number of the start's period.
    origin: i64,
    week_start: i64,
}

impl Phase {
    pub(super) fn new(rule: &Rule, start: DateTime) -> Self {
        let week_start = from_monday(rule.week_start());
        let day = day_number(start.date());
        let origin = match rule.frequency() {
            Frequency::Hourly => day * 24 + i64::from(start.hour()),
            Frequency::Daily => day,
            Frequency::Weekly => (day - week_start).div_euclid(7),
            Frequency::Monthly => month_index(start.date()),
            Frequency::Yearly => i64::from(start.year()),
        };
        Self {
            frequency: rule.frequency(),
            interval: i64::from(rule.interval()),
            origin,
            week_start,
        }
    }

    /// How many periods from `period` to the first in phase.
    fn wait(&self, period: i64) -> i64 {
        (self.origin - period).rem_euclid(self.interval)
    }

    /// The first period in phase at or after the one that holds the day.
    pub(super) fn period_from(&self, day: i64) -> i64 {
        let period = self.period_of(day);
        period + self.wait(period)
    }

    /// The period that holds the day.
    pub(super) fn period_of(&self, day: i64) -> i64 {
        match self.frequency {
            Frequency::Weekly => (day - self.week_start).div_euclid(7),
            Frequency::Monthly => Month::of_day(day).index,
            Frequency::Yearly => Month::of_day(day).year,
            Frequency::Hourly | Frequency::Daily => unreachable!("their days are found by the month"),
        }
    }

    /// The first day of a period.
    pub(super) fn first_day(&self, period: i64) -> i64 {
        match self.frequency {
            Frequency::Monthly => Month::at(period).first,
            Frequency::Yearly => new_year(period),
            Frequency::Weekly => period * 7 + self.week_start,
            Frequency::Hourly | Frequency::Daily => unreachable!("their days are found by the month"),
        }
    }

    /// The first month at or after this one that can have days in phase, at one of these hours.
    pub(super) fn month_from(&self, index: i64, hours: u32) -> i64 {
        match self.frequency {
            Frequency::Monthly => index + self.wait(index),
            Frequency::Yearly => match self.wait(index.div_euclid(12)) {
                0 => index,
                years => (index.div_euclid(12) + years) * 12,
            },
            _ if self.skips_months() => Month::of_day(self.day_from(Month::at(index).first, hours)).index,
            _ => index,
        }
    }

    /// Whether the interval of a rule by hours, days or weeks is so long that whole months pass
    /// without a day in phase.
    pub(super) fn skips_months(&self) -> bool {
        match self.frequency {
            Frequency::Hourly => self.interval >= 62 * 24,
            Frequency::Daily => self.interval >= 62,
            Frequency::Weekly => self.interval >= 9,
            Frequency::Monthly | Frequency::Yearly => false,
        }
    }

    /// The first day at or after this one that is in phase, at one of these hours.
    fn day_from(&self, day: i64, hours: u32) -> i64 {
        match self.frequency {
            Frequency::Weekly => self.first_day(self.period_from(day)).max(day),
            Frequency::Hourly => {
                let first = day * 24 + self.wait(day * 24);
                // After 24 steps the hours of the day come again.
                let mut steps = (0..24).map(|step| first + step * self.interval);
                steps
                    .find(|hour| hours >> hour.rem_euclid(24) & 1 == 1)
                    .unwrap_or(first)
                    .div_euclid(24)
            }
            _ => day + self.wait(day),
        }
    }

    /// The days of a month, which itself is in phase, that are in phase. An hourly rule may have
    /// no hour on some of them: see [`hours`](Self::hours).
    pub(super) fn days(&self, month: &Month) -> u64 {
        if self.interval == 1 {
            return up_to(month.length);
        }
        match self.frequency {
            Frequency::Daily => {
                let first = self.wait(month.first) + 1;
                (first..=month.length)
                    .step_by(self.step())
                    .fold(0, |days, day| days | 1 << day)
            }
            Frequency::Weekly => self.days_in_weeks(month),
            _ => up_to(month.length),
        }
    }

    fn days_in_weeks(&self, month: &Month) -> u64 {
        let week = self.period_from(month.first);
        let last = (month.first + month.length - 1 - self.week_start).div_euclid(7);
        let weeks = (week..=last).step_by(self.step());
        let days = weeks.flat_map(|week| {
            let first = self.first_day(week) - month.first + 1;
            first.max(1)..=(first + 6).min(month.length)
        });
        days.fold(0, |days, day| days | 1 << day)
    }

    /// The hours of a day that are in phase.
    pub(super) fn hours(&self, day: i64) -> u32 {
        if self.frequency != Frequency::Hourly || self.interval == 1 {
            return ANY_HOUR;
        }
        let first = self.wait(day * 24);
        (first..24).step_by(self.step()).fold(0, |hours, hour| hours | 1 << hour)
    }

    /// Whether every day has the same hours.
    pub(super) fn days_are_alike(&self) -> bool {
        self.frequency != Frequency::Hourly || 24 % self.interval == 0
    }

    /// After how many periods in phase the calendar is the same again: 400 years, as often as the
    /// interval needs to come round.
    pub(super) fn cycle(&self) -> i64 {
        let periods = self.periods_in_400_years();
        periods / common_divisor(periods, self.interval)
    }

    /// The same in months.
    pub(super) fn cycle_months(&self) -> i64 {
        CYCLE_MONTHS * self.calendars_in_cycle()
    }

    /// The same in days.
    pub(super) fn cycle_days(&self) -> i64 {
        CYCLE_DAYS * self.calendars_in_cycle()
    }

    fn calendars_in_cycle(&self) -> i64 {
        self.interval / common_divisor(self.periods_in_400_years(), self.interval)
    }

    /// After how many days the same weekdays are in phase again; `None` where it takes the months.
    pub(super) fn cycle_of_weekdays(&self) -> Option<i64> {
        let whole = |period_hours: i64| {
            let step = self.interval * period_hours;
            step / common_divisor(step, 7 * 24) * 7
        };
        match self.frequency {
            _ if self.interval == 1 => Some(7),
            Frequency::Hourly => Some(whole(1)),
            Frequency::Daily => Some(whole(24)),
            Frequency::Weekly => Some(whole(7 * 24)),
            Frequency::Monthly | Frequency::Yearly => None,
        }
    }

    fn periods_in_400_years(&self) -> i64 {
        match self.frequency {
            Frequency::Hourly => CYCLE_DAYS * 24,
            Frequency::Daily => CYCLE_DAYS,
            Frequency::Weekly => CYCLE_DAYS / 7,
            Frequency::Monthly => CYCLE_MONTHS,
            Frequency::Yearly => CYCLE_MONTHS / 12,
        }
    }

    /// Whether days and hours in phase can have one of these weekdays and hours at all. A rule
    /// such as "every 14 days, on a Tuesday" from a Monday never does, and would be searched for
    /// until the year 9999.
    pub(super) fn reaches(&self, weekdays: u64, hours: u32) -> bool {
        let (hours, step) = match self.frequency {
            Frequency::Hourly => (hours, self.interval),
            Frequency::Daily => (1, self.interval * 24),
            _ => return true,
        };
        let origin = if self.frequency == Frequency::Daily {
            self.origin * 24
        } else {
            self.origin
        };
        let step = common_divisor(step, 7 * 24);
        bits(weekdays).any(|day| bits(u64::from(hours)).any(|hour| (day * 24 + hour - origin).rem_euclid(step) == 0))
    }

    fn step(&self) -> usize {
        usize::try_from(self.interval).expect("an interval is from 1 to 10,000")
    }
}

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}
