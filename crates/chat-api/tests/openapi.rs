//! The description of the REST interface and the pages of its errors, as they are checked in.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rondo_application::tasks::fields::new_task;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn described() -> Value {
    serde_json::to_value(rondo_chat_api::openapi()).unwrap()
}

#[test]
fn the_checked_in_description_is_current() {
    let present = fs::read_to_string(root().join("contracts/openapi.json")).unwrap();
    let present: Value = serde_json::from_str(&present).unwrap();
    assert_eq!(
        present,
        described(),
        "openapi.json is not current: run `cargo xtask docs` and look at the difference"
    );
}

#[test]
fn it_is_openapi_3_1_and_describes_every_operation() {
    let described = described();
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let place = format!("{method} {path}");
            assert!(operation["summary"].is_string(), "{place} has no summary");
            assert!(
                operation["responses"]["default"].is_object(),
                "{place} does not say how it refuses"
            );
        }
    }
}

/// Bodies are read field by field, so nothing but this holds the description to what is read.
#[test]
fn a_task_is_described_with_the_fields_that_are_read() {
    let properties = described()["components"]["schemas"]["TaskRequest"]["properties"].clone();
    let described: Vec<String> = properties.as_object().unwrap().keys().cloned().collect();
    let every = described
        .iter()
        .map(|name| (name.clone(), Value::Null))
        .collect::<serde_json::Map<_, _>>();
    let wrong = new_task(Value::Object(every)).unwrap_err();
    let unknown: Vec<&str> = wrong
        .0
        .iter()
        .filter(|error| error.message.contains("not a known field"))
        .map(|error| error.field.as_str())
        .collect();
    assert!(unknown.is_empty(), "described but not read: {unknown:?}");
    // What is read but not described would be suggested for a name that is close to it.
    let read = [
        "title",
        "description",
        "priority",
        "due_date",
        "due_time",
        "time_zone",
        "tags",
        "reminders",
        "is_completed",
        "recurrence_frequency",
        "recurrence",
        "is_recurring",
        "recurrence_basis",
        "catch_up",
    ];
    for name in read {
        assert!(
            described.iter().any(|known| known == name),
            "{name} is read but not described"
        );
        let typo = json!({"title": "x", format!("{name}x"): 1});
        let message = new_task(typo).unwrap_err().0[0].message.clone();
        assert!(
            message.contains(&format!("did you mean {name}?")),
            "{name} is described but not read: {message}"
        );
    }
}

#[test]
fn every_error_has_a_page_with_cause_and_mend() {
    let pages = fs::read_dir(root().join("docs/errors")).unwrap();
    let pages: BTreeSet<String> = pages
        .map(|page| page.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let codes: BTreeSet<String> = rondo_chat_api::CODES.iter().map(|(code, _)| (*code).to_owned()).collect();
    assert_eq!(pages, codes);
    for (code, page) in rondo_chat_api::CODES {
        for part in [format!("Code `{code}`"), "## Cause".to_owned(), "## Mend".to_owned()] {
            assert!(page.contains(&part), "the page of {code} lacks {part:?}");
        }
    }
}

/// A code that is used in the source and has no page would be a dead link in an answer.
#[test]
fn every_code_in_the_source_has_a_page() {
    let source = fs::read_to_string(root().join("crates/chat-api/src/problem.rs")).unwrap()
        + &fs::read_to_string(root().join("crates/chat-api/src/body.rs")).unwrap();
    let quoted: BTreeSet<&str> = source.split('"').skip(1).step_by(2).collect();
    let used: Vec<&str> = rondo_chat_api::CODES
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| quoted.contains(code))
        .collect();
    assert_eq!(
        used.len(),
        rondo_chat_api::CODES.len(),
        "pages without a use, or codes in another file: {used:?}"
    );
}
