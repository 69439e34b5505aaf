//! What a file means, where other programs and this one say it differently.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use rondo_domain::{Timestamp, Zone};
use rondo_exchange::{Batch, Format, Reading, Record, Recurrence, read};

fn batch(format: Format, file: &str, project: Option<&str>) -> Batch {
    let now: Timestamp = "2026-03-05T08:00:00Z".parse().unwrap();
    let reading = Reading {
        now,
        zone: &Zone::parse("Europe/Berlin").unwrap(),
        project,
    };
    read(format, file.as_bytes(), &reading).unwrap()
}

/// A calendar of tasks, each given by its lines.
fn calendar(todos: &[&str]) -> Batch {
    let todo = |lines: &&str| format!("BEGIN:VTODO\nSUMMARY:x\n{lines}\nEND:VTODO\n");
    let todos: String = todos.iter().map(todo).collect();
    batch(Format::ICalendar, &format!("BEGIN:VCALENDAR\n{todos}END:VCALENDAR\n"), None)
}

fn due(record: &Record) -> String {
    let due = record.due.unwrap();
    let time = due.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
    let zone = record
        .zone
        .as_ref()
        .map(|zone| format!(" {}", zone.name()))
        .unwrap_or_default();
    format!("{}{time}{zone}", due.date)
}

fn fields(batch: &Batch) -> Vec<&str> {
    batch.findings.iter().map(|finding| finding.field.as_str()).collect()
}

fn begins(record: &Record) -> &rondo_exchange::Begins {
    match &record.recurrence {
        Some(Recurrence::Begins(begins)) => begins,
        other => panic!("{other:?}"),
    }
}

fn exdates(record: &Record) -> Vec<String> {
    begins(record).exdates.iter().map(|slot| slot.date().to_string()).collect()
}

/// A rule is told by the clock of DTSTART: by another one it would name other days and hours.
#[test]
fn a_series_in_utc_keeps_to_utc_where_its_dates_would_be_others() {
    for (lines, expected) in [
        ("DUE:20260310T233000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU", "2026-03-10 23:30 UTC"),
        (
            "DUE:20260331T233000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31",
            "2026-03-31 23:30 UTC",
        ),
        ("DUE:20260331T233000Z\nRRULE:FREQ=MONTHLY", "2026-03-31 23:30 UTC"),
        (
            "DUE:20260310T083000Z\nRRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=30",
            "2026-03-10 08:30 UTC",
        ),
        (
            "DTSTART:20260310T233000Z\nDUE:20260311T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU",
            "2026-03-11 09:00 UTC",
        ),
        (
            "DTSTART;TZID=America/New_York:20260310T210000\nDUE:20260311T010000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU",
            "2026-03-10 21:00 America/New_York",
        ),
    ] {
        let batch = calendar(&[lines]);
        assert_eq!(due(&batch.records[0]), expected, "{lines}");
        assert_eq!(fields(&batch)[0], "DUE", "{lines}");
    }
    for (lines, expected) in [
        ("DUE:20260310T083000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU", "2026-03-10 09:30"),
        ("DUE:20260310T233000Z", "2026-03-11 00:30"),
        (
            "DTSTART;TZID=Europe/Berlin:20260311T003000\nDUE:20260310T233000Z\nRRULE:FREQ=WEEKLY;BYDAY=WE",
            "2026-03-11 00:30",
        ),
    ] {
        let batch = calendar(&[lines]);
        assert_eq!(
            (due(&batch.records[0]).as_str(), fields(&batch).len()),
            (expected, 0),
            "{lines}"
        );
    }
}

#[test]
fn a_date_of_a_series_that_is_told_apart_is_no_date_of_the_series() {
    let master = "UID:a\nDUE;TZID=Europe/Berlin:20260306T210000\nRRULE:FREQ=DAILY;COUNT=5";
    let date = |date: &str, of: &str| {
        format!("UID:a\nDUE:{of}\nRECURRENCE-ID;TZID=Europe/Berlin:{date}\nSTATUS:COMPLETED\nCOMPLETED:20260305T080000Z")
    };
    let later = calendar(&[master, &date("20260308T210000", "20260308T210000")]);
    assert_eq!(
        (due(&later.records[0]).as_str(), exdates(&later.records[0])),
        ("2026-03-06 21:00 Europe/Berlin", vec!["2026-03-08".to_owned()])
    );
    let first = calendar(&[&date("20260306T210000", "20260306T230000"), master]);
    let series = &first.records[1];
    assert_eq!(due(series), "2026-03-07 21:00 Europe/Berlin");
    assert_eq!(begins(series).repeat.choice.to_string(), "FREQ=DAILY;COUNT=4");
    assert_eq!(fields(&first), ["RECURRENCE-ID", "EXDATE"]);
    assert_ne!(first.records[0].uid, series.uid);
}

#[test]
fn a_date_that_is_left_out_is_one_of_the_tasks_own_clock() {
    let batch = calendar(&[
        "DUE;TZID=America/New_York:20260310T210000\nRRULE:FREQ=DAILY\nEXDATE;TZID=Europe/Berlin:20260312T020000",
        "DUE;TZID=America/New_York:20260310T210000\nRRULE:FREQ=DAILY\nEXDATE:20260312T010000Z",
    ]);
    for record in &batch.records {
        assert_eq!(exdates(record), ["2026-03-11"]);
    }
}

#[test]
fn tasks_without_uids_are_told_apart_by_what_they_say() {
    let todo = |title: &str| format!("SUMMARY:{title}\nDUE:20260310");
    let (milk, dentist, bread) = (todo("Milk"), todo("Dentist"), todo("Bread"));
    let calendar = |todos: &[&String]| {
        let todo = |lines: &&String| format!("BEGIN:VTODO\n{lines}\nEND:VTODO\n");
        let todos: String = todos.iter().map(todo).collect();
        let batch = batch(Format::ICalendar, &format!("BEGIN:VCALENDAR\n{todos}END:VCALENDAR\n"), None);
        batch.records.into_iter().map(|record| record.uid).collect::<Vec<_>>()
    };
    let (first, later) = (calendar(&[&milk, &milk, &dentist]), calendar(&[&bread, &milk, &dentist]));
    assert_ne!(first[0], first[1]);
    assert_eq!((&later[1], &later[2]), (&first[0], &first[2]));
}

#[test]
fn tasks_of_two_todoist_projects_are_two() {
    let uid = |project| {
        batch(Format::Todoist, "TYPE,CONTENT\ntask,Weekly review\n", Some(project)).records[0]
            .uid
            .clone()
    };
    assert_ne!(uid("Home"), uid("Work"));
    assert_eq!(uid("Home"), uid("Home"));
}

#[test]
fn rows_of_todoist_that_are_no_tasks_are_told() {
    let file = "TYPE,CONTENT,DATE\n,No type but content,\n,,\ntask,One,,lost cell\n";
    let batch = batch(Format::Todoist, file, None);
    assert_eq!((batch.records.len(), batch.findings.len()), (1, 2), "{batch:?}");
    assert_eq!((batch.findings[0].at.line, batch.findings[1].at.line), (Some(4), Some(2)));
}

#[test]
fn a_table_of_a_spreadsheet_with_commas_in_its_numbers() {
    let rows = |file| batch(Format::Csv, file, None);
    for file in [
        "title;due_date;tags\nOne;2026-03-10;\"a;b\"\n",
        "title\tdue_date\ttags\nOne\t2026-03-10\ta,b\n",
    ] {
        let batch = rows(file);
        assert_eq!(
            (due(&batch.records[0]).as_str(), batch.records[0].tags.iter().count()),
            ("2026-03-10", 2)
        );
    }
    let blank = rows("id,title\n\" \",One\n\" \",Two\n").records;
    assert_ne!(blank[0].uid, blank[1].uid);
}

#[test]
fn a_page_of_a_list_keeps_what_it_says_of_a_series() {
    let task = r#"{"title": "x", "due_date": "2026-03-07", "recurrence": "FREQ=DAILY", "series_state": "paused", "slot": "2026-03-06"}"#;
    let batch = batch(Format::Json, &format!(r#"{{"items": [{task}], "next_cursor": "abc"}}"#), None);
    let begins = begins(&batch.records[0]);
    assert_eq!(
        (begins.paused, begins.start.map(|slot| slot.date().to_string())),
        (true, Some("2026-03-06".to_owned()))
    );
    assert_eq!(fields(&batch), ["next_cursor"]);
}

#[test]
fn what_a_task_has_no_place_for_is_told() {
    let batch = calendar(&[
        "UID:a\nSTATUS:NEEDS-ACTION\nPERCENT-COMPLETE:100\nDUE:20260310\nDURATION:P1D",
        "UID:b\nRELATED-TO;RELTYPE=CHILD:a\nRELATED-TO:z",
    ]);
    assert_eq!(fields(&batch), ["PERCENT-COMPLETE", "DURATION", "RELATED-TO", "RELATED-TO"]);
    let said = |number: usize| batch.findings[number].message.as_str();
    assert!(
        said(2).contains("only PARENT") && said(3).contains("no such task"),
        "{batch:?}"
    );
    let seconds = calendar(&["DTSTART:20260310T090030\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT1H\nEND:VALARM"]);
    assert!(!fields(&seconds).contains(&"VALARM"), "{seconds:?}");
    let done = batch_of_done();
    assert!(done.findings[0].message.starts_with("every month was left out"), "{done:?}");
}

fn batch_of_done() -> Batch {
    let file = "title,due_date,recurrence,completed_at\nx,2026-03-01,monthly,2026-03-01T08:00:00Z\n";
    batch(Format::Csv, file, None)
}
