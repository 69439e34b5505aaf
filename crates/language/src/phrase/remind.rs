//! "remind me 2 days before", "remind me at 8am".

use rondo_domain::Before;
use rondo_recurrence::Unit;

use super::Hold;
use super::when::{When, when};
use crate::setting::Setting;
use crate::text::{Cursor, Read};
use crate::words::{Amount, Measure, amount};

/// The reminders that a phrase asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ahead {
    /// So long before the due date.
    Before(Vec<Before>),
    /// At a time of its own.
    At(When),
    /// None at all.
    None,
}

/// Reads what is said about reminders.
pub(crate) fn remind<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(Ahead, Hold, Cursor<'t>)> {
    if let Some(after) = cursor.eat_phrase(&[
        "no reminders",
        "no reminder",
        "without reminders",
        "without reminder",
        "without a reminder",
    ]) {
        return Some((Ahead::None, Hold::Loose, after));
    }
    let after = lead(cursor)?;
    if let Some((before, after)) = befores(after) {
        return Some((Ahead::Before(before), Hold::Sure, after));
    }
    let is_asked = ["remind", "and"].contains(&cursor.peek()) || cursor.peek() == "reminder";
    let (when, firm, after) = when(after, setting).filter(|_| is_asked)?;
    Some((Ahead::At(when), firm.min(Hold::Firm), after))
}

fn lead(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let start = cursor.skip(&["and", "please"]).skip(&["please"]);
    start.eat_phrase(&[
        "remind me",
        "notify me",
        "alert me",
        "remind",
        "alert",
        "reminder",
        "reminders",
        "with a reminder",
        "with reminders",
        "with reminder",
    ])
}

/// "30 minutes before and 1 day before", "1 day and 1 hour before", "1 week and the day before".
fn befores(cursor: Cursor<'_>) -> Read<'_, Vec<Before>> {
    let (mut found, mut after) = group(cursor)?;
    while let Some((more, behind)) = after
        .joint()
        .and_then(|next| group(next.skip(&["also", "again"])))
        .filter(|_| found.len() < 20)
    {
        found.extend(more);
        after = behind;
    }
    Some((found, after))
}

/// Amounts with one "before" behind them.
fn group(cursor: Cursor<'_>) -> Read<'_, Vec<Before>> {
    if let Some(after) = cursor.eat_phrase(&["the day before", "the night before", "the evening before"]) {
        return Some((
            vec![before(Amount {
                number: 1,
                measure: Measure::Calendar(Unit::Day),
            })?],
            after,
        ));
    }
    let start = cursor.skip(&["about"]);
    let (mut amounts, mut after) = sum(start)?;
    while let Some((more, behind)) = after.joint().and_then(sum).filter(|_| amounts.len() < 20) {
        amounts.extend(more);
        after = behind;
    }
    let after = before_word(after)?;
    Some((amounts, after))
}

/// "1 hour 30 minutes" and "1 hour and 30 minutes" are one amount.
fn sum(cursor: Cursor<'_>) -> Read<'_, Vec<Before>> {
    let (first, after) = amount(cursor)?;
    let next = after.eat("and").unwrap_or(after);
    let rest = amount(next).filter(|(rest, _)| first.measure == Measure::Hour && rest.measure == Measure::Minute);
    match rest {
        Some((rest, after)) => Some((vec![Before::minutes(first.minutes()? + rest.minutes()?)?], after)),
        None => Some((vec![before(first)?], after)),
    }
}

fn before_word(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let after = cursor.eat_phrase(&[
        "in advance",
        "ahead of time",
        "beforehand",
        "before",
        "earlier",
        "ahead",
        "prior",
        "early",
    ])?;
    Some(
        after
            .eat_phrase(&[
                "it's due",
                "it is due",
                "the due date",
                "due date",
                "the deadline",
                "the due time",
                "hand",
            ])
            .unwrap_or(after),
    )
}

/// The amount as a duration before the due date: a month is 30 days there, a year is too long.
pub(crate) fn before(said: Amount) -> Option<Before> {
    let days = |days: u32| format!("P{days}D").parse().ok();
    match said.measure {
        Measure::Minute | Measure::Hour => Before::minutes(said.minutes()?),
        Measure::Calendar(Unit::Day) => days(said.number),
        Measure::Calendar(Unit::Week) => days(said.number.checked_mul(7)?),
        Measure::Calendar(Unit::Month) => days(said.number.checked_mul(30)?),
        Measure::Calendar(Unit::Year) => None,
    }
}
