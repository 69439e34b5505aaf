//! What stands before a day: words that lead to it, and words that make it part of something else.

use super::written_date::month_and_day;
use crate::text::Cursor;
use crate::words::{measure, month, weekday};

const LEADS: &[&str] = &[
    "due on",
    "due by",
    "due in",
    "due",
    "starting on",
    "starting from",
    "starting in",
    "starting",
    "beginning",
    "not before",
    "on or before",
    "no later than",
    "around",
    "before",
    "on",
    "by",
    "for",
    "in",
    "during",
];

/// Behind a word that leads to a day, and whether there was one.
pub(super) fn lead(cursor: Cursor<'_>) -> (Cursor<'_>, bool) {
    if let Some(after) = cursor.eat_any(&["due", "deadline"]).and_then(|due| due.mark(':')) {
        return (after.skip(&["on", "by"]), true);
    }
    let named = |after: &Cursor<'_>| after.eat_phrase(&["the weekend", "the end", "end of"]).is_some();
    let at = || cursor.eat_any(&["at", "over"]).filter(named);
    // "beginning of may" is a day, and leads to none.
    let leads = || cursor.eat_phrase(LEADS).filter(|after| after.peek() != "of");
    let after = later(cursor).or_else(leads).or_else(at);
    (after.unwrap_or(cursor), after.is_some())
}

/// Behind "later", as in "later today"; not that of "28 days later".
pub(super) fn later(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let is_counted = cursor.back().is_some_and(|before| measure(before.peek()).is_some());
    let after = cursor.eat("later").filter(|_| !is_counted)?;
    ["today", "tonight", "tonite", "this"]
        .contains(&after.peek())
        .then_some(after)
}

/// "in" leads to months and not to days, and neither "in" nor "on" to tomorrow: there they belong to the
/// word before them, as in "check in tomorrow". A month behind "for" is what a thing is about: "rent for
/// march".
pub(super) fn fits(cursor: Cursor<'_>, start: Cursor<'_>) -> bool {
    let is_relative = ["today", "tomorrow"].contains(&start.peek());
    match cursor.peek() {
        _ if cursor.at == start.at => true,
        "in" | "during" => !is_day(start) && !is_relative,
        "on" => !is_relative,
        "for" => month(start.peek()).is_none() || !start.next().is_end() && month_and_day(start).is_some(),
        _ => true,
    }
}

fn is_day(cursor: Cursor<'_>) -> bool {
    weekday(cursor.peek()).is_some()
}

/// A weekday, today or tomorrow.
pub(super) fn is_near_day(cursor: Cursor<'_>) -> bool {
    is_day(cursor) || ["today", "tomorrow"].contains(&cursor.peek())
}

/// Names that end in a day: "Black Friday", "the sun".
pub(super) fn is_named(cursor: Cursor<'_>) -> bool {
    const BEFORE: &[&str] = &[
        "black", "good", "ash", "super", "freaky", "cyber", "easter", "palm", "fat", "shrove", "maundy", "giving", "casual",
        "bloody", "blue", "manic", "ruby", "whit", "some", "more", "last", "past", "first", "second", "third", "fourth",
        "fifth", "gloomy", "stormy",
    ];
    cursor.at > 0 && cursor.text().word(cursor.at - 1).is_some_and(|word| BEFORE.contains(&word))
}
