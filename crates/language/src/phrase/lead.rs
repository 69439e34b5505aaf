//! What stands before a day: words that lead to it, and words that make it part of something else.

use crate::text::Cursor;
use crate::words::weekday;

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
    "before",
    "on",
    "by",
    "for",
    "in",
    "during",
];

/// Behind a word that leads to a day, and whether there was one.
pub(super) fn lead(cursor: Cursor<'_>) -> (Cursor<'_>, bool) {
    if let Some(after) = cursor.eat("due").and_then(|due| due.mark(':')) {
        return (after.skip(&["on", "by"]), true);
    }
    let later = cursor.eat("later").filter(|after| ["today", "this"].contains(&after.peek()));
    let named = |after: &Cursor<'_>| after.eat_phrase(&["the weekend", "the end", "end of"]).is_some();
    let at = || cursor.eat_any(&["at", "over"]).filter(named);
    let after = later.or_else(|| cursor.eat_phrase(LEADS)).or_else(at);
    (after.unwrap_or(cursor), after.is_some())
}

/// "in" leads to months and not to days, and neither "in" nor "on" to tomorrow: there they belong to the
/// word before them, as in "check in tomorrow".
pub(super) fn fits(cursor: Cursor<'_>, start: Cursor<'_>) -> bool {
    let is_relative = ["today", "tomorrow"].contains(&start.peek());
    match cursor.peek() {
        _ if cursor.at == start.at => true,
        "in" | "during" => !is_day(start) && !is_relative,
        "on" => !is_relative,
        _ => true,
    }
}

fn is_day(cursor: Cursor<'_>) -> bool {
    weekday(cursor.peek()).is_some()
}

/// Of several days that are named together, without "every", none is the one: they stay in the title.
pub(super) fn is_listed(start: Cursor<'_>, after: Cursor<'_>) -> bool {
    if !is_day(start) {
        return false;
    }
    let to = after
        .eat_any(&["to", "through", "till"])
        .or_else(|| after.mark('-'))
        .or_else(|| after.mark('–'));
    let follows = is_day(after) || after.joint().or(to).is_some_and(is_day);
    follows || is_day_before(start)
}

/// Whether a day stands before the cursor, with or without a comma or "and" between.
fn is_day_before(start: Cursor<'_>) -> bool {
    let Some(one) = start.back() else { return false };
    if is_day(one) {
        return true;
    }
    let Some(two) = one.back().filter(|_| one.joint().is_some_and(|next| next.at == start.at)) else {
        return false;
    };
    is_day(two) || (two.mark(',').is_some() && two.back().is_some_and(is_day))
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
