//! "remind me 2 days before", "remind me at 8am".

use rondo_domain::Before;
use rondo_recurrence::Unit;

use super::Hold;
use super::clock::Part;
use super::when::{When, at_a_time, on_a_day, when};
use super::written_date::{day_and_month, month_and_day};
use crate::setting::Setting;
use crate::text::{Cursor, Read, list};
use crate::words::{Amount, Measure, amount};

/// The reminders that a phrase asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ahead {
    /// So long before the due date; days and weeks at that time of day, if one is said.
    Before(Vec<Before>, Option<When>),
    /// At a time of its own.
    At(When),
    /// None at all.
    None,
}

/// Reads what is said about reminders.
pub(crate) fn remind<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(Ahead, Hold, Cursor<'t>)> {
    if let Some(after) = cursor.eat_phrase(NONE) {
        return Some((Ahead::None, Hold::Loose, after));
    }
    let after = lead(cursor)?;
    if let Some((ahead, after)) = at_a_distance(after) {
        return Some((ahead, Hold::Sure, after));
    }
    let is_asked = ["remind", "and"].contains(&cursor.peek()) || cursor.peek() == "reminder";
    let (when, firm, after) = of_its_own(after, setting).filter(|_| is_asked)?;
    // "Remind me tomorrow at 9 to call Ann" is the task itself.
    let is_head = cursor.at == 0
        || cursor
            .back()
            .is_some_and(|before| before.at == 0 && before.peek() == "please");
    let is_task = is_head && ["to", "that", "about"].contains(&after.peek());
    (!is_task).then_some((Ahead::At(when), firm.min(Hold::Firm), after))
}

const NONE: &[&str] = &[
    "no reminders",
    "no reminder",
    "without reminders",
    "without reminder",
    "without a reminder",
    "don't remind me",
    "don’t remind me",
    "do not remind me",
];

fn lead(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let start = cursor.skip(&["and", "please"]).skip(&["please", "set"]);
    let after = start.eat_phrase(&[
        "remind me",
        "notify me",
        "alert me",
        "ping me",
        "nudge me",
        "remind",
        "alert",
        "alarm",
        "reminder",
        "reminders",
        "a reminder",
        "an alarm",
        "an alert",
        "with a reminder",
        "with reminders",
        "with reminder",
    ])?;
    Some(after.mark(':').unwrap_or(after))
}

/// A time of its own: "on thursday at 20:00", "at 6pm tomorrow", "at 8am".
fn of_its_own<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(When, Hold, Cursor<'t>)> {
    let (first, firm, after) = when(cursor, setting)?;
    let second = match (first.day, first.clock) {
        (Some(_), None) => at_a_time(after),
        (None, Some(_)) => on_a_day(after, setting),
        _ => None,
    };
    let Some((second, _, after)) = second else {
        return Some((first, firm, after));
    };
    let both = When {
        day: first.day.or(second.day),
        clock: first.clock.or(second.clock),
        part: first.part.or(second.part),
        more: Vec::new(),
    };
    Some((both, firm, after))
}

/// "2 days before", "the day before at 6pm", "at 6pm the day before", "when it's due".
fn at_a_distance(cursor: Cursor<'_>) -> Read<'_, Ahead> {
    if let Some(after) = cursor.eat_phrase(&[
        "when it's due",
        "when it’s due",
        "when due",
        "when it is due",
        "on time",
        "at the time",
    ]) {
        return Some((Ahead::Before(vec![Before::minutes(0)?], None), after));
    }
    if let Some((before, after)) = befores(cursor.skip(&["for"])) {
        let timed = at_a_time(after).filter(|(_, _, behind)| has_days(&before) && !dates_follow(*behind));
        return Some(match timed {
            Some((when, _, after)) => {
                let part = when.part.or(part_before(cursor));
                (Ahead::Before(before, Some(When { part, ..when })), after)
            }
            None => (Ahead::Before(before, None), after),
        });
    }
    if let Some((when, _, after)) = at_a_time(cursor)
        && let Some((before, after)) = befores(after).filter(|(before, _)| has_days(before))
    {
        return Some((Ahead::Before(before, Some(when)), after));
    }
    // "reminder 1 hour": before, what else.
    let (said, after) = cursor
        .back()
        .filter(|noun| noun.peek() == "reminder" || noun.mark(':').is_some())
        .and_then(|_| amount(cursor))?;
    after.is_end().then_some((Ahead::Before(vec![before(said)?], None), after))
}

/// The evening of "the evening before at 8".
fn part_before(cursor: Cursor<'_>) -> Option<Part> {
    Part::of(cursor.skip(&["for"]).eat("the")?.peek())
}

fn has_days(before: &[Before]) -> bool {
    before.iter().any(|before| before.days() > 0)
}

/// Of "2 days before at 6:40 on 20 March" the time belongs to that date.
fn dates_follow(cursor: Cursor<'_>) -> bool {
    let start = cursor.skip(&["on"]);
    day_and_month(start).or_else(|| month_and_day(start)).is_some()
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
    if let Some(after) = cursor.eat_phrase(&[
        "the day before",
        "the night before",
        "the evening before",
        "the morning before",
    ]) {
        return Some((
            vec![before(Amount {
                number: 1,
                measure: Measure::Calendar(Unit::Day),
            })?],
            after,
        ));
    }
    let start = cursor.skip(&["about"]);
    let (amounts, after) = list(start, amount)?;
    let amounts: Option<Vec<Before>> = amounts.into_iter().map(before).collect();
    Some((amounts?, before_word(after)?))
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
                "the time",
                "the event",
                "the meeting",
                "the start",
                "it starts",
                "it begins",
                "start",
                "departure",
                "takeoff",
                "then",
                "that",
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
