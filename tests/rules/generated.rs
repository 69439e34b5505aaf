//! Generated files are checked in, and current.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rondo_harness::binary;

use crate::console::root;

/// Every file below a folder with what is in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display()));
        for path in entries.map(|entry| entry.expect("a folder can be read").path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("it lies below").to_owned();
            found.insert(name, fs::read_to_string(&path).expect("generated files are text"));
        }
    }
    found
}

#[test]
fn the_descriptions_of_the_interfaces_are_current() {
    let fresh = tempfile::tempdir().expect("a temporary folder can be made");
    let written = Command::new(binary())
        .arg("contracts")
        .arg(fresh.path())
        .status()
        .expect("the binary starts");
    assert!(written.success());
    let (fresh, present) = (files(fresh.path()), files(&root().join("contracts")));
    assert!(!fresh.is_empty());
    for name in fresh.keys().chain(present.keys()) {
        assert!(
            fresh.get(name) == present.get(name),
            "contracts/{} is not current: run `cargo xtask docs` and look at the difference",
            name.display()
        );
    }
}

#[test]
fn the_page_about_the_commands_is_current() {
    let output = Command::new(binary())
        .arg("reference")
        .env_clear()
        .output()
        .expect("the binary starts");
    let present = fs::read_to_string(root().join("docs/commands.md")).expect("it is there");
    assert!(
        String::from_utf8_lossy(&output.stdout) == present,
        "docs/commands.md is not current: run `cargo xtask docs` and look at the difference"
    );
}
