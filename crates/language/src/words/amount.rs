//! Amounts of time, as in "3 weeks" or "half an hour".

use rondo_recurrence::{Every, Unit};

use super::number::{count, small};
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
    /// A week.
    pub(crate) const ONE_WEEK: Self = Self::new(1, Measure::Calendar(Unit::Week));

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

/// Reads "3 days", "3d", "a week", "an hour and a half", "half an hour", "1.5 hours", "1 hour 15 minutes".
pub(crate) fn amount(cursor: Cursor<'_>) -> Read<'_, Amount> {
    let (first, after) = single(cursor)?;
    let next = after.eat("and").unwrap_or(after);
    match single(next) {
        Some((rest, behind)) if (first.measure, rest.measure) == (Measure::Hour, Measure::Minute) => {
            let minutes = first.number.checked_mul(60)?.checked_add(rest.number)?;
            Some((Amount::new(minutes, Measure::Minute), behind))
        }
        _ => Some((first, after)),
    }
}

/// An amount of one measure.
fn single(cursor: Cursor<'_>) -> Read<'_, Amount> {
    if let Some((minutes, after)) = of_an_hour(cursor) {
        return Some((Amount::new(minutes, Measure::Minute), after));
    }
    let (word, after) = cursor.word()?;
    if let Some(amount) = glued(word) {
        return Some((amount, after));
    }
    let couple = |after: Cursor<'_>| after.eat_phrase(&["couple of", "couple"]).is_some();
    let (number, after) = match word {
        "a" | "an" if couple(after) => (2, after.next().skip(&["of"])),
        "a" | "an" => (1, after),
        "couple" => (2, after.eat("of")?),
        _ => (count(word)?, after),
    };
    let (unit, after) = after.word()?;
    // "in a month's time"
    let owner = ["'s", "’s"].iter().find_map(|ending| unit.strip_suffix(ending));
    let one = measure(owner.filter(|_| after.peek() == "time").unwrap_or(unit))?;
    let total = Amount::new(number.checked_mul(one.number)?, one.measure);
    match after.eat_phrase(&["and a half"]) {
        Some(behind) if total.measure == Measure::Hour => Some((Amount::new(number * 60 + 30, Measure::Minute), behind)),
        _ => Some((total, after)),
    }
}

/// Halves and quarters of hours, in minutes.
fn of_an_hour(cursor: Cursor<'_>) -> Read<'_, u32> {
    let parts: [(&[&str], u32); 3] = [
        (&["half an hour", "half a hour", "half hour"], 30),
        (&["a quarter of an hour", "quarter of an hour", "a quarter hour"], 15),
        (&["three quarters of an hour", "three-quarters of an hour"], 45),
    ];
    if let Some(read) = parts
        .iter()
        .find_map(|(phrases, minutes)| Some((*minutes, cursor.eat_phrase(phrases)?)))
    {
        return Some(read);
    }
    let (word, after) = cursor.word()?;
    let (hours, after) = match word.strip_suffix(".5") {
        Some(hours) => (small(hours)?, after),
        None => (count(word)?, after.eat_phrase(&["and a half"])?),
    };
    let is_hours = measure(after.peek()).is_some_and(|one| one.measure == Measure::Hour);
    is_hours.then(|| (hours * 60 + 30, after.next()))
}

/// `3d`, `30min`, `2hrs`, `1h30m`.
fn glued(word: &str) -> Option<Amount> {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = count(&word[..word.len() - unit.len()])?;
    if let Some(minutes) = unit
        .strip_prefix('h')
        .map(|rest| rest.trim_end_matches(['m', 'i', 'n']))
        .and_then(small)
    {
        return Some(Amount::new(number * 60 + minutes, Measure::Minute));
    }
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
