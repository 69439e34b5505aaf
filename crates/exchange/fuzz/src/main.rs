//! Searches for a file that breaks what the crate promises of every file: `cargo xtask fuzz`, from the
//! root of the repository.
//!
//! Every format reads each input. `seeds/` and the samples have files to begin with, `file.dict` the words
//! of the formats.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rondo_domain::{Actor, Context, Person, Task, TaskId, Timestamp, UserId, Zone};
use rondo_exchange::{Format, MOST_FINDINGS, Reading, Writer, cut, read};

const FORMATS: [Format; 4] = [Format::Json, Format::ICalendar, Format::Csv, Format::Todoist];

/// So small that most files are cut.
const A_PART: usize = 200;

fuzz_target!(|file: &[u8]| {
    let zone = Zone::parse("Europe/Berlin").expect("a zone");
    let now: Timestamp = "2026-03-05T08:00:00Z".parse().expect("an instant");
    let reading = Reading {
        now,
        zone: &zone,
        project: Some("Home"),
    };
    for format in FORMATS {
        let parts = cut(format, file.to_vec(), A_PART);
        assert!(!parts.is_empty() || file.is_empty(), "a file has parts");
        let Ok(batch) = read(format, file, &reading) else { continue };
        assert!(batch.findings.len() <= MOST_FINDINGS);
        for finding in batch.findings.iter() {
            let shown = !finding.message.is_empty() && !finding.message.contains(char::is_control);
            assert!(shown, "{finding:?}");
        }
        let person = Person::new(UserId::from_u128(1), "Ann", zone.clone());
        for record in batch.records {
            let context = Context {
                person: &person,
                actor: Actor::Import,
                now,
            };
            // What is read, the domain takes or refuses, and what it takes is read again.
            if let Ok(change) = Task::import(TaskId::from_u128(2), record.into_import(), context) {
                comes_back(change.task(), &reading);
            }
        }
    }
});

fn comes_back(task: &Task, reading: &Reading<'_>) {
    for format in FORMATS {
        let Some(mut writer) = Writer::new(format) else { continue };
        let file = [writer.begin(), writer.task(task), writer.end().to_owned()].concat();
        let batch = read(format, file.as_bytes(), reading).expect("a file of ours is one");
        assert_eq!(batch.records.len(), 1, "{file}");
        assert_eq!(batch.records[0].due, task.due, "{file}");
    }
}
