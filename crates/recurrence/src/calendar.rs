//! The Gregorian calendar as whole numbers, for the search: days since 1 January of year 1, which
//! was a Monday, and months since January of year 0.

use jiff::civil::{Date, Weekday};

/// Days in 400 years, after which the calendar repeats, weekdays included.
pub(crate) const CYCLE_DAYS: i64 = 146_097;
/// Months in 400 years.
pub(crate) const CYCLE_MONTHS: i64 = 4800;
/// The index of December 9999, the last month that a rule may reach.
pub(crate) const LAST_MONTH: i64 = 9999 * 12 + 11;

const DAYS_BEFORE_MONTH: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// The number of a day; Monday 1 January of year 1 is 0.
pub(crate) fn day_number(date: Date) -> i64 {
    Month::at(month_index(date)).first + i64::from(date.day()) - 1
}

/// The day with that number; `None` outside what the calendar library knows.
pub(crate) fn date_of(number: i64) -> Option<Date> {
    let month = Month::of_day(number);
    let year = i16::try_from(month.year).ok()?;
    let day = i8::try_from(number - month.first + 1).ok()?;
    Date::new(year, i8::try_from(month.number).ok()?, day).ok()
}

/// The number of the month of a date; January of year 0 is 0.
pub(crate) fn month_index(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// Days from Monday, 0 to 6.
pub(crate) fn from_monday(weekday: Weekday) -> i64 {
    i64::from(weekday.to_monday_zero_offset())
}

/// The number of 1 January.
pub(crate) fn new_year(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// A month of a year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Month {
    pub(crate) index: i64,
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) number: i64,
    /// The number of its first day.
    pub(crate) first: i64,
    pub(crate) length: i64,
    /// The number of 1 January of its year.
    pub(crate) new_year: i64,
    leap: bool,
}

impl Month {
    pub(crate) fn at(index: i64) -> Self {
        let (year, number) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        let new_year = new_year(year);
        let leap = is_leap(year);
        let first = new_year + days_before(number, leap);
        let length = new_year + days_before(number + 1, leap) - first;
        Self {
            index,
            year,
            number,
            first,
            length,
            new_year,
            leap,
        }
    }

    /// The month at `index`, cheaply if it is the next: nearly all steps of a search are such.
    pub(crate) fn step_to(&self, index: i64) -> Self {
        if index != self.index + 1 || self.number == 12 {
            return Self::at(index);
        }
        let number = self.number + 1;
        let first = self.first + self.length;
        let length = self.new_year + days_before(number + 1, self.leap) - first;
        Self {
            index,
            number,
            first,
            length,
            ..*self
        }
    }

    pub(crate) fn year_length(&self) -> i64 {
        365 + i64::from(self.leap)
    }

    /// The month that holds the day with that number.
    pub(crate) fn of_day(number: i64) -> Self {
        // The mean month is 30.436875 days long: the guess is at most one month off.
        let guess = 12 + (number * CYCLE_MONTHS).div_euclid(CYCLE_DAYS);
        let month = Self::at(guess);
        if number < month.first {
            Self::at(guess - 1)
        } else if number >= month.first + month.length {
            Self::at(guess + 1)
        } else {
            month
        }
    }
}

fn days_before(month: i64, leap: bool) -> i64 {
    let index = usize::try_from(month - 1).expect("months are numbered from 1");
    DAYS_BEFORE_MONTH[index] + i64::from(leap && month > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_calendar_library_on_every_day() {
        let mut date = Date::constant(-4, 1, 1);
        let mut number = day_number(date);
        while date < Date::MAX {
            assert_eq!((day_number(date), date_of(number)), (number, Some(date)));
            assert_eq!(number.rem_euclid(7), from_monday(date.weekday()), "{date}");
            // Every third day: a debug build goes through ten thousand years in a second or two.
            let step = if date.year() < 500 { 1 } else { 37 };
            let Ok(next) = date.checked_add(jiff::Span::new().days(step)) else {
                break;
            };
            (date, number) = (next, number + step);
        }
    }
}
