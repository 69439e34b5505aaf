//! Links between the documents lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::console::root;

/// The documents that people read: those at the top, and everything under `docs/`, `dapr/` and `helm/`.
fn documents() -> Vec<PathBuf> {
    let mut found = in_folder(&root());
    let mut folders = vec![root().join("docs"), root().join("dapr"), root().join("helm")];
    while let Some(folder) = folders.pop() {
        found.extend(in_folder(&folder));
        let entries = fs::read_dir(&folder).expect("the folder is there").flatten();
        folders.extend(entries.map(|entry| entry.path()).filter(|path| path.is_dir()));
    }
    found
}

fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there").flatten();
    let files = entries.map(|entry| entry.path());
    files
        .filter(|file| file.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

/// The lines of a document that are text.
fn text(document: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    document.lines().filter(move |line| {
        let fence = line.starts_with("```");
        in_block ^= fence;
        !fence && !in_block
    })
}

/// Where its links lead, but those to the world outside.
fn links(document: &str) -> Vec<String> {
    let target = |rest: &str| rest.split_once(')').map(|(target, _)| target.to_owned());
    let of_line = |line: &str| line.split("](").skip(1).filter_map(target).collect::<Vec<_>>();
    let mut links: Vec<String> = text(document).flat_map(of_line).collect();
    links.retain(|link| {
        !["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| link.starts_with(scheme))
    });
    links
}

/// The names of its headings, as links call them.
fn anchors(document: &str) -> BTreeSet<String> {
    let headings = text(document).filter_map(|line| line.strip_prefix('#'));
    let titles = headings.map(|heading| heading.trim_start_matches('#').trim().to_lowercase());
    let kept = |letter: &char| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter);
    titles
        .map(|title| title.chars().filter(kept).collect::<String>().replace(' ', "-"))
        .collect()
}

/// Why a link leads nowhere, if it does.
fn broken(document: &Path, link: &str) -> Option<&'static str> {
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if file.is_empty() {
        document.to_owned()
    } else {
        document.parent().expect("a document lies in a folder").join(file)
    };
    if !target.exists() {
        return Some("there is no such file");
    }
    if anchor.is_empty() {
        return None;
    }
    let there = fs::read_to_string(target).is_ok_and(|text| anchors(&text).contains(anchor));
    (!there).then_some("there is no such heading")
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    let documents = documents();
    assert!(documents.len() > 10, "{documents:?}");
    for document in documents {
        let read = fs::read_to_string(&document).expect("a document can be read");
        let broken = links(&read).into_iter().filter_map(|link| {
            let why = broken(&document, &link)?;
            Some(format!("{}: {link}: {why}", document.display()))
        });
        wrong.extend(broken);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn links_and_anchors_are_found() {
    let document = "# A b: `C_d`, e\n\nSee [x](y.md#z), [w](https://w) and [v](#v).\n\n```\n# no\n[no](no)\n```\n";
    assert_eq!(links(document), ["y.md#z", "#v"]);
    assert_eq!(anchors(document), BTreeSet::from(["a-b-c_d-e".to_owned()]));
}
