//! Amounts of time, as in "3 weeks" or "half an hour".

use rondo_recurrence::{Every, Unit};

use super::count;
use crate::text::{Cursor, Read};

/// What time is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Minutes, exact.
    Minute,
    /// Hours, exact.
    Hour,
    /// Days and more, by the calendar.
    Calendar(Unit),
}

/// So much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) number: u32,
    pub(crate) measure: Measure,
}

impl Amount {
    /// The amount in minutes, when it is exact.
    pub(crate) fn minutes(self) -> Option<i64> {
        match self.measure {
            Measure::Minute => Some(i64::from(self.number)),
            Measure::Hour => Some(60 * i64::from(self.number)),
            Measure::Calendar(_) => None,
        }
    }

    /// The amount as a step of the calendar.
    pub(crate) fn every(self) -> Option<Every> {
        match self.measure {
            Measure::Calendar(unit) => Some(Every {
                unit,
                interval: self.number,
            }),
            _ => None,
        }
    }

    const fn new(number: u32, measure: Measure) -> Self {
        Self { number, measure }
    }
}

/// The measure that a word names, with how many of it: a fortnight is two weeks.
pub(crate) fn measure(word: &str) -> Option<Amount> {
    use Measure::{Calendar, Hour, Minute};
    Some(match word {
        "minute" | "minutes" | "min" | "mins" => Amount::new(1, Minute),
        "hour" | "hours" | "hr" | "hrs" => Amount::new(1, Hour),
        "day" | "days" => Amount::new(1, Calendar(Unit::Day)),
        "week" | "weeks" | "wk" | "wks" => Amount::new(1, Calendar(Unit::Week)),
        "fortnight" | "fortnights" => Amount::new(2, Calendar(Unit::Week)),
        "month" | "months" | "mth" | "mths" => Amount::new(1, Calendar(Unit::Month)),
        "quarter" | "quarters" => Amount::new(3, Calendar(Unit::Month)),
        "year" | "years" | "yr" | "yrs" => Amount::new(1, Calendar(Unit::Year)),
        _ => return None,
    })
}

/// Reads "3 days", "3d", "a week", "an hour and a half", "half an hour", "two and a half hours" is not
/// among them.
pub(crate) fn amount(cursor: Cursor<'_>) -> Read<'_, Amount> {
    if let Some(after) = cursor.eat_phrase(&["half an hour", "half a hour", "half hour"]) {
        return Some((Amount::new(30, Measure::Minute), after));
    }
    let (word, after) = cursor.word()?;
    if let Some(amount) = glued(word) {
        return Some((amount, after));
    }
    let (number, after) = match word {
        "a" | "an" => match after.eat_phrase(&["couple of", "couple"]) {
            Some(after) => (2, after),
            None => (1, after),
        },
        _ => (count(word)?, after),
    };
    let (unit, after) = after.word()?;
    let one = measure(unit)?;
    let total = Amount::new(number.checked_mul(one.number)?, one.measure);
    match after.eat_phrase(&["and a half"]) {
        Some(behind) if total.measure == Measure::Hour => Some((Amount::new(number * 60 + 30, Measure::Minute), behind)),
        _ => Some((total, after)),
    }
}

/// `3d`, `30min`, `2hrs`.
fn glued(word: &str) -> Option<Amount> {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = count(&word[..word.len() - unit.len()])?;
    let one = match unit {
        "m" => Amount::new(1, Measure::Minute),
        "h" => Amount::new(1, Measure::Hour),
        "d" => Amount::new(1, Measure::Calendar(Unit::Day)),
        "w" => Amount::new(1, Measure::Calendar(Unit::Week)),
        "y" => Amount::new(1, Measure::Calendar(Unit::Year)),
        _ => measure(unit)?,
    };
    Some(Amount::new(number.checked_mul(one.number)?, one.measure))
}
