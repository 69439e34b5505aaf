//! Days of the calendar.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rondo_recurrence::{Every, Unit};

use super::Firm;
use super::ordinal_day::{month_end, ordinal_day};
use crate::setting::{DateOrder, Setting};
use crate::text::{Cursor, Read};
use crate::words::{Name, amount, month, ordinal, small, weekday};

/// A day as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// That one; the second is what it could mean as well.
    On(Date, Option<Date>),
    /// The next such day of any year; the other order of day and month, if that is a day too.
    OfYear(MonthDay, Option<MonthDay>),
    /// The next such day of any month that has it.
    OfMonth(i8),
}

/// A day of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MonthDay {
    pub(crate) month: i8,
    pub(crate) day: i8,
}

impl MonthDay {
    /// The day, if a year can have it.
    pub(crate) fn new(month: i8, day: i8) -> Option<Self> {
        Date::new(2000, month, day).ok().map(|_| Self { month, day })
    }

    fn next_from(self, from: Date) -> Option<Date> {
        let years = from.year()..from.year().checked_add(9)?;
        let dates = { years }.filter_map(|year| Date::new(year, self.month, self.day).ok());
        { dates }.find(|date| *date >= from)
    }
}

impl Day {
    /// The first such day from that one on, with what else it could be.
    pub(crate) fn resolve(self, from: Date) -> Option<(Date, Option<Date>)> {
        match self {
            Self::On(date, other) => Some((date, other)),
            Self::OfYear(day, other) => Some((day.next_from(from)?, other.and_then(|other| other.next_from(from)))),
            Self::OfMonth(day) => {
                let first = from.first_of_month();
                let months = (0..13).filter_map(|months| first.checked_add(months.months()).ok());
                let dates = { months }.filter_map(|month| Date::new(month.year(), month.month(), day).ok());
                { dates }.find(|date| *date >= from).map(|date| (date, None))
            }
        }
    }
}

/// Reads a day. `led` tells whether a word such as "on" stands before it.
pub(super) fn day<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Firm, Cursor<'t>)> {
    named(cursor, setting, led)
        .or_else(|| week_from(cursor, setting))
        .or_else(|| of_week(cursor, setting, led))
        .or_else(|| of_date(cursor, setting, led))
        .or_else(|| month_end(cursor, setting))
        .or_else(|| ordinal_day(cursor, setting, led))
}

fn named<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Firm, Cursor<'t>)> {
    let today = setting.today();
    let later = |days: i64| today.checked_add(days.days()).ok().map(|date| Day::On(date, None));
    let (word, after) = cursor.word()?;
    match word {
        "today" => return Some((later(0)?, Firm::Firm, after)),
        "tomorrow" | "tmrw" | "tmr" => return Some((later(1)?, Firm::Firm, after)),
        "weekend" if led => return weekend(0, after, setting),
        _ => {}
    }
    if let Some(after) = cursor.skip(&["the"]).eat_phrase(&["day after tomorrow"]) {
        let is_name = (cursor.at..after.at - 1).any(|at| at > 0 && cursor.text().is_capital(at));
        return (!is_name).then_some((later(2)?, Firm::Firm, after));
    }
    match word {
        // A weekend that nothing leads to is a noun: "plan the weekend".
        "the" if !led => None,
        "this" | "the" => weekend(0, after.eat("weekend")?, setting),
        "next" => weekend(7, after.eat("weekend")?, setting),
        _ => None,
    }
}

/// The Saturday of this week or a later one.
fn weekend<'t>(days_on: i64, after: Cursor<'t>, setting: &Setting<'_>) -> Option<(Day, Firm, Cursor<'t>)> {
    let saturday = coming(setting.today(), Weekday::Saturday, true)?;
    Some((Day::On(saturday.checked_add(days_on.days()).ok()?, None), Firm::Firm, after))
}

/// The first such day after that date, or from it on.
pub(super) fn coming(from: Date, day: Weekday, from_today: bool) -> Option<Date> {
    if from_today && from.weekday() == day {
        return Some(from);
    }
    from.nth_weekday(1, day).ok()
}

/// The first day of the week that the date lies in.
pub(super) fn week_of(date: Date, setting: &Setting<'_>) -> Option<Date> {
    let back = date.weekday().since(setting.week_start);
    date.checked_sub(i64::from(back).days()).ok()
}

/// "friday", "next friday", "friday next week", "friday 13 march", "a week on friday", "monday week".
fn of_week<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Firm, Cursor<'t>)> {
    let today = setting.today();
    let ahead = cursor.eat_phrase(&["next week on", "next week"]).map(|after| (1, after));
    let ahead = ahead.or_else(|| Some((2, cursor.eat_phrase(&["week after next on", "the week after next on"])?)));
    if let Some((weeks, after)) = ahead
        && let Some((day, after)) = single(after)
    {
        return Some((in_week(day, weeks, setting)?, Firm::Firm, after));
    }
    let (which, start) = match cursor.word()? {
        ("next", after) => (Some(1), after),
        ("this", after) => after.eat("coming").map_or((Some(0), after), |after| (None, after)),
        ("coming" | "upcoming", after) => (None, after),
        _ => (None, cursor),
    };
    let (day, after) = single(start)?;
    if let Some(weeks) = which {
        return Some((in_week(day, weeks, setting)?, Firm::Firm, after));
    }
    let next = coming(today, day, false)?;
    if let Some(after) = after.eat_phrase(&["next week"]) {
        return Some((in_week(day, 1, setting)?, Firm::Firm, after));
    }
    if let Some(after) = after.eat("week") {
        return Some((Day::On(next.checked_add(7.days()).ok()?, None), Firm::Firm, after));
    }
    if let Some((date, after)) = behind_weekday(after, setting) {
        return Some((with_weekday(date, day, today), Firm::Firm, after));
    }
    let is_today = today.weekday() == day;
    let firm = if led || which.is_some() { Firm::Firm } else { Firm::Loose };
    Some((Day::On(next, is_today.then_some(today)), firm, after))
}

/// "a week on friday", "2 weeks from tomorrow".
fn week_from<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(Day, Firm, Cursor<'t>)> {
    let (said, after) = amount(cursor)?;
    let after = after.eat_any(&["on", "from", "after"])?;
    let today = setting.today();
    let (from, after) = match (after.peek(), single(after)) {
        ("today", _) => (today, after.next()),
        ("tomorrow", _) => (today.tomorrow().ok()?, after.next()),
        (_, Some((day, after))) => (coming(today, day, false)?, after),
        _ => return None,
    };
    Some((Day::On(said.every()?.after(from)?, None), Firm::Firm, after))
}

fn single(cursor: Cursor<'_>) -> Read<'_, Weekday> {
    let (word, after) = cursor.word()?;
    let (day, name) = weekday(word).filter(|(_, name)| *name != Name::Plural)?;
    let after = if name == Name::Short { after.skip_glued('.') } else { after };
    Some((day, after))
}

/// The day in this week or a later one; the other is the next such day, or that in the week after.
fn in_week(day: Weekday, weeks: i64, setting: &Setting<'_>) -> Option<Day> {
    let today = setting.today();
    let week = week_of(today, setting)?.checked_add((7 * weeks).days()).ok()?;
    let date = coming(week, day, true)?;
    // One of this week that is over is looked for in the next: tasks look forward.
    let date = if date < today {
        date.checked_add(7.days()).ok()?
    } else {
        date
    };
    let next = coming(today, day, false)?;
    let other = if date == next {
        date.checked_add(7.days()).ok()?
    } else {
        next
    };
    Some(Day::On(date, Some(other)))
}

/// The date that follows a weekday: "13 march", ", March 13", "the 13th", "13/3".
fn behind_weekday<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Day> {
    let comma = cursor.mark(',').unwrap_or(cursor);
    if let Some((day, _, after)) = of_date(comma, setting, true) {
        return Some((day, after));
    }
    let (number, after) =
        ordinal(comma.skip(&["the"]).word()?.0).map(|(number, _)| (number, comma.skip(&["the"]).next()))?;
    Some((Day::OfMonth(i8::try_from(number).ok()?), after))
}

/// A date beside a weekday: the next one that falls on it, within a year; else the date as it is.
fn with_weekday(date: Day, weekday: Weekday, today: Date) -> Day {
    let Some((first, other)) = date.resolve(today) else {
        return date;
    };
    if first.weekday() == weekday {
        return Day::On(first, None);
    }
    if let Some(other) = other.filter(|other| other.weekday() == weekday) {
        return Day::On(other, None);
    }
    match date {
        Day::OfMonth(day) => {
            let months = (0..13).filter_map(|months| today.first_of_month().checked_add(months.months()).ok());
            let dates = { months }.filter_map(|month| Date::new(month.year(), month.month(), day).ok());
            let fitting = { dates }.find(|date| *date >= today && date.weekday() == weekday);
            Day::On(fitting.unwrap_or(first), None)
        }
        _ => Day::On(first, coming(today, weekday, false)),
    }
}

/// "15 April", "April 15th, 2027", "2026-04-15", "15/4", "15.4.", "in May".
fn of_date<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Firm, Cursor<'t>)> {
    let (word, after) = cursor.word()?;
    if let Some((day, firm)) = numeric(word, setting) {
        return Some((day, firm, after));
    }
    if let Some((day, after)) = dotted(cursor) {
        return Some((day, if led { Firm::Firm } else { Firm::Loose }, after));
    }
    let (month_day, after) = day_and_month(cursor).or_else(|| month_and_day(cursor))?;
    let (day, after) = with_year(month_day, after)?;
    Some((day, if led { Firm::Firm } else { Firm::Loose }, after))
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
    let Some((year, behind)) = behind.word().and_then(|(word, behind)| Some((year(word)?, behind))) else {
        return Some((Day::OfYear(day, None), after));
    };
    let date = Date::new(year, day.month, day.day).ok()?;
    Some((Day::On(date, None), behind))
}

pub(super) fn year(word: &str) -> Option<i16> {
    let number = small(word).filter(|_| word.len() == 4)?;
    i16::try_from(number).ok().filter(|year| (1970..2200).contains(year))
}

/// `2026-04-15`, `15/4`, `15-04-2026`, `15.04.2026`: two or three numbers with the same sign between.
fn numeric(word: &str, setting: &Setting<'_>) -> Option<(Day, Firm)> {
    let sign = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-/.".contains(*c))?;
    let mut parts = word.split(sign);
    let (one, two, three, more) = (parts.next()?, parts.next()?, parts.next(), parts.next());
    let number = |part: &str| i8::try_from(small(part).filter(|_| part.len() <= 2)?).ok();
    match (three, more) {
        (_, Some(_)) => None,
        (Some(three), None) if one.len() == 4 => {
            let date = Date::new(year(one)?, number(two)?, number(three)?).ok()?;
            (sign != '.').then_some((Day::On(date, None), Firm::Firm))
        }
        (Some(three), None) => {
            let year = long_year(three)?;
            let orders = orders(number(one)?, number(two)?, sign, setting);
            let mut dates = orders
                .iter()
                .flatten()
                .filter_map(|day| Date::new(year, day.month, day.day).ok());
            let first = dates.next()?;
            Some((Day::On(first, dates.next().filter(|other| *other != first)), Firm::Firm))
        }
        // One sign alone: 15-4 is a range, 15.4 a number, and 24/7 is always.
        (None, None) if sign == '/' && word != "24/7" => {
            let [first, other] = orders(number(one)?, number(two)?, sign, setting);
            let (first, other) = (first.or(other)?, first.and(other));
            Some((Day::OfYear(first, other.filter(|other| *other != first)), Firm::Loose))
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

/// One step of the calendar on from a day.
pub(super) fn later(date: Date, unit: Unit, interval: u32) -> Option<Date> {
    Every { unit, interval }.after(date)
}
