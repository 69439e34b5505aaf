//! Dates that are written out: "15 April", "April 15th, 2027", `2026-04-15`, `15/4`, `15.4.`

use jiff::civil::Date;

use super::Hold;
use super::day::{Day, MonthDay};
use crate::setting::{DateOrder, Setting};
use crate::text::{Cursor, Read};
use crate::words::{Name, month, ordinal, small};

/// "15 April", "April 15th, 2027", "2026-04-15", "15/4", "15.4.", "in May".
pub(super) fn written_date<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Hold, Cursor<'t>)> {
    let (word, after) = cursor.word()?;
    if let Some((day, firm)) = numeric(word, setting) {
        return Some((day, firm, after));
    }
    if let Some((day, firm)) = in_one_word(word, setting) {
        return Some((day, if led { Hold::Firm } else { firm }, after));
    }
    if let Some((day, after)) = dotted(cursor) {
        return Some((day, if led { Hold::Firm } else { Hold::Loose }, after));
    }
    let (month_day, after) = day_and_month(cursor).or_else(|| month_and_day(cursor))?;
    let (day, after) = with_year(month_day, after)?;
    Some((day, if led { Hold::Firm } else { Hold::Loose }, after))
}

/// "15 April", "15th of April", "the 15th April".
pub(super) fn day_and_month(cursor: Cursor<'_>) -> Read<'_, MonthDay> {
    let (word, after) = cursor.skip(&["the"]).word()?;
    let number = small(word).or_else(|| ordinal(word).map(|(number, _)| number))?;
    let (word, after) = after.skip(&["of"]).word()?;
    let (month, name) = month(word)?;
    let after = if name == Name::Short { after.skip_glued('.') } else { after };
    Some((MonthDay::new(month, i8::try_from(number).ok()?)?, after))
}

/// "April 15", "April the 15th", "apr. 15th".
pub(super) fn month_and_day(cursor: Cursor<'_>) -> Read<'_, MonthDay> {
    let (word, after) = cursor.word()?;
    let (month, name) = month(word)?;
    let after = if name == Name::Short { after.skip_glued('.') } else { after };
    let (word, after) = after.skip(&["the"]).word()?;
    let is_short = word.len() <= 2 || !word.ends_with(|c: char| c.is_ascii_digit());
    let number = small(word)
        .or_else(|| ordinal(word).map(|(number, _)| number))
        .filter(|_| is_short)?;
    Some((MonthDay::new(month, i8::try_from(number).ok()?)?, after))
}

/// The day with the year behind it, if there is one. A day that this year lacks is none.
fn with_year(day: MonthDay, after: Cursor<'_>) -> Read<'_, Day> {
    let behind = after.mark(',').unwrap_or(after);
    let behind = ['\'', '’', '‘'].iter().find_map(|mark| behind.mark(*mark)).unwrap_or(behind);
    let found = behind
        .word()
        .and_then(|(word, next)| Some((behind_year(word, behind.at > after.at)?, next)));
    let Some((year, behind)) = found else {
        return Some((Day::OfYear(day, None), after));
    };
    let date = Date::new(year, day.month, day.day).ok()?;
    Some((Day::On(date, None), behind))
}

/// A year behind a date: with an apostrophe two digits are one, and without it those that are no hour.
fn behind_year(word: &str, marked: bool) -> Option<i16> {
    let is_short = word.len() == 2 && small(word).is_some_and(|number| marked || (24..60).contains(&number));
    if is_short { long_year(word) } else { year(word) }
}

/// `14-Mar-2027`, `14-mar`, `mar-14`, `14mar`, and `20270314` for a day of the coming years.
fn in_one_word(word: &str, setting: &Setting<'_>) -> Option<(Day, Hold)> {
    let number = |part: &str| i8::try_from(small(part).filter(|_| part.len() <= 2)?).ok();
    if word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        let date = Date::new(year(&word[..4])?, number(&word[4..6])?, number(&word[6..])?).ok()?;
        let today = setting.today();
        return (date >= today && date.year() < today.year() + 10).then_some((Day::On(date, None), Hold::Loose));
    }
    let named = |day: &str, name: &str| MonthDay::new(month(name)?.0, number(day)?);
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut parts = word.split('-');
    let (first, second, third, more) = (parts.next()?, parts.next(), parts.next(), parts.next());
    let day = match second {
        Some(second) => named(first, second).or_else(|| named(second, first))?,
        None => named(&word[..digits], &word[digits..])?,
    };
    match (third, more) {
        (None, None) => Some((Day::OfYear(day, None), Hold::Loose)),
        (Some(third), None) => {
            let date = Date::new(long_year(third)?, day.month, day.day).ok()?;
            Some((Day::On(date, None), Hold::Firm))
        }
        _ => None,
    }
}

pub(super) fn year(word: &str) -> Option<i16> {
    let number = small(word).filter(|_| word.len() == 4)?;
    i16::try_from(number).ok().filter(|year| (1970..2200).contains(year))
}

/// `2026-04-15`, `15/4`, `15-04-2026`, `15.04.2026`: two or three numbers with the same sign between.
fn numeric(word: &str, setting: &Setting<'_>) -> Option<(Day, Hold)> {
    let sign = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-/.".contains(*c))?;
    let mut parts = word.split(sign);
    let (one, two, three, more) = (parts.next()?, parts.next()?, parts.next(), parts.next());
    let number = |part: &str| i8::try_from(small(part).filter(|_| part.len() <= 2)?).ok();
    match (three, more) {
        (Some(three), None) if one.len() == 4 => {
            let date = Date::new(year(one)?, number(two)?, number(three)?).ok()?;
            (sign != '.').then_some((Day::On(date, None), Hold::Firm))
        }
        (Some(three), None) => {
            let year = long_year(three)?;
            let orders = orders(number(one)?, number(two)?, sign, setting);
            let mut dates = orders
                .iter()
                .flatten()
                .filter_map(|day| Date::new(year, day.month, day.day).ok());
            let first = dates.next()?;
            Some((Day::On(first, dates.next().filter(|other| *other != first)), Hold::Firm))
        }
        // One sign alone: 15-4 is a range, 15.4 a number, and 24/7 is always.
        (None, None) if sign == '/' && word != "24/7" => {
            let [first, other] = orders(number(one)?, number(two)?, sign, setting);
            let (first, other) = (first.or(other)?, first.and(other));
            Some((Day::OfYear(first, other.filter(|other| *other != first)), Hold::Loose))
        }
        _ => None,
    }
}

fn long_year(word: &str) -> Option<i16> {
    let short = || {
        small(word)
            .filter(|_| word.len() == 2)
            .and_then(|year| i16::try_from(year + 2000).ok())
    };
    year(word).or_else(short)
}

/// The day that two numbers are in the person's order, and in the other one. Dots are always in the
/// order of day and month.
fn orders(one: i8, two: i8, sign: char, setting: &Setting<'_>) -> [Option<MonthDay>; 2] {
    let (day_first, month_first) = (MonthDay::new(two, one), MonthDay::new(one, two));
    match (sign, setting.order) {
        ('.', _) => [day_first, None],
        (_, DateOrder::DayMonth) => [day_first, month_first],
        (_, DateOrder::MonthDay) => [month_first, day_first],
    }
}

/// `15.4.`
fn dotted(cursor: Cursor<'_>) -> Read<'_, Day> {
    let (word, after) = cursor.word()?;
    let (day, month) = word.split_once('.')?;
    let number = |part: &str| i8::try_from(small(part).filter(|_| part.len() <= 2)?).ok();
    let day = MonthDay::new(number(month)?, number(day)?)?;
    let behind = after.skip_glued('.');
    (behind.at > after.at).then_some((Day::OfYear(day, None), behind))
}
