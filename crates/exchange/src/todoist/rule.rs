//! What repeats, in Todoist's English: `every day`, `every! 2 weeks`, `every mon, fri`, `every other
//! tuesday`, `every 3rd friday`, `every last day`, `every 15th`, `every 10 mar`, `every weekday`,
//! `daily`. `every!` counts from the completion.

use jiff::civil::{Date, Weekday};
use rondo_domain::{Basis, CatchUp, Choice, Repeat};
use rondo_recurrence::{End, Every, Rule, Unit};

use super::phrase::{month_day, ordinal, weekday};

/// Reads what repeats from `start` on; `None` when it is not surely understood.
pub(super) fn read(words: &[&str], start: Date, until: Option<Date>) -> Option<Repeat> {
    let (basis, rest) = match words.split_first()? {
        (&("every" | "ev"), rest) => (Basis::DueDate, rest.to_vec()),
        (&("every!" | "ev!"), rest) => (Basis::CompletionDate, rest.to_vec()),
        (&"daily", []) => (Basis::DueDate, vec!["day"]),
        (&"weekly", []) => (Basis::DueDate, vec!["week"]),
        (&"monthly", []) => (Basis::DueDate, vec!["month"]),
        (&"yearly", []) => (Basis::DueDate, vec!["year"]),
        _ => return None,
    };
    let fillers = ["on", "the", "and", "of", ","];
    let rest: Vec<&str> = rest.into_iter().filter(|word| !fillers.contains(word)).collect();
    let (interval, rest) = interval(&rest);
    let choice = choice(interval, rest)?;
    let choice = match until {
        None => choice,
        Some(day) => Choice::Rule(as_rule(choice, start).with_end(End::until_day(day))),
    };
    Some(Repeat {
        choice,
        basis,
        catch_up: CatchUp::default(),
    })
}

fn as_rule(choice: Choice, start: Date) -> Rule {
    match choice {
        Choice::Every(every) => Rule::friendly(every, start),
        Choice::Rule(rule) => rule,
    }
}

/// `2`, `other`, or nothing for 1.
fn interval<'a>(words: &'a [&'a str]) -> (u32, &'a [&'a str]) {
    let units = ["day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours"];
    match words {
        ["other", rest @ ..] => (2, rest),
        [count, unit, ..] if units.contains(unit) => match count.parse() {
            Ok(count @ 1..=10_000) => (count, &words[1..]),
            _ => (1, words),
        },
        _ => (1, words),
    }
}

fn choice(interval: u32, words: &[&str]) -> Option<Choice> {
    let every = |unit| Some(Choice::Every(Every { unit, interval }));
    match words {
        ["day" | "days"] => every(Unit::Day),
        ["week" | "weeks"] => every(Unit::Week),
        ["month" | "months"] => every(Unit::Month),
        ["year" | "years"] => every(Unit::Year),
        ["hour" | "hours"] => rule(&format!("FREQ=HOURLY;INTERVAL={interval}")),
        ["weekday" | "weekdays" | "workday" | "workdays"] if interval == 1 => rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ["month" | "months", rest @ ..] => in_month(interval, rest),
        ["week" | "weeks", rest @ ..] => in_week(interval, rest),
        [first, second] if interval == 1 && month_day(first, second).is_some() => {
            let (month, day) = month_day(first, second)?;
            rule(&format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"))
        }
        _ => in_week(interval, words).or_else(|| in_month(interval, words)),
    }
}

fn in_week(interval: u32, words: &[&str]) -> Option<Choice> {
    let days: Option<Vec<&str>> = words.iter().map(|word| weekday(word).map(code)).collect();
    let days = days.filter(|days| !days.is_empty())?;
    rule(&format!("FREQ=WEEKLY;INTERVAL={interval};BYDAY={}", days.join(",")))
}

/// `3rd friday`, `last friday`, `last day`, `15th`, `1 15`. A single day that short months lack is
/// their last.
fn in_month(interval: u32, words: &[&str]) -> Option<Choice> {
    let monthly = format!("FREQ=MONTHLY;INTERVAL={interval}");
    match words {
        ["last", "day"] => return rule(&format!("{monthly};BYMONTHDAY=-1")),
        ["last", day] => return rule(&format!("{monthly};BYDAY=-1{}", code(weekday(day)?))),
        [nth, day] if weekday(day).is_some() => {
            let nth = ordinal(nth).filter(|nth| *nth <= 5)?;
            return rule(&format!("{monthly};BYDAY={nth}{}", code(weekday(day)?)));
        }
        _ => {}
    }
    let days: Option<Vec<i8>> = words.iter().map(|word| ordinal(word)).collect();
    let days = days.filter(|days| !days.is_empty())?;
    let listed = |days: &[i8]| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    match days.as_slice() {
        [day] if *day > 28 => {
            let up_to: Vec<i8> = (28..=*day).collect();
            rule(&format!("{monthly};BYMONTHDAY={};BYSETPOS=-1", listed(&up_to)))
        }
        days => rule(&format!("{monthly};BYMONTHDAY={}", listed(days))),
    }
}

fn rule(text: &str) -> Option<Choice> {
    text.parse().map(Choice::Rule).ok()
}

const fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::todoist::phrase;

    /// A01: imports of other programs lost these.
    #[test]
    fn what_is_surely_understood_is_and_nothing_else() {
        let now = date(2026, 2, 10).at(12, 0, 0, 0);
        let rule = |text: &str| {
            let repeat = phrase::read(text, true, now)?.repeat?;
            let from = if repeat.basis == Basis::CompletionDate { "!" } else { "" };
            Some(format!("{from}{}", as_rule(repeat.choice, now.date())))
        };
        for (text, expected) in [
            ("every! 2 weeks", "!FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ("every monday", "FREQ=WEEKLY;BYDAY=MO"),
            ("every 3rd friday", "FREQ=MONTHLY;BYDAY=3FR"),
            ("every mon, fri at 9am", "FREQ=WEEKLY;BYDAY=MO,FR"),
            ("every last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("every other tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ("every 31st", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
            ("every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("every 10 mar", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10"),
            ("daily", "FREQ=DAILY"),
            ("every 12 hours", "FREQ=HOURLY;INTERVAL=12"),
            ("Every weekday until 2026-06-30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260630"),
        ] {
            assert_eq!(rule(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["jeden Tag", "every blue moon", "every day except sunday", "every", "every 3rd", "soon", ""] {
            let read = phrase::read(text, true, now).and_then(|phrase| phrase.repeat);
            assert!(text == "every 3rd" || read.is_none(), "{text}: {read:?}");
        }
    }

    #[test]
    fn a_day_may_be_said_in_many_ways() {
        let now = date(2026, 2, 10).at(12, 0, 0, 0);
        let read = |text: &str| {
            let phrase = phrase::read(text, true, now)?;
            Some(format!("{} {:?}", phrase.date?, phrase.time.map(|time| time.to_string())))
        };
        for (text, expected) in [
            ("2026-03-10", "2026-03-10 None"),
            ("2026-03-10 17:30", "2026-03-10 Some(\"17:30:00\")"),
            ("2026-03-10T17:30:00", "2026-03-10 Some(\"17:30:00\")"),
            ("today at 9pm", "2026-02-10 Some(\"21:00:00\")"),
            ("9am", "2026-02-11 Some(\"09:00:00\")"),
            ("tomorrow", "2026-02-11 None"),
            ("tue", "2026-02-17 None"),
            ("9 feb", "2027-02-09 None"),
            ("Mar 10, 2027 at 12:15 am", "2027-03-10 Some(\"00:15:00\")"),
            ("in 2 weeks", "2026-02-24 None"),
            ("every day starting mar 1", "2026-03-01 None"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["31 feb 2027", "2026-02-30", "25:00", "13pm", "whenever at 9am", "2026-03-10 until friday"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(phrase::read("morgen", false, now).is_none());
        assert!(phrase::read("2026-03-10 09:00", false, now).is_some());
    }
}
