//! A day, a time, or both, with the word that leads to them.

use super::Firm;
use super::clock::{Clock, Part, Style, clock};
use super::day::{Day, day};
use super::lead::{fits, is_listed, is_named, lead};
use super::moment::{moment, written_moment};
use crate::setting::Setting;
use crate::text::{Cursor, Read};

/// What a phrase says about when.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct When {
    pub(crate) day: Option<Day>,
    pub(crate) clock: Option<Clock>,
    pub(crate) part: Option<Part>,
    /// More times of the same day.
    pub(crate) more: Vec<Clock>,
}

/// Reads "on friday at 9", "by 15 April", "at noon", "tonight", "in 20 minutes".
pub(crate) fn when<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(When, Firm, Cursor<'t>)> {
    if let Some((day, clock, firm, after)) = moment(cursor, setting) {
        let when = When {
            day: Some(day),
            clock,
            ..When::default()
        };
        return Some((when, firm, after));
    }
    part_of_today(cursor, setting)
        .or_else(|| written_moment(cursor).map(|(when, after)| (when, Firm::Firm, after)))
        .or_else(|| on_a_day(cursor, setting))
        .or_else(|| at_a_time(cursor))
        .or_else(|| part_alone(cursor))
}

/// "tonight", "this evening".
fn part_of_today<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(When, Firm, Cursor<'t>)> {
    let (word, after) = cursor.skip(&["later"]).word()?;
    let (part, after) = match word {
        "tonight" => (Part::Evening, after),
        "this" => (Part::of(after.peek())?, after.next()),
        _ => return None,
    };
    let when = When {
        day: Some(Day::On(setting.today(), None)),
        part: Some(part),
        ..When::default()
    };
    Some((when, Firm::Firm, after))
}

fn on_a_day<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(When, Firm, Cursor<'t>)> {
    let (start, led) = lead(cursor);
    let (day, firm, after) = day(start, setting, led).filter(|_| fits(cursor, start))?;
    let is_name = firm == Firm::Loose && !led && is_named(cursor);
    if is_name || is_listed(start, after) {
        return None;
    }
    let (part, after) = part_behind(after);
    let (clock, after) = match clock_word(after) {
        Some((clock, after)) => (Some(clock), after),
        None => (None, after),
    };
    // With a time of day behind it even a weekday alone is a date.
    let firm = if part.is_some() || clock.is_some() {
        firm.max(Firm::Firm)
    } else {
        firm
    };
    let when = When {
        day: Some(day),
        clock,
        part,
        more: Vec::new(),
    };
    Some((when, firm, after))
}

/// "morning" behind a day, also as "in the morning" and "at night".
fn part_behind(cursor: Cursor<'_>) -> (Option<Part>, Cursor<'_>) {
    let start = cursor.eat_phrase(&["in the", "at"]).unwrap_or(cursor);
    let part = Part::of(start.peek()).filter(|_| !start.is_capital() || cursor.text().is_capital(cursor.at - 1));
    match part {
        Some(part) => (Some(part), start.next()),
        None => (None, cursor),
    }
}

/// "noon" or "midnight" right behind a day.
fn clock_word(cursor: Cursor<'_>) -> Read<'_, Clock> {
    clock(cursor).filter(|(clock, _)| clock.style == Style::Word)
}

/// "at 9", "at 17:30", "9am", "at noon", "at 8 in the evening".
fn at_a_time(cursor: Cursor<'_>) -> Option<(When, Firm, Cursor<'_>)> {
    let lead = cursor.eat_phrase(&[
        "due at",
        "due by",
        "starting at",
        "beginning at",
        "starting from",
        "at about",
        "at",
        "by",
        "around",
        "for",
        "from",
        "before",
    ]);
    let lead = lead.or_else(|| cursor.mark('@'));
    let is_at = cursor.peek() != "for" && lead.is_some();
    let (first, after) = clock(lead.unwrap_or(cursor))?;
    let (mut more, mut after) = (Vec::new(), after);
    while let Some((next, behind)) = after
        .joint()
        .and_then(|next| clock(next.skip(&["at"])))
        .filter(|_| more.len() < 24)
    {
        more.push(next);
        after = behind;
    }
    let (part, behind) = part_behind(after);
    let (part, after) = if behind.at > after.at + 1 {
        (part, behind)
    } else {
        (None, after)
    };
    let firm = match (first.style, is_at) {
        (Style::Hour | Style::Digits, false) => return None,
        (Style::Word, false) => return None,
        (Style::Hour, true) => Firm::Loose,
        (Style::Clear, false) => Firm::Firm,
        (Style::Minutes, false) => Firm::Loose,
        (_, true) => Firm::Firmer,
    };
    let is_range = range_behind(after) || (is_range_end(cursor));
    let when = When {
        clock: Some(first),
        more,
        part,
        day: None,
    };
    (!is_range).then_some((when, firm, after))
}

/// A task has one time: of "3pm to 5pm" and "2:00-3:00" nothing is taken.
fn range_behind(after: Cursor<'_>) -> bool {
    let next = after.eat_any(&["to", "until", "till", "through"]);
    let next = next.or_else(|| after.mark('-')).or_else(|| after.mark('–'));
    next.and_then(clock).is_some()
}

fn is_range_end(cursor: Cursor<'_>) -> bool {
    cursor.at > 0
        && ["to", "until", "till", "and", "or"].contains(&cursor.text().word(cursor.at - 1).unwrap_or_default())
        && cursor.at > 1
        && is_time_before(cursor)
}

/// Whether a time stands before the word before the cursor.
fn is_time_before(cursor: Cursor<'_>) -> bool {
    clock(cursor.text().cursor(cursor.at - 2)).is_some_and(|(clock, _)| clock.style != Style::Hour || true)
}

/// "in the morning".
fn part_alone(cursor: Cursor<'_>) -> Option<(When, Firm, Cursor<'_>)> {
    let start = cursor.eat_phrase(&["in the"])?;
    let part = Part::of(start.peek())?;
    let when = When {
        part: Some(part),
        ..When::default()
    };
    Some((when, Firm::Loose, start.next()))
}
