//! Dates in Todoist's English, as far as they are surely understood: `2026-03-10 09:00`, `today`,
//! `tomorrow`, `friday`, `10 mar`, `mar 10 2027`, `in 3 days`, each with a time; and what repeats, in
//! [`super::rule`], with `starting` and `until`. For any other text there is no reading.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday, date, time};
use rondo_domain::{Repeat, parse_date};

use super::rule;

/// What a text of a date says.
#[derive(Debug, PartialEq)]
pub(super) struct Phrase {
    /// The day; for what repeats the first, where the text says it.
    pub(super) date: Option<Date>,
    pub(super) time: Option<Time>,
    pub(super) repeat: Option<Repeat>,
}

/// Reads a text; `None` when it is not surely understood. Of other languages only numbers are.
pub(super) fn read(text: &str, is_english: bool, now: DateTime) -> Option<Phrase> {
    let text = text.to_lowercase().replace(',', " , ");
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let stamp = words.first().filter(|_| words.len() == 1).and_then(|word| iso(word));
    if let Some(phrase) = stamp {
        return Some(phrase);
    }
    let time = take_time(&mut words);
    let today = now.date();
    if !is_english {
        let date = parse_date(words.first().filter(|_| words.len() == 1)?)?;
        return Some(Phrase {
            date: Some(date),
            time,
            repeat: None,
        });
    }
    let until = take_bound(&mut words, &["until", "ending"], today)?;
    let start = take_bound(&mut words, &["starting", "from"], today)?;
    // A time may stand before the bounds as well as after them.
    let time = time.or_else(|| take_time(&mut words));
    if let Some(repeat) = rule::read(&words, start.unwrap_or(today), until) {
        return Some(Phrase {
            date: start,
            time,
            repeat: Some(repeat),
        });
    }
    let bare = words.is_empty() && time.is_some();
    let day = if bare { later_day(time, now) } else { day(&words, today) };
    let date = Some(day.filter(|_| start.is_none() && until.is_none())?);
    Some(Phrase {
        date,
        time,
        repeat: None,
    })
}

/// `2026-03-10T09:00:00`, its offset left to the zone beside it.
fn iso(word: &str) -> Option<Phrase> {
    let (day, clock) = word.split_once('t')?;
    let clock = clock.get(..5)?;
    Some(Phrase {
        date: Some(parse_date(day)?),
        time: Some(clock_time(clock)?),
        repeat: None,
    })
}

/// The day of a time without one: tomorrow's when it is past.
fn later_day(clock: Option<Time>, now: DateTime) -> Option<Date> {
    let days = i64::from(clock? <= now.time());
    now.date().checked_add(days.days()).ok()
}

/// Takes the time of day at the end: `at 9am`, `9 pm`, `17:30`.
fn take_time(words: &mut Vec<&str>) -> Option<Time> {
    let (last, before) = words.split_last()?;
    let (found, used) = match (clock_time(last), before.split_last()) {
        (Some(found), _) => (found, 1),
        (None, Some((hour, _))) if ["am", "pm"].contains(last) => (clock_time(&format!("{hour}{last}"))?, 2),
        _ => return None,
    };
    words.truncate(words.len() - used);
    if words.last() == Some(&"at") {
        words.pop();
    }
    Some(found)
}

/// `17:30`, `9am`, `9:15pm`; a bare number is no time.
fn clock_time(word: &str) -> Option<Time> {
    let (digits, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (word, None),
    };
    let (hour, minute) = digits.split_once(':').unwrap_or((digits, "00"));
    let plain = hour.len() <= 2 && minute.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let (hour, minute): (i8, i8) = (hour.parse().ok().filter(|_| plain)?, minute.parse().ok()?);
    match half {
        None if !digits.contains(':') => None,
        None => Time::new(hour, minute, 0, 0).ok(),
        Some(_) if !(1..=12).contains(&hour) => None,
        Some(half) => (minute < 60).then(|| time(hour % 12 + half, minute, 0, 0)),
    }
}

/// Takes a bound with its day; `None` when the day is not understood.
#[expect(clippy::option_option, reason = "no bound is not the same as one that nobody understands")]
fn take_bound(words: &mut Vec<&str>, names: &[&str], today: Date) -> Option<Option<Date>> {
    let Some(at) = words.iter().position(|word| names.contains(word)) else {
        return Some(None);
    };
    let found = day(&words[at + 1..], today)?;
    words.truncate(at);
    Some(Some(found))
}

/// A day.
pub(super) fn day(words: &[&str], today: Date) -> Option<Date> {
    let words: Vec<&str> = words.iter().copied().filter(|word| !["on", ",", "the", "of"].contains(word)).collect();
    match words.as_slice() {
        ["today" | "tod"] => Some(today),
        ["tomorrow" | "tom"] => today.checked_add(1.day()).ok(),
        ["in", count, "day" | "days"] => today.checked_add(days(count)?.days()).ok(),
        ["in", count, "week" | "weeks"] => today.checked_add(days(count)?.weeks()).ok(),
        [one] => parse_date(one).or_else(|| after(weekday(one)?, today)),
        [first, second] => {
            let (month, day) = month_day(first, second)?;
            let this = date_of(today.year(), month, day).filter(|date| *date >= today);
            this.or_else(|| date_of(today.year() + 1, month, day))
        }
        [first, second, year] => {
            let (month, day) = month_day(first, second)?;
            date_of(year.parse().ok().filter(|_| year.len() == 4)?, month, day)
        }
        _ => None,
    }
}

/// How many, at most ten thousand.
fn days(count: &str) -> Option<i64> {
    count.parse().ok().filter(|count| (0..=10_000).contains(count))
}

fn date_of(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|found| *found >= date(1, 1, 1))
}

/// The first such day after that one.
fn after(wanted: Weekday, today: Date) -> Option<Date> {
    today.nth_weekday(1, wanted).ok()
}

/// `10 mar` or `mar 10`.
pub(super) fn month_day(first: &str, second: &str) -> Option<(i8, i8)> {
    let found = |name: &str, number: &str| Some((month(name)?, ordinal(number)?));
    found(first, second).or_else(|| found(second, first))
}

/// `3`, `3rd`, `third`.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    let words = ["first", "second", "third", "fourth", "fifth"];
    if let Some(at) = words.iter().position(|known| *known == word) {
        return i8::try_from(at + 1).ok();
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let number: i8 = digits.parse().ok()?;
    (["", "st", "nd", "rd", "th"].contains(&ending) && (1..=31).contains(&number)).then_some(number)
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

/// `monday`, `mon`, `mondays`.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let singular = word.strip_suffix('s').filter(|word| word.ends_with("day")).unwrap_or(word);
    let mut days = DAYS.iter();
    days.find(|(name, _)| singular.len() >= 3 && name.starts_with(singular)).map(|(_, day)| *day)
}
