//! A thousand random tasks, written and read again, in each format.
//!
//! JSON keeps every one of them whole. The others keep what they have a place for, and name the rest in
//! their findings; what that is stands here, field by field.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, Time, date, time};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rondo_domain::{
    Basis, Before, CatchUp, Choice, Description, Due, Occurrence, Priority, Reminder, Series, SeriesId, SeriesState, Tag,
    Tags, Task, TaskId, Template, Timestamp, Title, Version, When, Zone,
};
use rondo_exchange::{Begins, Findings, Format, Reading, Record, Recurrence, Writer, read};

const TASKS: u32 = 1000;

fn now() -> Timestamp {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

/// Letters of many languages, and what each format has a meaning for.
fn text(most: usize) -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        8 => proptest::char::range('a', 'z'),
        2 => proptest::sample::select(vec![',', ';', ':', '"', '\\', '\'', '=', '+', '-', '@', '#', '<', '/', '\n', '\t', ' ']),
        1 => proptest::sample::select(vec!['é', 'ß', '日', '🦀', 'न', '\u{301}', '\u{feff}', '\u{2028}']),
    ];
    proptest::collection::vec(letter, 1..most).prop_map(|letters| letters.into_iter().collect())
}

fn title() -> impl Strategy<Value = Title> {
    text(120).prop_filter_map("empty", |text| Title::new(&text).ok())
}

fn day() -> impl Strategy<Value = Date> {
    (2001_i16..2049, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn clock() -> impl Strategy<Value = Time> {
    (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| time(hour, minute, 0, 0))
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (946_684_800_i64..1_781_524_800).prop_map(|seconds| Timestamp::from_micros(seconds * 1_000_000).unwrap())
}

fn zone() -> impl Strategy<Value = Option<Zone>> {
    let zones = [
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "UTC",
    ];
    proptest::option::of(proptest::sample::select(zones.to_vec()).prop_map(|name| Zone::parse(name).unwrap()))
}

fn tags() -> impl Strategy<Value = Tags> {
    let tag = proptest::sample::select(vec!["home", "two words", "büro", "日本語", "q3_2026", "a-b", "-minus", "x"]);
    proptest::collection::vec(tag, 0..4)
        .prop_map(|tags| Tags::new(tags.into_iter().map(|tag| Tag::new(tag).unwrap())).unwrap())
}

fn whens() -> impl Strategy<Value = Vec<When>> {
    let before = proptest::sample::select(vec!["PT24H", "P1D", "P1W", "PT90M", "PT0S", "P3DT4H5M"]);
    let when = prop_oneof![
        3 => before.prop_map(|before| When::Before(before.parse::<Before>().unwrap())),
        1 => instant().prop_map(When::At),
    ];
    proptest::collection::vec(when, 0..4)
}

fn rule() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=3FR",
        "FREQ=YEARLY;BYMONTHDAY=10;BYMONTH=3",
        "FREQ=DAILY;INTERVAL=3;COUNT=40",
        "FREQ=WEEKLY;BYDAY=SU;UNTIL=20991231",
        "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30",
    ])
}

#[derive(Clone, Debug)]
struct Plain {
    title: Title,
    description: Description,
    priority: Priority,
    due: Option<Due>,
    zone: Option<Zone>,
    tags: Tags,
    whens: Vec<When>,
    completed_at: Option<Timestamp>,
    created_at: Timestamp,
}

fn plain() -> impl Strategy<Value = Plain> {
    let description = proptest::option::of(text(300)).prop_map(|text| Description::new(&text.unwrap_or_default()).unwrap());
    let priority = proptest::sample::select(vec![Priority::Low, Priority::Medium, Priority::High]);
    let due = proptest::option::of((day(), proptest::option::of(clock())))
        .prop_map(|due| due.map(|(date, time)| Due { date, time }));
    let state = (proptest::option::weighted(0.3, instant()), instant());
    let fields = (title(), description, priority, due, zone(), tags(), whens(), state);
    fields.prop_map(
        |(title, description, priority, due, zone, tags, whens, (completed_at, created_at))| Plain {
            title,
            description,
            priority,
            due,
            zone,
            tags,
            whens,
            completed_at,
            created_at,
        },
    )
}

fn task() -> impl Strategy<Value = Task> {
    let series = (
        rule(),
        day(),
        1_u32..40,
        proptest::sample::select(vec![Basis::DueDate, Basis::CompletionDate]),
        proptest::sample::select(vec![CatchUp::Next, CatchUp::Each]),
        proptest::sample::select(vec![SeriesState::Live, SeriesState::Paused, SeriesState::Ended]),
        proptest::collection::btree_set(day(), 0..3),
        any::<bool>(),
    );
    (plain(), proptest::option::of(series), any::<u128>()).prop_map(|(plain, series, id)| {
        let id = TaskId::from_u128(id);
        let mut task = Task {
            id,
            title: plain.title,
            description: plain.description,
            priority: plain.priority,
            due: plain.due,
            zone: plain.zone.clone(),
            tags: plain.tags,
            reminders: Reminder::list(id, plain.whens),
            occurrence: None,
            completed_at: plain.completed_at,
            deletion: None,
            version: Version::FIRST,
            created_at: plain.created_at,
            updated_at: plain.created_at,
        };
        if let Some((rule, start, number, basis, catch_up, said, exdates, moved)) = series {
            let rule: rondo_domain::recurrence::Rule = rule.parse().unwrap();
            let slots = rondo_domain::recurrence::Slots::new(start.at(9, 30, 0, 0), rule);
            let midnight = |slot: jiff::civil::DateTime| slot.date().at(0, 0, 0, 0);
            let fit = |slot| if slots.rule.has_times() { slot } else { midnight(slot) };
            let slot = fit(slots.iter().nth(usize::try_from(number).unwrap() - 1).unwrap());
            let time = plain.due.and_then(|due| due.time);
            task.due = Some(Due {
                date: slot.date(),
                time: if slots.rule.has_times() { Some(slot.time()) } else { time },
            });
            let mut template = Template::of(&task);
            if moved {
                template.title = Title::new("As it was").unwrap();
                task.due = plain.due.or(task.due);
            }
            let series = Series {
                id: SeriesId::from_u128(7),
                start: fit(slots.first_from(start.at(0, 0, 0, 0)).unwrap()),
                rule: slots.rule.clone().canonical(start.at(9, 30, 0, 0)),
                counts_from: 1,
                basis,
                catch_up,
                zone: plain.zone,
                exdates: exdates.iter().map(|day| fit(day.at(9, 30, 0, 0))).collect(),
                rdates: BTreeSet::new(),
                said,
                deleted: false,
                template,
            };
            task.occurrence = Some(Occurrence {
                series: Arc::new(series),
                number,
                slot,
                touched: moved,
            });
        }
        task
    })
}

/// A file of the tasks, what its writer could not keep, and what its reader makes of it.
fn there_and_back(format: Format, tasks: &[Task]) -> (String, Findings, Vec<Record>) {
    let mut writer = Writer::new(format).unwrap();
    let mut file = writer.begin();
    for task in tasks {
        file.push_str(&writer.task(task));
    }
    file.push_str(writer.end());
    let reading = Reading {
        now: now(),
        zone: &Zone::UTC,
        project: None,
    };
    let batch = read(format, file.as_bytes(), &reading).unwrap();
    assert_eq!(*batch.findings, [], "a file of ours has nothing that does not fit");
    (file, writer.take_findings(), batch.records)
}

fn random_tasks() -> Vec<Task> {
    let mut runner = TestRunner::new(Config::default());
    let tasks = proptest::collection::vec(task(), TASKS as usize);
    let tree = tasks.new_tree(&mut runner).unwrap();
    proptest::strategy::ValueTree::current(&tree)
}

/// The same record, wherever it stood.
fn anywhere(mut record: Record) -> Record {
    record.at = rondo_exchange::Spot::default();
    record
}

#[test]
fn json_keeps_everything() {
    let tasks = random_tasks();
    let (_, findings, read) = there_and_back(Format::Json, &tasks);
    assert_eq!(*findings, []);
    for (task, read) in tasks.iter().zip(read) {
        assert_eq!(anywhere(read), anywhere(Record::of(task)));
    }
}

#[test]
fn a_table_keeps_what_it_has_columns_for() {
    keeps_what_it_has_a_place_for(Format::Csv);
}

#[test]
fn a_calendar_keeps_what_it_has_properties_for() {
    keeps_what_it_has_a_place_for(Format::ICalendar);
}

/// What CSV and iCalendar do not keep, all of it: what became of reminders; what an occurrence that is
/// done, or whose series has ended, was part of; the number of an open one, dates before it, and that
/// the next ones differ from it. iCalendar besides: a zone without a time, and how a rule's end is
/// written.
fn keeps_what_it_has_a_place_for(format: Format) {
    let tasks = random_tasks();
    let (_, findings, read) = there_and_back(format, &tasks);
    assert_eq!(read.len(), tasks.len());
    for (index, (task, read)) in tasks.iter().zip(read).enumerate() {
        let said = |field: &str| {
            findings
                .iter()
                .any(|one| one.at.record == Some(index + 1) && one.field == field)
        };
        let (mut expected, mut read) = (anywhere(Record::of(task)), anywhere(read));
        for reminder in expected.reminders.iter_mut().flatten() {
            reminder.state = None;
        }
        let has_moment = task.due.is_some_and(|due| due.time.is_some());
        if format == Format::ICalendar && !has_moment {
            (expected.zone, read.zone) = (None, None);
        }
        let place = expected.recurrence.take();
        match (place, read.recurrence.take()) {
            (None, None) => {}
            (Some(Recurrence::Stands(_)), None) => assert!(said("series"), "{task:?}"),
            (Some(Recurrence::Stands(place)), Some(Recurrence::Begins(begins))) => {
                assert_eq!(said("occurrence"), place.number > 1);
                same_series(&place, &begins, task);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(read, expected);
    }
}

fn same_series(place: &Occurrence, begins: &Begins, task: &Task) {
    let series = &place.series;
    let Choice::Rule(rule) = &begins.repeat.choice else {
        panic!("a file has rules")
    };
    let slot = begins.start.unwrap_or_else(|| {
        let due = task.due.unwrap();
        let time = due.time.filter(|_| rule.has_times()).unwrap_or(Time::midnight());
        due.date.to_datetime(time)
    });
    assert_eq!(slot, place.slot);
    let from = |rule: &rondo_domain::recurrence::Rule| {
        let slots = rondo_domain::recurrence::Slots::new(place.slot, rule.clone());
        slots.iter().take(20).collect::<Vec<_>>()
    };
    assert_eq!(from(rule), from(&series.rule_from(place.number, place.slot)), "{rule}");
    assert_eq!((begins.repeat.basis, begins.repeat.catch_up), (series.basis, series.catch_up));
    assert_eq!(begins.paused, series.said == SeriesState::Paused);
    let later: BTreeSet<_> = series.exdates.iter().copied().filter(|slot| *slot > place.slot).collect();
    assert_eq!(begins.exdates, later);
}

/// Another reader takes our calendars for calendars, and finds the same tasks.
#[test]
fn another_reader_reads_our_calendars() {
    use icalendar::Component;

    let tasks = random_tasks();
    let (file, _, _) = there_and_back(Format::ICalendar, &tasks);
    let other: icalendar::Calendar = file.parse().unwrap();
    let todos: Vec<_> = other
        .components
        .iter()
        .filter_map(icalendar::CalendarComponent::as_todo)
        .collect();
    assert_eq!(todos.len(), tasks.len());
    for (todo, task) in todos.iter().zip(&tasks) {
        assert_eq!(todo.get_uid(), Some(task.id.to_string().as_str()));
        assert_eq!(todo.get_due().is_some(), task.due.is_some());
    }
}
