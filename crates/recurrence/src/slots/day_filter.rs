//! Which days of a month the BY parts match.

use crate::calendar::{Month, new_year};
use crate::numbers::{Numbers, Signed, bits};
use crate::rule::{Days, Parts};

/// The day parts of a rule. Leaving BYSETPOS and the interval aside, both "expand" and "limit" of
/// RFC 5545 come to the same: a day is in if every part that was given, or is derived from the
/// start, matches it.
#[derive(Clone, Debug)]
pub(super) struct DayFilter {
    pub(super) parts: Parts,
    /// WKST, in days from Monday.
    pub(super) week_start: i64,
    /// An ordinal counts in the month, else in the year.
    pub(super) ordinals_in_month: bool,
}

impl DayFilter {
    pub(super) fn allows_month(&self, number: i64) -> bool {
        self.parts.months.is_empty() || self.parts.months.contains(number)
    }

    /// The days of the month that match, bit 1 for the first day.
    pub(super) fn days(&self, month: &Month) -> u64 {
        if !self.allows_month(month.number) {
            return 0;
        }
        let mut days = up_to(month.length);
        if !self.parts.month_days.is_empty() {
            days &= month_days(&self.parts.month_days, month.length);
        }
        if !self.parts.days.is_empty() {
            days &= self.weekdays(&self.parts.days, month);
        }
        if days != 0 && !self.parts.year_days.is_empty() {
            days = year_days(days, &self.parts.year_days, month);
        }
        if days != 0 && !self.parts.weeks.is_empty() {
            days = self.in_weeks(days, month);
        }
        days
    }

    fn weekdays(&self, days: &Days, month: &Month) -> u64 {
        let each = each_weekday(days.each, month.first);
        if !days.has_ordinals() {
            return each;
        }
        let (first, length) = if self.ordinals_in_month {
            (month.first, month.length)
        } else {
            (month.new_year, month.year_length())
        };
        let numbered = days.ordinals().filter_map(|(ordinal, weekday)| {
            let day = nth_weekday(ordinal, weekday, first, length)? - month.first + 1;
            (1..=month.length).contains(&day).then(|| 1 << day)
        });
        numbered.fold(each, |days: u64, day: u64| days | day)
    }

    /// BYWEEKNO. A day at either end of a year may lie in a week of the year beside it, and counts
    /// by that week's number.
    fn in_weeks(&self, days: u64, month: &Month) -> u64 {
        let before = Weeks::of(month.year - 1, self.week_start);
        let (this, after) = (before.following(), before.following().following());
        keep(days, |day| {
            let day = month.first + day - 1;
            let year = [&after, &this, &before].into_iter().find(|year| day >= year.first);
            let year = year.expect("a year begins within the first week of the calendar year at the latest");
            self.parts.weeks.names((day - year.first) / 7 + 1, year.count)
        })
    }
}

/// The numbered weeks of a year: week 1 is the first with at least four days in the year.
struct Weeks {
    year: i64,
    week_start: i64,
    /// The first day of week 1.
    first: i64,
    count: i64,
}

impl Weeks {
    fn of(year: i64, week_start: i64) -> Self {
        let first = first_week(year, week_start);
        Self {
            year,
            week_start,
            first,
            count: (first_week(year + 1, week_start) - first) / 7,
        }
    }

    fn following(&self) -> Self {
        Self::of(self.year + 1, self.week_start)
    }
}

fn first_week(year: i64, week_start: i64) -> i64 {
    // The week of 4 January always has four days or more in the year.
    let day = new_year(year) + 3;
    day - (day - week_start).rem_euclid(7)
}

fn month_days(numbers: &Signed<1>, length: i64) -> u64 {
    // Bit k of `back` is the day `length + 1 - k`.
    let back = numbers.back.word().reverse_bits() >> (62 - length);
    (numbers.front.word() | back) & up_to(length)
}

/// Seven bits, nine times.
const EVERY_WEEK: u64 = 0x0102_0408_1020_4081;

fn each_weekday(weekdays: Numbers<1>, first: i64) -> u64 {
    (weekdays.word() * EVERY_WEEK) >> first.rem_euclid(7) << 1
}

/// The day with that ordinal among the same weekdays of a period.
fn nth_weekday(ordinal: i64, weekday: i64, first: i64, length: i64) -> Option<i64> {
    let earliest = first + (weekday - first).rem_euclid(7);
    let count = (first + length - earliest + 6) / 7;
    let index = if ordinal > 0 { ordinal - 1 } else { count + ordinal };
    (0..count).contains(&index).then(|| earliest + index * 7)
}

fn year_days(days: u64, numbers: &Signed<6>, month: &Month) -> u64 {
    let (before, length) = (month.first - month.new_year, month.year_length());
    // Bit d stands for the day `before + d`, which from the end is `length + 1 - before - d`.
    let front = numbers.front.window(before);
    let back = numbers.back.window(length + 1 - before - 63).reverse_bits();
    days & (front | back)
}

fn keep(days: u64, matches: impl Fn(i64) -> bool) -> u64 {
    bits(days).filter(|day| matches(*day)).fold(0, |kept, day| kept | 1 << day)
}

/// The bits 1 to `length`.
pub(super) fn up_to(length: i64) -> u64 {
    (1 << (length + 1)) - 2
}
