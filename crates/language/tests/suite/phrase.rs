//! A phrase with what it is expected to come to.

use jiff::civil::{Date, Time};
use rondo_domain::{Basis, Choice, Person, Timestamp, UserId, When, Zone, parse_weekday};
use rondo_language::{Kind, Reading, Setting, read};
use rondo_recurrence::{Rule, Slots};
use serde::Deserialize;

/// Phrases that are said at the same time and place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    /// Local time and zone, as in `2026-03-10T10:00:00+01:00[Europe/Berlin]`.
    now: String,
    locale: String,
    week_start: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
    pub(crate) cases: Vec<Case>,
}

/// One phrase.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) text: String,
    now: Option<String>,
    locale: Option<String>,
    expect: Expected,
}

/// What it comes to. What is absent is not there: no date, no tags, medium priority, no word of
/// reminders. Only rule, understood and alternatives are compared when they are given.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expected {
    title: String,
    due_date: Option<String>,
    due_time: Option<String>,
    /// The first dates; empty for one that does not recur.
    next_dates: Option<Vec<String>>,
    priority: Option<String>,
    tags: Vec<String>,
    reminders: Option<Vec<String>>,
    recurrence_basis: Option<String>,
    /// The whole rule.
    rule: Option<String>,
    /// The rule in words, with its end.
    words: Option<String>,
    alternatives: Option<Vec<String>>,
}

impl Case {
    /// Where the reading differs from what is expected.
    pub(crate) fn differences(&self, group: &Group) -> Vec<String> {
        let (now, zone) = moment(self.now.as_ref().unwrap_or(&group.now));
        let mut person = Person::new(UserId::from_u128(1), "Ann", zone);
        person.locale.clone_from(self.locale.as_ref().unwrap_or(&group.locale));
        if let Some(day) = &group.week_start {
            person.week_start = parse_weekday(day).unwrap();
        }
        let reading = read(&self.text, &Setting::of(&person, now));
        let mut found = Vec::new();
        let mut compare = |what: &str, got: String, want: String| {
            if got != want {
                found.push(format!("{what} is {got}, not {want}"));
            }
        };
        let expect = &self.expect;
        compare("title", reading.title.clone(), expect.title.clone());
        let date = reading.due.map(|due| due.date.to_string());
        compare("date", format!("{date:?}"), format!("{:?}", expect.due_date));
        let time = reading
            .due
            .and_then(|due| due.time)
            .map(|time| time.strftime("%H:%M").to_string());
        compare("time", format!("{time:?}"), format!("{:?}", expect.due_time));
        let priority = reading.priority.map_or("medium", |priority| priority.word());
        compare(
            "priority",
            priority.to_owned(),
            expect.priority.clone().unwrap_or("medium".to_owned()),
        );
        let tags: Vec<String> = reading.tags.iter().map(ToString::to_string).collect();
        compare("tags", format!("{tags:?}"), format!("{:?}", expect.tags));
        compare(
            "reminders",
            format!("{:?}", reminders(&reading, &person)),
            format!("{:?}", expect.reminders),
        );
        compare(
            "dates",
            format!("{:?}", dates(&reading, expect.next_dates.as_ref())),
            format!("{:?}", expect.next_dates),
        );
        let basis = basis(&reading);
        let wanted = expect.recurrence_basis.as_deref().unwrap_or("due_date");
        compare("basis", basis.to_owned(), wanted.to_owned());
        if let Some(wanted) = &expect.rule {
            compare(
                "rule",
                rule(&reading).map(ToString::to_string).unwrap_or_default(),
                wanted.clone(),
            );
        }
        if let Some(wanted) = &expect.words {
            compare(
                "words",
                rule(&reading).map(Rule::in_words).unwrap_or_default(),
                wanted.clone(),
            );
        }
        if let Some(wanted) = &expect.alternatives {
            let got: Vec<_> = reading
                .understood
                .iter()
                .flat_map(|piece| piece.alternatives.clone())
                .collect();
            compare("alternatives", format!("{got:?}"), format!("{wanted:?}"));
        }
        found.extend(misplaced(&self.text, &reading));
        found
    }
}

fn moment(text: &str) -> (Timestamp, Zone) {
    let (instant, zone) = text.split_once('[').unwrap();
    (instant.parse().unwrap(), Zone::parse(zone.trim_end_matches(']')).unwrap())
}

fn reminders(reading: &Reading, person: &Person) -> Option<Vec<String>> {
    let told = |when: &When| match when {
        When::Before(before) => before.to_string(),
        When::At(at) => at.in_zone(&person.zone).strftime("%Y-%m-%d %H:%M").to_string(),
    };
    reading
        .reminders
        .as_ref()
        .map(|reminders| reminders.iter().map(told).collect())
}

fn rule(reading: &Reading) -> Option<&Rule> {
    match &reading.repeat.as_ref()?.choice {
        Choice::Rule(rule) => Some(rule),
        Choice::Every(_) => None,
    }
}

fn basis(reading: &Reading) -> &'static str {
    reading.repeat.as_ref().map_or(Basis::DueDate, |repeat| repeat.basis).word()
}

/// As many first dates as are expected, and one more when it should have ended.
fn dates(reading: &Reading, expected: Option<&Vec<String>>) -> Option<Vec<String>> {
    let rule = rule(reading)?.clone();
    let due = reading.due.unwrap();
    let start: (Date, Time) = (due.date, due.time.filter(|_| rule.has_times()).unwrap_or(Time::midnight()));
    let slots = Slots::new(start.0.to_datetime(start.1), rule);
    let wanted = expected.map_or(3, Vec::len);
    let more = usize::from(wanted < 3);
    Some(slots.iter().take(wanted + more).map(|slot| slot.date().to_string()).collect())
}

/// What is understood lies where it says, counted in UTF-16, and in order.
fn misplaced(text: &str, reading: &Reading) -> Option<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut end = 0;
    for piece in &reading.understood {
        let there = String::from_utf16_lossy(&units[piece.start..piece.end]);
        if there != piece.text || piece.start < end || piece.meaning.is_empty() {
            return Some(format!("{piece:?} is not at its place"));
        }
        end = piece.end;
        if piece.kind == Kind::Title && !reading.title.contains(&piece.text) {
            return Some(format!("{piece:?} is not in the title"));
        }
    }
    None
}
