//! Dates in Todoist's words, which quick add reads as well: `every! 2 weeks`, `tomorrow at 9am`. What is
//! left over when all that is understood is taken out means that the text was not.

use jiff::civil::{Weekday, time};
use rondo_domain::{Due, Repeat, Timestamp, Zone, parse_date, parse_time};
use rondo_language::{DateOrder, Kind, Reading, Setting};

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
    if let Some(due) = numbers(text, zone) {
        return Some(Phrase { due, repeat: None });
    }
    // The file does not say which of day and month is written first: a date must be the same either way.
    let read = |order| in_words(text, order, zone, now);
    let phrase = is_english.then(|| read(DateOrder::MonthDay))??;
    (read(DateOrder::DayMonth)? == phrase).then_some(phrase)
}

fn in_words(text: &str, order: DateOrder, zone: &Zone, now: Timestamp) -> Option<Phrase> {
    let setting = Setting {
        now,
        zone,
        order,
        week_start: Weekday::Monday,
        all_day: time(9, 0, 0, 0),
    };
    let reading = rondo_language::read(text, &setting);
    let phrase = Phrase {
        due: reading.due?,
        repeat: reading.repeat.clone(),
    };
    is_only_a_date(&reading).then_some(phrase)
}

/// Whether it says a date, in one way, and nothing else. Rules mean here what they mean there.
fn is_only_a_date(reading: &Reading) -> bool {
    reading.title.is_empty()
        && reading.tags.is_empty()
        && reading.priority.is_none()
        && reading.reminders.is_none()
        && reading
            .understood
            .iter()
            .all(|piece| piece.kind == Kind::Recurrence || piece.alternatives.is_empty())
}

/// `2026-03-10`, `2026-03-10 09:00`, `2026-03-10T09:00:00`; with a Z a moment in UTC.
fn numbers(text: &str, zone: &Zone) -> Option<Due> {
    let Some((day, clock)) = text.split_once([' ', 'T']) else {
        return Some(Due {
            date: parse_date(text)?,
            time: None,
        });
    };
    let (clock, is_utc) = clock.strip_suffix('Z').map_or((clock, false), |clock| (clock, true));
    let local = parse_date(day)?.to_datetime(parse_time(clock.trim())?);
    let local = if is_utc {
        Zone::UTC.instant(local)?.in_zone(zone)
    } else {
        local
    };
    Some(Due {
        date: local.date(),
        time: Some(local.time()),
    })
}

#[cfg(test)]
mod tests {
    use rondo_domain::{Basis, Choice};
    use rondo_recurrence::Rule;

    use super::*;

    /// What a text comes to on Tuesday, 10 February 2026: `!` where it counts from the completion.
    fn comes_to(text: &str, is_english: bool) -> Option<String> {
        let zone = Zone::parse("America/New_York")?;
        let phrase = read(text, is_english, &zone, "2026-02-10T12:00:00Z".parse().unwrap())?;
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
            ("2026-03-10T17:30:00Z", "2026-03-10 13:30"),
            ("2026-03-11T01:30:00Z", "2026-03-10 21:30"),
            ("10 March", "2026-03-10"),
            ("03/20/2026", "2026-03-20"),
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
            "03/10/2026",
            "next saturday",
        ] {
            assert_eq!(comes_to(text, true), None, "{text}");
        }
        assert_eq!(comes_to("morgen", false), None);
        assert_eq!(comes_to("2026-03-10 09:00", false).as_deref(), Some("2026-03-10 09:00"));
    }
}
