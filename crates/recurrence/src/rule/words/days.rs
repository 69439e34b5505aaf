//! On which days.

use super::WORKING_DAYS;
use super::names::{month, numeral, ordinal, runs, together, weekday};
use crate::rule::{Frequency, Parts, Rule};

/// Everything about the days, with a space or comma in front; empty if the rule says nothing.
pub(super) fn in_words(rule: &Rule) -> String {
    if let Some(day) = rule.clamped_day() {
        return clamped(rule.frequency, day);
    }
    let parts = &rule.parts;
    if let Some(kind) = one_kind(rule) {
        let chosen = parts
            .positions
            .iter()
            .map(|position| format!("the {} {kind}", ordinal(position)));
        return format!(" on {}{}", together("and", chosen), months(rule));
    }
    let days = match rule.frequency {
        Frequency::Daily => conditions(parts),
        _ => dates(rule) + &weekdays(rule),
    };
    days + &months(rule) + &weeks(parts) + &choice(rule)
}

fn clamped(frequency: Frequency, day: i64) -> String {
    match frequency {
        Frequency::Yearly => " on 29 February, or 28 February in other years".to_owned(),
        _ => format!(" on the {}, or the last day of a shorter month", numeral(day)),
    }
}

/// "the last weekday" and the like: BYSETPOS among days of one kind in a month.
fn one_kind(rule: &Rule) -> Option<&'static str> {
    let parts = &rule.parts;
    let in_a_month = match rule.frequency {
        Frequency::Monthly => true,
        Frequency::Yearly => parts.months.single().is_some(),
        _ => false,
    };
    let one_time = parts.hours.len() < 2 && parts.minutes.len() < 2;
    let other_days = !(parts.month_days.is_empty() && parts.year_days.is_empty() && parts.weeks.is_empty());
    if !in_a_month || !one_time || other_days || parts.days.has_ordinals() || parts.positions.is_empty() {
        return None;
    }
    let kind = match (parts.days.each.word(), parts.days.each.single()) {
        (WORKING_DAYS, _) => "weekday",
        (0b110_0000, _) => "weekend day",
        (0b111_1111, _) => "day",
        (_, Some(day)) => weekday(day),
        _ => return None,
    };
    Some(kind)
}

/// " in March and June", or " of March" after the date of a yearly rule.
pub(super) fn months(rule: &Rule) -> String {
    let parts = &rule.parts;
    let dated = rule.frequency == Frequency::Yearly
        && (!parts.month_days.is_empty() || parts.days.has_ordinals() || one_kind(rule).is_some());
    if parts.months.is_empty() {
        let any = rule.frequency == Frequency::Yearly && !parts.month_days.is_empty();
        return if any { " of every month".to_owned() } else { String::new() };
    }
    if on_one_date(rule).is_some() {
        return String::new();
    }
    let names = together("and", parts.months.iter().map(month));
    if dated {
        format!(" of {names}")
    } else {
        format!(" in {names}")
    }
}

/// The day of a yearly rule that has one date: "15 March".
fn on_one_date(rule: &Rule) -> Option<String> {
    let parts = &rule.parts;
    let (day, number) = (parts.month_days.single()?, parts.months.single()?);
    let plain = rule.frequency == Frequency::Yearly && day > 0 && parts.days.is_empty();
    plain.then(|| format!("{day} {}", month(number)))
}

/// BYMONTHDAY and BYYEARDAY.
fn dates(rule: &Rule) -> String {
    let parts = &rule.parts;
    let year_days = parts.year_days.iter().map(|day| format!("the {} day", ordinal(day)));
    let of_the_year = if parts.year_days.is_empty() {
        String::new()
    } else {
        format!(" on {} of the year", together("and", year_days))
    };
    let of_months = match (on_one_date(rule), parts.month_days.is_empty()) {
        (Some(date), _) => format!(" on {date}"),
        (None, false) => format!(" on {}", together("and", month_days(parts))),
        (None, true) => String::new(),
    };
    of_the_year + &of_months
}

fn month_days(parts: &Parts) -> impl Iterator<Item = String> {
    let front = runs(parts.month_days.front.iter())
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => format!("the {}", numeral(first)),
            _ => format!("the {} to {}", numeral(first), numeral(last)),
        });
    let back: Vec<_> = parts
        .month_days
        .back
        .iter()
        .rev()
        .map(|day| format!("the {} day", ordinal(-day)))
        .collect();
    front.chain(back)
}

/// BYDAY: on these weekdays, or only when a date that was already said is one.
fn weekdays(rule: &Rule) -> String {
    let parts = &rule.parts;
    if parts.days.is_empty() {
        return String::new();
    }
    if !parts.month_days.is_empty() || !parts.year_days.is_empty() {
        return condition(parts);
    }
    let any = matches!(rule.frequency, Frequency::Monthly) || rule.frequency == Frequency::Yearly && parts.weeks.is_empty();
    let each = parts.days.each.iter().map(|day| {
        if any {
            format!("every {}", weekday(day))
        } else {
            weekday(day).to_owned()
        }
    });
    format!(" on {}", together("and", each.chain(numbered_weekdays(parts))))
}

fn numbered_weekdays(parts: &Parts) -> impl Iterator<Item = String> + '_ {
    parts
        .days
        .ordinals()
        .map(|(number, day)| format!("the {} {}", ordinal(number), weekday(day)))
}

fn condition(parts: &Parts) -> String {
    let each = parts.days.each.iter().map(|day| format!("a {}", weekday(day)));
    format!(", when that is {}", together("or", each.chain(numbered_weekdays(parts))))
}

/// Days of a daily rule only limit it.
fn conditions(parts: &Parts) -> String {
    let dates = if parts.month_days.is_empty() {
        String::new()
    } else {
        format!(", when that is {} of a month", together("or", month_days(parts)))
    };
    let weekdays = if parts.days.is_empty() {
        String::new()
    } else {
        condition(parts)
    };
    dates + &weekdays
}

fn weeks(parts: &Parts) -> String {
    if parts.weeks.is_empty() {
        return String::new();
    }
    let weeks = parts.weeks.iter().map(|week| match week {
        1.. => format!("week {week}"),
        _ => format!("the {} week", ordinal(week)),
    });
    format!(" in {} of the year", together("and", weeks))
}

/// BYSETPOS in general.
fn choice(rule: &Rule) -> String {
    let positions = &rule.parts.positions;
    if positions.is_empty() {
        return String::new();
    }
    let unit = match rule.frequency {
        Frequency::Hourly => "hour",
        Frequency::Daily => "day",
        Frequency::Weekly => "week",
        Frequency::Monthly => "month",
        Frequency::Yearly => "year",
    };
    format!(
        ", only the {} of these in the {unit}",
        together("and", positions.iter().map(ordinal))
    )
}
