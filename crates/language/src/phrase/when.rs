//! A day, a time, or both, with the word that leads to them.

use super::Hold;
use super::clock::{Clock, Part, Style, clock, digits};
use super::day::{Day, day};
use super::lead::{fits, is_named, is_near_day, later, lead};
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
pub(crate) fn when<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(When, Hold, Cursor<'t>)> {
    if let Some((day, clock, firm, after)) = moment(cursor, setting) {
        let when = When {
            day: Some(day),
            clock,
            ..When::default()
        };
        return Some((when, firm, after));
    }
    part_of_today(cursor, setting)
        .or_else(|| written_moment(cursor).map(|(when, after)| (when, Hold::Firm, after)))
        .or_else(|| on_a_day(cursor, setting))
        .or_else(|| at_a_time(cursor))
        .or_else(|| part_alone(cursor))
}

/// "tonight", "this evening".
fn part_of_today<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(When, Hold, Cursor<'t>)> {
    let start = later(cursor).unwrap_or(cursor.skip(&["due", "starting", "beginning"]));
    let (word, after) = start.word()?;
    let (part, after) = match word {
        "tonight" | "tonite" => (Part::Evening, after),
        "this" => (Part::of(after.peek())?, after.next()),
        _ => return None,
    };
    let (clock, after) = match clock_behind(after) {
        Some((clock, after)) => (Some(clock), after),
        None => (None, after),
    };
    let when = When {
        day: Some(Day::On(setting.today(), None)),
        clock,
        part: Some(part),
        more: Vec::new(),
    };
    Some((when, Hold::Firm, after))
}

pub(super) fn on_a_day<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(When, Hold, Cursor<'t>)> {
    let (start, led) = lead(cursor);
    let (day, firm, after) = loose_day(start, setting, led).filter(|_| fits(cursor, start))?;
    let is_name = firm == Hold::Loose && !led && is_named(cursor);
    if is_name {
        return None;
    }
    let (part, after) = part_behind(after);
    let after = after.eat_phrase(WHENEVER).unwrap_or(after);
    let (clock, after) = match clock_behind(after) {
        Some((clock, after)) => (Some(clock), after),
        None => (None, after),
    };
    // With a time of day behind it even a weekday alone is a date.
    let firm = if part.is_some() || clock.is_some() {
        firm.max(Hold::Firm)
    } else {
        firm
    };
    let when = When {
        day: Some(day),
        clock,
        part,
        more: Vec::new(),
    };
    Some((when, firm, latest(after)))
}

/// What says of a day no more than the day does.
const WHENEVER: &[&str] = &[
    "by eod",
    "eod",
    "by end of day",
    "end of day",
    "by cob",
    "cob",
    "close of business",
    "first thing",
];

/// A day, also as "eod friday" and "first thing tomorrow".
fn loose_day<'t>(start: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Option<(Day, Hold, Cursor<'t>)> {
    let inside = start.eat_phrase(WHENEVER).map(|after| after.skip(&["on", "of"]));
    let read = inside.and_then(|inside| day(inside, setting, true));
    read.map(|(day, firm, after)| (day, firm.max(Hold::Firm), after))
        .or_else(|| day(start, setting, led))
}

/// Behind "at the latest".
fn latest(after: Cursor<'_>) -> Cursor<'_> {
    after.eat_phrase(&["at the latest", "at latest", "latest"]).unwrap_or(after)
}

/// "morning" behind a day, also as "in the morning", "at night" and "am".
fn part_behind(cursor: Cursor<'_>) -> (Option<Part>, Cursor<'_>) {
    let start = cursor.eat_phrase(&["first thing in the", "in the", "at"]).unwrap_or(cursor);
    let half = match cursor.peek() {
        "am" => Some(Part::Morning),
        "pm" => Some(Part::Afternoon),
        _ => None,
    };
    let named = Part::of(start.peek()).or(half);
    let part = named.filter(|_| !start.is_capital() || cursor.text().is_capital(cursor.at - 1));
    match part {
        Some(part) => (Some(part), start.next()),
        None => (None, cursor),
    }
}

/// "noon" or "midnight" right behind a day; and a number alone, where nothing comes after it that it could
/// count.
fn clock_behind(cursor: Cursor<'_>) -> Read<'_, Clock> {
    let (clock, after) = clock(cursor)?;
    let is_half = cursor.peek() == "half";
    let is_bare = matches!(clock.style, Style::Hour | Style::Digits) && (is_half || after.at == cursor.at + 1);
    let is_span = || after.mark('-').or_else(|| after.mark('–')).is_some();
    let ends = || {
        (after.is_end() && !is_span())
            || ["remind", "alert", "every"].contains(&after.peek())
            || after.peek().starts_with('!')
    };
    let is_digits = || cursor.peek().starts_with(|c: char| c.is_ascii_digit()) && !cursor.peek().contains('.');
    (clock.style == Style::Word || (is_bare && (is_half || is_digits()) && ends())).then_some((clock, after))
}

/// What leads to a time, the longest first.
const TO_TIMES: &[&str] = &[
    "due at",
    "due by",
    "starting at",
    "beginning at",
    "starting from",
    "starting",
    "beginning",
    "no later than",
    "at about",
    "at around",
    "at approximately",
    "at approx",
    "approximately",
    "approx",
    "at",
    "by",
    "around",
    "for",
    "from",
    "before",
];

/// "at 9", "at 17:30", "9am", "at noon", "at 8 in the evening".
pub(super) fn at_a_time(cursor: Cursor<'_>) -> Option<(When, Hold, Cursor<'_>)> {
    let lead = cursor.eat_phrase(TO_TIMES).or_else(|| cursor.mark('@'));
    let lead = lead.unwrap_or(cursor).mark('~').or(lead);
    let is_at = cursor.peek() != "for" && lead.is_some();
    let start = lead.unwrap_or(cursor);
    let (first, mut more, mut after) = match slashed(start) {
        Some((first, second, after)) => (first, vec![second], after),
        None => clock(start).map(|(first, after)| (first, Vec::new(), after))?,
    };
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
        (Style::Word, false) if is_near_day(after) => Hold::Loose,
        (Style::Hour | Style::Digits | Style::Word, false) => return None,
        (Style::Hour, true) | (Style::Minutes, false) => Hold::Loose,
        (Style::Clear, false) => Hold::Firm,
        (_, true) => Hold::Firmer,
    };
    let when = When {
        clock: Some(first),
        more,
        part,
        day: None,
    };
    Some((when, firm, latest(after.skip(&["sharp"]))))
}

/// `8am/8pm`.
fn slashed(cursor: Cursor<'_>) -> Option<(Clock, Clock, Cursor<'_>)> {
    let (word, after) = cursor.word()?;
    let (first, second) = word.split_once('/')?;
    let (first, second) = (digits(first)?, digits(second)?);
    let is_time = |clock: Clock| matches!(clock.style, Style::Clear | Style::Minutes);
    (is_time(first) && is_time(second)).then_some((first, second, after))
}

/// "in the morning".
fn part_alone(cursor: Cursor<'_>) -> Option<(When, Hold, Cursor<'_>)> {
    let start = cursor.eat_phrase(&["first thing in the", "in the"])?;
    let part = Part::of(start.peek())?;
    let when = When {
        part: Some(part),
        ..When::default()
    };
    Some((when, Hold::Loose, start.next()))
}
