//! What stands around a rule and belongs to it: "in june", "except sunday", "morning", "after completion".

use rondo_recurrence::Unit;

use super::clock::Part;
use super::every::{Repeats, Step};
use super::month_days::months;
use super::week_days::{WeekDays, week_days};
use crate::text::Cursor;

/// Whether "on" belongs to the verb before it: "log on every day".
pub(super) fn is_particle(cursor: Cursor<'_>) -> bool {
    const VERBS: &[&str] = &[
        "log", "sign", "carry", "turn", "switch", "keep", "put", "try", "clock", "go", "move", "hold",
    ];
    cursor.at > 0 && cursor.text().word(cursor.at - 1).is_some_and(|word| VERBS.contains(&word))
}

/// "in june" behind a rule of days or weeks.
pub(super) fn in_months<'t>(rule: &mut Repeats, after: Cursor<'t>) -> Cursor<'t> {
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
pub(super) fn parts<'t>(rule: &mut Repeats, after: Cursor<'t>) -> Cursor<'t> {
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

/// "except sunday" behind every day, or every day of a kind.
pub(super) fn except<'t>(rule: &mut Repeats, after: Cursor<'t>) -> Cursor<'t> {
    let all = match (rule.step, rule.interval, rule.by.as_str()) {
        (Step::Calendar(Unit::Day), 1, "") => WeekDays::ALL,
        (Step::Calendar(Unit::Week), 1, by) if by == WeekDays::WORKING.by_day(&[]) => WeekDays::WORKING,
        _ => return after,
    };
    let named = after.eat_phrase(&["except on", "except", "but not on", "but not"]);
    let Some((days, behind)) = named.and_then(|named| week_days(named, false)) else {
        return after;
    };
    if let Some(left) = all.without(days) {
        *rule = Repeats {
            part: rule.part,
            ..Repeats::new(Unit::Week, 1, left.by_day(&[]))
        };
        return behind;
    }
    after
}

/// "after completion", "from completion", "after I finish it".
pub(super) fn completion(cursor: Cursor<'_>) -> (bool, Cursor<'_>) {
    const WORDS: [&str; 4] = ["completion", "completing", "finishing", "completed"];
    let behind = cursor.eat_any(&["after", "from", "since"]).and_then(|after| {
        let noun = after.skip(&["the", "last"]).eat_any(&WORDS);
        noun.or_else(|| {
            after.eat_phrase(&[
                "i finish",
                "i complete",
                "i finished",
                "i completed",
                "i did",
                "it's done",
                "done",
            ])
        })
    });
    match behind {
        Some(after) => (true, after.skip(&["it"])),
        None => (false, cursor),
    }
}
