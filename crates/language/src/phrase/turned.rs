//! Rules that put their days first, or do without "every".

use rondo_recurrence::Unit;

use super::Hold;
use super::around_rule::{around, completion};
use super::clock::Part;
use super::every::{Repeats, interval_behind, step, stepped};
use super::month_days::{month_days, months};
use super::week_days::week_days;
use crate::text::{Cursor, Read};
use crate::words::{Measure, amount, count};

/// Rules that say "every" in the middle, at the end or not at all: "the 1st of every month", "last friday of
/// november every year", "on mondays", "once a week", "3 days after completion".
pub(super) fn turned(cursor: Cursor<'_>) -> Option<(Repeats, Hold, Cursor<'_>)> {
    if let Some((rule, after)) = of_every_month(cursor).or_else(|| days_of_months(cursor)) {
        return Some((rule, Hold::Sure, after));
    }
    if let Some(read) = on_days(cursor) {
        return Some(read);
    }
    if let Some(after) = cursor.eat_phrase(&["once a", "once per"]) {
        let (mut rule, after) = stepped(after)?;
        let after = around(&mut rule, after)?;
        return Some((rule, Hold::Firm, after));
    }
    completed(cursor)
}

/// "the 1st of every month", "last day of each quarter".
fn of_every_month(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    let (by, after) = month_days(cursor.skip(&["on", "at", "by"]), false)?;
    let every = after.eat_any(&["of", "in"])?.eat_any(&["every", "each"])?;
    if let Some(after) = every.eat("quarter") {
        let months = if by.contains('-') { "3,6,9,12" } else { "1,4,7,10" };
        return yearly(&format!("BYMONTH={months}"), &by).map(|rule| (rule, after));
    }
    let (number, measure, after) = step(every)?;
    let monthly = measure == Measure::Calendar(Unit::Month);
    monthly.then(|| (Repeats::new(Unit::Month, number, by), after))
}

/// "last friday of the month, every month", "3rd wednesday monthly", "1st of january and july every year".
fn days_of_months(cursor: Cursor<'_>) -> Read<'_, Repeats> {
    let (by, after) = month_days(cursor.skip(&["on", "at", "by"]), false)?;
    let of = after.eat_any(&["of", "in"]);
    let named = of.and_then(months);
    let behind = match (&named, of) {
        (Some((_, behind)), _) => *behind,
        (None, Some(of)) => of.eat_phrase(&["the month", "month"])?,
        (None, None) => after,
    };
    let (unit, interval, after) = every_behind(behind)?;
    let rule = match (named, unit) {
        (None, Unit::Month) => Repeats::new(Unit::Month, interval, by),
        (Some((months, _)), Unit::Year) => Repeats {
            interval,
            ..yearly(&months, &by)?
        },
        _ => return None,
    };
    Some((rule, after))
}

/// Days of some months in every year, if one rule can say it: a place among days is one in the whole year,
/// and a day that not every month has is left to its date.
fn yearly(months: &str, by: &str) -> Option<Repeats> {
    let is_held = by.starts_with("BYMONTHDAY") || months.contains(',');
    let fits = !is_held || !by.contains("BYSETPOS");
    fits.then(|| Repeats::new(Unit::Year, 1, format!("{months};{by}")))
}

/// "every month", "every 2 years", "monthly", "annually".
fn every_behind(cursor: Cursor<'_>) -> Option<(Unit, u32, Cursor<'_>)> {
    let start = cursor.mark(',').unwrap_or(cursor);
    let (word, after) = start.word()?;
    match word {
        "monthly" => Some((Unit::Month, 1, after)),
        "yearly" | "annually" => Some((Unit::Year, 1, after)),
        "every" | "each" => match step(after)? {
            (number, Measure::Calendar(unit), after) => Some((unit, number, after)),
            _ => None,
        },
        _ => None,
    }
}

/// "on mondays", "friday mornings", "alternate fridays", "mondays every other week", "all weekdays".
fn on_days(cursor: Cursor<'_>) -> Option<(Repeats, Hold, Cursor<'_>)> {
    let at = cursor.eat("at").filter(|at| at.peek() == "weekends");
    let led = at.unwrap_or(cursor.skip(&["on"]));
    let alternate = led.eat("alternate");
    let start = alternate.unwrap_or(led.skip(&["all"]));
    let firm = if start.at > cursor.at { Hold::Firm } else { Hold::Loose };
    let several = week_days(start, true).map(|(days, after)| (days, None, after));
    let (days, part, after) = several.or_else(|| {
        let (days, after) = week_days(start, false)?;
        let (word, after) = after.word()?;
        Some((days, Some(Part::of(word.strip_suffix('s')?)?), after))
    })?;
    // "in 3 business days" is no rule.
    if cursor.back().is_some_and(|before| count(before.peek()).is_some()) {
        return None;
    }
    let (interval, after) = interval_behind(after).unwrap_or((1, after));
    let interval = if alternate.is_some() { 2 } else { interval };
    let mut rule = Repeats {
        part,
        ..Repeats::new(Unit::Week, interval, days.by_day(&[]))
    };
    let after = around(&mut rule, after)?;
    let firm = if interval > 1 { Hold::Firm } else { firm };
    Some((rule, firm, after))
}

/// "3 days after completion", "after completion every 3 days".
fn completed(cursor: Cursor<'_>) -> Option<(Repeats, Hold, Cursor<'_>)> {
    if let (true, after) = completion(cursor)
        && let Some(every) = after.eat_any(&["every", "each"])
    {
        let (rule, after) = stepped(every)?;
        let rule = Repeats {
            from_completion: true,
            ..rule
        };
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
