//! The contract as it is checked in: current, compatible with what was promised, and kept by real
//! events.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;
use std::path::PathBuf;

use rondo_contract::{CloudEvent, Outgoing, Place, ReminderEvent, TaskEvent, asyncapi_yaml, incompatibilities, schemas};
use rondo_domain::{Actor, Context, Draft, EventId, Person, Task, TaskId, Timestamp, Title, UserId, Zone};
use serde_json::Value;

fn checked_in(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../contracts").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const MEND: &str = "run `cargo xtask docs` and look at the difference";

#[test]
fn the_checked_in_schemas_are_current() {
    for schema in schemas() {
        let present: Value = serde_json::from_str(&checked_in(&format!("schemas/{}", schema.path))).unwrap();
        assert_eq!(present, schema.schema, "{} is not current: {MEND}", schema.path);
    }
}

#[test]
fn the_checked_in_asyncapi_is_current() {
    assert_eq!(
        checked_in("asyncapi.yaml"),
        asyncapi_yaml(),
        "asyncapi.yaml is not current: {MEND}"
    );
}

/// The baseline is what was promised with the last release. It moves on at a release, never to make
/// this test pass: an incompatible change is a new version on a new topic.
#[test]
fn the_schemas_keep_what_was_promised() {
    for schema in schemas() {
        let promised: Value =
            serde_json::from_str(&checked_in(&format!("../crates/contract/tests/baseline/{}", schema.path))).unwrap();
        let broken = incompatibilities(&promised, &schema.schema);
        assert!(broken.is_empty(), "{} breaks its promise: {broken:#?}", schema.path);
    }
}

/// Due on Monday 2026-03-16 every week, read from Berlin, with a reminder that has just fired.
fn events() -> (String, String) {
    let person = Person::new(UserId::from_u128(1), "Ann", Zone::parse("Europe/Berlin").unwrap());
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let place = Place {
        person: &person,
        sequence: 1,
        trace: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    };
    let context = Context {
        person: &person,
        actor: Actor::Rest,
        now: at("2026-03-10T09:00:00Z"),
    };
    let mut draft = Draft::titled(Title::new("Water the plants").unwrap());
    draft.date = Some(jiff::civil::date(2026, 3, 16));
    draft.time = Some(jiff::civil::time(9, 0, 0, 0));
    let change = Task::create(TaskId::from_u128(2), draft, context).unwrap();
    let created = Outgoing::of_change(EventId::from_u128(3), &change, &place);
    let fires = Context {
        now: at("2026-03-15T08:00:00Z"),
        ..context
    };
    let reminding = change.into_task().fire(fires).expect("the reminder of a day before is due");
    let reminded = Outgoing::of_reminding(&reminding, &place).expect("it fired");
    (created.payload, reminded.payload)
}

#[test]
fn real_events_follow_their_schemas() {
    let (created, reminded) = events();
    for (payload, schema) in [created, reminded].iter().zip(schemas()) {
        let event: Value = serde_json::from_str(payload).unwrap();
        let validator = jsonschema::validator_for(&schema.schema).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&event["data"]).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}\n{payload}", schema.path);
    }
}

#[test]
fn what_is_written_is_read_again() {
    let (created, reminded) = events();
    let created = CloudEvent::<TaskEvent>::parse(&created).unwrap();
    assert_eq!((created.kind.as_str(), created.id), ("task.created", created.data.event_id));
    assert_eq!(created.partitionkey, created.data.user_id);
    assert_eq!(created.data.task.due_date.as_deref(), Some("2026-03-16T09:00:00+01:00"));
    let reminded = CloudEvent::<ReminderEvent>::parse(&reminded).unwrap();
    assert_eq!(reminded.source, "/rondo/reminder-scheduler");
    assert_eq!(
        (reminded.data.late, reminded.data.remind_at.as_str()),
        (false, "2026-03-15T08:00:00Z")
    );
}

#[test]
fn a_consumer_ignores_what_it_does_not_know_and_refuses_what_it_cannot_read() {
    let (created, _) = events();
    let mut event: Value = serde_json::from_str(&created).unwrap();
    event["data"]["task"]["colour"] = "green".into();
    event["comment"] = "an extension".into();
    assert!(CloudEvent::<TaskEvent>::parse(&event.to_string()).is_ok());
    assert!(CloudEvent::<ReminderEvent>::parse(&created).is_err(), "another schema");
    event["specversion"] = "2.0".into();
    assert!(CloudEvent::<TaskEvent>::parse(&event.to_string()).is_err(), "another version");
    assert!(CloudEvent::<TaskEvent>::parse("not json").is_err());
}
