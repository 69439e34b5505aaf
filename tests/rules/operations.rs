//! The page for operators tells of every metric that there is, and of no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::console::{document, root};

/// The names of metrics in a text: those that come after one of these marks.
fn names(text: &str, marks: &[&str]) -> BTreeSet<String> {
    let rests = marks.iter().flat_map(|mark| text.split(mark).skip(1));
    let name = |rest: &str| {
        let letters = rest
            .chars()
            .take_while(|letter| letter.is_ascii_lowercase() || *letter == '_');
        letters.collect::<String>()
    };
    rests.map(name).filter(|name| name.starts_with("rondo_")).collect()
}

fn in_code(folder: &Path, found: &mut BTreeSet<String>) {
    for path in fs::read_dir(folder)
        .expect("the folder is there")
        .flatten()
        .map(|entry| entry.path())
    {
        if path.is_dir() {
            in_code(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source can be read");
            // What stands in documentation is an example.
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.extend(names(&code.join("\n"), &["counter!(\"", "gauge!(\"", "histogram!(\""]));
        }
    }
}

#[test]
fn every_metric_is_told_of() {
    let mut there = BTreeSet::new();
    for part in fs::read_dir(root().join("crates")).expect("there are crates").flatten() {
        in_code(&part.path().join("src"), &mut there);
    }
    assert!(there.len() > 10, "{there:?}");
    assert_eq!(names(&document("docs/operations.md"), &["| `"]), there);
}
