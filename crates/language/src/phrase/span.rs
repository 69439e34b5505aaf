//! What a task cannot have: spans of time ("3pm to 4pm", `7:30-8:30`), and several days ("mon, wed and
//! fri") without a rule.

use super::clock::{Clock, Style, clock, digits};
use super::lead::is_near_day;
use super::week_days::slashed;
use super::written_date::day_and_month;
use crate::text::Cursor;
use crate::words::weekday;

/// Reads several days that are named together: none of them is the one.
pub(crate) fn several_days(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let start = cursor.skip(&["on"]);
    if let Some((word, after)) = start.word().filter(|(word, _)| slashed(word).is_some()) {
        return (word.len() > 4).then_some(after);
    }
    let mut after = Some(start).filter(|start| is_near_day(*start))?.next();
    let mut count = 1;
    while let Some(next) = next_day(after).filter(|_| count < 14) {
        (after, count) = (next.next(), count + 1);
    }
    (count > 1).then_some(after)
}

/// Before the day that follows another one, with or without what joins them.
fn next_day(after: Cursor<'_>) -> Option<Cursor<'_>> {
    let after = after.skip_glued('.');
    let to = after
        .eat_any(&["to", "through", "till"])
        .or_else(|| after.mark('-'))
        .or_else(|| after.mark('–'));
    let joined = after.joint().or(to).filter(|next| is_near_day(*next));
    joined.or_else(|| Some(after).filter(|after| weekday(after.peek()).is_some()))
}

/// Reads a span between two times. It means nothing, as a task has one time; but it is no part of a name.
pub(crate) fn span(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let lead = cursor.eat_any(&["from", "between", "at"]);
    let start = lead.unwrap_or(cursor);
    let is_led = lead.is_some() && cursor.peek() != "at";
    if let Some((word, after)) = start.word()
        && let Some((first, last)) = word.split_once(['-', '–'])
    {
        let (first, last) = (digits(first)?, digits(last)?);
        return (is_led || looks_like_time(first, last)).then_some(after);
    }
    let (first, after) = clock(start)?;
    let ends: &[&str] = if cursor.peek() == "between" {
        &["and", "to"]
    } else {
        &["to", "until", "till", "through"]
    };
    let to = after.eat_any(ends).or_else(|| after.mark('-')).or_else(|| after.mark('–'))?;
    // "at 18:00 until 1 june" ends a recurrence.
    let (last, after) = clock(to).filter(|_| day_and_month(to).is_none())?;
    let follows_day = cursor.back().is_some_and(is_near_day);
    (is_led || follows_day || looks_like_time(first, last)).then_some(after)
}

/// Numbers alone could count anything: "3 - 4 apples".
fn looks_like_time(first: Clock, last: Clock) -> bool {
    let is_plain = |clock: Clock| matches!(clock.style, Style::Hour | Style::Digits);
    !is_plain(first) || !is_plain(last)
}
