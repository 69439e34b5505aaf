//! The page on the founding plan has every row, and every test that it names is there.

use std::fs;

use crate::console::{document, root};

/// `` [`name`](../path) `` of the last column of a row.
fn shown_by(row: &str) -> Option<(&str, &str)> {
    let (_, last) = row.trim_end_matches(" |").rsplit_once(" | ")?;
    let (name, path) = last.strip_prefix("[`")?.split_once("`](../")?;
    Some((name, path.strip_suffix(')')?))
}

#[test]
fn every_row_is_there_once_and_shown_by_a_test() {
    let page = document("docs/founding-plan.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| T")).collect();
    let numbers: Vec<&str> = rows.iter().map(|row| &row[2..6]).collect();
    let wanted: Vec<String> = (1..=110).map(|number| format!("T{number:03}")).collect();
    assert_eq!(numbers, wanted);
    for row in rows {
        let (name, path) = shown_by(row).unwrap_or_else(|| panic!("no test is named: {row}"));
        let test = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(test.contains(&format!("fn {name}(")), "{path} has no test {name}");
    }
}
