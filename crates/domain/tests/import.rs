//! Tasks that come with a past.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::sync::Arc;

use rondo_domain::{
    Actor, Before, Choice, Context, Draft, EventKind, Import, Occurrence, Person, Remembered, ReminderState, Repeat,
    SeriesState, Task, TaskId, Timestamp, Title, UserId, When, Zone, parse_date, parse_time,
};

fn ann() -> Person {
    Person::new(UserId::from_u128(1), "Ann", Zone::UTC)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn context<'a>(person: &'a Person, now: &str) -> Context<'a> {
    Context {
        person,
        actor: Actor::Import,
        now: at(now),
    }
}

fn due(date: &str) -> Draft {
    let mut draft = Draft::titled(Title::new("Water the plants").unwrap());
    draft.date = parse_date(date);
    draft.time = parse_time("09:00");
    draft
}

#[test]
fn what_is_over_reminds_nobody_and_what_was_put_off_stays_so() {
    let person = ann();
    let mut import = Import::of(due("2026-03-10"));
    let fired = Remembered {
        state: Some(ReminderState::Fired),
        ..Remembered::from(When::Before(Before::hours(24)))
    };
    let snoozed = Remembered {
        snoozed_until: Some(at("2026-03-10T10:30:00Z")),
        ..Remembered::from(When::Before(Before::hours(1)))
    };
    let unknown = Remembered::from(When::Before(Before::hours(2)));
    import.reminders = Some(vec![fired, snoozed, unknown]);
    let change = Task::import(TaskId::from_u128(2), import, context(&person, "2026-03-10T10:00:00Z")).unwrap();
    let came: Vec<_> = change
        .task()
        .reminders
        .iter()
        .map(|one| (one.state, one.fires_at()))
        .collect();
    let expected = [
        (ReminderState::Fired, None),
        (ReminderState::Planned, Some(at("2026-03-10T10:30:00Z"))),
        (ReminderState::Passed, None),
    ];
    assert_eq!(came, expected);
}

#[test]
fn the_future_is_not_a_past() {
    let person = ann();
    let mut import = Import::of(due("2026-03-10"));
    import.completed_at = Some(at("2099-01-01T00:00:00Z"));
    import.created_at = Some(at("2098-01-01T00:00:00Z"));
    let change = Task::import(TaskId::from_u128(2), import, context(&person, "2026-03-10T10:00:00Z")).unwrap();
    assert_eq!(change.kind(), EventKind::Created);
    let now = Some(at("2026-03-10T10:00:00Z"));
    assert_eq!((change.task().completed_at, Some(change.task().created_at)), (now, now));
}

#[test]
fn a_place_in_a_series_is_kept_and_goes_on_from_there() {
    let person = ann();
    let mut first = Import::of(due("2026-03-02"));
    first.draft.repeat = Some(Repeat {
        choice: Choice::Rule("FREQ=WEEKLY;COUNT=5".parse().unwrap()),
        basis: rondo_domain::Basis::default(),
        catch_up: rondo_domain::CatchUp::default(),
    });
    first.paused = true;
    let first = Task::import(TaskId::from_u128(2), first, context(&person, "2026-03-01T00:00:00Z")).unwrap();
    let series = first.series().unwrap().clone();
    assert_eq!(series.state(), SeriesState::Paused);
    let mut third = Import::of(due("2026-03-17"));
    third.place = Some(Occurrence {
        series: Arc::new(series.clone()),
        number: 3,
        slot: parse_date("2026-03-16").unwrap().at(17, 0, 0, 0),
        touched: false,
    });
    let third = Task::import(TaskId::from_u128(3), third, context(&person, "2026-03-18T00:00:00Z")).unwrap();
    let occurrence = third.task().occurrence.clone().unwrap();
    assert_eq!(
        (occurrence.number, occurrence.slot.to_string().as_str()),
        (3, "2026-03-16T00:00:00")
    );
    assert_eq!(*occurrence.series, series);
    assert_eq!(
        series.rule_from(3, occurrence.slot).to_string(),
        "FREQ=WEEKLY;BYDAY=MO;COUNT=3"
    );
    let mut endless = Import::of(due("2026-03-17"));
    endless.place = Some(Occurrence {
        number: u32::MAX,
        ..occurrence
    });
    assert!(Task::import(TaskId::from_u128(4), endless, context(&person, "2026-03-18T00:00:00Z")).is_err());
}
