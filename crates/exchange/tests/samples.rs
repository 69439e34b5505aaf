//! Files as other programs write them, with what is to come of each.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use rondo_domain::{Basis, Priority, Timestamp, When, Zone};
use rondo_exchange::{Batch, Format, Kind, Reading, Record, Recurrence, read};

fn batch(format: Format, file: &[u8]) -> Batch {
    let now: Timestamp = "2026-03-05T08:00:00Z".parse().unwrap();
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let reading = Reading {
        now,
        zone: &zone,
        project: Some("Home"),
    };
    read(format, file, &reading).unwrap()
}

fn due(record: &Record) -> String {
    let zone = record.zone.as_ref().map_or("floating", |zone| zone.name());
    match record.due {
        None => "never".to_owned(),
        Some(due) => {
            let time = due.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
            format!("{}{time} {zone}", due.date)
        }
    }
}

fn rule(record: &Record) -> String {
    match &record.recurrence {
        Some(Recurrence::Begins(begins)) => begins.repeat.choice.to_string(),
        _ => String::new(),
    }
}

fn tags(record: &Record) -> Vec<&str> {
    record.tags.iter().map(rondo_domain::Tag::as_str).collect()
}

fn whens(record: &Record) -> Vec<String> {
    let reminders = record.reminders.iter().flatten();
    let text = |when| match when {
        When::Before(before) => format!("{before}"),
        When::At(at) => format!("{at}"),
    };
    reminders.map(|reminder| text(reminder.when)).collect()
}

/// The fields of the findings of one record.
fn fields(batch: &Batch, record: usize, kind: Kind) -> Vec<&str> {
    let of_record = batch.findings.iter().filter(|finding| finding.at.record == Some(record));
    of_record
        .filter(|finding| finding.kind == kind)
        .map(|finding| finding.field.as_str())
        .collect()
}

#[test]
fn tasks_org() {
    let batch = batch(Format::ICalendar, include_bytes!("../samples/tasks-org.ics"));
    let [filter, housing] = batch.records.as_slice() else {
        panic!("{batch:?}")
    };
    assert_eq!(filter.title.as_str(), "Change the water filter");
    assert_eq!(filter.description.as_str(), "Cartridge is in the cellar, second shelf");
    assert_eq!(
        (filter.priority, tags(filter)),
        (Priority::High, vec!["Household", "Kitchen"])
    );
    assert_eq!(due(filter), "2026-06-05 18:00 Europe/Berlin");
    assert_eq!(
        (rule(filter).as_str(), whens(filter)),
        ("FREQ=MONTHLY;INTERVAL=6", vec!["PT30M".to_owned()])
    );
    assert_eq!(
        fields(&batch, 1, Kind::LeftOut),
        ["VALARM", "VALARM", "DTSTART", "X-APPLE-SORT-ORDER"]
    );
    assert_eq!(
        (housing.priority, tags(housing)),
        (Priority::Low, vec!["Change the water filter"])
    );
    assert_eq!(housing.completed_at.unwrap().to_string(), "2026-02-20T10:10:09Z");
    assert_eq!(fields(&batch, 2, Kind::LeftOut), ["GEO"]);
    assert_eq!(fields(&batch, 2, Kind::Changed), ["RELATED-TO"]);
    assert_eq!(batch.findings[0].at.line, Some(4));
}

#[test]
fn nextcloud() {
    let batch = batch(Format::ICalendar, include_bytes!("../samples/nextcloud.ics"));
    let [minutes, meeting, idea] = batch.records.as_slice() else {
        panic!("{batch:?}")
    };
    assert!(minutes.title.as_str().ends_with("that this line had to be folded"));
    // A02: it stands before the task that it stands under.
    assert_eq!((tags(minutes), minutes.completed_at), (vec!["Board meeting"], None));
    assert_eq!(due(minutes), "2026-03-10 09:00 Europe/Paris");
    assert_eq!(fields(&batch, 1, Kind::Changed), ["PRIORITY", "STATUS", "RELATED-TO"]);
    assert_eq!(fields(&batch, 1, Kind::LeftOut), ["PERCENT-COMPLETE", "X-OC-HIDESUBTASKS"]);
    assert_eq!(meeting.description.as_str(), "Agenda:\n- budget; plan\n- any other business");
    assert_eq!(
        (due(meeting).as_str(), tags(meeting)),
        ("2026-03-12 floating", vec!["Work Board"])
    );
    assert_eq!(fields(&batch, 2, Kind::LeftOut), ["X-PINNED", "ATTENDEE"]);
    assert!(idea.completed_at.is_some());
    let event = batch.findings.iter().find(|finding| finding.field == "VEVENT").unwrap();
    assert_eq!((event.kind, event.at.task.as_deref()), (Kind::LeftOut, Some("Lunch")));
}

#[test]
fn apple_reminders() {
    let batch = batch(Format::ICalendar, include_bytes!("../samples/apple-reminders.ics"));
    let [rent, stamps] = batch.records.as_slice() else {
        panic!("{batch:?}")
    };
    assert_eq!((rent.title.as_str(), rent.priority), ("Pay rent", Priority::Medium));
    assert_eq!(due(rent), "2026-04-01 09:00 America/New_York");
    assert_eq!(
        (rule(rent).as_str(), whens(rent)),
        ("FREQ=MONTHLY;BYMONTHDAY=1", vec!["2026-04-01T13:00:00Z".to_owned()])
    );
    assert_eq!(fields(&batch, 1, Kind::LeftOut), Vec::<&str>::new());
    assert_eq!(fields(&batch, 2, Kind::LeftOut), ["VALARM"]);
    assert_eq!(stamps.completed_at.unwrap().to_string(), "2026-01-15T17:00:00Z");
}

/// A01, and tasks under tasks.
#[test]
fn todoist() {
    let batch = batch(Format::Csv, include_bytes!("../samples/todoist.csv"));
    let [plants, week, inbox, letters, teeth] = batch.records.as_slice() else {
        panic!("{batch:?}")
    };
    assert_eq!(
        (plants.title.as_str(), tags(plants)),
        ("Water the plants", vec!["garden", "Home"])
    );
    assert_eq!(
        (rule(plants).as_str(), due(plants).as_str()),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-03-05 Europe/Berlin")
    );
    let Some(Recurrence::Begins(begins)) = &plants.recurrence else {
        panic!("it repeats")
    };
    assert_eq!(begins.repeat.basis, Basis::CompletionDate);
    assert_eq!(
        (week.title.as_str(), week.priority),
        ("Plan the week, with coffee", Priority::High)
    );
    assert_eq!(
        (rule(week).as_str(), due(week).as_str()),
        ("FREQ=WEEKLY;BYDAY=MO", "2026-03-09 09:00 Europe/Berlin")
    );
    assert_eq!(tags(week), ["Routines", "Home"]);
    assert_eq!(fields(&batch, 2, Kind::LeftOut), ["DURATION"]);
    assert_eq!(
        (rule(inbox).as_str(), due(inbox).as_str()),
        ("FREQ=MONTHLY;BYDAY=3FR", "2026-03-20 Europe/Berlin")
    );
    assert_eq!(tags(inbox), ["Plan the week with coffee", "Routines", "Home"]);
    assert_eq!(fields(&batch, 3, Kind::Changed), ["INDENT", "section", "project", "tags"]);
    assert_eq!(fields(&batch, 3, Kind::LeftOut), ["RESPONSIBLE"]);
    assert_eq!(
        (due(letters).as_str(), tags(letters)[0]),
        ("2026-03-20 17:30 Europe/Berlin", "Read the inbox")
    );
    assert_eq!(letters.description.as_str(), "The one from the bank first");
    assert_eq!((due(teeth).as_str(), teeth.description.as_str()), ("never", "Due: jeden Tag"));
    assert_eq!(fields(&batch, 5, Kind::Changed)[0], "DATE");
    assert_eq!(fields(&batch, 6, Kind::Failed), ["title"]);
}
