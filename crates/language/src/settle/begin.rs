//! Where a recurrence begins: its first date, and its rule counted from there.

use jiff::civil::{Date, DateTime, Time};
use rondo_domain::{Basis, CatchUp, Choice, Due, Repeat};
use rondo_recurrence::{End, Every, Rule, Slots, Unit};

use super::Parts;
use crate::phrase::{Bound, Repeats, Step};
use crate::setting::Setting;

/// The first occurrence of a recurrence.
pub(super) struct Beginning {
    pub(super) due: Due,
    pub(super) repeat: Repeat,
}

impl Beginning {
    /// Begins on the day that is said, or else today: tomorrow when the time is past.
    ///
    /// # Errors
    /// The phrase that leaves the rule without any date.
    pub(super) fn of(parts: &Parts<'_>, setting: &Setting<'_>) -> Result<Self, usize> {
        let Some((index, said)) = parts.rule else { return Err(0) };
        // A rule without its exception would be another one.
        let left = parts.except.map(|(_, days)| said.without(days).ok_or(index)).transpose()?;
        let said = left.as_ref().unwrap_or(said);
        let time = parts.time();
        let (from, is_said) = start(parts, time, setting).ok_or(index)?;
        let text = by_times(said, parts, index)?;
        let has_times = said.step == Step::Hour || text.is_some();
        let by = text.unwrap_or_else(|| said.by.clone());
        let start = match (has_times, time, is_said) {
            (true, Some(time), true) => from.to_datetime(time),
            _ => from.to_datetime(Time::midnight()),
        };
        let start = anchor(said, &by, start, parts, setting).unwrap_or(start);
        let rule = rule(said, &by, start, setting).ok_or(index)?;
        let earliest = if has_times && !is_said {
            start.max(minute(setting.local()))
        } else {
            start
        };
        let slots = Slots::new(start, rule);
        let first = slots.first_from(earliest).ok_or(index)?;
        let due = Due {
            date: first.date(),
            time: if has_times { Some(first.time()) } else { time },
        };
        let rule = slots.rule.canonical(first);
        let rule = ended(rule, parts, first)?;
        Ok(Self {
            due,
            repeat: repeat(said, rule),
        })
    }
}

/// Where an interval above one is counted from when no day is said: the first day that fits. Counted from
/// today, "every other week on monday" would leave out the next Monday because this week's is over.
fn anchor(said: &Repeats, by: &str, start: DateTime, parts: &Parts<'_>, setting: &Setting<'_>) -> Option<DateTime> {
    let counts = said.interval > 1 && said.step != Step::Hour && !said.by.is_empty() && parts.day.is_none();
    let every = counts.then(|| Repeats {
        interval: 1,
        ..said.clone()
    })?;
    let first = Slots::new(start, rule(&every, by, start, setting)?).first_from(start)?;
    Some(first.date().to_datetime(start.time()))
}

fn repeat(said: &Repeats, rule: Rule) -> Repeat {
    let basis = if said.from_completion {
        Basis::CompletionDate
    } else {
        Basis::DueDate
    };
    Repeat {
        choice: Choice::Rule(rule),
        basis,
        catch_up: CatchUp::default(),
    }
}

/// The day from which the first date is looked for, and whether the sentence says when that begins.
fn start(parts: &Parts<'_>, time: Option<Time>, setting: &Setting<'_>) -> Option<(Date, bool)> {
    let today = setting.today();
    if let Some((_, day)) = parts.day {
        return Some((day.resolve(today)?.0, time.is_some()));
    }
    let is_past = time.is_some_and(|time| time < setting.local().time());
    let several = parts.has_several_times();
    let from = if is_past && !several { today.tomorrow().ok()? } else { today };
    Some((from, time.is_some() && !several))
}

/// The BY parts with several times of day, when the sentence has them and one rule can say them.
fn by_times(said: &Repeats, parts: &Parts<'_>, index: usize) -> Result<Option<String>, usize> {
    if let (Some(part), Some(also), None) = (said.part, said.also, parts.clock) {
        let (one, other) = (part.time().hour(), also.time().hour());
        return Ok(Some(format!("{}BYHOUR={one},{other};BYMINUTE=0", apart(said))));
    }
    let Some((_, first)) = parts.clock.filter(|_| !parts.more.is_empty()) else {
        return Ok(None);
    };
    let minute = first.time.minute();
    let fits = said.step != Step::Hour && parts.more.iter().all(|clock| clock.time.minute() == minute);
    if !fits {
        return Err(parts.clock.map_or(index, |(at, _)| at));
    }
    let hours = std::iter::once(&first)
        .chain(&parts.more)
        .map(|clock| clock.within(parts.part).hour().to_string());
    let hours = hours.collect::<Vec<_>>().join(",");
    Ok(Some(format!("{}BYHOUR={hours};BYMINUTE={minute}", apart(said))))
}

/// The BY parts of the days, ready for more.
fn apart(said: &Repeats) -> String {
    if said.by.is_empty() {
        String::new()
    } else {
        format!("{};", said.by)
    }
}

fn rule(said: &Repeats, by: &str, start: DateTime, setting: &Setting<'_>) -> Option<Rule> {
    let unit = match said.step {
        Step::Hour => None,
        Step::Calendar(unit) => Some(unit),
    };
    if let (Some(unit), true) = (unit, by.is_empty()) {
        return Some(Rule::friendly(
            Every {
                unit,
                interval: said.interval,
            },
            start.date(),
        ));
    }
    let frequency = match unit {
        None => "HOURLY",
        Some(Unit::Day) => "DAILY",
        Some(Unit::Week) => "WEEKLY",
        Some(Unit::Month) => "MONTHLY",
        Some(Unit::Year) => "YEARLY",
    };
    let text = format!("FREQ={frequency};INTERVAL={};{by}", said.interval);
    let rule: Rule = text.trim_end_matches(';').parse().ok()?;
    let by_weeks = unit == Some(Unit::Week) && said.interval > 1;
    Some(if by_weeks {
        rule.with_week_start(setting.week_start)
    } else {
        rule
    })
}

/// The rule with the end that the sentence gives it.
fn ended(rule: Rule, parts: &Parts<'_>, first: DateTime) -> Result<Rule, usize> {
    let Some((index, bound)) = parts.end else { return Ok(rule) };
    if let Bound::Times(count) = bound {
        return Ok(rule.with_end(End::Count(count)));
    }
    let last = bound.last_day(first.date()).ok_or(index)?;
    Ok(rule.with_end(End::until_day(last)))
}

/// Without seconds.
fn minute(now: DateTime) -> DateTime {
    let (time, is_whole) = (now.time(), now.second() == 0 && now.subsec_nanosecond() == 0);
    let cut = now.date().at(time.hour(), time.minute(), 0, 0);
    if is_whole {
        cut
    } else {
        cut.checked_add(jiff::Span::new().minutes(1)).unwrap_or(cut)
    }
}
