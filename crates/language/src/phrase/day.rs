//! Days of the calendar.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rondo_recurrence::{Every, Unit};

use super::Hold;
use super::clock::afternoon;
use super::ordinal_day::{month_end, ordinal_day};
use super::written_date::written_date;
use crate::setting::Setting;
use crate::text::{Cursor, Read};
use crate::words::{Amount, Measure, Name, amount, ordinal, small, weekday};

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
pub(super) fn day<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Hold, Cursor<'t>)> {
    named(cursor, setting, led)
        .or_else(|| week_from(cursor, setting))
        .or_else(|| away_from(cursor, setting))
        .or_else(|| of_week(cursor, setting, led))
        .or_else(|| written_date(cursor, setting, led))
        .or_else(|| month_end(cursor, setting))
        .or_else(|| ordinal_day(cursor, setting, led))
}

fn named<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Hold, Cursor<'t>)> {
    let today = setting.today();
    let later = |days: i64| today.checked_add(days.days()).ok().map(|date| Day::On(date, None));
    let (word, after) = cursor.word()?;
    let in_days = match word {
        "today" => Some(0),
        "tomorrow" | "tmrw" | "tmr" | "tmw" | "tomorow" | "tommorow" | "tommorrow" => Some(1),
        _ => None,
    };
    if let Some(days) = in_days {
        // "tomorrow week" is seven days on.
        return Some(match after.eat("week").filter(|after| after.is_end()) {
            Some(after) => (later(days + 7)?, Hold::Firm, after),
            None => (later(days)?, Hold::Firm, after),
        });
    }
    match word {
        "weekend" if led => return weekend(0, after, setting),
        _ => {}
    }
    if let Some((day, after)) = feast(cursor) {
        return Some((Day::OfYear(day, None), Hold::Loose, after));
    }
    if let Some(after) = cursor.skip(&["the"]).eat_phrase(&["day after tomorrow"]) {
        let is_name = (cursor.at..after.at - 1).any(|at| at > 0 && cursor.text().is_capital(at));
        return (!is_name).then_some((later(2)?, Hold::Firm, after));
    }
    match word {
        // A weekend that nothing leads to is a noun: "plan the weekend".
        "the" if !led => None,
        "this" | "the" => weekend(0, after.eat("weekend")?, setting),
        "next" => weekend(7, after.eat("weekend")?, setting),
        _ => None,
    }
}

/// Days with a name and a date of their own; not what something is "for".
fn feast(cursor: Cursor<'_>) -> Read<'_, MonthDay> {
    const FEASTS: [(&[&str], i8, i8); 4] = [
        (&["new year's eve", "new year’s eve", "new years eve"], 12, 31),
        (&["new year's day", "new year’s day", "new years day"], 1, 1),
        (&["christmas eve"], 12, 24),
        (&["christmas day"], 12, 25),
    ];
    let is_purpose = cursor.back().is_some_and(|before| before.peek() == "for");
    let named = |(names, month, day): &(&[&str], i8, i8)| Some((MonthDay::new(*month, *day)?, cursor.eat_phrase(names)?));
    FEASTS.iter().find_map(named).filter(|_| !is_purpose)
}

/// The Saturday of this weekend or a later one; on a Sunday what is left of it.
fn weekend<'t>(days_on: i64, after: Cursor<'t>, setting: &Setting<'_>) -> Option<(Day, Hold, Cursor<'t>)> {
    let today = setting.today();
    let saturday = match today.weekday() {
        Weekday::Sunday => today.yesterday().ok()?,
        _ => coming(today, Weekday::Saturday, true)?,
    };
    let date = saturday.checked_add(days_on.days()).ok()?.max(today);
    Some((Day::On(date, None), Hold::Firm, after))
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
fn of_week<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Hold, Cursor<'t>)> {
    let today = setting.today();
    let ahead = cursor.eat_phrase(&["next week on", "next week"]).map(|after| (1, after));
    let ahead = ahead.or_else(|| Some((2, cursor.eat_phrase(&["week after next on", "the week after next on"])?)));
    if let Some((weeks, after)) = ahead
        && let Some((day, after)) = single(after)
    {
        return Some((in_week(day, weeks, setting)?, Hold::Firm, after));
    }
    let (which, start) = match cursor.word()? {
        ("next", after) => (Some(1), after),
        ("this", after) => after.eat("coming").map_or((Some(0), after), |after| (None, after)),
        ("coming" | "upcoming", after) => (None, after),
        _ => (None, cursor),
    };
    let (day, after) = single(start)?;
    if let Some(weeks) = which {
        return Some((in_week(day, weeks, setting)?, Hold::Firm, after));
    }
    let next = coming(today, day, false)?;
    if let Some(after) = after.eat_phrase(&["next week"]) {
        return Some((in_week(day, 1, setting)?, Hold::Firm, after));
    }
    if let Some((weeks, after)) = after.eat("in").and_then(weeks) {
        return Some((in_week(day, weeks, setting)?, Hold::Firm, after));
    }
    if let Some(after) = after.eat("week") {
        return Some((Day::On(next.checked_add(7.days()).ok()?, None), Hold::Firm, after));
    }
    if let Some((date, after)) = behind_weekday(after, setting) {
        return Some((with_weekday(date, day, today), Hold::Firm, after));
    }
    if let Some((date, after)) = number_behind(day, after, setting) {
        return Some((Day::On(date, None), Hold::Firm, after));
    }
    let is_today = today.weekday() == day;
    let firm = if led || which.is_some() { Hold::Firm } else { Hold::Loose };
    Some((Day::On(next, is_today.then_some(today)), firm, after))
}

/// "a week on friday", "2 weeks from tomorrow", "a week tomorrow", "in two weeks on friday".
fn week_from<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(Day, Hold, Cursor<'t>)> {
    let one_week = || Some((Amount::ONE_WEEK, cursor.eat("week").filter(|week| week.peek() == "from")?));
    let (said, after) = amount(cursor).or_else(one_week)?;
    let is_weeks = said.measure == Measure::Calendar(Unit::Week);
    let joined = after.eat_any(&["on", "from", "after"]);
    let plain = || Some(after).filter(|after| is_weeks && ["today", "tomorrow"].contains(&after.peek()));
    let start = joined.or_else(plain)?;
    let today = setting.today();
    let (from, behind) = match (start.peek(), single(start)) {
        ("today", _) => (today, start.next()),
        ("tomorrow", _) => (today.tomorrow().ok()?, start.next()),
        (_, Some((day, behind))) => {
            // "in two weeks on friday" is the Friday of that week.
            let is_ahead = cursor.back().is_some_and(|before| before.peek() == "in") && after.peek() == "on";
            if is_ahead && is_weeks {
                return Some((in_week(day, i64::from(said.number), setting)?, Hold::Firm, behind));
            }
            (coming(today, day, false)?, behind)
        }
        _ => return None,
    };
    Some((Day::On(said.every()?.after(from)?, None), Hold::Firm, behind))
}

/// "2 days before 28 march", "a week after 1 may".
fn away_from<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(Day, Hold, Cursor<'t>)> {
    let (said, after) = amount(cursor)?;
    let Measure::Calendar(unit) = said.measure else { return None };
    let start = after.eat_any(&["before", "after", "from"])?;
    let (date, _, behind) = written_date(start, setting, true)?;
    let from = date.resolve(setting.today())?.0;
    let away = if after.peek() == "before" {
        let days = match unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month | Unit::Year => return None,
        };
        from.checked_sub((days * i64::from(said.number)).days()).ok()?
    } else {
        said.every()?.after(from)?
    };
    Some((Day::On(away, None), Hold::Firm, behind))
}

/// "two weeks", as their number.
fn weeks(cursor: Cursor<'_>) -> Read<'_, i64> {
    let (said, after) = amount(cursor)?;
    (said.measure == Measure::Calendar(Unit::Week)).then_some((said.number.into(), after))
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
    if let Some((day, _, after)) = written_date(comma, setting, true) {
        return Some((day, after));
    }
    let the = comma.eat("the");
    let (word, after) = the.unwrap_or(comma).word()?;
    let (number, _) = ordinal(word).filter(|(_, in_digits)| *in_digits || the.is_some())?;
    Some((Day::OfMonth(i8::try_from(number).ok()?), after))
}

/// "sat 14": a number that is the date of such a weekday within a month.
fn number_behind<'t>(weekday: Weekday, cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Date> {
    let (word, after) = cursor.word()?;
    let number = small(word).filter(|_| word.len() <= 2)?;
    let first = coming(setting.today(), weekday, true)?;
    let mut dates = (0..5).filter_map(|weeks| first.checked_add((7 * weeks).days()).ok());
    let date = dates.find(|date| i64::from(date.day()) == i64::from(number))?;
    let is_time = afternoon(after.peek()).is_some() || after.peek() == "o'clock";
    (!is_time).then_some((date, after))
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

/// One step of the calendar on from a day.
pub(super) fn later(date: Date, unit: Unit, interval: u32) -> Option<Date> {
    Every { unit, interval }.after(date)
}
