//! What stands around a rule and belongs to it: "in june", "except sunday", "morning", "after completion".

use rondo_recurrence::Unit;

use super::clock::Part;
use super::every::{Repeats, Step};
use super::month_days::months;
use super::week_days::{WeekDays, week_days};
use super::written_date::{day_and_month, month_and_day};
use crate::text::{Cursor, Read};
use crate::words::{month, ordinal, weekday};

/// Whether "on" belongs to the verb before it: "log on every day".
pub(super) fn is_particle(cursor: Cursor<'_>) -> bool {
    const VERBS: &[&str] = &[
        "log", "sign", "carry", "turn", "switch", "keep", "put", "try", "clock", "go", "move", "hold",
    ];
    cursor.at > 0 && cursor.text().word(cursor.at - 1).is_some_and(|word| VERBS.contains(&word))
}

/// What stands behind a rule. `None` where it names what no rule can say: then the rule would mean
/// something else.
pub(super) fn around<'t>(rule: &mut Repeats, after: Cursor<'t>) -> Option<Cursor<'t>> {
    let left = except(after).and_then(|(days, behind)| Some((rule.without(days)?, behind)));
    let after = match left {
        Some((left, behind)) => {
            *rule = left;
            behind
        }
        None => after,
    };
    let after = in_months(rule, after);
    let after = parts(rule, after);
    let (completed, after) = completion(after);
    rule.from_completion |= completed;
    // "in late september" is no month.
    let vague = after
        .skip(&["in"])
        .eat_any(&["early", "late"])
        .filter(|named| month(named.peek()).is_some());
    (!excepts_a_date(after) && vague.is_none()).then_some(after)
}

/// "in june" behind a rule of days or weeks.
fn in_months<'t>(rule: &mut Repeats, after: Cursor<'t>) -> Cursor<'t> {
    let by_days = matches!(rule.step, Step::Calendar(Unit::Day | Unit::Week));
    let named = after.eat_any(&["in", "of", "during"]).filter(|_| by_days);
    let Some((months, behind)) = named.and_then(months) else {
        return after;
    };
    let apart = if rule.by.is_empty() { "" } else { ";" };
    rule.by = format!("{}{apart}{months}", rule.by);
    behind
}

/// "morning" behind a rule, and "morning and evening".
fn parts<'t>(rule: &mut Repeats, after: Cursor<'t>) -> Cursor<'t> {
    let mut after = after;
    if let (None, Some(part)) = (rule.part, Part::of(after.peek())) {
        rule.part = Some(part);
        after = after.next();
    }
    match after.joint().map(|next| (Part::of(next.peek()), next.next())) {
        Some((Some(part), behind)) if rule.part.is_some() => {
            rule.also = Some(part);
            behind
        }
        _ => after,
    }
}

const EXCEPT: &[&str] = &[
    "except on",
    "except for",
    "except",
    "excluding",
    "excepting",
    "other than",
    "apart from",
    "aside from",
    "but not on",
    "but not",
    "not on",
    "but",
    "without",
];

/// Whether a day, a month or a date is excepted.
fn excepts_a_date(after: Cursor<'_>) -> bool {
    let Some(named) = after.mark(',').unwrap_or(after).eat_phrase(EXCEPT) else {
        return false;
    };
    let start = named.skip(&["on", "in"]).skip(&["the"]);
    let word = start.peek();
    let is_date = day_and_month(start).or_else(|| month_and_day(start)).is_some() || ordinal(word).is_some();
    is_date
        || weekday(word).is_some()
        || month(word).is_some()
        || ["weekends", "weekend", "weekdays", "holidays"].contains(&word)
}

/// Reads "except sunday", ", but not on weekends".
pub(crate) fn except(cursor: Cursor<'_>) -> Read<'_, WeekDays> {
    let named = cursor.mark(',').unwrap_or(cursor).eat_phrase(EXCEPT)?;
    week_days(named, false)
}

impl Repeats {
    /// Every day, or every day of a kind, without some of them; `None` where no rule can say that.
    pub(crate) fn without(&self, days: WeekDays) -> Option<Self> {
        let all = match (self.step, self.interval, self.by.as_str()) {
            (Step::Calendar(Unit::Day), 1, "") => WeekDays::ALL,
            (Step::Calendar(Unit::Week), 1, by) if by == WeekDays::WORKING.by_day(&[]) => WeekDays::WORKING,
            _ => return None,
        };
        Some(Self {
            step: Step::Calendar(Unit::Week),
            by: all.without(days)?.by_day(&[]),
            ..self.clone()
        })
    }
}

/// "after completion", "from when done", ", once I finish it", "(from completion)".
pub(super) fn completion(cursor: Cursor<'_>) -> (bool, Cursor<'_>) {
    const NOUNS: &[&str] = &[
        "completion",
        "completing",
        "finishing",
        "completed",
        "finished",
        "done",
        "doing",
    ];
    const SAID: &[&str] = &[
        "i finish",
        "i complete",
        "i finished",
        "i completed",
        "i did",
        "i last did",
        "i do",
        "it's done",
        "it’s done",
        "it is done",
        "it's completed",
        "it’s completed",
    ];
    let bracket = cursor.mark('(');
    let start = bracket.or_else(|| cursor.mark(',')).unwrap_or(cursor);
    let led = start.eat_phrase(&["from when", "after", "from", "since", "when", "once"]);
    let behind = led.and_then(|led| {
        led.skip(&["the"])
            .skip(&["last"])
            .eat_any(NOUNS)
            .or_else(|| led.eat_phrase(SAID))
    });
    let Some(after) = behind.map(|after| after.skip(&["it", "date"])) else {
        return (false, cursor);
    };
    match bracket {
        Some(_) => after.mark(')').map_or((false, cursor), |after| (true, after)),
        None => (true, after),
    }
}
