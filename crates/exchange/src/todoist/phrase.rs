//! Dates in Todoist's words, which quick add reads as well: `every! 2 weeks`, `tomorrow at 9am`. What is
//! left over when all that is understood is taken out means that the text was not.

use jiff::civil::{Weekday, time};
use rondo_domain::{Due, Repeat, Timestamp, Zone, parse_date, parse_time};
use rondo_language::{DateOrder, Reading, Setting};

/// What a text of a date says.
#[derive(Debug, PartialEq)]
pub(super) struct Phrase {
    /// When; for what repeats the first time.
    pub(super) due: Due,
    pub(super) repeat: Option<Repeat>,
}

/// Reads a text; `None` when it is not surely understood. Of languages other than English only numbers
/// are.
pub(super) fn read(text: &str, is_english: bool, zone: &Zone, now: Timestamp) -> Option<Phrase> {
    let text = text.trim();
    if let Some(due) = numbers(text) {
        return Some(Phrase { due, repeat: None });
    }
    let setting = Setting {
        now,
        zone,
        order: DateOrder::MonthDay,
        week_start: Weekday::Monday,
        all_day: time(9, 0, 0, 0),
    };
    let reading = is_english.then(|| rondo_language::read(text, &setting))?;
    let phrase = Phrase {
        due: reading.due?,
        repeat: reading.repeat.clone(),
    };
    is_only_a_date(&reading).then_some(phrase)
}

fn is_only_a_date(reading: &Reading) -> bool {
    reading.title.is_empty() && reading.tags.is_empty() && reading.priority.is_none() && reading.reminders.is_none()
}

/// `2026-03-10`, `2026-03-10 09:00`, `2026-03-10T09:00:00`.
fn numbers(text: &str) -> Option<Due> {
    let (day, clock) = text
        .split_once([' ', 'T'])
        .map_or((text, None), |(day, clock)| (day, Some(clock)));
    let clock = clock.map(|clock| parse_time(clock.trim().trim_end_matches('Z')));
    match clock {
        Some(None) => None,
        clock => Some(Due {
            date: parse_date(day)?,
            time: clock.flatten(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use rondo_domain::{Basis, Choice};
    use rondo_recurrence::Rule;

    use super::*;

    /// What a text comes to on Tuesday, 10 February 2026: `!` where it counts from the completion.
    fn comes_to(text: &str, is_english: bool) -> Option<String> {
        let phrase = read(text, is_english, &Zone::UTC, "2026-02-10T12:00:00Z".parse().unwrap())?;
        let time = phrase
            .due
            .time
            .map(|time| time.strftime(" %H:%M").to_string())
            .unwrap_or_default();
        let rule = phrase.repeat.map(|repeat| {
            let from = if repeat.basis == Basis::CompletionDate { " !" } else { " " };
            match repeat.choice {
                Choice::Rule(rule) => format!("{from}{rule}"),
                Choice::Every(every) => format!("{from}{}", Rule::friendly(every, phrase.due.date)),
            }
        });
        Some(format!("{}{time}{}", phrase.due.date, rule.unwrap_or_default()))
    }

    /// A01: imports of other programs lost these.
    #[test]
    fn what_is_surely_understood_is_and_nothing_else() {
        for (text, expected) in [
            ("every! 2 weeks", "2026-02-10 !FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ("every monday", "2026-02-16 FREQ=WEEKLY;BYDAY=MO"),
            ("every 3rd friday", "2026-02-20 FREQ=MONTHLY;BYDAY=3FR"),
            ("every mon, fri at 9am", "2026-02-13 09:00 FREQ=WEEKLY;BYDAY=MO,FR"),
            ("every last day", "2026-02-28 FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("every day", "2026-02-10 FREQ=DAILY"),
            ("2026-03-10", "2026-03-10"),
            ("2026-03-10 17:30", "2026-03-10 17:30"),
            ("2026-03-10T17:30:00", "2026-03-10 17:30"),
            ("tomorrow", "2026-02-11"),
            ("today at 9pm", "2026-02-10 21:00"),
        ] {
            assert_eq!(comes_to(text, true).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "jeden Tag",
            "every blue moon",
            "soon",
            "",
            "2026-02-30",
            "every day #home",
            "9 lives",
        ] {
            assert_eq!(comes_to(text, true), None, "{text}");
        }
        assert_eq!(comes_to("morgen", false), None);
        assert_eq!(comes_to("2026-03-10 09:00", false).as_deref(), Some("2026-03-10 09:00"));
    }
}
