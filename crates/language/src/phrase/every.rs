//! Rules that say "every": "every 3 days", "every mon, wed and fri", "every last friday", "every! 2 weeks".

use rondo_recurrence::Unit;

use super::Hold;
use super::around_rule::{around, is_particle};
use super::clock::Part;
use super::day::MonthDay;
use super::month_days::{month_days, months, of_the_month, placed};
use super::turned::turned;
use super::week_days::{WeekDays, week_days};
use super::written_date::{day_and_month, month_and_day};
use crate::text::{Cursor, Read, list};
use crate::words::{Measure, amount, count, measure, ordinal, small, weekday};

/// How a task recurs, as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeats {
    /// What its interval counts.
    pub(crate) step: Step,
    pub(crate) interval: u32,
    /// The BY parts of the rule; empty for a plain interval, which counts from its start.
    pub(crate) by: String,
    /// Whether it counts from the completion.
    pub(crate) from_completion: bool,
    /// When in the day.
    pub(crate) part: Option<Part>,
    /// And again in the same day.
    pub(crate) also: Option<Part>,
    /// What else it could mean, in words.
    pub(crate) other: Option<String>,
}

/// What an interval counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Hours.
    Hour,
    /// Days and more.
    Calendar(Unit),
}

impl Repeats {
    pub(super) fn new(unit: Unit, interval: u32, by: impl Into<String>) -> Self {
        Self {
            step: Step::Calendar(unit),
            interval,
            by: by.into(),
            from_completion: false,
            part: None,
            also: None,
            other: None,
        }
    }
}

/// Reads a rule that says "every" or "each".
pub(crate) fn every(cursor: Cursor<'_>) -> Option<(Repeats, Hold, Cursor<'_>)> {
    if let Some((rule, firm, after)) = turned(cursor) {
        return Some((rule, firm, after));
    }
    let start = cursor.skip(if is_particle(cursor) { &[] } else { &["on"] });
    let start = start
        .skip(&["due", "repeat", "repeats", "repeating", "recurring"])
        .skip(&["once"]);
    let every = start.eat_any(&["every", "each", "ev"])?;
    let bang = every.skip_glued('!');
    let (mut rule, firm, after) = body(bang.skip(&["single"]))?;
    let after = around(&mut rule, after)?;
    rule.from_completion |= bang.at > every.at;
    let firm = if counts_something(after) { Hold::Firm } else { firm };
    (!is_name(bang, after)).then_some((rule, firm, after))
}

/// Whether what follows a rule may belong to it: "every day of the trip", "make every day count".
fn counts_something(after: Cursor<'_>) -> bool {
    let is_word = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase());
    let is_last = |(word, next): (&str, Cursor<'_>)| is_word(word) && next.is_end() && !after.is_capital();
    after.peek() == "of" || after.word().is_some_and(is_last)
}

/// Whether it is part of a name: "Every Day I Write the Book".
fn is_name(inside: Cursor<'_>, after: Cursor<'_>) -> bool {
    let capital_unit = measure(inside.peek()).is_some() && inside.is_capital();
    capital_unit && after.is_capital()
}

fn body(cursor: Cursor<'_>) -> Option<(Repeats, Hold, Cursor<'_>)> {
    let sure = |(rule, after)| (rule, Hold::Sure, after);
    // A number alone is a day only where nothing else can follow it.
    let bare = small(cursor.peek()).is_some();
    let day = |(rule, after)| (rule, if bare { Hold::Loose } else { Hold::Firm }, after);
    if let Some(part) = Part::of(cursor.peek()) {
        let rule = Repeats {
            part: Some(part),
            ..Repeats::new(Unit::Day, 1, "")
        };
        return Some((rule, Hold::Sure, cursor.next()));
    }
    (stepped(cursor).map(sure))
        .or_else(|| other(cursor).map(sure))
        .or_else(|| nth_weekday(cursor).map(sure))
        .or_else(|| weekly(cursor).map(sure))
        .or_else(|| yearly(cursor).map(sure))
        .or_else(|| monthly(cursor).map(day))
}

/// "3 days", "hour", "2 weeks on monday", "2nd day".
pub(super) fn stepped(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    let (number, measure, after) = step(cursor)?;
    if !(1..=10_000).contains(&number) {
        return None;
    }
    let unit = match measure {
        Measure::Minute => return None,
        Measure::Hour => {
            let rule = Repeats {
                step: Step::Hour,
                ..Repeats::new(Unit::Day, number, "")
            };
            return Some((rule, after));
        }
        Measure::Calendar(unit) => unit,
    };
    let (by, after) = days_of(unit, after).unwrap_or((String::new(), after));
    Some((Repeats::new(unit, number, by), after))
}

pub(super) fn step(cursor: Cursor<'_>) -> Option<(u32, Measure, Cursor<'_>)> {
    if let Some(after) = cursor.eat_phrase(&["half year", "half a year", "six months"]) {
        return Some((6, Measure::Calendar(Unit::Month), after));
    }
    let is_counted = |word: &str| count(word).is_some() || word.len() < 6 || word == "couple";
    if let Some((said, after)) = amount(cursor).filter(|_| is_counted(cursor.peek())) {
        return Some((said.number, said.measure, after));
    }
    let (word, after) = cursor.word()?;
    let (times, unit, after) = match (word, ordinal(word)) {
        ("other", _) => (2, after.word()?.0, after.next()),
        (_, Some((number, _))) if number > 1 => (number, after.word()?.0, after.next()),
        _ => (1, word, after),
    };
    let one = measure(unit).filter(|_| !unit.ends_with('s'))?;
    Some((times * one.number, one.measure, after))
}

/// The days that are named behind a unit: "on monday and thursday" of weeks, "on the 1st" of months,
/// "on May 3" of years.
pub(super) fn days_of(unit: Unit, cursor: Cursor<'_>) -> Read<'_, String> {
    let start = cursor.skip(&["on", "in"]);
    match unit {
        Unit::Day => None,
        Unit::Week => week_days(start, false).map(|(days, after)| (days.by_day(&[]), after)),
        Unit::Month => {
            let at_an_end = cursor.eat("at").filter(|at| {
                let ends = ["the end", "the start", "the beginning", "end", "start"];
                at.eat_phrase(&ends).is_some()
            });
            let start = at_an_end.unwrap_or(start.skip(&["by"]));
            let led = start.at > cursor.at || start.eat("the").is_some();
            let is_bare = led && start.next().is_end();
            let (by, after) = month_days(start, is_bare).filter(|_| led || ordinal(start.peek()).is_some())?;
            Some((by, of_the_month(after).unwrap_or(after)))
        }
        Unit::Year => {
            if let Some((by, after)) = dates(start) {
                return Some((by, after));
            }
            if let Some((places, after)) = placed(start) {
                let (months, after) = months(after.eat_any(&["of", "in"])?)?;
                return Some((format!("{months};{places}"), after));
            }
            let (months, after) = months(start).filter(|_| start.at > cursor.at)?;
            Some((format!("{months};BYMONTHDAY=1"), after))
        }
    }
}

/// "other week on friday", "other thursday", "other weekend".
fn other(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    let after = cursor.eat_any(&["other", "alternate"])?;
    let (days, after) = week_days(after, false)?;
    Some((Repeats::new(Unit::Week, 2, days.by_day(&[])), after))
}

/// "3rd friday", "last friday of the month", "first workday", "4th thursday of november".
fn nth_weekday(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    let (by, after) = placed(cursor)?;
    if let Some(after) = of_the_month(after) {
        return Some((Repeats::new(Unit::Month, 1, by), after));
    }
    if let Some((months, after)) = after.eat_any(&["of", "in"]).and_then(months) {
        return Some((Repeats::new(Unit::Year, 1, format!("{months};{by}")), after));
    }
    let is_one = weekday(cursor.next().peek()).is_some();
    let interval = ordinal(cursor.peek())
        .map(|(number, _)| number)
        .filter(|number| is_one && *number > 1);
    let other = interval.map(|interval| format!("every {interval} weeks on that day"));
    Some((
        Repeats {
            other,
            ..Repeats::new(Unit::Month, 1, by)
        },
        after,
    ))
}

/// "mon, wed and fri", "weekday", "weekend".
fn weekly(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    if let Some(after) = cursor.eat_any(&["weeknight", "weeknights"]) {
        let rule = Repeats {
            part: Some(Part::Evening),
            ..Repeats::new(Unit::Week, 1, WeekDays::WORKING.by_day(&[]))
        };
        return Some((rule, after));
    }
    let (days, after) = week_days(cursor, false)?;
    let (interval, after) = interval_behind(after).unwrap_or((1, after));
    Some((Repeats::new(Unit::Week, interval, days.by_day(&[])), after))
}

/// "every other week" or "of every 3 weeks", behind the days.
pub(super) fn interval_behind(cursor: Cursor<'_>) -> Read<'_, u32> {
    let every = cursor.skip(&["of"]).eat_any(&["every", "each"])?;
    let (number, measure, after) = step(every)?;
    (measure == Measure::Calendar(Unit::Week)).then_some((number, after))
}

/// "January 5", "5th of january", "january and july".
fn yearly(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    if let Some((by, after)) = dates(cursor) {
        return Some((Repeats::new(Unit::Year, 1, by), after));
    }
    let (months, after) = months(cursor)?;
    let (by, after) = match after.eat_phrase(&["on"]).and_then(|on| month_days(on, false)) {
        Some((by, after)) => (format!("{months};{by}"), after),
        None => (format!("{months};BYMONTHDAY=1"), after),
    };
    Some((Repeats::new(Unit::Year, 1, by), after))
}

/// Dates with the same day, or in the same month, which is what one rule can say.
fn dates(cursor: Cursor<'_>) -> Read<'_, String> {
    let (dates, after) = list(cursor, |cursor| day_and_month(cursor).or_else(|| month_and_day(cursor)))?;
    let MonthDay { month, day } = dates[0];
    if dates.len() == 1 {
        return Some((of_year(month, day), after));
    }
    let join = |part: fn(&MonthDay) -> i8| dates.iter().map(|date| part(date).to_string()).collect::<Vec<_>>().join(",");
    let one_day = dates.iter().all(|date| date.day == day);
    let one_month = dates.iter().all(|date| date.month == month);
    let by = format!("BYMONTH={};BYMONTHDAY={}", join(|date| date.month), join(|date| date.day));
    match (one_day, one_month) {
        (true, _) => Some((format!("BYMONTH={};BYMONTHDAY={day}", join(|date| date.month)), after)),
        (_, true) => Some((by.replacen(&join(|date| date.month), &month.to_string(), 1), after)),
        _ => None,
    }
}

/// A day of the year, 29 February held at the 28th.
fn of_year(month: i8, day: i8) -> String {
    match (month, day) {
        (2, 29) => "BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1".to_owned(),
        _ => format!("BYMONTH={month};BYMONTHDAY={day}"),
    }
}

/// "31st", "1st and 15th", "last day of the month", "27".
fn monthly(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    let (by, after) = month_days(cursor, true)?;
    Some((Repeats::new(Unit::Month, 1, by), of_the_month(after).unwrap_or(after)))
}
