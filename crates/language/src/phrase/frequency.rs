//! Words such as "daily" and "weekly". Before a noun they are part of its name; whether they are is
//! decided by what follows.

use rondo_recurrence::Unit;

use super::Hold;
use super::around_rule::around;
use super::clock::Part;
use super::every::{Repeats, Step, days_of};
use crate::text::Cursor;

/// Reads a frequency word, with the days that are named behind it.
pub(crate) fn frequency(cursor: Cursor<'_>) -> Option<(Repeats, Hold, Cursor<'_>)> {
    let start = cursor
        .skip(&["due", "repeat", "repeats", "repeating", "recurring"])
        .skip(&["once"]);
    let (word, after) = start.word()?;
    let bang = after.skip_glued('!');
    let (mut rule, unit) = of(word)?;
    // "twice daily" is not daily.
    if start
        .back()
        .is_some_and(|before| ["twice", "times", "thrice"].contains(&before.peek()))
    {
        return None;
    }
    rule.from_completion = bang.at > after.at && bang.word().is_some();
    let after = if rule.from_completion { bang } else { after };
    let (by, after) = unit.and_then(|unit| days_of(unit, after)).unwrap_or((String::new(), after));
    rule.by = by;
    let after = around(&mut rule, after)?;
    Some((rule, Hold::Loose, after))
}

fn of(word: &str) -> Option<(Repeats, Option<Unit>)> {
    let plain = |unit, interval| Some((Repeats::new(unit, interval, ""), Some(unit)));
    let or = |unit, interval, other: &str| {
        let other = Some(other.to_owned());
        Some((
            Repeats {
                other,
                ..Repeats::new(unit, interval, "")
            },
            Some(unit),
        ))
    };
    match word {
        "daily" | "everyday" => plain(Unit::Day, 1),
        "weekly" => plain(Unit::Week, 1),
        "fortnightly" => plain(Unit::Week, 2),
        "biweekly" | "bi-weekly" => or(Unit::Week, 2, "twice a week"),
        "monthly" => plain(Unit::Month, 1),
        "bimonthly" | "bi-monthly" => or(Unit::Month, 2, "twice a month"),
        "quarterly" => plain(Unit::Month, 3),
        "semiannually" | "semi-annually" | "biannually" | "half-yearly" => plain(Unit::Month, 6),
        "yearly" | "annually" => plain(Unit::Year, 1),
        "hourly" => Some((
            Repeats {
                step: Step::Hour,
                ..Repeats::new(Unit::Day, 1, "")
            },
            None,
        )),
        "nightly" => Some((
            Repeats {
                part: Some(Part::Night),
                ..Repeats::new(Unit::Day, 1, "")
            },
            None,
        )),
        _ => None,
    }
}
