//! Days of the month in a rule: "the 1st and 15th", "the last day", "the 2nd tuesday", "the first
//! workday".

use super::week_days::{WeekDays, week_days, working_day};
use crate::text::{Cursor, Read, list};
use crate::words::{month, ordinal, small};

/// Reads days of the month, as the BY parts of a rule. `digits` tells whether "15" is one as well.
pub(super) fn month_days(cursor: Cursor<'_>, digits: bool) -> Read<'_, String> {
    placed(cursor).or_else(|| numbered(cursor, digits))
}

/// "first workday", "last friday", "1st and 3rd monday".
pub(super) fn placed(cursor: Cursor<'_>) -> Read<'_, String> {
    let (places, after) = list(cursor.skip(&["the"]), place)?;
    if let Some(after) = working_day(after) {
        let positions: Vec<String> = places.iter().map(ToString::to_string).collect();
        return Some((
            format!("{};BYSETPOS={}", WeekDays::WORKING.by_day(&[]), positions.join(",")),
            after,
        ));
    }
    let (days, after) = week_days(after, false)?;
    Some((days.by_day(&places), after))
}

/// The place of a weekday in its month, from 1 to 5, or -1 for the last and -2 for the one before.
fn place(cursor: Cursor<'_>) -> Read<'_, i8> {
    let start = cursor.skip(&["the"]);
    if let Some(after) = start.eat_phrase(&["second to last", "next to last", "second last", "penultimate"]) {
        return Some((-2, after));
    }
    let (word, after) = start.word()?;
    let place = match word {
        "last" => -1,
        _ => i8::try_from(ordinal(word)?.0).ok().filter(|place| *place <= 5)?,
    };
    Some((place, after))
}

/// "the 1st and 15th", "the last day", "day 15".
fn numbered(cursor: Cursor<'_>, digits: bool) -> Read<'_, String> {
    let (days, after) = list(cursor, |cursor| number(cursor, digits))?;
    Some((clamped(&days)?, after))
}

fn number(cursor: Cursor<'_>, digits: bool) -> Read<'_, i8> {
    let the = cursor.eat("the");
    let cursor = the.unwrap_or(cursor);
    if let Some(after) = cursor.eat_phrase(&["last day", "end"]) {
        return Some((-1, after));
    }
    if let Some(after) = cursor.eat_phrase(&["first day", "start", "beginning"]) {
        return Some((1, after));
    }
    let (day, word) = (cursor.eat("day"), cursor.skip(&["day"]).word()?.0);
    // "every second" is no day.
    let is_day = |(number, in_digits): &(u32, bool)| *in_digits || the.is_some() || *number > 12;
    let number = ordinal(word).filter(is_day).map(|(number, _)| number);
    let number = number.or_else(|| small(word).filter(|_| digits || day.is_some()))?;
    let number = i8::try_from(number).ok().filter(|number| (1..=31).contains(number))?;
    Some((number, cursor.skip(&["day"]).next()))
}

/// The days as BYMONTHDAY, held at the end of months that lack them: the 31st is the last day, and of
/// the days 28 to 30 the last that exists is taken.
fn clamped(days: &[i8]) -> Option<String> {
    let last = |day: &i8| if *day == 31 { -1 } else { *day };
    let mut days: Vec<i8> = if days == [31] {
        days.to_vec()
    } else {
        days.iter().map(last).collect()
    };
    days.sort_by_key(|day| if *day < 0 { 99 } else { *day });
    days.dedup();
    let late: Vec<i8> = days.iter().copied().filter(|day| *day > 28).collect();
    let early: Vec<i8> = days.iter().copied().filter(|day| *day <= 28).collect();
    let (kept, positions) = match late[..] {
        [late] if early.iter().all(|day| (1..28).contains(day)) => {
            let kept = early.iter().copied().chain(28..=late).collect::<Vec<i8>>();
            let firsts = 1..=i8::try_from(early.len()).ok()?;
            (kept, firsts.chain([-1]).collect::<Vec<i8>>())
        }
        // Early days every month has, and two late ones cannot both be held in one rule.
        _ => return Some(format!("BYMONTHDAY={}", joined(&days))),
    };
    Some(format!("BYMONTHDAY={};BYSETPOS={}", joined(&kept), joined(&positions)))
}

fn joined(numbers: &[i8]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Behind "of the month", "of every month", "in the month", "monthly".
pub(super) fn of_the_month(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let of = cursor.eat_any(&["of", "in"])?;
    of.skip(&["the", "each", "every", "a"]).eat_any(&["month", "months"])
}

/// Months by their names, as BYMONTH: "january and july", "of november".
pub(super) fn months(cursor: Cursor<'_>) -> Read<'_, String> {
    let (months, after) = list(cursor, |cursor| {
        let (word, after) = cursor.word()?;
        let (month, _) = month(word)?;
        // "may 5" is a day, not a month in a list.
        let is_day = after
            .word()
            .is_some_and(|(word, _)| small(word).is_some_and(|day| day < 32) || ordinal(word).is_some());
        (!is_day).then_some((month, after))
    })?;
    Some((format!("BYMONTH={}", joined(&months)), after))
}
