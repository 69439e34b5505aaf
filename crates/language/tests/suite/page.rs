//! The examples of `docs/language.md`, each read from the page and played.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rondo_domain::{Choice, Person, UserId, When, Zone};
use rondo_language::{Setting, read};

/// A row of a table, by the names of its columns.
type Row = HashMap<String, String>;

fn rows(page: &str) -> Vec<Row> {
    let cells = |line: &str| {
        let inside = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')).unwrap();
        inside.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
    };
    let (mut rows, mut names) = (Vec::new(), Vec::new());
    for line in page.lines() {
        match line {
            _ if !line.starts_with('|') => names.clear(),
            _ if names.is_empty() => names = cells(line),
            _ if line.starts_with("|---") => {}
            _ => rows.push(names.iter().cloned().zip(cells(line)).collect()),
        }
    }
    rows
}

#[test]
fn every_example_of_the_page_holds() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/language.md");
    let rows = rows(&fs::read_to_string(page).unwrap());
    assert!(rows.len() >= 50, "the page has its tables");
    let mut person = Person::new(UserId::from_u128(1), "Ann", Zone::parse("Europe/Berlin").unwrap());
    person.locale = "en-GB".to_owned();
    let setting = Setting::of(&person, "2026-03-10T09:00:00Z".parse().unwrap());
    for row in rows {
        let reading = read(&row["sentence"], &setting);
        assert_eq!(reading.title, row["title"], "{row:?}");
        let due = reading.due.map(|due| {
            let time = due.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
            format!("{}{time}", due.date)
        });
        assert_eq!(due.unwrap_or_default(), row["due"], "{row:?}");
        let rule = reading.repeat.map(|repeat| match repeat.choice {
            Choice::Rule(rule) => rule.in_words(),
            Choice::Every(_) => panic!("{row:?} is not written out"),
        });
        assert_eq!(
            rule.unwrap_or_default(),
            *row.get("rule").unwrap_or(&String::new()),
            "{row:?}"
        );
        let tags: Vec<String> = reading.tags.iter().map(ToString::to_string).collect();
        assert_eq!(tags.join(" "), *row.get("tags").unwrap_or(&String::new()), "{row:?}");
        let before = reading.reminders.unwrap_or_default().into_iter().map(|when| match when {
            When::Before(before) => before.to_string(),
            When::At(at) => at.to_string(),
        });
        let before: Vec<String> = before.collect();
        assert_eq!(before.join(" "), *row.get("reminders").unwrap_or(&String::new()), "{row:?}");
    }
}
