//! Files that mean no good, or that somebody broke: records, findings or a refusal, and nothing else.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fmt::Write;

use proptest::prelude::*;
use rondo_domain::{Actor, Context, Person, Task, TaskId, Timestamp, UserId, Zone};
use rondo_exchange::{Batch, Format, Kind, MOST_FINDINGS, Reading, Unreadable, Writer, read};

const FORMATS: [Format; 4] = [Format::Json, Format::ICalendar, Format::Csv, Format::Todoist];

fn now() -> Timestamp {
    "2026-03-05T08:00:00Z".parse().unwrap()
}

fn batch(format: Format, file: &[u8]) -> Result<Batch, Unreadable> {
    let reading = Reading {
        now: now(),
        zone: &Zone::UTC,
        project: None,
    };
    read(format, file, &reading)
}

/// What is read, the domain takes or refuses.
fn try_everything(file: &[u8]) {
    let person = Person::new(UserId::from_u128(1), "Ann", Zone::UTC);
    for format in FORMATS {
        let Ok(batch) = batch(format, file) else { continue };
        for record in batch.records {
            let context = Context {
                person: &person,
                actor: Actor::Import,
                now: now(),
            };
            if let Ok(change) = Task::import(TaskId::from_u128(2), record.into_import(), context) {
                let _ = change.task().series_state(&person);
            }
        }
    }
}

fn todo(lines: &str) -> Vec<u8> {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:x\r\n{lines}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n").into_bytes()
}

#[test]
fn broken_files_of_every_kind() {
    let long = "x".repeat(100_000);
    let deep = "[".repeat(100_000);
    let nested = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VTODO\n".repeat(50_000));
    let files: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\0\0\0".to_vec(),
        b"\xff\xfe\xfd".to_vec(),
        long.clone().into_bytes(),
        deep.into_bytes(),
        nested.into_bytes(),
        format!("title,{long}\n{long},{long}\n").into_bytes(),
        format!("TYPE,CONTENT,DATE\ntask,{long},every {long}\n").into_bytes(),
        b"title\n\"never closed".to_vec(),
        b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:cut".to_vec(),
        b" folded at once\r\nBEGIN:VCALENDAR\r\n".to_vec(),
        b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VTODO\r\nEND:VCALENDAR\r\n".to_vec(),
        todo(&format!("DESCRIPTION:{long}")),
        todo(&format!("RRULE:FREQ=DAILY;BYMONTHDAY={}", "1,".repeat(50_000))),
        todo("DUE:20260310T090000\r\nRRULE:FREQ=SECONDLY;COUNT=99999999999999999999"),
        todo("DUE:20260231\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        todo("DUE:99991231T235959\r\nRRULE:FREQ=DAILY\r\nDTSTART:00010101"),
        todo("DUE;TZID=Mars/Olympus:20260310T250000\r\nDURATION:P99999999999999W\r\nDTSTART:00000000"),
        todo("DUE;TZID=../../etc/passwd:20260310T090000Z"),
        todo("UID:\0\r\nSUMMARY\r\n;:\r\n:\r\nX"),
        b"[{\"title\": \"x\", \"series\": {\"id\": \"00000000-0000-0000-0000-000000000001\", \"start\": \"9999-12-31\", \"recurrence\": \"FREQ=DAILY\", \"occurrence\": 4294967295, \"slot\": \"0001-01-01\"}}]".to_vec(),
        b"[{\"title\": {\"a\": []}, \"reminders\": [[[]]], \"tags\": 7, \"due_date\": []}, 7, null, []]".to_vec(),
        b"{\"tasks\": {\"a\": 1}}".to_vec(),
    ];
    for file in &files {
        try_everything(file);
    }
}

#[test]
fn what_cannot_be_a_task_is_said_to_be_none() {
    let cut = batch(Format::ICalendar, b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:cut").unwrap();
    assert_eq!((cut.records.len(), cut.findings[0].kind), (0, Kind::Failed));
    let zone = batch(Format::ICalendar, &todo("DUE;TZID=Mars/Olympus:20260310T090000")).unwrap();
    assert_eq!((zone.records.len(), zone.findings[0].kind), (1, Kind::Changed));
    let rule = batch(Format::ICalendar, &todo("RRULE:FREQ=SECONDLY")).unwrap();
    assert_eq!(rule.records[0].description.as_str(), "Repeats: FREQ=SECONDLY");
    let long = format!("title\n{}\n", "x".repeat(300));
    let long = batch(Format::Csv, long.as_bytes()).unwrap();
    assert_eq!(long.records[0].title.as_str().len(), 255);
    assert_eq!(
        (long.records[0].description.as_str().len(), long.findings[0].field.as_str()),
        (300, "title")
    );
    assert!(batch(Format::Json, b"{\"version\": 2, \"tasks\": []}").is_err());
    assert!(batch(Format::ICalendar, b"hello").is_err());
}

#[test]
fn a_title_that_nobody_can_see_stays_a_title() {
    let record = batch(Format::Json, br#"[{"title": "\u0010"}]"#).unwrap().records.remove(0);
    let person = Person::new(UserId::from_u128(1), "Ann", Zone::UTC);
    let context = Context {
        person: &person,
        actor: Actor::Import,
        now: now(),
    };
    let change = Task::import(TaskId::from_u128(2), record.into_import(), context).unwrap();
    let mut writer = Writer::new(Format::ICalendar).unwrap();
    let file = [writer.begin(), writer.task(change.task()), writer.end().to_owned()].concat();
    let read = batch(Format::ICalendar, file.as_bytes()).unwrap();
    assert_eq!(read.records[0].title.as_str(), "\u{fffd}");
}

#[test]
fn a_finding_is_one_line() {
    let file = b"title,recurrence,due_date\nPay,\"every\r\nday\",\"tomor\nrow\"\n";
    let findings = batch(Format::Csv, file).unwrap().findings;
    assert!(findings.len() >= 2, "{findings:?}");
    for finding in findings.iter() {
        assert!(!finding.message.contains(char::is_control), "{finding:?}");
    }
}

#[test]
fn ten_thousand_tasks_are_the_most() {
    let mut table = "title\n".to_owned();
    for number in 0..10_000 {
        let _ = writeln!(table, "Task {number}");
    }
    assert_eq!(batch(Format::Csv, table.as_bytes()).unwrap().records.len(), 10_000);
    table.push_str("One more\n");
    assert!(
        batch(Format::Csv, table.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("10000")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_at_all(file in proptest::collection::vec(any::<u8>(), 0..400)) {
        try_everything(&file);
    }

    /// Pieces of true files in any order.
    #[test]
    fn any_pieces_of_files(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..40)) {
        let body = pieces.concat();
        try_everything(body.as_bytes());
        try_everything(&todo(&body));
        try_everything(format!("title,due_date,recurrence,exdates,slot\n{body}").as_bytes());
        try_everything(format!("TYPE,CONTENT,DATE,INDENT\ntask,x,{body}").as_bytes());
    }
}

const PIECES: [&str; 44] = [
    "\r\n",
    "\r\n ",
    "\n",
    "\r",
    "\t",
    ",",
    ";",
    ":",
    "\"",
    "\\",
    "=",
    "BEGIN:VTODO\r\n",
    "END:VTODO\r\n",
    "BEGIN:VALARM\r\n",
    "END:VALARM\r\n",
    "DUE",
    ";VALUE=DATE",
    ";TZID=Europe/Berlin",
    ":20260310",
    "T090000",
    "Z",
    "DTSTART:20260229T023000",
    "RRULE:",
    "FREQ=MONTHLY",
    ";BYDAY=",
    "-1MO",
    ";COUNT=1",
    ";UNTIL=20260310T000000Z",
    "EXDATE:20260310",
    "TRIGGER",
    ";RELATED=START",
    ":-PT1H",
    ":P1W",
    "STATUS:COMPLETED\r\n",
    "task,",
    "every! ",
    "every 3rd friday",
    "at 9am",
    " until ",
    "31 feb",
    "2026-02-30",
    "0",
    "-",
    "é",
];

/// Whatever is said of it, no file is worth more memory than a few times its size.
#[test]
fn a_file_of_nothing_but_odd_lines_is_not_told_line_by_line() {
    let lines = batch(Format::ICalendar, &todo(&"A:\r\n".repeat(400_000))).unwrap();
    assert_eq!((lines.findings.len(), lines.records.len()), (MOST_FINDINGS, 1));
    assert!(lines.findings.more() > 300_000);
    let more = batch(Format::ICalendar, &todo(&"A:\r\n".repeat(600_000)));
    assert!(more.unwrap_err().to_string().contains("500000 lines"));
    let tags = format!("title,tags\nx,\"{}\"\n", "a,".repeat(400_000));
    assert_eq!(batch(Format::Csv, tags.as_bytes()).unwrap().findings.len(), 1);
    let parents = format!(
        "SUMMARY:{}\r\nUID:u\r\n{}",
        "x".repeat(2_000_000),
        "RELATED-TO:u\r\n".repeat(100_000)
    );
    assert_eq!(batch(Format::ICalendar, &todo(&parents)).unwrap().records.len(), 1);
    let name = "x".repeat(1_000_000);
    let rows = format!(
        "TYPE,CONTENT,INDENT\nsection,{name},\ntask,{name},1\n{}",
        "task,y,2\n".repeat(9_998)
    );
    assert_eq!(batch(Format::Todoist, rows.as_bytes()).unwrap().records.len(), 9_999);
}

#[test]
fn failures_beyond_the_findings_that_are_kept_count() {
    let rows = format!("title,priority\n{}", ",odd\n".repeat(9_000));
    let batch = batch(Format::Csv, rows.as_bytes()).unwrap();
    assert_eq!((batch.findings.failures(), batch.findings.more()), (9_000, 8_000));
}

/// A missing END loses the task that lacks it, and no other.
#[test]
fn what_goes_on_after_a_missing_end_is_read() {
    let done = |uid: &str| format!("BEGIN:VTODO\nUID:{uid}\nSUMMARY:{uid}\nEND:VTODO\n");
    let cut = "BEGIN:VTODO\nSUMMARY:Cut\n";
    for (inner, read, fields) in [
        (format!("{cut}{}{}END:VCALENDAR\n", done("b"), done("c")), 2, vec!["END"]),
        (
            format!("{cut}BEGIN:VALARM\n{}{}END:VCALENDAR\n", done("b"), done("c")),
            2,
            vec!["END"],
        ),
        (
            format!("BEGIN:VEVENT\n{}{}END:VCALENDAR\n", done("b"), done("c")),
            2,
            vec!["VEVENT"],
        ),
        (
            format!("{}{cut}BEGIN:VCALENDAR\n{}END:VCALENDAR\n", done("a"), done("b")),
            2,
            vec!["END", "VCALENDAR"],
        ),
        (format!("{}{}", done("a"), done("b")), 2, vec!["VCALENDAR"]),
    ] {
        let batch = batch(Format::ICalendar, format!("BEGIN:VCALENDAR\n{inner}").as_bytes()).unwrap();
        let found: Vec<&str> = batch.findings.iter().map(|finding| finding.field.as_str()).collect();
        assert_eq!((batch.records.len(), found), (read, fields), "{inner}");
    }
    let alarm = "BEGIN:VALARM\nTRIGGER:-PT1H\n";
    let alarms = batch(Format::ICalendar, &todo(&format!("DUE:20260310\n{}", alarm.repeat(20)))).unwrap();
    assert_eq!((alarms.records.len(), alarms.findings.len()), (1, 0));
    let deep: String = (0..50_000).fold(String::new(), |deep, number| deep + &format!("BEGIN:A{number}\n"));
    assert!(
        batch(Format::ICalendar, deep.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("deep")
    );
    let utf16 = batch(Format::Csv, b"\xff\xfet\0i\0t\0l\0e\0");
    assert!(utf16.unwrap_err().to_string().contains("UTF-16"));
}
