//! At what times.

use super::names::{runs, together};
use crate::rule::{Frequency, Parts, Rule};

/// Up to so many times are told one by one.
const FEW: u32 = 8;

/// BYHOUR and BYMINUTE, with a space in front; empty if the rule gives none.
pub(super) fn in_words(rule: &Rule) -> String {
    let parts = &rule.parts;
    let hourly = rule.frequency == Frequency::Hourly;
    let times = parts.hours.len() * parts.minutes.len();
    if !hourly && (1..=FEW).contains(&times) {
        return one_by_one(parts);
    }
    minutes(parts, hourly) + &hours(parts)
}

fn one_by_one(parts: &Parts) -> String {
    let times = parts
        .hours
        .iter()
        .flat_map(|hour| parts.minutes.iter().map(move |minute| format!("{hour:02}:{minute:02}")));
    format!(" at {}", together("and", times))
}

fn minutes(parts: &Parts, hourly: bool) -> String {
    match (parts.minutes.single(), parts.minutes.is_empty()) {
        (_, true) => String::new(),
        (Some(0), _) if hourly => " on the hour".to_owned(),
        _ => {
            let minutes = together("and", parts.minutes.iter().map(|minute| minute.to_string()));
            format!(" at {minutes} minutes past the hour")
        }
    }
}

fn hours(parts: &Parts) -> String {
    if parts.hours.is_empty() {
        return String::new();
    }
    let hours = runs(parts.hours.iter()).into_iter().map(|(first, last)| match last - first {
        0 => format!("{first:02}"),
        _ => format!("{first:02} to {last:02}"),
    });
    let noun = if parts.hours.len() == 1 { "hour" } else { "hours" };
    format!(" in the {noun} {}", together("and", hours))
}
