//! The commands that a document shows, to be run as they stand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rondo_harness::binary;

/// The repository.
pub(crate) fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests lie in the repository").to_owned()
}

/// A document of the repository.
pub(crate) fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What stands under that heading of the second level.
pub(crate) fn section<'a>(document: &'a str, title: &str) -> &'a str {
    let heading = format!("\n## {title}\n");
    let (_, rest) = document
        .split_once(&heading)
        .unwrap_or_else(|| panic!("there is no {title:?}"));
    rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

/// The commands of every `console` block, in their order.
pub(crate) fn commands(document: &str) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let (mut in_block, mut goes_on) = (false, false);
    for line in document.lines() {
        if line.starts_with("```") {
            (in_block, goes_on) = (line == "```console", false);
            continue;
        }
        let command = if goes_on {
            Some(line.strip_prefix("> ").unwrap_or(line))
        } else {
            line.strip_prefix("$ ")
        };
        let Some(command) = command.filter(|_| in_block) else {
            continue;
        };
        match commands.last_mut().filter(|_| goes_on) {
            Some(last) => *last = format!("{last}\n{command}"),
            None => commands.push(command.to_owned()),
        }
        goes_on = commands.last().is_some_and(|command| !is_whole(command));
    }
    commands
}

/// Whether bash would run it rather than wait for more.
fn is_whole(command: &str) -> bool {
    let read = Command::new("bash")
        .args(["-n", "-c", command])
        .output()
        .expect("bash is there");
    read.status.success() && !command.ends_with('\\')
}

/// A script of these commands that stops at the first that fails, and names it. `rondo` is the binary
/// under test, wherever it lies.
pub(crate) fn script(commands: &[String]) -> String {
    let prologue = "set -eEuo pipefail\ntrap 'echo \"failed: $BASH_COMMAND\" >&2' ERR\n";
    let rondo = format!("rondo() {{ '{}' \"$@\"; }}\n", binary().display());
    format!("{prologue}{rondo}{}\n", commands.join("\n"))
}

/// Runs a script for at most ten minutes, to a good end, and gives what it wrote.
pub(crate) fn run(script: &str, folder: &Path, settings: &[(&str, &str)]) -> String {
    let ran = Command::new("timeout")
        .args(["600", "bash", "-c", script])
        .current_dir(folder)
        .envs(settings.iter().copied())
        .output()
        .expect("bash is there");
    let said = String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned();
    assert!(ran.status.success(), "{said}\n--- of\n{script}");
    said
}
