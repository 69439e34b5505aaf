//! Rules that put their days first, or do without "every".

use rondo_recurrence::Unit;

use super::Hold;
use super::around_rule::completion;
use super::every::{Repeats, step, stepped};
use super::month_days::month_days;
use super::week_days::week_days;
use crate::text::Cursor;
use crate::words::{Measure, amount, count};

/// Rules that say "every" in the middle or not at all: "the 1st of every month", "on mondays", "once a
/// week", "3 days after completion".
pub(super) fn turned(cursor: Cursor<'_>) -> Option<(Repeats, Hold, Cursor<'_>)> {
    let start = cursor.skip(&["on", "at", "by"]);
    if let Some((by, after)) = month_days(start, false)
        && let Some(of) = after.eat_any(&["of", "in"])
    {
        let every = of.eat_any(&["every", "each"])?;
        if let Some(after) = every.eat("month") {
            return Some((Repeats::new(Unit::Month, 1, by), Hold::Sure, after));
        }
        let (number, measure, after) = step(every)?;
        let monthly = measure == Measure::Calendar(Unit::Month);
        return monthly.then(|| (Repeats::new(Unit::Month, number, by), Hold::Sure, after));
    }
    let start = cursor.skip(&["on"]);
    if let Some((days, after)) = week_days(start, true) {
        let firm = if start.at > cursor.at { Hold::Firm } else { Hold::Loose };
        // "in 3 business days" is no rule.
        let is_counted = cursor.at > 0 && cursor.text().word(cursor.at - 1).is_some_and(|word| count(word).is_some());
        return (!is_counted).then(|| (Repeats::new(Unit::Week, 1, days.by_day(&[])), firm, after));
    }
    if let Some(after) = cursor.eat_phrase(&["once a", "once per"]) {
        let (rule, after) = stepped(after)?;
        return Some((rule, Hold::Firm, after));
    }
    let (said, after) = amount(cursor)?;
    let (completed, after) = completion(after);
    let unit = said.every().filter(|_| completed)?;
    let rule = Repeats {
        from_completion: true,
        ..Repeats::new(unit.unit, unit.interval, "")
    };
    Some((rule, Hold::Firm, after))
}
